// A machine registers its node 10 s before it is Ready; one that is lost in between has posted no status, and the node
// controller gives it 60 s from its registration.
#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

/// One machine is asked for at 100 s: it registers at 210 s and joins at 220 s. Zone a, where it goes, loses power.
Run one_more(double zone_lost_at_s, double zone_back_at_s = 1e6) {
  auto spec = SmallFleet{.nodes = 3}.spec();
  spec.regions[0].second.nodes[0].second.launch = {sim::Distribution::constant(120)};
  Findings findings;
  auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  auto timeline = std::make_shared<Timeline>();
  timeline->steps.push_back({.name = "more",
                             .verb = Verb::add_nodes,
                             .objects = {0},
                             .count = 1,
                             .trigger = {.delay_s = sim::Distribution::constant(100)}});
  auto run = make_run(fleet, timeline, {1, 0});
  run.agenda().at(at_s(zone_lost_at_s), ZoneLost{ZoneId{0}});
  if (zone_back_at_s < 1e6) run.agenda().at(at_s(zone_back_at_s), ZoneBack{ZoneId{0}});
  return run;
}

/// When the new node is given up; none if it is not.
std::optional<double> given_up_at(Run& run, double until_s) {
  Seen<NodeUnknown> unknown;
  run.run_until(at_s(until_s), unknown);
  for (std::size_t i = 0; i < unknown.events.size(); ++i)
    if (unknown.events[i].node == NodeId{3}) return unknown.at_s[i];
  return std::nullopt;
}

TEST(StartupGrace, ANodeWithoutAStatusHasSixtySecondsFromItsRegistration) {
  auto run = one_more(215);
  const auto at = given_up_at(run, 600);
  ASSERT_TRUE(at);
  EXPECT_GT(*at, 210 + 60);
  EXPECT_LE(*at, 210 + 60 + 5) << "the first look after that";
}

TEST(StartupGrace, AMachineThatIsLostBeforeItRegistersIsNobodysNode) {
  auto run = one_more(205);
  EXPECT_FALSE(given_up_at(run, 600));
}

TEST(StartupGrace, ANodeThatJoinedHasTheUsualGrace) {
  auto run = one_more(225);
  const auto at = given_up_at(run, 600);
  ASSERT_TRUE(at);
  EXPECT_GE(*at, 225 + 30);
  EXPECT_LE(*at, 225 + 45);
}

/// It boots in 30 to 90 s and is a node like any other; the zone counts as whole again.
TEST(StartupGrace, JoinsWhenPowerIsBack) {
  auto run = one_more(215, 1000);
  EXPECT_TRUE(given_up_at(run, 999));
  EXPECT_EQ(run.world().node_health.state(ZoneId{0}), ZoneState::full_disruption);
  run.run_until(at_s(1000 + 90 + 5));
  EXPECT_TRUE(run.world().node_health.ready(NodeId{3}));
  EXPECT_EQ(run.world().node_health.state(ZoneId{0}), ZoneState::normal);
}

}  // namespace
}  // namespace paddock::models
