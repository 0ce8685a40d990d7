#include "models/kubernetes/probes.hpp"

#include <gtest/gtest.h>

#include "sim/draw.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

sim::Time at(std::int64_t seconds) { return sim::Time{} + seconds * 1s; }

constexpr ProbeRule stock{.delay = 30s, .period = 10s, .successes = 5, .failures = 3};

TEST(Probes, AskOnAGridFromTheStartOfTheContainer) {
  EXPECT_EQ(next_probe(stock, at(100), at(100)), at(130));
  EXPECT_EQ(next_probe(stock, at(100), at(130)), at(130)) << "a probe sees what happens at its very moment";
  EXPECT_EQ(next_probe(stock, at(100), at(131)), at(140));
}

TEST(Probes, TheStockReadinessPassesSeventySecondsAfterTheStart) {
  EXPECT_EQ(passes_at(stock, at(0), at(0)), at(70));  // 30, 40, 50, 60, 70
}

TEST(Probes, ReadyFlipsAfterFailuresTimesThePeriodAndBackAfterSuccesses) {
  EXPECT_EQ(fails_at(stock, at(0), at(143)), at(170));   // 150, 160, 170
  EXPECT_EQ(passes_at(stock, at(0), at(175)), at(220));  // 180 ... 220
}

TEST(Probes, AContainerThatDoesNotAnswerIsKilledByTheProbeThatAsksIt) {
  const ProbeRule liveness{.delay = 30s, .period = 10s, .failures = 3};
  EXPECT_EQ(killed_unanswered({}, at(0)), std::nullopt);
  EXPECT_EQ(killed_unanswered({.startup = {}, .liveness = liveness, .readiness = stock}, at(0)), at(50));
  // The startup probe holds the others back: 60 probes from 0 on, 5 s apart.
  const ProbeRule startup{.period = 5s, .failures = 60};
  const ProbeRules both{.startup = startup, .liveness = liveness, .readiness = stock};
  EXPECT_EQ(killed_unanswered(both, at(0)), at(295));
  EXPECT_EQ(probed_from(both, at(0), at(42)), at(45));
}

/// Asks probe after probe, as the kubelet does: when has a container that answers well from `change` on (or badly, if
/// `good` is false) passed (failed)?
sim::Time ticked(const ProbeRule& rule, sim::Time started, sim::Time change, bool good) {
  std::int64_t in_a_row = 0;
  for (sim::Time probe = started + rule.delay;; probe += rule.period) {
    in_a_row = probe >= change ? in_a_row + 1 : 0;
    if (in_a_row == (good ? rule.successes : rule.failures)) return probe;
  }
}

TEST(Probes, AreWhatAKubeletThatTicksWouldFind) {
  for (std::uint64_t n = 0; n < 2000; ++n) {
    sim::Draw draw({1, 0}, sim::luck("test.probes", 0), n);
    const ProbeRule rule{.delay = draw.below(40) * 1s,
                         .period = (1 + draw.below(15)) * 1s,
                         .successes = static_cast<std::int64_t>(1 + draw.below(6)),
                         .failures = static_cast<std::int64_t>(1 + draw.below(6))};
    const sim::Time started = at(static_cast<std::int64_t>(draw.below(1000)));
    const sim::Time change = started + draw.below(200'000) * 1ms;
    ASSERT_EQ(passes_at(rule, started, change), ticked(rule, started, change, true)) << n;
    ASSERT_EQ(fails_at(rule, started, change), ticked(rule, started, change, false)) << n;
  }
}

}  // namespace
}  // namespace paddock::models
