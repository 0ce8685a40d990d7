// What decides where pods may be, as files say it: priorities, volumes, budgets, quotas, and shifts away from a zone.
#include <gmock/gmock.h>

#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class PlacementWords : public DesignFile {
 protected:
  /// A step after the loss of zone a at 10m.
  std::string step(const std::string& text) const {
    return problems(zone_loss("  - \"max(tenant.outage) <= 1s\"\n", "  - {name: s, at: 20m, " + text + "}\n"));
  }
  std::string of_template(const std::string& text) const {
    write("fleet.yaml", small_fleet + "    " + text + "\n");
    return problems(zone_loss("  - \"max(tenant.outage) <= 1s\"\n"));
  }
};

TEST_F(PlacementWords, AShiftIsRead) {
  EXPECT_EQ(step("zonal_shift: {away_from: loss.zone}, for: 10m"), "");
  EXPECT_EQ(step("zonal_shift: {away_from: b, cluster: false}"), "");
  EXPECT_EQ(step("zonal_shift: {away_from: largest, balancer: false}"), "");
}

TEST_F(PlacementWords, AShiftSaysWhatIsWrong) {
  EXPECT_THAT(step("zonal_shift: {}"), HasSubstr("away_from"));
  EXPECT_THAT(step("zonal_shift: {away_from: d}"),
              AllOf(HasSubstr("timeline[1].zonal_shift.away_from"), HasSubstr("no zone \"d\"")));
  EXPECT_THAT(step("zonal_shift: {away_from: los.zone}"), HasSubstr("no zone \"los.zone\""));
  EXPECT_THAT(step("zonal_shift: {away_from: all}"), HasSubstr("away from one zone"));
  EXPECT_THAT(step("zonal_shift: {away_from: a, cluster: false, balancer: false}"), HasSubstr("or both"));
  EXPECT_THAT(step("zonal_shift: {away_from: a}, crash: {node: any}"), HasSubstr("exactly one verb"));
  EXPECT_THAT(problems(zone_loss("  - \"max(tenant.outage) <= 1s\"\n",
                                 "  - {name: c, at: 15m, crash: {node: any}}\n"
                                 "  - {name: s, at: 20m, zonal_shift: {away_from: c.zone}}\n")),
              HasSubstr("step \"c\" is not about one zone"));
}

TEST_F(PlacementWords, PrioritiesAreRead) {
  write("fleet.yaml",
        small_fleet + "    priority: high\npriorities: {high: 1000, low: {value: -5, preemption: Never}}\n");
  EXPECT_EQ(problems(zone_loss("  - \"max(tenant.outage) <= 1s\"\n")), "");
  EXPECT_THAT(of_template("priority: high"),
              AllOf(HasSubstr("tenants[0].priority"), HasSubstr("no priority \"high\"")));
  EXPECT_THAT(of_template("priority: high\npriorities: {high: 1000000001}"), HasSubstr("1000000000"));
  EXPECT_THAT(of_template("priority: high\npriorities: {high: {preemption: Never}}"), HasSubstr("value"));
  EXPECT_THAT(of_template("priority: high\npriorities: {high: {value: 1, preemption: Sometimes}}"), HasSubstr("Never"));
}

TEST_F(PlacementWords, BudgetsVolumesAndNamespacesAreRead) {
  EXPECT_EQ(of_template("budget: {min_available: 1}"), "");
  EXPECT_EQ(of_template("budget: [{min_available: 1}, {min_available: 0}]"), "");
  EXPECT_THAT(of_template("budget: []"), HasSubstr("at least one"));
  EXPECT_EQ(of_template("budget: {max_unavailable: 50%}"), "");
  EXPECT_EQ(of_template("budget: {max_unavailable: 1, unhealthy: AlwaysAllow}"), "");
  EXPECT_THAT(of_template("budget: {}"), HasSubstr("either `min_available` or `max_unavailable`"));
  EXPECT_THAT(of_template("budget: {min_available: 1, max_unavailable: 1}"), HasSubstr("either `min_available`"));
  EXPECT_THAT(of_template("budget: {min_available: 101%}"), HasSubstr("at most 100%"));
  EXPECT_THAT(of_template("budget: {max_unavailable: -1}"), HasSubstr("a percentage"));
  EXPECT_THAT(of_template("budget: {max_unavailable: 1, unhealthy: Always}"), HasSubstr("AlwaysAllow"));
  EXPECT_EQ(of_template("tolerations: {unreachable: 60s}"), "");
  EXPECT_EQ(of_template("tolerations: {unreachable: none}"), "");
  EXPECT_THAT(of_template("tolerations: {unreachable: -1s}"), HasSubstr("tolerations.unreachable"));
  EXPECT_EQ(of_template("volume: {attach: 20s}"), "");
  EXPECT_THAT(of_template("volume: {atach: 20s}"), HasSubstr("attach"));
  EXPECT_EQ(of_template("quota: {cpu: 1, memory: 1Gi, pods: 10}"), "");
  EXPECT_THAT(of_template("quota: {}"), HasSubstr("at least one of cpu, memory and pods"));
  EXPECT_THAT(of_template("quota: {pods: 1}"), HasSubstr("2 pods are wanted and the quota is 1"));
  EXPECT_EQ(of_template("limit_range: {default: {cpu: 1}, max: {cpu: 2, memory: 1Gi}}"), "");
  EXPECT_THAT(of_template("limit_range: {max: {cpu: 100m}}"), HasSubstr("above the limit_range's max 100m"));
}

}  // namespace
}  // namespace paddock::scenarios
