// Rolling updates, step by step and in time.
#include "models/events/kubernetes.hpp"
#include "models/kubernetes/deployment.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

TEST(RolloutLimits, SurgeRoundsUpUnavailableDown) {
  const RolloutSpec stock;
  EXPECT_EQ(rollout_limits(stock, 10).surge, 3);
  EXPECT_EQ(rollout_limits(stock, 10).unavailable, 2);
  EXPECT_EQ(rollout_limits(stock, 2).surge, 1);
  EXPECT_EQ(rollout_limits(stock, 2).unavailable, 0);
  EXPECT_EQ(rollout_limits({{true, 0}, {true, 0}}, 5).unavailable, 1) << "both 0 would never move";
  EXPECT_EQ(rollout_limits({{false, 0}, {false, 9}}, 5).unavailable, 5) << "at most the replicas";
}

TEST(RolloutStep, CreatesWhatIsMissing) {
  EXPECT_EQ(rollout_step(3, 1, 0, {.current = 1, .current_ready = 1}).create, 2);
  EXPECT_EQ(rollout_step(2, 1, 0, {.current = 3, .current_ready = 3}).delete_current, 1);
}

TEST(RolloutStep, SurgesThenWaitsForReady) {
  // 10 wanted, surge 2, unavailable 0, 10 old ready: two more, and nothing old goes before they are Ready.
  EXPECT_EQ(rollout_step(10, 2, 0, {.old = 10, .old_ready = 10}), (RolloutStep{.create = 2}));
  EXPECT_EQ(rollout_step(10, 2, 0, {.current = 2, .old = 10, .old_ready = 10}), RolloutStep{});
  EXPECT_EQ(rollout_step(10, 2, 0, {.current = 2, .current_ready = 2, .old = 10, .old_ready = 10}),
            (RolloutStep{.delete_old = 2}));
}

TEST(RolloutStep, UnavailableLetsOldPodsGoAtOnce) {
  EXPECT_EQ(rollout_step(2, 1, 1, {.old = 2, .old_ready = 2}), (RolloutStep{.create = 1, .delete_old = 1}));
}

TEST(RolloutStep, UnhealthyOldPodsGoFirst) {
  // 10 wanted, unavailable 2: 8 must stay; 2 of 10 old are not Ready, and they may go.
  EXPECT_EQ(rollout_step(10, 0, 2, {.old = 10, .old_ready = 8}).delete_old, 2);
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

TEST(Rollout, StoppingPodsServeUntilTheirEndpointsAreGone) {
  // preStop 15 s outlasts the 1 to 2 s of propagation: no request meets a pod that has stopped.
  auto run = SmallFleet{.tenants = 1}.run();
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  run.run_until(at_s(3600), [](const World& w, Time, const sim::EventRecord&) {
    const EndpointCount count = w.pods.endpoints_of(TenantId{0});
    ASSERT_EQ(count.listed, count.alive);
  });
}

}  // namespace
}  // namespace paddock::models
