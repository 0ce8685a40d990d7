#include "models/kubernetes/heartbeat.hpp"

#include <gtest/gtest.h>

namespace paddock::models {
namespace {

using namespace std::chrono_literals;
using sim::Duration;
using sim::Time;

constexpr Time at(Duration since) { return Time{} + since; }

/// A controller that looks at one node.
struct Controller {
  std::optional<NodeMemory> memory;
  MonitorRules rules;
  NodeVerdict look(Duration when, const NodeReport& report) { return models::look(memory, report, at(when), rules); }
};

NodeReport posting(Duration heartbeat, Duration lease, Readiness ready = Readiness::ready) {
  return {.status = PostedStatus{ready, at(heartbeat)}, .lease = at(lease)};
}

TEST(Heartbeat, SilenceBeginsWithTheLastNewsThatTheControllerSaw) {
  Controller controller;
  controller.look(0s, posting(0s, 0s));
  controller.look(12s, posting(0s, 10s));  // seen at 12 s, though renewed at 10 s
  EXPECT_EQ(controller.look(52s, posting(0s, 10s)).ready, Readiness::ready) << "40 s are borne";
  const NodeVerdict silent = controller.look(53s, posting(0s, 10s));
  EXPECT_EQ(silent.ready, Readiness::unknown);
  EXPECT_TRUE(silent.silent);
  EXPECT_TRUE(silent.pods_not_ready);
}

TEST(Heartbeat, AStatusCountsAsMuchAsALease) {
  Controller controller;
  controller.look(0s, posting(0s, 0s));
  controller.look(30s, posting(29s, 0s));
  EXPECT_EQ(controller.look(70s, posting(29s, 0s)).ready, Readiness::ready);
  EXPECT_EQ(controller.look(71s, posting(29s, 0s)).ready, Readiness::unknown);
}

TEST(Heartbeat, OldNewsAreNewToAControllerThatHasJustBegun) {
  Controller controller;
  EXPECT_EQ(controller.look(9000s, posting(10s, 10s)).ready, Readiness::ready);
  EXPECT_EQ(controller.look(9041s, posting(10s, 10s)).ready, Readiness::unknown);
}

TEST(Heartbeat, ANodeWithoutAStatusHasAMinuteFromItsCreation) {
  Controller controller;
  const NodeReport node{.created = at(100s)};
  EXPECT_EQ(controller.look(160s, node).ready, std::nullopt);
  const NodeVerdict silent = controller.look(161s, node);
  EXPECT_EQ(silent.ready, Readiness::unknown);
  EXPECT_FALSE(silent.pods_not_ready) << "it has never been Ready";
}

TEST(Heartbeat, ALeaseKeepsANodeWithoutAStatusAlive) {
  Controller controller;
  for (Duration when = 0s; when <= 600s; when += 10s)
    EXPECT_EQ(controller.look(when, {.lease = at(when)}).ready, std::nullopt);
  EXPECT_EQ(controller.look(661s, {.lease = at(600s)}).ready, Readiness::unknown);
}

TEST(Heartbeat, TheFirstStatusBeginsAnew) {
  Controller controller;
  controller.look(50s, {.created = at(0s)});
  EXPECT_EQ(controller.look(55s, {.created = at(0s), .status = PostedStatus{Readiness::ready, at(52s)}}).ready,
            Readiness::ready);
  EXPECT_EQ(controller.look(95s, {.created = at(0s), .status = PostedStatus{Readiness::ready, at(52s)}}).ready,
            Readiness::ready);
}

TEST(Heartbeat, PodsAreMarkedOnceAndNotAgain) {
  Controller controller;
  controller.look(0s, posting(0s, 0s, Readiness::not_ready));
  const NodeVerdict silent = controller.look(41s, posting(0s, 0s, Readiness::not_ready));
  EXPECT_TRUE(silent.silent);
  EXPECT_FALSE(silent.pods_not_ready) << "it was not Ready before";
  const NodeVerdict still = controller.look(46s, posting(0s, 0s, Readiness::unknown));
  EXPECT_EQ(still.ready, Readiness::unknown);
  EXPECT_FALSE(still.silent) << "nothing to write";
}

}  // namespace
}  // namespace paddock::models
