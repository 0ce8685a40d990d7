// A DaemonSet of six nodes gets a new version at 100 s. Its old pod is gone after 1 s and its new one Ready 10 s later.
#include "models/kubernetes/daemon_set.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

struct Upgrade {
  CountOrPercent max_unavailable{false, 1};
  bool network = false;

  Run run() const {
    FleetSpec spec = SmallFleet{.nodes = 6, .tenants = 1}.spec();
    DaemonsetSpec daemon{.name = "cni", .max_unavailable = max_unavailable, .network = network};
    daemon.start.seconds = sim::Distribution::constant(10);
    spec.regions[0].second.nodes[0].second.daemonsets = {daemon};
    Findings findings;
    const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
    EXPECT_TRUE(findings.empty());
    auto timeline = std::make_shared<Timeline>();
    StepDefinition step{.name = "cni", .verb = Verb::restart_daemons, .objects = {0}, .daemon = "cni"};
    step.trigger.delay_s = sim::Distribution::constant(100);
    timeline->steps = {step};
    return make_run(fleet, timeline, {1, 0});
  }
};

std::vector<double> replaced_s(Run run) {
  Seen<DaemonReplaced> seen;
  run.run_until(at_s(600), seen);
  EXPECT_TRUE(run.world().steps[StepId{0}].over);
  EXPECT_EQ(sim::to_seconds(run.world().steps[StepId{0}].over->time_since_epoch()), seen.at_s.back());
  return seen.at_s;
}

TEST(DaemonSet, IsReplacedNodeByNode) {
  EXPECT_EQ(replaced_s(Upgrade{}.run()), (std::vector<double>{111, 122, 133, 144, 155, 166}));
}

TEST(DaemonSet, AsManyAtOnceAsMayBeAway) {
  // 25 % of 6 nodes are 1.5, rounded up: 2.
  EXPECT_EQ(replaced_s(Upgrade{.max_unavailable = {true, 0.25}}.run()),
            (std::vector<double>{111, 111, 122, 122, 133, 133}));
}

TEST(DaemonSet, ANodeThatNobodyReachesHoldsNothingUp) {
  auto run = Upgrade{}.run();
  run.agenda().at(at_s(50), NodeCutOff{NodeId{3}});
  EXPECT_EQ(replaced_s(std::move(run)), (std::vector<double>{111, 122, 133, 144, 155}));
}

TEST(DaemonSet, NoPodStartsWhileTheNetworkOfItsNodeIsAway) {
  // All six nodes at once, away from 100 s to 111 s. A pod that is bound at 105 s starts at 111 s: 3 s for containers,
  // the image is there.
  for (const bool network : {false, true}) {
    auto run = Upgrade{.max_unavailable = {false, 6}, .network = network}.run();
    run.agenda().at(at_s(105), ReplicasSet{TenantId{0}, 3});
    Seen<PodStarted> started;
    run.run_until(at_s(600), started);
    ASSERT_EQ(started.at_s.size(), 1u);
    EXPECT_DOUBLE_EQ(started.at_s.front(), network ? 111 + 3 : 105 + 3);
  }
}

TEST(DaemonSet, APodWhoseNodeStopsWhileItWaitsDoesNotStart) {
  auto run = Upgrade{.max_unavailable = {false, 6}, .network = true}.run();
  run.agenda().at(at_s(105), ReplicasSet{TenantId{0}, 3});
  for (std::uint32_t node = 0; node < 6; ++node) run.agenda().at(at_s(108), NodeDown{NodeId{node}});
  Seen<PodStarted> started;
  run.run_until(at_s(130), started);
  EXPECT_TRUE(started.at_s.empty());
}

}  // namespace
}  // namespace paddock::models
