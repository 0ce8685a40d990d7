// Rolling updates, step by step and in time.
#include "models/events/kubernetes.hpp"
#include "models/kubernetes/deployment.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

TEST(RolloutLimits, SurgeRoundsUpUnavailableDown) {
  const RolloutSpec stock;
  EXPECT_EQ(rollout_of(stock, 10).surge(), 3);
  EXPECT_EQ(rollout_of(stock, 10).unavailable(), 2);
  EXPECT_EQ(rollout_of(stock, 2).surge(), 1);
  EXPECT_EQ(rollout_of(stock, 2).unavailable(), 0);
  EXPECT_EQ(rollout_of({{true, 0}, {true, 0}}, 5).unavailable(), 1) << "both 0 would never move";
  EXPECT_EQ(rollout_of({{false, 0}, {false, 9}}, 5).unavailable(), 5) << "at most the replicas";
}

TEST(Fenceposts, AreNotCappedButTheRolloutIs) {
  EXPECT_EQ(fenceposts({false, 0}, {false, 0}, 0), (RolloutLimits{0, 1})) << "one of no pods: harmless";
  EXPECT_EQ(fenceposts({true, 0.5}, {true, 0.5}, 3), (RolloutLimits{2, 1}));
  EXPECT_EQ((Rollout{.wanted = 0, .limits = {0, 1}}.unavailable()), 0);
  EXPECT_EQ((Rollout{.wanted = 4, .limits = {2, 9}}.unavailable()), 4);
  const Rollout recreated{.wanted = 4, .limits = {2, 9}, .strategy = RolloutStrategy::recreate};
  EXPECT_EQ(recreated.unavailable(), 0);
  EXPECT_EQ(recreated.surge(), 0);
}

/// One look, with the sizes that come of it.
struct Looked {
  ReplicaSetSize current;
  std::vector<ReplicaSetSize> old;
};
Looked looked(const Rollout& rollout, ReplicaSetSize current, std::vector<ReplicaSetSize> old) {
  std::int64_t old_pods = 0;
  for (const ReplicaSetSize& set : old) old_pods += set.replicas;
  rollout_step(rollout, current, old, old_pods);
  return {current, old};
}
Rollout rolling(std::int64_t wanted, std::int64_t surge, std::int64_t unavailable) {
  return {.wanted = wanted, .limits = {surge, unavailable}};
}

TEST(RolloutStep, CreatesWhatIsMissing) {
  EXPECT_EQ(looked(rolling(3, 1, 0), {1, 1}, {}).current.replicas, 3);
  EXPECT_EQ(looked(rolling(2, 1, 0), {3, 3}, {}).current.replicas, 2);
}

TEST(RolloutStep, SurgesThenWaitsForReady) {
  // 10 wanted, surge 2, unavailable 0, 10 old ready: two more, and nothing old goes before they are Ready.
  const Looked first = looked(rolling(10, 2, 0), {0, 0}, {{10, 10}});
  EXPECT_EQ(first.current.replicas, 2);
  EXPECT_EQ(first.old[0].replicas, 10);
  const Looked waiting = looked(rolling(10, 2, 0), {2, 0}, {{10, 10}});
  EXPECT_EQ(waiting.current.replicas, 2);
  EXPECT_EQ(waiting.old[0].replicas, 10);
  EXPECT_EQ(looked(rolling(10, 2, 0), {2, 2}, {{10, 10}}).old[0].replicas, 8);
}

TEST(RolloutStep, UnavailableLetsOldPodsGoAtOnce) {
  const Looked step = looked(rolling(2, 1, 1), {0, 0}, {{2, 2}});
  EXPECT_EQ(step.current.replicas, 1);
  EXPECT_EQ(step.old[0].replicas, 1);
}

TEST(RolloutStep, UnhealthyOldPodsGoFirstAndThoseOfTheOldestVersionBefore) {
  // 10 wanted, unavailable 2: 8 must stay; 2 of 10 old are not Ready, and they may go.
  EXPECT_EQ(looked(rolling(10, 0, 2), {0, 0}, {{10, 8}}).old[0].replicas, 8);
  // The same 10 as two versions, each with one that is not Ready. 3 may go: both unhealthy ones, then a healthy one of
  // the oldest.
  const Looked two = looked(rolling(10, 0, 3), {0, 0}, {{6, 5}, {4, 3}});
  EXPECT_EQ(two.old[0].replicas, 5);
  EXPECT_EQ(two.old[1].replicas, 2);
}

TEST(RolloutStep, CleansUpNoMoreUnhealthyPodsThanMayGo) {
  // 10 + 2 pods, 9 must stay, 2 new ones are not available: one may go, though 4 old ones are not available.
  const Looked step = looked(rolling(10, 2, 1), {2, 0}, {{10, 6}});
  EXPECT_EQ(step.old[0].replicas, 9);
}

