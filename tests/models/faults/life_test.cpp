// Life before and after time 0: releases, node replacements, machines and zones that fail.
#include "models/events/life.hpp"
#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

constexpr double day_s = 86400;

std::shared_ptr<const Fleet> fleet_with(const LifeSpec& life, const SmallFleet& small = {}) {
  FleetSpec spec = small.spec();
  spec.life = life;
  spec.tenants[0].budget = BudgetsSpec{{keeps(1)}};
  spec.tenants[0].spread.zone = ZoneSpreadSpec{};
  Findings findings;
  auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  EXPECT_TRUE(findings.empty());
  return fleet;
}

std::shared_ptr<const Timeline> lived(double days, bool goes_on = false) {
  auto timeline = std::make_shared<Timeline>();
  timeline->aged = sim::from_seconds(days * day_s);
  timeline->life_goes_on = goes_on;
  return timeline;
}

EverySpec every(double days) { return {sim::from_seconds(days * day_s)}; }

TEST(Life, EachTenantGetsAVersionEachWeekUntilTheScenarioBegins) {
  auto run = make_run(fleet_with({.rollout = every(7)}), lived(70), {1, 0});
  EXPECT_EQ(run.now(), at_s(-70 * day_s));
  Seen<ReleaseApplied> releases;
  run.run_until(at_s(70 * day_s), releases);
  EXPECT_EQ(releases.at_s.size(), 10u * 10u);
  EXPECT_LT(releases.at_s.back(), 0);
  for (std::uint32_t t = 0; t < 10; ++t) {
    EXPECT_EQ(run.world().deployments[TenantId{t}].version, 10u);
    EXPECT_EQ(run.world().pods.ready_of(TenantId{t}), 2u);
  }
}

TEST(Life, GoesOnIfTheScenarioSaysSo) {
  auto run = make_run(fleet_with({.rollout = every(7)}), lived(70, true), {1, 0});
  Seen<ReleaseApplied> releases;
  run.run_until(at_s(70 * day_s), releases);
  EXPECT_EQ(releases.at_s.size(), 20u * 10u);
}

TEST(Life, EveryNodeIsReplacedAndTheirNumberStays) {
  auto run = make_run(fleet_with({.node_replacement = every(14)}), lived(29), {1, 0});
  Seen<NodeTerminated> gone;
  run.run_until(at_s(0), gone);
  EXPECT_EQ(gone.at_s.size(), 60u) << "30 nodes, twice in 29 days";
  std::size_t standing = 0;
  for (std::uint32_t n = 0; n < run.world().nodes.size(); ++n) standing += run.world().scheduler.has(NodeId{n}) ? 1 : 0;
  EXPECT_EQ(standing, 30u);
}

TEST(Life, AMachineThatFailsIsReplaced) {
  const LifeSpec failing{.node_failure = DurationDistribution{sim::Distribution::exponential_mean(30 * day_s)}};
  auto run = make_run(fleet_with(failing), lived(90), {1, 0});
  Seen<MachineFails> failures;
  run.run_until(at_s(0), failures);
  // 30 machines, each replaced by another with the same mean: 90 failures are expected, with a standard deviation
  // of 9.5.
  EXPECT_NEAR(static_cast<double>(failures.at_s.size()), 90, 30);
  run.run_until(at_s(3600));
  std::size_t running = 0;
  for (std::uint32_t n = 0; n < run.world().nodes.size(); ++n) running += run.world().nodes[NodeId{n}].running ? 1 : 0;
  EXPECT_EQ(running, 30u);
  for (std::uint32_t t = 0; t < 10; ++t) EXPECT_EQ(run.world().pods.ready_of(TenantId{t}), 2u);
}

TEST(Life, AZoneThatIsLostBeforeTheStartIsBackByThen) {
  const LifeSpec lossy{.zone_loss = ZoneLossesSpec{{sim::Distribution::exponential_mean(5 * day_s)},
                                                   {sim::Distribution::constant(6 * 3600)}}};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto run = make_run(fleet_with(lossy), lived(60), {seed, 0});
    Seen<ZoneLost> losses;
    run.run_until(at_s(0), losses);
    EXPECT_GT(losses.at_s.size(), 10u);
    for (std::uint32_t z = 0; z < 3; ++z) EXPECT_TRUE(run.world().zones.up(ZoneId{z}));
  }
}

TEST(Life, StepsCountFromTime0) {
  auto timeline = std::make_shared<Timeline>(*lived(30));
  timeline->steps.push_back({.name = "loss",
                             .verb = Verb::lose_zone,
                             .objects = {0},
                             .trigger = {.delay_s = sim::Distribution::constant(1200)}});
  auto run = make_run(fleet_with({.rollout = every(7)}), timeline, {1, 0});
  run.run_until(at_s(3600));
  EXPECT_EQ(run.world().steps[StepId{0}].began, at_s(1200));
}

/// A release while zone a is away: the scheduler counts the old pod of each tenant that still stands in b or c beside
/// the new one, and takes either zone. ScheduleAnyway leaves both in one; nothing moves them when a is back.
TEST(Life, AReleaseWhileAZoneIsAwayLeavesReplicasInOneZone) {
  std::size_t in_one_zone = 0;
  auto run = make_run(fleet_with({}, {.tenants = 100}), std::make_shared<const Timeline>(), {1, 0});
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  for (std::uint32_t t = 0; t < 100; ++t) run.agenda().at(at_s(600 + 300 * t), ReleaseApplied{TenantId{t}});
  run.agenda().at(at_s(40000), ZoneBack{ZoneId{0}});
  run.run_until(at_s(2 * day_s));
  const World& w = run.world();
  for (std::uint32_t t = 0; t < 100; ++t) {
    const auto first = w.pods.first_of(TenantId{t});
    const auto second = w.pods[*first].next_of_tenant;
    ASSERT_TRUE(second.has_value());
    in_one_zone += w.nodes[*w.pods[*first].node].zone == w.nodes[*w.pods[*second].node].zone ? 1 : 0;
  }
  EXPECT_GT(in_one_zone, 10u);
  EXPECT_LT(in_one_zone, 90u);
}

}  // namespace
}  // namespace paddock::models
