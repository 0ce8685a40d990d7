// Targets that speak of all runs together: estimate, bounds and verdict are of one quantity, the pooled one.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/distributions.hpp"
#include "sim/math.hpp"
#include "tests/sanitized.hpp"
#include "tests/scenarios/experiment/runs.hpp"

namespace paddock::scenarios {
namespace {

constexpr auto at_most = Comparison::at_most;
constexpr auto at_least = Comparison::at_least;

TEST(PooledMean, WeighsValuesNotRuns) {
  std::vector<RunResult> runs;
  for (int i = 0; i < 72; ++i)
    runs.push_back(i % 2 == 0 ? run_adding({0.0 + i % 3}) : run_adding(std::vector<double>(9, 10.0 + i % 3)));
  const TargetReport report = judged(target_of(Aggregate::mean, at_most, 8), runs);
  EXPECT_DOUBLE_EQ(*report.estimate, (1 + 9 * 11) / 10.0) << "the mean of run means would be 6";
  EXPECT_GT(*report.low, 8);
  EXPECT_LT(*report.high, 11);
  EXPECT_EQ(report.verdict, Verdict::fail);
}

TEST(PooledMean, CountsTheRunsThatHadAnythingToMeasure) {
  std::vector<RunResult> runs;
  for (int i = 0; i < 400; ++i) runs.push_back(i < 10 ? run_adding({1.0 + i}) : run_adding({}));
  for (const Aggregate aggregate : {Aggregate::mean, Aggregate::percentile}) {
    const TargetReport report = judged(target_of(aggregate, at_most, 100, 0.5), runs);
    EXPECT_EQ(report.verdict, Verdict::undecided);
    EXPECT_EQ(report.runs, 10);
    EXPECT_EQ(report.runs_held, 10);
    EXPECT_EQ(report.runs_without_value, 390);
    EXPECT_EQ(report.runs_for_bounds, 30);
    EXPECT_FALSE(report.low || report.high);
  }
}

TEST(PooledMean, ARateIsOfAllTimeTogether) {
  std::vector<RunResult> runs;
  for (int i = 0; i < 72; ++i) {  // 3 events in 10 s, or none in 90 s
    runs.push_back(run_adding({i % 2 == 0 ? 0.3 : 0.0}));
    runs.back().outcomes[0].exposure_s = i % 2 == 0 ? 10 : 90;
  }
  EXPECT_DOUBLE_EQ(*judged(target_of(Aggregate::rate, at_most, 1), runs).estimate, 0.03);
}

TEST(PooledMean, SaysWhetherItEqualsOnlyWhenItIsSure) {
  std::vector<RunResult> runs;
  for (int i = 0; i < 72; ++i) runs.push_back(run_adding({static_cast<double>(i % 2)}));
  const auto verdict = [&](Comparison comparison, double limit) {
    return judged(target_of(Aggregate::mean, comparison, limit), runs).verdict;
  };
  EXPECT_EQ(verdict(Comparison::equal, 0.5), Verdict::undecided);
  EXPECT_EQ(verdict(Comparison::equal, 2), Verdict::fail);
  EXPECT_EQ(verdict(Comparison::not_equal, 2), Verdict::pass);
  EXPECT_EQ(verdict(Comparison::not_equal, 0.5), Verdict::undecided);
}

TEST(PooledPercentile, TakesTheRankInIntegers) {
  std::vector<double> values;
  for (int i = 1; i <= 100; ++i) values.push_back(i);
  for (int p = 1; p < 100; ++p) {
    const Target target = target_of(Aggregate::percentile, at_most, p, p / 100.0);
    const TargetReport report = judge(target, 0, {run_adding(values)}, 0.05, 0.95, true);
    EXPECT_EQ(report.estimate, p);
    EXPECT_EQ(report.verdict, Verdict::pass);
  }
}

TEST(PooledPercentile, AShareOfExactlyATenthIsNoMissOfP90) {
  const std::vector<double> nine_of_ten{0, 0, 0, 0, 0, 0, 0, 0, 0, 7};
  const std::vector<RunResult> runs(72, run_adding(nine_of_ten));
  const TargetReport report = judged(target_of(Aggregate::percentile, at_most, 0, 0.9), runs);
  EXPECT_EQ(report.estimate, 0);
  EXPECT_EQ(report.runs_held, 72);
  EXPECT_EQ(report.verdict, Verdict::pass);
  EXPECT_EQ(judged(target_of(Aggregate::percentile, at_most, 0, 0.91), runs).verdict, Verdict::fail);
  EXPECT_EQ(judged(target_of(Aggregate::percentile, at_least, 7, 0.9), runs).verdict, Verdict::fail);
  EXPECT_EQ(judged(target_of(Aggregate::percentile, at_least, 7, 0.91), runs).verdict, Verdict::pass);
}

TEST(PooledPercentile, IsOfThePoolWhereRunsDifferInCount) {
  std::vector<RunResult> runs;  // one run in two has 99 values below 10 and 1 above, the other a single value of 50
  for (int i = 0; i < 72; ++i) {
    std::vector<double> values(i % 2 == 0 ? 1 : 100, i % 2 == 0 ? 50 : i % 9);
    if (i % 2 != 0) values.back() = 20;
    runs.push_back(run_adding(std::move(values)));
  }
  const TargetReport report = judged(target_of(Aggregate::percentile, at_most, 10, 0.95), runs);
  EXPECT_LT(*report.estimate, 10) << "1 value in 101 is 50, although one run in two has nothing else";
  EXPECT_EQ(report.verdict, Verdict::pass);
}

TEST(PooledPercentile, BoundsAndVerdictAreOneInversion) {
  std::vector<RunResult> runs;
  for (int i = 0; i < 144; ++i) {
    std::vector<double> values;
    for (int v = 0; v < 5 + i % 4; ++v) values.push_back((i * 37 + v * 101) % 997);
    runs.push_back(run_adding(std::move(values)));
  }
  for (const double p : {0.5, 0.9, 0.95}) {
    const TargetReport report = judged(target_of(Aggregate::percentile, at_most, 0, p), runs);
    ASSERT_TRUE(report.low && report.high);
    EXPECT_LT(*report.low, *report.estimate);
    EXPECT_GT(*report.high, *report.estimate);
    for (int limit = 300; limit < 997; limit += 3 * static_cast<int>(one_in(8))) {
      const auto verdict = [&](Comparison comparison) {
        return judged(target_of(Aggregate::percentile, comparison, limit, p), runs).verdict;
      };
      EXPECT_EQ(verdict(at_most) == Verdict::pass, *report.high <= limit) << p << " " << limit;
      EXPECT_EQ(verdict(at_most) == Verdict::fail, *report.low > limit) << p << " " << limit;
      EXPECT_EQ(verdict(at_least) == Verdict::pass, *report.low >= limit) << p << " " << limit;
      EXPECT_EQ(verdict(at_least) == Verdict::fail, *report.high < limit) << p << " " << limit;
    }
  }
}

TEST(PooledPercentile, HasNoBoundsWhereAllValuesAreEqual) {
  const std::vector<RunResult> runs(72, run_adding({1, 1, 1}));
  const TargetReport report = judged(target_of(Aggregate::percentile, at_most, 2, 0.95), runs);
  EXPECT_FALSE(report.low || report.high);
  EXPECT_EQ(report.runs_held, 72);
  EXPECT_EQ(report.verdict, Verdict::pass);
}

/// Half of the runs have 1 value, half have 9, all of a run move together and those of large runs are larger.
RunResult clustered_run(std::uint64_t experiment, std::uint64_t i) {
  sim::Draw draw({2, experiment}, sim::luck("pooled", 0), i);
  const bool large = draw.unit() < 0.5;
  const double shared = sim::Distribution::normal(large ? 1 : 0, 1).sample(draw);
  std::vector<double> values;
  for (int v = 0; v < (large ? 9 : 1); ++v) values.push_back(shared + sim::Distribution::normal(0, 1).sample(draw));
  return run_adding(std::move(values));
}

TEST(PooledPercentile, CoversWhenRunsDifferInTheirCounts) {
  // One value in ten is N(0, 2), the others are N(1, 2): the median of the mixture from its distribution function.
  const auto share_below = [](double x) {
    return 0.1 * sim::normal_cdf(x / std::sqrt(2.0)) + 0.9 * sim::normal_cdf((x - 1) / std::sqrt(2.0));
  };
  double truth = 0;
  for (double step = 1; step > 1e-9; step /= 2)
    if (share_below(truth + step) <= 0.5) truth += step;
  constexpr int experiments = 600;  // 4 standard errors of 5 %: 3.6 %
  int low = 0, high = 0;
  for (std::uint64_t experiment = 0; experiment < experiments; ++experiment) {
    std::vector<RunResult> runs;
    for (std::uint64_t i = 0; i < 72; ++i) runs.push_back(clustered_run(experiment, i));
    const TargetReport report = judged(target_of(Aggregate::percentile, at_most, 0, 0.5), runs);
    low += *report.low > truth ? 1 : 0;
    high += *report.high < truth ? 1 : 0;
  }
  EXPECT_NEAR(low / double{experiments}, 0.05, 0.036);
  EXPECT_NEAR(high / double{experiments}, 0.05, 0.036);
}

}  // namespace
}  // namespace paddock::scenarios
