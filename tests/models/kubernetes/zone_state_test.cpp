#include "models/kubernetes/zone_state.hpp"

#include <gtest/gtest.h>

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
