// `paddock schedule` on a fleet file: its region as it stands when a run begins.
#include <nlohmann/json.hpp>

#include "tests/scenarios/schedule/fixture.hpp"

namespace paddock::scenarios {
namespace {

using testing::HasSubstr;

/// Two nodes of four cores, one a zone, with a daemonset of 500m; two pods of 1 core, spread, under a budget.
const std::string fleet = R"(paddock: 1
fleet: small
regions:
  here:
    zones: [a, b]
    nodes:
      general:
        allocatable: {cpu: 4, memory: 16Gi, pods: 20}
        size: {now: 2, min: 0, max: 10}
        daemonsets: [{name: agent, requests: {cpu: 500m, memory: 100Mi}}]
priorities: {high: 1000}
tenants:
  - {name: shop, replicas: 2, requests: {cpu: 1, memory: 1Gi}, budget: {min_available: 2}}
)";

class FleetSchedule : public ScheduleTest {};

TEST_F(FleetSchedule, KnowsWhatIsLeftOnItsNodes) {
  const std::string cluster = file("fleet.yaml", fleet);
  // Each node has 4 - 0.5 - 1 = 2.5 cores left.
  const Ran fits = schedule({cluster, "--pod", file("fits.yaml", pod_of("api", "2500m")), "--ties=first"});
  EXPECT_EQ(fits.code, 0) << fits.err;
  EXPECT_THAT(fits.out, HasSubstr("shop/api -> here/a/general/1"));
  const Ran lacks = schedule({cluster, "--pod", file("lacks.yaml", pod_of("api", "2501m"))});
  EXPECT_EQ(lacks.code, 1) << lacks.err;
  EXPECT_THAT(lacks.out, HasSubstr("2 Insufficient cpu"));
}

TEST_F(FleetSchedule, ItsPrioritiesPreemptAndItsBudgetsAreMinded) {
  const Ran ran = schedule(
      {file("fleet.yaml", fleet), "--pod", file("pod.yaml", pod_of("api", "3", "  priorityClassName: high\n"))});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("Preemption would make room on here/"));
  EXPECT_THAT(ran.out, HasSubstr("shop/shop-")) << "against its budget";
}

TEST_F(FleetSchedule, ARegionIsNamedWhereThereAreSeveral) {
  std::string two = fleet;
  two.insert(two.find("priorities:"), "  there: {like: here}\n");
  two.replace(two.find("name: shop,"), 11, "name: shop, region: here,");
  const std::string cluster = file("two.yaml", two), pod = file("pod.yaml", pod_of("api", "1"));
  const Ran none = schedule({cluster, "--pod", pod});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("a fleet of several regions"));
  EXPECT_EQ(schedule({cluster, "--region", "there", "--pod", pod}).code, 0);
  const Ran wrong = schedule({cluster, "--region", "ther", "--pod", pod});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("no region 'ther'; allowed: --region with one of here, there"));
}

TEST_F(FleetSchedule, StandsAlone) {
  const std::string pod = file("pod.yaml", pod_of("api", "1"));
  const Ran beside = schedule({file("fleet.yaml", fleet), file("nodes.yaml", three_nodes), "--pod", pod});
  EXPECT_EQ(beside.code, 2);
  EXPECT_THAT(beside.err, HasSubstr("a fleet file beside others"));
  const Ran region = schedule({file("nodes.yaml", three_nodes), "--region", "here", "--pod", pod});
  EXPECT_EQ(region.code, 2);
  EXPECT_THAT(region.err, HasSubstr("no fleet file, and --region"));
}

}  // namespace
}  // namespace paddock::scenarios
