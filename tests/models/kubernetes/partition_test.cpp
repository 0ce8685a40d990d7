// The network parts zone a from the rest at t = 100 s. Leases stop as in a loss of power; machines and containers do
// not.
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

template <class E>
Seen<E> after_partition(const SmallFleet& fleet, double back_s, double until_s, std::uint64_t seed = 1) {
  auto run = fleet.run(seed);
  run.agenda().at(at_s(100), ZoneCutOff{ZoneId{0}});
  run.agenda().at(at_s(back_s), ZoneReconnected{ZoneId{0}});
  Seen<E> seen;
  run.run_until(at_s(until_s), seen);
  return seen;
}

TEST(Partition, IsDetectedLikeALossOfPower) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto unknown = after_partition<NodeUnknown>({}, 2000, 300, seed);
    ASSERT_EQ(unknown.at_s.size(), 10u);
    EXPECT_GE(unknown.at_s.front(), 130);
    EXPECT_LE(unknown.at_s.back(), 145);
  }
}

TEST(Partition, NothingStartsAnewWhenItEnds) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_TRUE(after_partition<NodeUp>({}, 2000, 4000, seed).at_s.empty());
    EXPECT_TRUE(after_partition<PodStarted>({}, 2000, 4000, seed).at_s.empty());
    const auto ready = after_partition<PodReady>({}, 2000, 4000, seed);
    ASSERT_FALSE(ready.at_s.empty());
    EXPECT_GE(ready.at_s.front(), 2000);
    EXPECT_LE(ready.at_s.back(), 2010) << "the kubelet reports within its 10 s";
  }
}

TEST(Partition, NobodyReachesThePodsMeanwhile) {
  auto run = SmallFleet{}.run();
  const auto endpoints = [&] {
    EndpointCount all;
    for (std::uint32_t t = 0; t < 10; ++t) {
      const EndpointCount count = run.world().pods.endpoints_of(TenantId{t});
      all.listed += count.listed, all.alive += count.alive;
    }
    return all;
  };
  run.agenda().at(at_s(100), ZoneCutOff{ZoneId{0}});
  run.run_until(at_s(110));
  EXPECT_EQ(endpoints().listed, 20u) << "not noticed yet";
  const std::uint32_t reached = endpoints().alive;
  EXPECT_LT(reached, 20u);
  run.run_until(at_s(150));
  EXPECT_EQ(endpoints(), (EndpointCount{reached, reached})) << "noticed";
}

/// Upstream evicts from a lost zone. The kubelet hears of it when it is back in touch, and stops the pods then.
TEST(Partition, AnEvictedPodRunsOnUntilItsKubeletHearsOfIt) {
  const SmallFleet upstream{.flavour = Flavour::upstream};
  const auto evicted = after_partition<PodDeleted>(upstream, 2000, 4000);
  const auto stopped = after_partition<PodStopped>(upstream, 2000, 4000);
  ASSERT_FALSE(evicted.at_s.empty());
  EXPECT_LT(evicted.at_s.back(), 1000);
  ASSERT_EQ(stopped.at_s.size(), evicted.at_s.size());
  for (const double at : stopped.at_s) EXPECT_DOUBLE_EQ(at, 2000 + 15 + 1) << "preStop 15 s, shutdown 1 s";
}

TEST(Partition, APartLeavesTheZoneStanding) {
  const auto half = std::make_shared<Timeline>();
  half->steps.push_back({.name = "half",
                         .verb = Verb::lose_zone,
                         .objects = {0},
                         .share_of_nodes = 0.5,
                         .trigger = {.delay_s = sim::Distribution::constant(100)},
                         .lasts_s = sim::Distribution::constant(5000)});
  // 5 of 10 nodes: below 55 %, so the zone counts as normal and nodes are tainted one each 10 s, on EKS too.
  auto run = make_run(SmallFleet{}.make(), half, {1, 0});
  Seen<TolerationsOver> over;
  run.run_until(at_s(3000), over);
  EXPECT_TRUE(run.world().zones.up(ZoneId{0}));
  EXPECT_EQ(run.world().node_health.state(ZoneId{0}), ZoneState::normal);
  ASSERT_EQ(over.at_s.size(), 5u);
  EXPECT_GE(over.at_s.front(), 130 + 300);
  EXPECT_LE(over.at_s.back(), 145 + 4 * 10 + 300);
  run.run_until(at_s(5100 + 90));
  for (const NodeId node : run.world().nodes.of_zone(ZoneId{0})) EXPECT_TRUE(run.world().nodes[node].running);
}

/// Ready, cut off, and Ready again before anybody noticed: of the two ends of min_ready the first goes with the pod.
TEST(Partition, APodThatRestartsUnheardIsAvailableFromItsLastStart) {
  auto run = SmallFleet{.tenants = 1, .replicas = 1, .rollout = {.min_ready = std::chrono::minutes{30}}}.run();
  run.agenda().at(at_s(10), ReplicasSet{only, 2});
  run.run_until(at_s(100));
  std::optional<PodId> young;
  for (auto id = run.world().pods.first_of(only); id; id = run.world().pods[*id].next_of_tenant)
    if (run.world().pods[*id].ready_at) young = *id;
  ASSERT_TRUE(young) << "it became Ready in this run";
  const NodeId node = *run.world().pods[*young].node;
  run.agenda().at(at_s(101), NodeCutOff{node});
  run.agenda().at(at_s(102), ContainerExited{*young});
  run.agenda().at(at_s(120), NodeReconnected{node});
  run.agenda().at(at_s(400), ReplicasSet{only, 0});
  run.run_until(at_s(2 * 3600));
  EXPECT_EQ(run.world().pods.size(), 0u);
}

}  // namespace
}  // namespace paddock::models
