// Drains: kubectl drain asks again each 5 s for ever; an EKS managed group launches ahead, waits 60 s after each drain
// and gives up after 15 min.
#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

struct DrainCase {
  std::int64_t replicas = 2;
  BudgetRule budget = keeps(1);
  std::int64_t nodes = 30, tenants = 60;
  Supply supply = Supply::self_managed;
  double at_once = 1;
  bool whole_group = true, replace = true;
  LostZone lost_zone = LostZone::unreachable;
  std::size_t budgets = 1;
};

Run run_of(const DrainCase& c, const std::vector<StepDefinition>& more = {}) {
  FleetSpec spec =
      SmallFleet{.lost_zone = c.lost_zone, .nodes = c.nodes, .tenants = c.tenants, .replicas = c.replicas}.spec();
  spec.tenants[0].budget = BudgetsSpec{std::vector<BudgetRule>(c.budgets, c.budget)};
  NodeGroupSpec& group = spec.regions[0].second.nodes[0].second;
  group.supply = c.supply;
  group.launch = {sim::Distribution::constant(60)};
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  const auto timeline = std::make_shared<Timeline>();
  StepDefinition step{.name = "drain",
                      .verb = c.whole_group ? Verb::drain_group : Verb::drain_node,
                      .choice = c.whole_group ? Choice::all : Choice::fullest,
                      .at_once = c.at_once,
                      .replace = c.replace,
                      .trigger = {.delay_s = sim::Distribution::constant(100)}};
  if (c.whole_group) step.objects = {0};
  timeline->steps.push_back(step);
  timeline->steps.insert(timeline->steps.end(), more.begin(), more.end());
  return make_run(fleet, timeline, {1, 0});
}

std::size_t nodes_standing(const World& w) {
  std::size_t standing = 0;
  for (std::uint32_t n = 0; n < w.nodes.size(); ++n) standing += w.scheduler.has(NodeId{n}) ? 1 : 0;
  return standing;
}

TEST(Drain, NeverTakesATenantBelowItsBudget) {
  auto run = run_of({});
  run.run_until(at_s(7200), [](const World& w, Time, const sim::EventRecord& event) {
    if (!event.as<ReadyChanged>()) return;
    for (std::uint32_t t = 0; t < 60; ++t) ASSERT_GE(w.pods.ready_of(TenantId{t}), 1u);
  });
  EXPECT_TRUE(run.world().steps[StepId{0}].over.has_value());
  EXPECT_EQ(nodes_standing(run.world()), 30u) << "each by another";
  for (std::uint32_t n = 0; n < 30; ++n) EXPECT_FALSE(run.world().nodes[NodeId{n}].exists);
  for (std::uint32_t t = 0; t < 60; ++t) EXPECT_EQ(run.world().pods.ready_of(TenantId{t}), 2u);
}

StepDefinition all_zones_lost(double at_s, double lasts_s) {
  return {.name = "loss",
          .verb = Verb::lose_region,
          .objects = {0},
          .trigger = {.delay_s = sim::Distribution::constant(at_s)},
          .lasts_s = sim::Distribution::constant(lasts_s)};
}

