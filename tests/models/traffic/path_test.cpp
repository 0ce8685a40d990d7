// The worked example: a zone of three is lost, two proxies a zone, DNS 60 s, 1 % of clients ignore it, health 10 s x 2.
#include "models/traffic/path.hpp"

#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

double reach(const Run& run, double at) {
  const World& w = run.world();
  return w.path.reach(at_s(at), *w.fleet, w.zones, RegionId{0}).value;
}

Run lost_at(const SmallFleet& fleet, double when, std::uint64_t seed = 1) {
  auto run = fleet.run(seed);
  run.agenda().at(at_s(when), ZoneLost{ZoneId{0}});
  return run;
}

TEST(Path, EverybodyArrivesWhileNothingHappens) {
  auto run = SmallFleet{}.run();
  run.run_until(at_s(100));
  EXPECT_DOUBLE_EQ(reach(run, 100), 1);
}

TEST(Path, AThirdOfTheClientsHoldTheDeadAddress) {
  auto run = lost_at({}, 100);
  run.run_until(at_s(100));
  EXPECT_NEAR(reach(run, 100), 2.0 / 3, 1e-12);
}

TEST(Path, UnderPolicyClusterADeadProxyMayBeChosenToo) {
  auto run = lost_at({.policy = TrafficPolicy::cluster}, 100);
  run.run_until(at_s(100));
  EXPECT_NEAR(reach(run, 100), 2.0 / 3 * 2 / 3, 1e-12);  // the balancer's address, then one of six proxies
  run.run_until(at_s(148));                              // detection at the latest: dead proxies leave the endpoints
  EXPECT_GT(reach(run, 148), 2.0 / 3);
}

TEST(Path, HonestClientsAreGoneAfterEightySeconds) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto run = lost_at({}, 100, seed);
    run.run_until(at_s(110));
    EXPECT_NEAR(reach(run, 110), 2.0 / 3, 1e-12) << "the balancer notices after 10 s at the earliest";
    run.run_until(at_s(180));  // 20 s until the last target is bad, 60 s of TTL
    EXPECT_NEAR(reach(run, 180), 1 - 0.01 / 3, 1e-12);
  }
}

TEST(Path, SharesMoveAlongAStraightLine) {
  auto run = lost_at({}, 100);
  run.run_until(at_s(125));
  const World& w = run.world();
  const Line line = w.path.reach(at_s(125), *w.fleet, w.zones, RegionId{0});
  EXPECT_NEAR(line.slope_per_s, 0.99 / 3 / 60, 1e-12);  // honest clients of the zone, over one TTL
  EXPECT_NEAR(reach(run, 135), line.value + 10 * line.slope_per_s, 1e-12);
}

TEST(Path, TheZoneComesBackIntoDnsAfterTwoGoodChecks) {
  auto run = lost_at({}, 100);
  run.agenda().at(at_s(1000), ZoneBack{ZoneId{0}});
  run.run_until(at_s(1000));
  EXPECT_NEAR(reach(run, 1000), 1 - 0.01 / 3, 1e-9) << "no proxy there yet: those who hold the address still fail";
  run.run_until(at_s(1000 + 90 + 20 + 60 + 1));
  EXPECT_NEAR(reach(run, 1171), 1, 1e-12);
}

TEST(Path, ACrashedProxyCostsHalfOfItsZoneUntilNoticed) {
  auto run = SmallFleet{}.run();
  run.agenda().at(at_s(100), NodeDown{NodeId{0}});  // the first node of zone a carries a proxy
  run.run_until(at_s(100));
  EXPECT_NEAR(reach(run, 100), 1 - 1.0 / 3 / 2, 1e-12);
  run.run_until(at_s(120));
  EXPECT_NEAR(reach(run, 120), 1, 1e-12);
}

}  // namespace
}  // namespace paddock::models
