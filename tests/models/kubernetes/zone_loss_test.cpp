// A zone loses power at t = 100 s. The arithmetic: leases are renewed every 10 s, so the last one is 0 to 10 s old;
// grace 40 s; the controller looks every 5 s. Detection: 100 - 10 + 40 = 130 s at the earliest, 100 + 40 + 5 = 145 s at
// the latest.
#include <algorithm>
#include <map>

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

template <class E>
Seen<E> after_zone_loss(const SmallFleet& fleet, std::uint64_t seed, double until_s, double back_s = 1e6) {
  auto run = fleet.run(seed);
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  if (back_s < until_s) run.agenda().at(at_s(back_s), ZoneBack{ZoneId{0}});
  Seen<E> seen;
  run.run_until(at_s(until_s), seen);
  return seen;
}

TEST(ZoneLoss, IsDetected30To45SecondsLater) {
  double earliest = 1e9, latest = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto unknown = after_zone_loss<NodeUnknown>({}, seed, 300);
    ASSERT_EQ(unknown.at_s.size(), 10u) << "each node of the zone, once";
    earliest = std::min(earliest, unknown.at_s.front());
    latest = std::max(latest, unknown.at_s.back());
  }
  EXPECT_GE(earliest, 130);
  EXPECT_LE(latest, 145);
  EXPECT_LT(earliest, 131) << "the whole window is used";
  EXPECT_GT(latest, 144);
}

TEST(ZoneLoss, UpstreamFrom132WaitsTenSecondsLonger) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto unknown = after_zone_loss<NodeUnknown>({.flavour = Flavour::upstream, .kubernetes = "1.32"}, seed, 300);
    EXPECT_GE(unknown.at_s.front(), 140);
    EXPECT_LE(unknown.at_s.back(), 155);
  }
}

TEST(ZoneLoss, EndpointsAreGoneAtMost47SecondsLater) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto gone = after_zone_loss<EndpointGone>({}, seed, 300);
    ASSERT_FALSE(gone.at_s.empty());
    EXPECT_LE(gone.at_s.back(), 147);
    EXPECT_GE(gone.at_s.front(), 131);
  }
}

TEST(ZoneLoss, EksEvictsNothingFromAFullyLostZone) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed)
    EXPECT_TRUE(after_zone_loss<PodDeleted>({}, seed, 7200).at_s.empty());
}

TEST(ZoneLoss, UpstreamTaintsOneNodeEachTenSecondsAndEvicts300SecondsLater) {
  const auto over = after_zone_loss<TolerationsOver>({.flavour = Flavour::upstream}, 1, 3600);
  ASSERT_EQ(over.at_s.size(), 10u);
  EXPECT_GE(over.at_s.front(), 130 + 300);
  EXPECT_LE(over.at_s.front(), 145 + 300);
  // The first may be tainted while the zone still counts as normal; from the second on the limiter's 0.1/s rules.
  for (std::size_t i = 2; i < over.at_s.size(); ++i) EXPECT_NEAR(over.at_s[i] - over.at_s[i - 1], 10, 1e-6);
}

TEST(ZoneLoss, TerminatedInstancesAreDeletedAndTheirPodsCollected) {
  const SmallFleet fleet{.lost_zone = LostZone::terminated};
  const auto unknown = after_zone_loss<NodeUnknown>(fleet, 3, 300);
  const auto deleted = after_zone_loss<NodeDeleted>(fleet, 3, 300);
  const auto collected = after_zone_loss<PodsCollected>(fleet, 3, 300);
  ASSERT_EQ(deleted.at_s.size(), 10u);
  ASSERT_EQ(collected.at_s.size(), 10u);
  EXPECT_LE(deleted.at_s.back(), unknown.at_s.back() + 5) << "the cloud controller's loop";
  EXPECT_GE(collected.at_s.front(), deleted.at_s.front() + 40);
  EXPECT_LE(collected.at_s.back(), deleted.at_s.back() + 60);
}

TEST(ZoneLoss, TheZoneComesBackAndEveryPodServesAgain) {
  auto run = SmallFleet{}.run();
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  run.agenda().at(at_s(2000), ZoneBack{ZoneId{0}});
  run.run_until(at_s(1999));
  EXPECT_FALSE(run.world().zones.up(ZoneId{0}));
  run.run_until(at_s(2000 + 90 + 5 + 3 + 70 + 2));  // boot, look, containers, probes, propagation
  for (std::uint32_t tenant = 0; tenant < 10; ++tenant) {
    EXPECT_EQ(run.world().pods.ready_of(TenantId{tenant}), 2u);
    EXPECT_EQ(run.world().pods.endpoints_of(TenantId{tenant}), (EndpointCount{2, 2}));
  }
  EXPECT_EQ(run.world().node_health.state(ZoneId{0}), ZoneState::normal);
}

