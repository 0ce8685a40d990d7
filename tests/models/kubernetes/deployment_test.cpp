// What a Deployment does beyond a plain rolling update. A new pod of the small fleet is Ready 75 s after it was created
// on a node without the image (pull 2 s, containers 3 s, probes 30 + 4 x 10 s), 73 s after on one that has it; a
// deleted pod is gone 16 s later (preStop 15 s, shutdown 1 s).
#include "models/kubernetes/deployment.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

CountedReplicaSets sets_of(const Run& run) { return run.world().deployments.count(run.world().pods, only, run.now()); }

TEST(MinReady, EachStepWaitsUntilTheNewPodIsAvailable) {
  // 2 replicas, stock: surge 1, unavailable 0. Ready after 75 s, available 60 s later; then the second pod likewise.
  // Helm looks at Ready alone: it is content 75 s after the second one's creation at the latest.
  RolloutSpec rollout;
  rollout.min_ready = 60s;
  auto run = SmallFleet{.tenants = 1, .rollout = rollout}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  Seen<PodAvailable> available;
  Seen<RolloutDone> done;
  run.run_until(at_s(600), [&](const World& world, Time now, const sim::EventRecord& record) {
    available(world, now, record);
    done(world, now, record);
  });
  ASSERT_EQ(available.at_s.size(), 2u);
  EXPECT_NEAR(available.at_s[0], 10 + 75 + 60, 2);
  EXPECT_NEAR(available.at_s[1], 10 + 2 * (75 + 60), 4);
  ASSERT_EQ(done.at_s.size(), 1u);
  EXPECT_NEAR(done.at_s[0], 10 + 75 + 60 + 75, 4);
}

TEST(MinReady, WithoutItNoEventSaysSo) {
  auto run = SmallFleet{.tenants = 1}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  Seen<PodAvailable> available;
  run.run_until(at_s(600), available);
  EXPECT_TRUE(available.at_s.empty());
}

TEST(Recreate, NothingNewBeforeTheLastOldPodIsGone) {
  // Old pods are deleted at 10 s and gone at 26 s; only then the new ones are created, all at once.
  RolloutSpec rollout;
  rollout.strategy = RolloutStrategy::recreate;
  auto run = SmallFleet{.tenants = 1, .replicas = 3, .rollout = rollout}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  Seen<PodQueued> queued;
  Seen<RolloutDone> done;
  run.run_until(at_s(11));
  EXPECT_EQ(run.world().pods.ready_of(only), 0u);
  run.run_until(at_s(600), [&](const World& world, Time now, const sim::EventRecord& record) {
    queued(world, now, record);
    done(world, now, record);
  });
  ASSERT_EQ(queued.at_s.size(), 3u);
  EXPECT_DOUBLE_EQ(queued.at_s.front(), 26);
  EXPECT_DOUBLE_EQ(queued.at_s.back(), 26);
  ASSERT_EQ(done.at_s.size(), 1u) << "Helm waits for all three: unavailable is 0";
  EXPECT_NEAR(done.at_s.front(), 26 + 75, 2.1);
}

TEST(Recreate, AnOldPodOnALostNodeHoldsUpTheNewVersion) {
  // EKS evicts nothing from a zone that is lost as a whole: the old pods there are deleted by the release and stay, as
  // nobody confirms it, until the zone is back at 2000 s and its machines have booted, 30 to 90 s later.
  RolloutSpec rollout;
  rollout.strategy = RolloutStrategy::recreate;
  auto run = SmallFleet{.tenants = 1, .replicas = 30, .rollout = rollout}.run();
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  run.agenda().at(at_s(200), ReleaseApplied{only});
  run.agenda().at(at_s(2000), ZoneBack{ZoneId{0}});
  Seen<PodQueued> queued;
  run.run_until(at_s(3000), queued);
  ASSERT_FALSE(queued.at_s.empty());
  EXPECT_GE(queued.at_s.front(), 2030);
  EXPECT_LE(queued.at_s.front(), 2090);
}

TEST(ProgressDeadline, PassesWhereNewPodsFindNoRoom) {
  // Nodes of 4 vCPU hold 110 pods at most; 0 surge and 1 unavailable would move. Here the new pod has no room: the
  // fleet is full to the last pod, surge 1, unavailable 0. 600 s after the look at 10 s, and the controller is a second
  // late. It says so once.
  const SmallFleet small{.nodes = 3, .tenants = 1, .replicas = 45, .rollout = {{false, 1}, {false, 0}}};
  auto run = small.run();
  run.run_until(at_s(1));
  ASSERT_EQ(run.world().pods.ready_of(only), 45u) << "15 x 250m on each of 3 nodes of 3920m";
  run.agenda().at(at_s(10), ReleaseApplied{only});
  Seen<ProgressDeadlineExceeded> late;
  run.run_until(at_s(3600), late);
  ASSERT_EQ(late.at_s.size(), 1u);
  EXPECT_DOUBLE_EQ(late.at_s.front(), 10 + 600 + 1);
}

TEST(ProgressDeadline, RunsFromTheLastProgress) {
  // 20 replicas one by one: 20 x 73 to 75 s are more than 600 s, and no step takes that long.
  auto run = SmallFleet{.tenants = 1, .replicas = 20, .rollout = {{false, 1}, {false, 0}}}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  Seen<ProgressDeadlineExceeded> late;
  run.run_until(at_s(3600), late);
  EXPECT_TRUE(late.at_s.empty());
  EXPECT_EQ(sets_of(run).current.available, 20);
}

