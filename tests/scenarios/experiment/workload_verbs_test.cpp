// `set` and `roll_back`, from the file to what comes of them.
#include <gmock/gmock.h>

#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

class WorkloadVerbs : public DesignFile {
 protected:
  static std::string scenario(const std::string& steps, const std::string& target) {
    return "paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 1h\ntimeline:\n" + steps + "targets: [\"" + target +
           "\"]\n";
  }
  std::string step(const std::string& text) const {
    return problems(scenario("  - {name: s, at: 1m, " + text + "}\n", "max(tenant.outage) <= 1s"));
  }
  std::string of_template(const std::string& text) const {
    write("fleet.yaml", small_fleet + "    " + text + "\n");
    return problems(zone_loss("  - \"max(tenant.outage) <= 1s\"\n"));
  }
};

TEST_F(WorkloadVerbs, AreRead) {
  EXPECT_EQ(step("set: {tenant: t-1, replicas: 5}"), "");
  EXPECT_EQ(step("set: {tenant: all, region: here, replicas: 0}"), "");
  EXPECT_EQ(step("roll_back: {tenant: largest}"), "");
}

TEST_F(WorkloadVerbs, SayWhatIsWrong) {
  EXPECT_THAT(step("set: {tenant: t-13, replicas: 5}"),
              AllOf(HasSubstr("timeline[0].set.tenant"), HasSubstr("no tenant \"t-13\""), HasSubstr("did you mean")));
  EXPECT_THAT(step("set: {tenant: t-1}"), HasSubstr("replicas"));
  EXPECT_THAT(step("set: {tenant: t-1, replicas: 1001}"), HasSubstr("1000"));
  EXPECT_THAT(step("set: {tenant: each, replicas: 1}"), HasSubstr("a row for each of 12 tenants"));
  EXPECT_THAT(step("roll_back: {tenant: t-1, region: there}"),
              AllOf(HasSubstr("timeline[0].roll_back.region"), HasSubstr("no region \"there\"")));
  EXPECT_THAT(step("roll_back: {tenant: t-1}, for: 5m"), HasSubstr("this verb has no end"));
  EXPECT_THAT(step("roll_back: {}, set: {tenant: t-1, replicas: 1}"), HasSubstr("exactly one verb"));
}

TEST_F(WorkloadVerbs, ContradictionsOfATemplateAreFound) {
  EXPECT_EQ(of_template("kind: StatefulSet"), "");
  EXPECT_THAT(of_template("kind: Statefulset"), HasSubstr("StatefulSet"));
  EXPECT_THAT(of_template("kind: StatefulSet\n    rollout: {strategy: Recreate}"),
              AllOf(HasSubstr("tenants[0].rollout.strategy"), HasSubstr("knows no Recreate")));
  EXPECT_THAT(of_template("pod_management: Parallel"), HasSubstr("only a StatefulSet has it"));
  EXPECT_THAT(of_template("rollout: {min_ready: 11m}"), HasSubstr("`progress_deadline` is longer than `min_ready`"));
}

TEST_F(WorkloadVerbs, ARestartSaysWhatAndWhere) {
  const std::string group = "{type: t4g.xlarge, size: {now: 9, min: 3, max: 30}";
  std::string fleet = small_fleet;
  fleet.replace(fleet.find(group), group.size(), group + ", daemonsets: [{name: cni, requests: {cpu: 50m}}]");
  write("fleet.yaml", fleet);
  EXPECT_EQ(step("restart: {control_plane: here}"), "");
  EXPECT_EQ(step("restart: {daemonset: cni}"), "");
  EXPECT_EQ(step("restart: {daemonset: cni, region: here}"), "");
  EXPECT_THAT(step("restart: {control_plane: there}"), HasSubstr("no region \"there\""));
  EXPECT_THAT(step("restart: {}"), HasSubstr("either a `control_plane` or a `daemonset`"));
  EXPECT_THAT(step("drain: {}"), HasSubstr("either a `node` or a `group`"));
  EXPECT_THAT(step("restart: {control_plane: here, region: here}"), HasSubstr("`region` goes with `daemonset`"));
  EXPECT_THAT(step("restart: {daemonset: cny}"), AllOf(HasSubstr("no DaemonSet \"cny\""), HasSubstr("did you mean")));
  EXPECT_THAT(step("restart: {daemonset: cni}, for: 5m"), HasSubstr("this verb has no end"));
  fleet.replace(fleet.find("name: cni"), 9, "name: cni, max_unavailable: 0");
  write("fleet.yaml", fleet);
  EXPECT_THAT(step("restart: {daemonset: cni}"), HasSubstr("a number of nodes from 1"));
}

TEST_F(WorkloadVerbs, AControlPlaneIsReplacedAndTheNextStepFollows) {
  // Two servers of 5 min each: over at 11 min, and the node that crashes then is a fault of its own.
  const std::string steps =
      "  - {name: control-plane, at: 1m, restart: {control_plane: here}}\n"
      "  - {name: crash, after: control-plane, crash: {node: any}}\n";
  const auto report = run(scenario(steps, "max(tenant.outage{op=write}) <= 10m"));
  ASSERT_EQ(report.rows.front().faults.size(), 2u);
  EXPECT_EQ(report.rows.front().faults[1].at_s, 60 + 2 * 300);
}

TEST_F(WorkloadVerbs, ATenantGrowsAndShrinks) {
  const std::string up = "  - {name: up, at: 1m, set: {tenant: t-1, replicas: 6}}\n";
  EXPECT_EQ(run(scenario(up, "end(tenant.ready_replicas{tenant=t-1}) >= 6")).verdict, Verdict::pass);
  const std::string down = "  - {name: down, at: 1m, set: {tenant: t-1, replicas: 1}}\n";
  const auto report = run(scenario(down, "min(tenant.ready_replicas{tenant=t-1}) >= 2"));
  ASSERT_EQ(report.verdict, Verdict::fail);
  EXPECT_THAT(report.rows.front().explanations.front().causes, Contains("scaled-down"));
}

TEST_F(WorkloadVerbs, ARollbackWithoutAnEarlierVersionHitsNothing) {
  const std::string back = "  - {name: back, at: 1m, roll_back: {tenant: t-1}}\n";
  EXPECT_EQ(run(scenario(back, "max(tenant.outage) <= 1s")).verdict, Verdict::error);
}

}  // namespace
}  // namespace paddock::scenarios