/// Power is back 1 s after it went, at 101 s, and machines boot in 30 to 90 s: up between 131 and 191 s. Upstream 1.32
/// gives 50 s of grace: unknown between 140 and 155 s. So a machine that is up before 140 s renews its lease in time,
/// and one that is up after 155 s does not.
TEST(ZoneLoss, MachinesThatAreUpBeforeTheGraceIsOverAreNeverUnknown) {
  std::size_t in_time = 0, too_late = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto run = SmallFleet{.flavour = Flavour::upstream, .kubernetes = "1.32"}.run(seed);
    run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
    run.agenda().at(at_s(101), ZoneBack{ZoneId{0}});
    Seen<NodeUp> up;
    Seen<NodeUnknown> unknown;
    run_until(run, at_s(400), up, unknown);
    ASSERT_EQ(up.at_s.size(), 10u);
    for (std::size_t i = 0; i < up.at_s.size(); ++i) {
      const auto noticed = std::ranges::count(unknown.events, up.events[i].node, &NodeUnknown::node);
      ASSERT_GE(up.at_s[i], 131);
      ASSERT_LE(up.at_s[i], 191);
      if (up.at_s[i] > 140 && up.at_s[i] < 155) continue;  // it depends on the age of the lease
      EXPECT_EQ(noticed, up.at_s[i] < 150 ? 0 : 1) << "up at " << up.at_s[i] << " s";
      ++(up.at_s[i] < 150 ? in_time : too_late);
    }
  }
  EXPECT_GT(in_time, 0u) << "9 s of 60 s: 30 of 200";
  EXPECT_GT(too_late, 0u);
}

TEST(ZoneLoss, WhereNothingStopsNothingIsUnknown) {
  auto run = SmallFleet{}.run();
  Seen<NodeUnknown> quiet;
  run.run_until(at_s(3600), quiet);
  EXPECT_TRUE(quiet.at_s.empty());
}

/// Bound and free make up what a node offers, and each pod stands where its row says, after every event.
TEST(ZoneLoss, RoomAddsUpAfterEveryEvent) {
  const SmallFleet small{.flavour = Flavour::upstream, .nodes = 9, .tenants = 40};
  auto run = small.run();
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  run.agenda().at(at_s(1000), ZoneBack{ZoneId{0}});
  run.run_until(at_s(3000), [](const World& w, Time, const sim::EventRecord& event) {
    std::size_t on_nodes = 0;
    for (std::size_t i = 0; i < w.nodes.size(); ++i) {
      const auto node = static_cast<NodeId>(i);
      NodeRoom room = w.scheduler.room(*w.fleet, w.nodes, node);
      for (auto id = w.pods.first_on(node); id; id = w.pods[*id].next_on_node) {
        ASSERT_EQ(w.pods[*id].node, node);
        room.cpu += w.fleet->workload(w.pods[*id].tenant).request.cpu;
        room.pods += 1;
        ++on_nodes;
      }
      ASSERT_EQ(room.cpu.value, (*w.fleet)[w.nodes[node].group].room.cpu.value) << event.kind.name;
      ASSERT_EQ(room.pods, (*w.fleet)[w.nodes[node].group].room.pods) << event.kind.name;
    }
    ASSERT_LE(on_nodes, w.pods.size());
  });
}

/// When things happen to the machines, databases and pods of a fleet, by name: zone a is lost and comes back, and each
/// database fails over.
std::map<std::string, double> moments(const SmallFleet& small) {
  auto run = small.run(7);
  const Fleet& fleet = *run.world().fleet;
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  run.agenda().at(at_s(1000), ZoneBack{ZoneId{0}});
  for (std::uint32_t i = 0; i < fleet.databases.size(); ++i) run.agenda().at(at_s(2000), DatabaseDown{DatabaseId{i}});
  std::map<std::string, double> all;
  run.run_until(at_s(4000), [&](const World& w, Time now, const sim::EventRecord& record) {
    const double s = sim::to_seconds(now.time_since_epoch());
    if (const auto e = record.as<NodeUnknown>()) all["unknown " + w.nodes.name(fleet, e->node)] = s;
    if (const auto e = record.as<NodeUp>()) all["boot " + w.nodes.name(fleet, e->node)] = s;
    if (const auto e = record.as<FailoverDone>()) all["failover " + fleet[e->database].name] = s;
  });
  // Where a pod goes depends on the zones there are; the luck that decides between equal places does not.
  std::map<std::string, int> pods;
  run.world().pods.for_each([&](PodId, const PodRow& pod) {
    const std::string& tenant = fleet[pod.tenant].name;
    auto draw = run.agenda().draw(sim::luck("scheduler.tie", pod.luck), 0);
    all["placement " + tenant + "-" + std::to_string(++pods[tenant])] = draw.unit();
  });
  return all;
}

TEST(ZoneLoss, AnotherZoneShiftsNobodysLuck) {
  // The same nodes of zones a, b, c, once with a zone d beside them.
  const auto three = moments({.nodes = 30, .databases = 3});
  EXPECT_EQ(three, moments({.nodes = 40, .databases = 3, .zones = {"a", "b", "c", "d"}}));
  EXPECT_EQ(three.size(), 10u + 10u + 3u + 20u) << "detections, boots, failovers, pods";
}

}  // namespace
}  // namespace paddock::models
