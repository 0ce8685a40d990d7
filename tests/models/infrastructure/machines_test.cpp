// Machines that are lost before they have joined, that crash for good, that are stopped with their zone.
#include <algorithm>

#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

std::shared_ptr<Timeline> timeline_of(std::vector<StepDefinition> steps) {
  auto timeline = std::make_shared<Timeline>();
  timeline->steps = std::move(steps);
  return timeline;
}

Trigger at(double seconds) { return {.delay_s = sim::Distribution::constant(seconds)}; }

StepDefinition lose_zone_a(double at_seconds, double for_seconds) {
  return {.name = "loss",
          .verb = Verb::lose_zone,
          .objects = {0},
          .trigger = at(at_seconds),
          .lasts_s = sim::Distribution::constant(for_seconds)};
}

std::size_t joined(const World& w) {
  std::size_t count = 0;
  for (std::uint32_t n = 0; n < w.nodes.size(); ++n) count += w.scheduler.has(NodeId{n}) ? 1 : 0;
  return count;
}

std::size_t running(const World& w) {
  std::size_t count = 0;
  for (std::uint32_t n = 0; n < w.nodes.size(); ++n) count += w.nodes[NodeId{n}].running ? 1 : 0;
  return count;
}

TEST(Machines, LostBeforeTheyJoinedJoinWhenTheirZoneIsBack) {
  const StepDefinition add{.name = "more", .verb = Verb::add_nodes, .objects = {0}, .count = 60, .trigger = at(600)};
  auto run = make_run(SmallFleet{}.make(), timeline_of({add, lose_zone_a(605, 1800)}), {1, 0});
  run.run_until(at_s(2400));
  EXPECT_EQ(joined(run.world()), 30u + 40u) << "20 of the 60 were to join in the lost zone";
  run.run_until(at_s(605 + 1800 + 90));
  EXPECT_EQ(joined(run.world()), 90u);
  EXPECT_EQ(running(run.world()), 90u);
}

TEST(Machines, ACrashForGoodOutlastsTheReturnOfAZone) {
  const StepDefinition crash{
      .name = "crash", .verb = Verb::crash_node, .choice = Choice::fullest, .region = RegionId{0}, .trigger = at(10)};
  StepDefinition lose_all = lose_zone_a(100, 1000);
  lose_all.objects = {0, 1, 2};
  auto run = make_run(SmallFleet{}.make(), timeline_of({crash, lose_all}), {1, 0});
  run.run_until(at_s(7200));
  EXPECT_EQ(running(run.world()), 29u);
}

TEST(Machines, ACrashThatEndsBootsLikeAnyMachine) {
  const StepDefinition crash{.name = "crash",
                             .verb = Verb::crash_node,
                             .choice = Choice::fullest,
                             .region = RegionId{0},
                             .trigger = at(10),
                             .lasts_s = sim::Distribution::constant(600)};
  auto run = make_run(SmallFleet{}.make(), timeline_of({crash}), {1, 0});
  run.run_until(at_s(10 + 600 + 30 - 1));
  EXPECT_EQ(running(run.world()), 29u);
  run.run_until(at_s(10 + 600 + 90));
  EXPECT_EQ(running(run.world()), 30u);
}

TEST(Machines, StoppedInstancesDoNotStartThemselves) {
  auto run = make_run(SmallFleet{.lost_zone = LostZone::stopped}.make(), timeline_of({lose_zone_a(100, 600)}), {1, 0});
  run.run_until(at_s(7200));
  EXPECT_EQ(running(run.world()), 20u);
}

TEST(Machines, ALossThatKeepsAZoneDownHasHitIt) {
  StepDefinition again = lose_zone_a(200, 4000);
  again.name = "again";
  auto run = make_run(SmallFleet{}.make(), timeline_of({lose_zone_a(100, 1000), again}), {1, 0});
  run.run_until(at_s(2000));
  EXPECT_EQ(run.world().steps[StepId{1}].hits.nodes, 10u);
  EXPECT_FALSE(run.world().zones.up(ZoneId{0}));
}

/// A region of three zones and a node group in two of them: there is no node in c, so c is no domain of the spread.
TEST(Scheduling, AHardSpreadCountsZonesWithNodesAlone) {
  FleetSpec spec = SmallFleet{.nodes = 4, .tenants = 1, .replicas = 4}.spec();
  spec.regions[0].second.nodes[0].second.zones = {false, {"a", "b"}};
  spec.tenants[0].spread.zone = ZoneSpreadSpec{1, WhenUnsatisfiable::do_not_schedule};
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  ASSERT_TRUE(findings.empty());
  auto run = make_run(fleet, std::make_shared<const Timeline>(), {1, 0});
  run.run_until(at_s(600));
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 4u);
}

TEST(Scheduling, TheControllerManagerCreatesAtItsOwnPace) {
  // 60 replicas in one instant, created and deleted by one client: 30 calls at once, then 20 a second.
  auto run = SmallFleet{.nodes = 0, .tenants = 1, .replicas = 60}.run();
  Seen<PodQueued> queued;
  run.agenda().at(at_s(100), ReleaseApplied{TenantId{0}});
  Seen<PodDeleted> deleted;
  run_until(run, at_s(200), queued, deleted);
  const auto calls = std::ranges::count_if(queued.at_s, [](double at) { return at >= 100; }) +
                     static_cast<std::ptrdiff_t>(deleted.at_s.size());
  EXPECT_GT(calls, 30);
  const double last = std::max(queued.at_s.back(), deleted.at_s.back());
  EXPECT_NEAR(last - 100, (static_cast<double>(calls) - 30) / 20, 0.051);
}

TEST(Durations, BelowZeroCountAsZero) {
  FleetSpec spec = SmallFleet{.databases = 1}.spec();
  spec.regions[0].second.databases[0].second.failover = {sim::Distribution::normal(1, 100)};
  spec.tenants[0].start.containers = {sim::Distribution::normal(1, 100)};
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto run = make_run(fleet, timeline_of({lose_zone_a(100, 600)}), {seed, 0});
    run.run_until(at_s(3600));
    EXPECT_TRUE(run.world().databases[DatabaseId{0}].available);
  }
}

}  // namespace
}  // namespace paddock::models