TEST(RolloutStep, RecreateWaitsUntilNothingIsLeft) {
  const Rollout recreated{.wanted = 3, .strategy = RolloutStrategy::recreate};
  const Looked down = looked(recreated, {0, 0}, {{3, 3}});
  EXPECT_EQ(down.current.replicas, 0);
  EXPECT_EQ(down.old[0].replicas, 0);
  EXPECT_EQ(looked(recreated, {0, 0}, {{0, 0}}).current.replicas, 3);
}

/// How long a release takes until Helm is content, in seconds.
double rollout_s(const SmallFleet& fleet) {
  auto run = fleet.run();
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  Seen<RolloutDone> done;
  run.run_until(at_s(3600), done);
  EXPECT_EQ(done.at_s.size(), 1u);
  return done.at_s.empty() ? -1 : done.at_s.front() - 10;
}

TEST(Rollout, StockStrategyReplacesReplicasInTurn) {
  // A new pod: pull 2 s, containers 3 s, first probe after 30 s, four more 10 s apart: 75 s. The image is pulled once a
  // node, so a second pod on the same node takes 73 s; on another node 75 s again.
  for (const std::int64_t replicas : {1, 2, 3}) {
    const double taken = rollout_s({.replicas = replicas});
    EXPECT_GE(taken, 70.0 * static_cast<double>(replicas));
    EXPECT_LE(taken, 75.0 * static_cast<double>(replicas));
  }
}

TEST(Rollout, HelmIsContentWithReplicasLessUnavailable) {
  const double taken = rollout_s({.replicas = 2, .rollout = {{false, 1}, {false, 1}}});
  EXPECT_GE(taken, 73);
  EXPECT_LE(taken, 75);
}

TEST(Rollout, NeverFewerReadyThanAllowed) {
  auto run = SmallFleet{.tenants = 1, .replicas = 4}.run();  // 25 % of 4: one more, one fewer
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  run.run_until(at_s(3600), [](const World& w, Time, const sim::EventRecord& event) {
    if (event.when == Time{}) return;
    ASSERT_GE(w.pods.ready_of(TenantId{0}), 3u);
  });
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 4u);
  EXPECT_EQ(run.world().pods.size(), 4u);
}

TEST(Rollout, ASecondReleaseTakesFromTheOldestVersionFirst) {
  // 4 replicas, one more and one fewer at a time. A second release comes while the first one's pods have not become
  // Ready: those go first, for they are unhealthy; then version 0 goes.
  auto run = SmallFleet{.tenants = 1, .replicas = 4}.run();
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  run.agenda().at(at_s(20), ReleaseApplied{TenantId{0}});
  run.run_until(at_s(25));
  CountedReplicaSets sets = run.world().deployments.count(run.world().pods, TenantId{0}, run.now());
  ASSERT_EQ(sets.old.size(), 1u) << "nothing of version 1 is left";
  EXPECT_EQ(sets.old[0].version, 0u);
  EXPECT_EQ(sets.old[0].pods, 3);
  EXPECT_EQ(sets.old[0].available, 3);
  EXPECT_EQ(sets.current.wanted, 2);
  run.run_until(at_s(3600));
  sets = run.world().deployments.count(run.world().pods, TenantId{0}, run.now());
  EXPECT_TRUE(sets.old.empty());
  EXPECT_EQ(sets.current.pods, 4);
  EXPECT_EQ(sets.current.available, 4);
}

TEST(Rollout, StoppingPodsServeUntilTheirEndpointsAreGone) {
  // preStop 15 s outlasts the 1 to 2 s of propagation: no request meets a pod that has stopped.
  auto run = SmallFleet{.tenants = 1}.run();
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  run.run_until(at_s(3600), [](const World& w, Time, const sim::EventRecord&) {
    const EndpointCount count = w.pods.endpoints_of(TenantId{0});
    ASSERT_EQ(count.listed, count.alive);
  });
}

TEST(Rollout, WithoutAHookRequestsMeetPodsThatAreGone) {
  // 2 replicas, one after the other: each stops at once, and for 1 to 2 s of propagation its endpoint is still there.
  FleetSpec spec = SmallFleet{.tenants = 1}.spec();
  spec.tenants[0].stop = {.shutdown = {}};
  auto run = run_of(spec);
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  double missed_s = 0;
  Time since{};
  std::uint32_t dead = 0;
  run.run_until(at_s(3600), [&](const World& w, Time now, const sim::EventRecord&) {
    missed_s += dead * sim::to_seconds(now - since);
    const EndpointCount count = w.pods.endpoints_of(TenantId{0});
    since = now;
    dead = count.listed - count.alive;
  });
  EXPECT_EQ(dead, 0u);
  EXPECT_GE(missed_s, 2 * 1.0);
  EXPECT_LE(missed_s, 2 * 2.0);
}

}  // namespace
}  // namespace paddock::models