// The first managed drain: machines ahead at 100 + 60, pods gone 16 s later, terminated at 236, when there is no zone.
TEST(Drain, AReplacementWaitsForAZoneToLaunchIn) {
  auto run = run_of({.supply = Supply::managed}, {all_zones_lost(200, 600)});
  Seen<NodeTerminated> terminated;
  run.run_until(at_s(200 + 600 - 1), terminated);
  EXPECT_EQ(nodes_standing(run.world()), 36u) << "nothing was let go while nothing could stand in for it";
  EXPECT_GE(terminated.at_s.size(), 2u) << "it was tried again";
  run.run_until(at_s(36'000));
  EXPECT_TRUE(run.world().steps[StepId{0}].over.has_value());
  EXPECT_EQ(nodes_standing(run.world()), 30u);
}

TEST(Drain, AnOrderToReplaceHitsNothingWhereNoZoneIsLeft) {
  for (const Supply supply : {Supply::managed, Supply::self_managed}) {
    auto run = run_of({.supply = supply}, {all_zones_lost(99, 600)});
    run.run_until(at_s(36'000));
    EXPECT_EQ(run.world().steps[StepId{0}].hits.nodes, 0u);
    EXPECT_EQ(nodes_standing(run.world()), 30u);
  }
}

/// One budget over two tenants of one pod each, while two nodes at a time are emptied.
Run run_under_shared_budget(double kept) {
  BudgetRule budget = keeps(kept);
  budget.shared = "both";
  return run_of({.replicas = 1, .budget = budget, .nodes = 6, .tenants = 2, .at_once = 2});
}

TEST(Drain, ASharedBudgetCountsThePodsOfAllItsTenants) {
  auto run = run_under_shared_budget(1);
  run.run_until(at_s(7200), [](const World& w, Time, const sim::EventRecord& event) {
    if (!event.as<ReadyChanged>()) return;
    ASSERT_GE(w.pods.ready_of(TenantId{0}) + w.pods.ready_of(TenantId{1}), 1u);
  });
  EXPECT_TRUE(run.world().steps[StepId{0}].over.has_value());
  auto held = run_under_shared_budget(2);
  held.run_until(at_s(7200));
  EXPECT_FALSE(held.world().steps[StepId{0}].over.has_value()) << "there is none to spare";
}

TEST(Drain, ABudgetThatAllowsNothingIsAskedEach5SecondsForEver) {
  auto run = run_of({.replicas = 1, .whole_group = false});
  Seen<DrainTried> tried;
  run.run_until(at_s(100 + 3600), tried);
  ASSERT_EQ(tried.at_s.size(), 3600u / 5 + 1);
  for (std::size_t i = 0; i < tried.at_s.size(); ++i) EXPECT_DOUBLE_EQ(tried.at_s[i], 100 + 5 * static_cast<double>(i));
  EXPECT_FALSE(run.world().steps[StepId{0}].over.has_value());
}

TEST(Drain, AManagedGroupGivesUpAfter15Minutes) {
  auto run = run_of({.replicas = 1, .supply = Supply::managed});
  Seen<DrainExpired> expired;
  Seen<DrainTried> tried;
  Seen<PodDeleted> evicted;
  run.run_until(at_s(7200), [&](const World& w, Time now, const sim::EventRecord& event) {
    expired(w, now, event), tried(w, now, event), evicted(w, now, event);
  });
  EXPECT_LE(tried.at_s.back(), 100 + 60 + 900) << "nothing more is asked of it";
  EXPECT_TRUE(evicted.at_s.empty());
  // 6 machines are launched ahead (twice the zones) and join after 60 s; then the first drain has 900 s.
  ASSERT_EQ(expired.at_s.size(), 1u) << "the update has failed; no other node is tried";
  EXPECT_DOUBLE_EQ(expired.at_s.front(), 100 + 60 + 900);
  EXPECT_EQ(nodes_standing(run.world()), 36u) << "what was launched ahead stands";
}

// A zone goes in the middle, and its Node objects with it: before a node's turn, or while its pods are on their way
// out.
TEST(Drain, NodesThatGoOnTheWayAreDone) {
  for (const Supply supply : {Supply::self_managed, Supply::managed})
    for (const double at : {101.0, 110.0, 165.0, 200.0, 400.0, 1000.0})
      for (const std::uint32_t zone : {0u, 1u, 2u}) {
        StepDefinition loss = all_zones_lost(at, 3600);
        loss.verb = Verb::lose_zone;
        loss.objects = {zone};
        auto run = run_of({.supply = supply, .lost_zone = LostZone::terminated}, {loss});
        run.run_until(at_s(100'000));
        EXPECT_TRUE(run.world().steps[StepId{0}].over.has_value()) << "zone " << zone << " at " << at;
      }
}

TEST(Drain, ANodeHasOneDrainAtATime) {
  StepDefinition second{.name = "second",
                        .verb = Verb::drain_group,
                        .objects = {0},
                        .replace = true,
                        .trigger = {.delay_s = sim::Distribution::constant(101)}};
  auto run = run_of({}, {second});
  run.run_until(at_s(36'000));
  EXPECT_EQ(run.world().steps[StepId{1}].hits.nodes, 0u) << "all of them are the first one's";
  EXPECT_TRUE(run.world().steps[StepId{0}].over.has_value());
  EXPECT_EQ(nodes_standing(run.world()), 30u);
}

TEST(Drain, WhatWasDrainedByHandMayBeReplacedLater) {
  StepDefinition later{.name = "later",
                       .verb = Verb::drain_group,
                       .objects = {0},
                       .replace = true,
                       .trigger = {.delay_s = sim::Distribution::constant(2000)}};
  auto run = run_of({.whole_group = false, .replace = false}, {later});
  run.run_until(at_s(36'000));
  EXPECT_EQ(run.world().steps[StepId{1}].hits.nodes, 30u);
  for (std::uint32_t n = 0; n < 30; ++n) EXPECT_FALSE(run.world().nodes[NodeId{n}].exists);
}

/// Percentages of max_unavailable round up: 1 % of 2 is one pod. 0 is none, and the drain never ends.
TEST(Drain, BudgetsMayCountWhatIsMissing) {
  auto by_share = run_of({.budget = lets_go({true, 0.01})});
  by_share.run_until(at_s(7200), [](const World& w, Time, const sim::EventRecord& event) {
    if (!event.as<ReadyChanged>()) return;
    for (std::uint32_t t = 0; t < 60; ++t) ASSERT_GE(w.pods.ready_of(TenantId{t}), 1u);
  });
  EXPECT_TRUE(by_share.world().steps[StepId{0}].over.has_value());
  auto none = run_of({.budget = lets_go({false, 0})});
  none.run_until(at_s(7200));
  EXPECT_FALSE(none.world().steps[StepId{0}].over.has_value());
}

/// Of what is wanted now, not of what the fleet began with.
TEST(Drain, APercentageIsOfTheScaledNumber) {
  auto run = run_of({.budget = lets_go({true, 0.25}), .nodes = 3, .tenants = 1});
  const auto desired = [&] {
    return budget_status(*run.world().fleet, run.world().deployments, run.world().pods, only, 0).desired;
  };
  run.run_until(at_s(1));
  EXPECT_EQ(desired(), 1) << "2 - 25 % of 2, rounded up";
  run.agenda().at(at_s(10), ReplicasSet{only, 8});
  run.run_until(at_s(20));
  EXPECT_EQ(desired(), 6) << "8 - 2";
}

/// Both pods have begun again and neither is Ready: without `AlwaysAllow` neither may go before one is.
TEST(Drain, PodsThatAreNotReadyGoWhereTheBudgetSaysSo) {
  for (const auto policy : {UnhealthyPodEviction::if_healthy_budget, UnhealthyPodEviction::always_allow}) {
    BudgetRule budget = keeps(1);
    budget.unhealthy = policy;
    auto run = run_of({.budget = budget, .nodes = 3, .tenants = 1});
    for (const std::uint32_t zone : {0U, 1U, 2U}) {
      run.agenda().at(at_s(10), ZoneLost{ZoneId{zone}});
      run.agenda().at(at_s(20), ZoneBack{ZoneId{zone}});
    }
    Seen<PodStarted> started;
    while (started.at_s.size() < 2) run.run_until(run.agenda().now() + std::chrono::seconds{1}, started);
    const World& w = run.world();
    ASSERT_EQ(w.pods.ready_of(only), 0u);
    EXPECT_EQ(may_evict(*w.fleet, w.deployments, w.pods, *w.pods.first_of(only)),
              policy == UnhealthyPodEviction::always_allow);
  }
}

/// The answer is 500 and no refusal: kubectl drain does not ask again.
TEST(Drain, TwoBudgetsOverOnePodFailIt) {
  auto run = run_of({.budget = keeps(0), .budgets = 2});
  Seen<DrainTried> tried;
  Seen<DrainFailed> failed;
  run.run_until(at_s(3600), [&](const World& w, Time now, const sim::EventRecord& event) {
    tried(w, now, event);
    failed(w, now, event);
  });
  EXPECT_EQ(tried.at_s, std::vector{100.0}) << "the first node; no other is tried";
  EXPECT_EQ(failed.at_s, std::vector{100.0});
  EXPECT_EQ(run.world().steps[StepId{0}].over, at_s(100));
  EXPECT_EQ(nodes_standing(run.world()), 30u);
  const NodeId node = tried.events.front().node;
  ASSERT_TRUE(run.world().pods.first_on(node));
  EXPECT_EQ(
      ask_to_evict(*run.world().fleet, run.world().deployments, run.world().pods, *run.world().pods.first_on(node))
          .status,
      500);
}

TEST(Drain, EksAsksForAnErrorAgainUntilItsTimeIsOver) {
  auto run = run_of({.budget = keeps(0), .supply = Supply::managed, .budgets = 2});
  Seen<DrainExpired> expired;
  run.run_until(at_s(7200), expired);
  EXPECT_EQ(expired.at_s, std::vector{100.0 + 60 + 900});
}

/// No replicas, so that a node is empty at once. Managed: 60 s until the machines that are launched ahead have joined,
/// and then 60 s from each drain to the termination.
TEST(Drain, AManagedUpdateOf30NodesTakes60SecondsANode) {
  for (const auto& [at_once, batches] : {std::pair{1.0, 30}, std::pair{0.33, 4}}) {  // 33 % of 30: 9 at once
    auto run = run_of({.replicas = 0, .tenants = 1, .supply = Supply::managed, .at_once = at_once});
    run.run_until(at_s(7200));
    const auto over = run.world().steps[StepId{0}].over;
    ASSERT_TRUE(over.has_value());
    EXPECT_DOUBLE_EQ(sim::to_seconds(over->time_since_epoch()), 100 + 60 + 60 * batches) << at_once;
    run.run_until(at_s(7300));
    EXPECT_EQ(nodes_standing(run.world()), 30u);
  }
}

/// By hand: a node is terminated when it is empty, and the next one waits for its replacement.
TEST(Drain, ByHandEachNodeWaitsForTheReplacementOfTheLast) {
  auto run = run_of({.replicas = 0, .tenants = 1});
  run.run_until(at_s(7200));
  const auto over = run.world().steps[StepId{0}].over;
  ASSERT_TRUE(over.has_value());
  EXPECT_DOUBLE_EQ(sim::to_seconds(over->time_since_epoch()), 100 + 30 * 60);
}

TEST(Drain, NothingIsScheduledOntoACordonedNode) {
  auto run = run_of({.whole_group = false, .replace = false});
  run.run_until(at_s(3600));
  const auto node = static_cast<NodeId>(*run.world().steps[StepId{0}].chosen);
  EXPECT_FALSE(run.world().pods.first_on(node).has_value());
  EXPECT_TRUE(run.world().steps[StepId{0}].over.has_value());
}

TEST(Drain, ProxiesMoveAndTheWayInStaysOpen) {
  auto run = run_of({});
  run.run_until(at_s(7200), [](const World& w, Time now, const sim::EventRecord&) {
    ASSERT_DOUBLE_EQ(w.path.reach(now, *w.fleet, w.zones, RegionId{0}).value, 1);
  });
}

}  // namespace
}  // namespace paddock::models
