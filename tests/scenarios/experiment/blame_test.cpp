// Causes that took part in the very miss, and none where nothing was found.
#include "scenarios/experiment/blame.hpp"

#include <gmock/gmock.h>

#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Blames : public DesignFile {
 protected:
  /// The explanation of the only target, which is missed.
  Explanation why(const std::string& steps, const std::string& target) const {
    const auto report = run("paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 2h\ntimeline:\n" + steps +
                                "targets:\n  - \"" + target + "\"\n",
                            {.replications = 60, .progress = {}});
    EXPECT_EQ(report.verdict, Verdict::fail) << target;
    if (report.rows.empty() || report.rows[0].explanations.empty()) return {};
    return report.rows[0].explanations[0];
  }
  void with_replicas(const std::string& count) const {
    std::string fleet = small_fleet;
    fleet.replace(fleet.find("replicas: 2"), 11, "replicas: " + count);
    write("fleet.yaml", fleet);
  }
};

const std::string region_lost = "  - {name: loss, at: 10m, lose: {region: here}, for: 1h}\n";
const std::string zone_lost = "  - {name: loss, at: 10m, lose: {zone: a}, for: 1h}\n";
const std::string fail_over = "  - {name: failover, at: 10m, fail_over: {database: all}}\n";

TEST_F(Blames, ADatabaseIsNoCauseOfWhatNeedsNone) {
  const auto polls = why(region_lost, "max(tenant.outage{op=poll}) <= 10m");
  EXPECT_THAT(polls.causes, ElementsAre("region-lost"));
  EXPECT_NE(polls.chain.back().event, "database.down");
  EXPECT_THAT(why(fail_over, "max(tenant.outage) <= 10s").causes, ElementsAre("database-failover"));
  EXPECT_THAT(why(fail_over, "max(tenant.outage{op=write}) <= 10s").causes, ElementsAre("database-failover"));
}

TEST_F(Blames, ReadyPodsHangOnNoDatabaseAndNoAddress) {
  const auto both = why(zone_lost, "min(tenant.ready_replicas) >= 2");
  EXPECT_THAT(both.causes, ElementsAre("replica-in-lost-zone"));
  with_replicas("1");
  EXPECT_THAT(why(zone_lost, "min(tenant.ready_replicas) >= 1").causes, ElementsAre("single-replica-in-lost-zone"));
}

TEST_F(Blames, ATenantWithoutPodsHasNoCauseInALaterLoss) {
  with_replicas("0");
  for (const char* target :
       {"max(tenant.outage{op=poll}) <= 10m", "min(tenant.ready_replicas) >= 1", "max(tenant.bad_minutes) <= 10"}) {
    const auto none = why(zone_lost, target);
    EXPECT_THAT(none.causes, IsEmpty()) << target;
    EXPECT_THAT(none.summary, AllOf(HasSubstr("0 replicas"), HasSubstr("no cause is known"))) << target;
  }
}

TEST_F(Blames, ADeadPodIsNamedWhereItStoodBesideLivingOnes) {
  const auto beside = why(zone_lost, "max(tenant.outage{op=poll}) <= 20s during loss");
  EXPECT_THAT(beside.causes, Contains("dead-pod-keeps-its-share"));
  with_replicas("1");
  const auto alone = why(zone_lost, "max(tenant.outage{op=poll}) <= 20s during loss");
  EXPECT_THAT(alone.causes, AllOf(Contains("single-replica-in-lost-zone"), Not(Contains("dead-pod-keeps-its-share"))));
}

TEST_F(Blames, ADrainIsNamed) {
  with_replicas("1");
  const auto drained = why("  - {name: drain, at: 10m, drain: {node: largest}}\n", "max(tenant.outage) <= 10s");
  EXPECT_THAT(drained.causes, ElementsAre("drain"));
}

TEST_F(Blames, OnlyKnownCausesMayBeNamed) {
  const std::string target = "  - \"max(tenant.outage) <= 5s during loss\"\n";
  EXPECT_THAT(problems(zone_loss(target, "expect: fail\nbecause: sunspots\n")),
              AllOf(HasSubstr("no cause 'sunspots'"), HasSubstr("paddock schema --causes")));
  EXPECT_THAT(problems(zone_loss(target, "expect: fail\nbecause: region-losst\n")), HasSubstr("'region-lost'?"));
  EXPECT_THAT(problems(zone_loss(target, "expect: fail\nbecause: \"\"\n")), HasSubstr("no cause ''"));
}

}  // namespace
}  // namespace paddock::scenarios
