#include "models/kubernetes/stateful_set.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

constexpr SetPod good{.exists = true, .available = true, .updated = true};
constexpr SetPod old{.exists = true, .available = true};
constexpr SetPod starting{.exists = true, .updated = true};
constexpr SetPod going{.exists = true, .terminating = true};
constexpr SetPod none{};

SetStep ordered(std::vector<SetPod> pods, std::size_t wanted) {
  return stateful_step(pods, wanted, PodManagement::ordered_ready);
}
SetStep parallel(std::vector<SetPod> pods, std::size_t wanted) {
  return stateful_step(pods, wanted, PodManagement::parallel);
}
using Ordinals = std::vector<std::size_t>;

TEST(StatefulStep, CreatesInOrderEachAfterTheFormerIsAvailable) {
  EXPECT_EQ(ordered({none, none, none}, 3).create, Ordinals{0});
  EXPECT_EQ(ordered({starting, none, none}, 3).create, Ordinals{});
  EXPECT_EQ(ordered({good, none, none}, 3).create, Ordinals{1});
  EXPECT_EQ(parallel({none, good, none}, 3).create, (Ordinals{0, 2}));
}

TEST(StatefulStep, WaitsForAPodThatIsOnItsWayOut) {
  EXPECT_EQ(ordered({going, none}, 2).create, Ordinals{});
  EXPECT_EQ(parallel({going, none}, 2).create, Ordinals{1}) << "its own name is taken, the other's is free";
}

TEST(StatefulStep, ShrinksFromTheHighestDownOneAtATime) {
  EXPECT_EQ(ordered({good, good, good, good}, 2).remove, Ordinals{3});
  EXPECT_EQ(ordered({good, good, good, going}, 2).remove, Ordinals{});
  EXPECT_EQ(parallel({good, good, good, good}, 2).remove, (Ordinals{3, 2}));
  EXPECT_EQ(ordered({good, starting, good}, 2).remove, Ordinals{}) << "a lower one is not Ready";
  EXPECT_EQ(ordered({good, good, starting}, 2).remove, Ordinals{2}) << "the only one that is not Ready may go";
}

TEST(StatefulStep, UpdatesFromTheHighestDownEachAfterTheFormerIsAvailable) {
  EXPECT_EQ(ordered({old, old, old}, 3).remove, Ordinals{2});
  EXPECT_EQ(ordered({old, old, starting}, 3).remove, Ordinals{});
  EXPECT_EQ(ordered({old, old, good}, 3).remove, Ordinals{1});
  EXPECT_EQ(parallel({old, old, going}, 3).remove, Ordinals{}) << "updates go one at a time in either management";
}

SmallFleet stateful(std::int64_t replicas) {
  return {.tenants = 1, .replicas = replicas, .kind = ControllerKind::stateful_set};
}

TEST(StatefulSet, UpdatesOneByOneFromTheTop) {
  // Each pod: gone after 16 s (preStop 15 s, shutdown 1 s), then Ready 73 to 75 s later. Three of them: 267 to 273 s.
  auto run = stateful(3).run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  std::vector<std::uint32_t> created;
  Seen<RolloutDone> done;
  run.run_until(at_s(600), [&](const World& w, Time now, const sim::EventRecord& record) {
    done(w, now, record);
    if (const auto e = record.as<PodQueued>()) created.push_back(w.pods[e->pod].ordinal);
    ASSERT_TRUE(now < at_s(1) || w.pods.ready_of(only) >= 2);
  });
  EXPECT_EQ(created, (std::vector<std::uint32_t>{2, 1, 0}));
  ASSERT_EQ(done.at_s.size(), 1u);
  EXPECT_GE(done.at_s.front(), 10 + 3 * (16 + 73));
  EXPECT_LE(done.at_s.front(), 10 + 3 * (16 + 75));
}

TEST(StatefulSet, GrowsInOrderAndShrinksFromTheTop) {
  // 1 to 3: two pods, the second after the first is Ready. Then back to 1: the second goes after the third is gone.
  auto run = stateful(1).run();
  run.agenda().at(at_s(10), ReplicasSet{only, 3});
  run.agenda().at(at_s(500), ReplicasSet{only, 1});
  Seen<PodQueued> queued;
  Seen<PodDeleted> deleted;
  run.run_until(at_s(600), [&](const World& world, Time now, const sim::EventRecord& record) {
    queued(world, now, record);
    deleted(world, now, record);
  });
  ASSERT_EQ(queued.at_s.size(), 2u);
  EXPECT_GE(queued.at_s[1] - queued.at_s[0], 73);
  ASSERT_EQ(deleted.at_s.size(), 2u);
  EXPECT_DOUBLE_EQ(deleted.at_s[1] - deleted.at_s[0], 16);
}

