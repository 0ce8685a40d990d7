// What a mass event costs in calls: controllers of the control plane have 30 calls at once and then 20 a second each.
#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

/// Whoever may delete as fast as he likes deletes 1000 pods at 100 s. Their ReplicaSets create 30 at once and then 20 a
/// second: the last replacement exists (1000 - 30) / 20 = 48.5 s later, and is bound as soon as it does, for the
/// scheduler's 50 calls a second are more than that.
TEST(MassEvent, AThousandReplacementPodsNeedAboutFiftySeconds) {
  auto run = SmallFleet{.nodes = 240, .tenants = 500, .replicas = 2}.run();
  run.run_until(at_s(99));
  std::vector<PodId> pods;
  run.world().pods.for_each([&](PodId id, const PodRow&) { pods.push_back(id); });
  ASSERT_EQ(pods.size(), 1000u);
  for (const PodId pod : pods) run.agenda().at(at_s(100), PodDeletionDue{pod});
  Seen<PodQueued> queued;
  Seen<PodBound> bound;
  run_until(run, at_s(200), queued, bound);
  ASSERT_EQ(queued.at_s.size(), 1000u);
  ASSERT_EQ(bound.at_s.size(), 1000u);
  EXPECT_EQ(std::ranges::count_if(queued.at_s, [](double s) { return s < 100.01; }), 30);
  EXPECT_NEAR(queued.at_s.back(), 148.5, 1e-6);
  EXPECT_NEAR(bound.at_s.back(), 148.5, 0.1);
}

/// 60 tenants of two replicas get a version in one instant: each creates a pod, deletes one and, when that is on its
/// way, creates another: 180 calls of one client. The last takes effect (180 - 30) / 20 = 7.5 s later.
TEST(MassEvent, ManyReleasesInOneInstantTakeTheirTurns) {
  const SmallFleet small{.tenants = 60, .rollout = {.max_surge = {false, 1}, .max_unavailable = {false, 1}}};
  auto run = small.run();
  for (std::uint32_t t = 0; t < 60; ++t) run.agenda().at(at_s(100), ReleaseApplied{TenantId{t}});
  Seen<PodQueued> queued;
  Seen<PodDeleted> deleted;
  run_until(run, at_s(110), queued, deleted);
  ASSERT_EQ(queued.at_s.size(), 120u);
  ASSERT_EQ(deleted.at_s.size(), 60u) << "each pod once, however often the controller looks";
  EXPECT_NEAR(deleted.at_s.front(), 100, 1e-6);
  EXPECT_GT(deleted.at_s.back(), 103);
  EXPECT_NEAR(std::max(queued.at_s.back(), deleted.at_s.back()), 107.5, 1e-6);
}

/// A zone of 30 nodes and 160 pods loses power at 100 s. The node controller makes 30 x 2 + 160 = 220 calls (a node's
/// status and its taint, a pod's condition), beginning at 130 s or later. Were all of the nodes seen in its last look,
/// at 145 s, the last call went out (220 - 30) / 20 = 9.5 s later, and its endpoint 2 s after that.
TEST(MassEvent, EndpointsOfALargeZoneGoWhenTheirPodsAreMarked) {
  double latest = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto run = SmallFleet{.nodes = 90, .tenants = 240, .replicas = 2}.run(seed);
    std::size_t in_zone = 0;
    run.run_until(at_s(99));
    run.world().pods.for_each(
        [&](PodId, const PodRow& pod) { in_zone += run.world().nodes[*pod.node].zone == ZoneId{0} ? 1 : 0; });
    ASSERT_NEAR(static_cast<double>(in_zone), 160, 10);
    run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
    Seen<EndpointGone> gone;
    run_until(run, at_s(300), gone);
    EXPECT_EQ(gone.at_s.size(), in_zone);
    EXPECT_GT(run.world().api_server.counts(RegionId{0}).held_back, 0);
    latest = std::max(latest, gone.at_s.back());
  }
  EXPECT_GT(latest, 147) << "later than if nothing held the calls back";
  EXPECT_LE(latest, 145 + 9.5 + 2);
}

/// A partition that ends while calls still wait: what is back in touch is not marked, and everything is Ready again
/// when kubelets have reported (10 s) and the node controller has looked (5 s).
TEST(MassEvent, WhoIsBackInTouchIsNotMarkedAnyMore) {
  auto run = SmallFleet{.nodes = 6, .tenants = 40, .replicas = 2, .api = {.controllers = {1, 1}}}.run();
  run.agenda().at(at_s(100), ZoneCutOff{ZoneId{0}});
  run.agenda().at(at_s(147), ZoneReconnected{ZoneId{0}});
  run.run_until(at_s(146));
  EXPECT_GT(run.world().api_server.counts(RegionId{0}).held_back, 10);
  run.run_until(at_s(400));
  for (std::uint32_t t = 0; t < 40; ++t) EXPECT_EQ(run.world().pods.ready_of(TenantId{t}), 2u) << t;
}

}  // namespace
}  // namespace paddock::models