TEST(SetReplicas, GrowsAndShrinks) {
  auto run = SmallFleet{.tenants = 1, .replicas = 2}.run();
  run.agenda().at(at_s(10), ReplicasSet{only, 5});
  run.agenda().at(at_s(500), ReplicasSet{only, 1});
  run.run_until(at_s(400));
  EXPECT_EQ(run.world().pods.ready_of(only), 5u);
  run.run_until(at_s(600));
  EXPECT_EQ(run.world().pods.ready_of(only), 1u);
  EXPECT_EQ(run.world().pods.size(), 1u);
}

TEST(SetReplicas, AReleaseSaysItsOwnNumber) {
  auto run = SmallFleet{.tenants = 1, .replicas = 2}.run();
  run.agenda().at(at_s(10), ReplicasSet{only, 5});
  run.agenda().at(at_s(500), ReleaseApplied{only});
  run.run_until(at_s(2000));
  EXPECT_EQ(run.world().pods.ready_of(only), 2u);
}

TEST(SetReplicas, InTheMiddleOfAnUpdateEachReplicaSetGetsItsShare) {
  // 10 replicas, surge 3, unavailable 2: at 10 s the new set gets 3 + 2 and the old keeps 8, 13 in all. 20 replicas
  // have 5 of surge: 25 in all, 12 to add. The old set's share is 8 x 25 / 13 = 15.4, so 7 more; the new one's
  // 5 x 25 / 13 = 9.6, so 5 more: 15 old and 10 new.
  auto run = SmallFleet{.tenants = 1, .replicas = 10, .rollout = {{true, 0.25}, {true, 0.25}}}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  run.agenda().at(at_s(20), ReplicasSet{only, 20});
  run.run_until(at_s(15));
  ASSERT_EQ(sets_of(run).current.wanted, 3 + 2);
  ASSERT_EQ(sets_of(run).old.front().wanted, 8);
  run.run_until(at_s(21));
  EXPECT_EQ(sets_of(run).current.wanted, 10);
  EXPECT_EQ(sets_of(run).old.front().wanted, 15);
  run.run_until(at_s(3600));
  EXPECT_EQ(sets_of(run).current.available, 20);
  EXPECT_TRUE(sets_of(run).old.empty());
}

TEST(AnEvictedPodOfAnUpdate, ComesBackAsOldAsItWas) {
  // The old ReplicaSet should still have its pods: what is deleted of it is made again, of the old version.
  auto run = SmallFleet{.tenants = 1, .replicas = 10, .rollout = {{false, 1}, {false, 0}}}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  run.run_until(at_s(20));
  ASSERT_EQ(sets_of(run).old.front().wanted, 10);
  std::optional<NodeId> node;
  for (auto id = run.world().pods.first_of(only); id; id = run.world().pods[*id].next_of_tenant)
    if (run.world().pods[*id].version == 0) node = run.world().pods[*id].node;
  run.agenda().at(at_s(30), TolerationsOver{node.value()});
  run.run_until(at_s(31));
  EXPECT_EQ(sets_of(run).old.front().pods, 10);
}

TEST(RollBack, BringsTheVersionBeforeBack) {
  auto run = SmallFleet{.tenants = 1, .replicas = 4}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  run.agenda().at(at_s(600), ReleaseApplied{only});
  run.agenda().at(at_s(1200), RolledBack{only});
  run.agenda().at(at_s(1800), RolledBack{only});
  run.run_until(at_s(1199));
  EXPECT_EQ(sets_of(run).current.version, 2u);
  run.run_until(at_s(1799));
  EXPECT_EQ(sets_of(run).current.version, 1u) << "the last one before";
  EXPECT_EQ(sets_of(run).current.available, 4);
  run.run_until(at_s(2400));
  EXPECT_EQ(sets_of(run).current.version, 2u) << "now that is the last one before";
  EXPECT_EQ(sets_of(run).current.available, 4);
}

TEST(RollBack, StopsAnUpdateThatDoesNotMove) {
  // As above, no room for the new pod. Back at the old version nothing is missing: the update was harmless.
  auto run = SmallFleet{.nodes = 3, .tenants = 1, .replicas = 45, .rollout = {{false, 1}, {false, 0}}}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  run.agenda().at(at_s(700), RolledBack{only});
  Seen<RolloutDone> done;
  run.run_until(at_s(900), done);
  ASSERT_EQ(done.at_s.size(), 1u);
  EXPECT_DOUBLE_EQ(done.at_s.front(), 700);
  EXPECT_EQ(run.world().pods.size(), 45u);
}

TEST(RollBack, OnlyAsFarAsHistoryIsKept) {
  RolloutSpec rollout;
  rollout.history = 0;
  auto run = SmallFleet{.tenants = 1, .rollout = rollout}.run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  run.run_until(at_s(15));
  EXPECT_TRUE(run.world().deployments.has_history(only)) << "the update goes on";
  run.run_until(at_s(600));
  EXPECT_FALSE(run.world().deployments.has_history(only));
}

}  // namespace
}  // namespace paddock::models