TEST(StatefulSet, AnUpdateIsRolledBack) {
  auto run = stateful(3).run();
  run.agenda().at(at_s(10), ReleaseApplied{only});
  run.agenda().at(at_s(150), RolledBack{only});
  run.run_until(at_s(1000));
  for (auto id = run.world().pods.first_of(only); id; id = run.world().pods[*id].next_of_tenant) {
    EXPECT_EQ(run.world().pods[*id].version, 0u);
    EXPECT_TRUE(run.world().pods[*id].ready);
  }
}

/// When a pod that was Ready in zone a is replaced by one elsewhere, or runs again: seconds at which the tenant is
/// whole again after the zone was lost at 100 s and came back at 4000 s.
double whole_again_s(ControllerKind kind, Flavour flavour, LostZone lost_zone = LostZone::unreachable) {
  auto run =
      SmallFleet{.flavour = flavour, .lost_zone = lost_zone, .nodes = 3, .tenants = 1, .replicas = 3, .kind = kind}
          .run();
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  run.agenda().at(at_s(4000), ZoneBack{ZoneId{0}});
  double whole = 0;
  bool broken = false;
  run.run_until(at_s(6000), [&](const World& w, Time now, const sim::EventRecord&) {
    const bool all = w.pods.ready_of(only) == 3;
    if (now > at_s(100) && !all) broken = true;
    if (broken && all && whole == 0) whole = sim::to_seconds(now.time_since_epoch());
  });
  EXPECT_TRUE(broken) << "one of three pods stands in each zone";
  return whole;
}

TEST(ZoneLossOfAStatefulSet, WaitsForTheOldPodToBeGone) {
  // Unknown at 130 to 145 s, tainted at once (one node a zone), deleted 300 s later. A Deployment creates another at
  // once, Ready 73 to 75 s later: 503 to 520 s.
  const double deployment = whole_again_s(ControllerKind::deployment, Flavour::upstream);
  EXPECT_GE(deployment, 100 + 30 + 300 + 73);
  EXPECT_LE(deployment, 100 + 45 + 300 + 75 + 1);
  // The StatefulSet's pod keeps its name until the machine has booted, 30 to 90 s after the power is back at 4000 s,
  // and its kubelet confirms; then another is created, which is Ready 73 to 75 s later: 4103 to 4165 s.
  const double set = whole_again_s(ControllerKind::stateful_set, Flavour::upstream);
  EXPECT_GE(set, 4000 + 30 + 73);
  EXPECT_LE(set, 4000 + 90 + 75 + 5);
}

TEST(ZoneLossOfAStatefulSet, DeletedNodeObjectsLetItGoOn) {
  // Instances that EC2 calls terminated: the Node object goes within 5 s of Unknown, its pods 40 to 60 s after that,
  // and the next pod is Ready 73 to 75 s later.
  const double set = whole_again_s(ControllerKind::stateful_set, Flavour::upstream, LostZone::terminated);
  EXPECT_GE(set, 100 + 30 + 40 + 73);
  EXPECT_LE(set, 100 + 45 + 5 + 60 + 75 + 1);
}

TEST(ZoneLossOfAStatefulSet, OnEksNeitherComesBackBeforeTheZone) {
  // EKS evicts nothing: the same pod runs again when its machine has booted (30 to 90 s), containers 3 s and probes 70
  // s.
  for (const ControllerKind kind : {ControllerKind::deployment, ControllerKind::stateful_set}) {
    const double whole = whole_again_s(kind, Flavour::eks);
    EXPECT_GE(whole, 4000 + 30 + 73);
    EXPECT_LE(whole, 4000 + 90 + 73 + 1);
  }
}

/// Evicted before their node's object goes; whoever collects them has to wait for his calls (2 each, 30 at once).
TEST(StatefulSet, PodsThatAreDeletedAreCollectedFromANodeThatIsGone) {
  FleetSpec spec = SmallFleet{.flavour = Flavour::upstream,
                              .lost_zone = LostZone::terminated,
                              .nodes = 3,
                              .tenants = 80,
                              .replicas = 1,
                              .kind = ControllerKind::stateful_set}
                       .spec();
  spec.tenants[0].requests = {{10}, {std::int64_t{1} << 20U}};
  spec.tenants[0].tolerations.unreachable = std::chrono::seconds{0};
  auto run = run_of(spec);
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  run.run_until(at_s(2 * 3600));
  for (std::uint32_t t = 0; t < 80; ++t) EXPECT_EQ(run.world().pods.ready_of(TenantId{t}), 1u) << t;
}

}  // namespace
}  // namespace paddock::models
