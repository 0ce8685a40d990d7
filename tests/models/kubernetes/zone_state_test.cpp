#include "models/kubernetes/zone_state.hpp"

#include <gtest/gtest.h>

#include <array>

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

TEST(ZoneState, FullWhenNobodyIsReady) {
  const DisruptionRules rules;
  EXPECT_EQ(zone_state(0, 1, rules), ZoneState::full_disruption);
  EXPECT_EQ(zone_state(0, 2, rules), ZoneState::full_disruption);
  EXPECT_EQ(zone_state(0, 0, rules), ZoneState::normal) << "a zone without nodes";
}

TEST(ZoneState, PartialFromThreeNodesAnd55Percent) {
  const DisruptionRules rules;
  EXPECT_EQ(zone_state(1, 2, rules), ZoneState::normal) << "two of three: fewer than three are bad";
  EXPECT_EQ(zone_state(1, 3, rules), ZoneState::partial_disruption);
  EXPECT_EQ(zone_state(9, 11, rules), ZoneState::partial_disruption) << "exactly 55 %";
  EXPECT_EQ(zone_state(46, 54, rules), ZoneState::normal);
}

TEST(ZoneState, RatesOfBothFlavours) {
  const DisruptionRules upstream = rules_of(Flavour::upstream), eks = rules_of(Flavour::eks);
  const auto rate = [&](ZoneState state, std::int64_t nodes, bool other, Flavour flavour) {
    return taint_rate_per_s(state, nodes, other, flavour, flavour == Flavour::eks ? eks : upstream);
  };
  EXPECT_EQ(rate(ZoneState::normal, 10, true, Flavour::upstream), 0.1);
  EXPECT_EQ(rate(ZoneState::partial_disruption, 50, true, Flavour::upstream), 0);
  EXPECT_EQ(rate(ZoneState::partial_disruption, 51, true, Flavour::upstream), 0.01);
  EXPECT_EQ(rate(ZoneState::partial_disruption, 51, true, Flavour::eks), 0) << "threshold 100,000";
  EXPECT_EQ(rate(ZoneState::full_disruption, 10, true, Flavour::upstream), 0.1);
  EXPECT_EQ(rate(ZoneState::full_disruption, 10, true, Flavour::eks), 0);
  EXPECT_EQ(rate(ZoneState::full_disruption, 10, false, Flavour::upstream), 0);
}

TEST(ZoneState, ExcludedNodesDoNotCount) {
  const std::array nodes{CountedNode{.ready = false}, CountedNode{.ready = true, .excluded = true},
                         CountedNode{.ready = false, .excluded = true}};
  const ZoneCount zone = count(nodes);
  EXPECT_EQ(zone.ready, 0);
  EXPECT_EQ(zone.not_ready, 1);
  EXPECT_FALSE(zone_alive(zone, {}));
  EXPECT_FALSE(zone_alive({}, {})) << "a zone without nodes is no sign of life";
  EXPECT_TRUE(zone_alive({.ready = 1, .not_ready = 9}, {}));
}

TEST(ZoneState, TaintsAreTakenBackWhereNoZoneIsAlive) {
  const ZoneCount lost{.ready = 0, .not_ready = 4}, half{.ready = 2, .not_ready = 3};
  const DisruptionRules rules;
  EXPECT_TRUE(judge_zone(lost, false, Flavour::upstream, rules).takes_taints_back);
  EXPECT_FALSE(judge_zone(lost, true, Flavour::upstream, rules).takes_taints_back);
  EXPECT_TRUE(judge_zone(lost, true, Flavour::eks, rules_of(Flavour::eks)).takes_taints_back);
  const ZoneJudgement partial = judge_zone(half, true, Flavour::upstream, rules);
  EXPECT_EQ(partial.state, ZoneState::partial_disruption);
  EXPECT_EQ(partial.taints_per_s, 0);
  EXPECT_FALSE(partial.takes_taints_back);
}

TEST(TaintLimiter, OneTokenThenOneEachTenSeconds) {
  const sim::Time start{};
  TaintLimiter limiter(0.1);
  EXPECT_EQ(limiter.next(start), start);
  limiter.take(start);
  EXPECT_EQ(limiter.next(start), start + 10s);
  EXPECT_EQ(limiter.next(start + 25s), start + 25s) << "a burst of one: nothing is saved up";
}

TEST(TaintLimiter, ASwappedLimiterKeepsItsEmptiness) {
  const sim::Time start{};
  TaintLimiter limiter(0.1);
  limiter.take(start);
  limiter.set_rate(start + 1s, 0);
  EXPECT_EQ(limiter.next(start + 100s), std::nullopt);
  limiter.set_rate(start + 5s, 0.1);
  EXPECT_EQ(limiter.next(start + 5s), start + 15s) << "one that never lets anything through is empty";
  TaintLimiter full(0.1);
  full.set_rate(start + 1s, 0.01);
  EXPECT_EQ(full.next(start + 1s), start + 1s);
}

}  // namespace
}  // namespace paddock::models
