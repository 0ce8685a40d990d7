// What is printed as an interval of targets that hold in a run or do not: bounds by counting.
#include <gtest/gtest.h>

#include "scenarios/experiment/counting.hpp"
#include "sim/distributions.hpp"
#include "tests/scenarios/experiment/runs.hpp"

namespace paddock::scenarios {
namespace {

/// Runs with the values 1, 2, 3, ...
std::vector<RunResult> counted_runs(int count) {
  std::vector<RunResult> runs;
  for (int i = 1; i <= count; ++i) runs.push_back(run_with(i));
  return runs;
}

TEST(Bounds, AreOrderStatistics) {
  const TargetReport all = judged(target_of(Aggregate::max, Comparison::at_most, 60), counted_runs(59));
  EXPECT_EQ(all.estimate, 30);
  EXPECT_EQ(all.low, 1);
  EXPECT_EQ(all.high, 59);
  const TargetReport more = judged(target_of(Aggregate::max, Comparison::at_most, 60), counted_runs(93));
  EXPECT_EQ(more.low, 2) << "92 of 93 prove 95 %, as tables of tolerance intervals have it";
  EXPECT_EQ(more.high, 92);
}

TEST(Bounds, ThatSoFewRunsCannotGiveAreAbsent) {
  const TargetReport report = judged(target_of(Aggregate::max, Comparison::at_most, 60), counted_runs(58));
  EXPECT_EQ(report.estimate, 29);
  EXPECT_FALSE(report.low || report.high);
  EXPECT_EQ(report.runs_for_bounds, 59);
  EXPECT_EQ(fewest_runs(0.99, 0.05), 299);
  EXPECT_EQ(fewest_runs(0.95, 0.025), 72);
  EXPECT_EQ(fewest_runs(0.5, 0.5), 1);
}

TEST(Bounds, AndTheVerdictAreTheSame) {
  for (const int count : {40, 59, 72, 93, 144, 200})
    for (int limit = count - 20; limit <= count; ++limit) {
      const auto runs = counted_runs(count);
      const TargetReport below = judged(target_of(Aggregate::max, Comparison::at_most, limit), runs);
      EXPECT_EQ(below.verdict == Verdict::pass, below.high && *below.high <= limit) << count << " " << limit;
      const int low_limit = count + 1 - limit;
      const TargetReport above = judged(target_of(Aggregate::min, Comparison::at_least, low_limit), runs);
      EXPECT_EQ(above.verdict == Verdict::pass, above.low && *above.low >= low_limit) << count << " " << limit;
    }
}

TEST(Bounds, FollowTheShareThatATargetAsksFor) {
  Target target = target_of(Aggregate::max, Comparison::at_most, 40);
  target.share_of_runs = 0.2;
  const TargetReport report = judged(target, counted_runs(100));
  EXPECT_EQ(report.high, 28) << "28 of 100 prove 20 %";
  EXPECT_FALSE(report.low) << "that 20 % lie above 73 is not what the limit is about";
  EXPECT_EQ(report.verdict, Verdict::pass);
}

TEST(Bounds, RunsWithNothingToMeasureLieOnTheGoodSide) {
  auto runs = counted_runs(70);
  for (int i = 0; i < 23; ++i) runs.push_back(run_adding({}));
  const TargetReport report = judged(target_of(Aggregate::max, Comparison::at_most, 69), runs);
  EXPECT_EQ(report.runs, 93);
  EXPECT_EQ(report.runs_empty, 23);
  EXPECT_EQ(report.runs_held, 92);
  EXPECT_EQ(report.high, 69);
  EXPECT_EQ(report.low, 2);
  EXPECT_EQ(report.verdict, Verdict::pass);
}

TEST(Bounds, AreThoseOfTheConfidenceWhateverALookSpends) {
  const Target target = target_of(Aggregate::max, Comparison::at_most, 93);
  const TargetReport look = judge(target, 0, counted_runs(93), 0.01, 0.95, false);
  EXPECT_EQ(look.high, 92);
  EXPECT_EQ(look.share_low, judged(target, counted_runs(93)).share_low);
}

TEST(Bounds, CoverAsTheyPromise) {  // at most 5 % of 2000: 100, and 4 standard errors of 10
  const auto distribution = sim::Distribution::exponential_mean(1);
  const double below = distribution.quantile(0.05), above = distribution.quantile(0.95);
  int low = 0, high = 0;
  for (std::uint64_t experiment = 0; experiment < 2000; ++experiment) {
    std::vector<RunResult> runs;
    for (std::uint64_t i = 0; i < 93; ++i)
      runs.push_back(run_with(distribution.sample(sim::Draw({1, experiment}, sim::luck("bounds", 0), i))));
    const TargetReport report = judged(target_of(Aggregate::max, Comparison::at_most, 1), runs);
    low += *report.low > below ? 1 : 0;
    high += *report.high < above ? 1 : 0;
  }
  EXPECT_LE(low, 140);
  EXPECT_LE(high, 140);
  EXPECT_GE(low, 60) << "and they are no wider than they have to be: 4.97 %";
  EXPECT_GE(high, 60);
}

}  // namespace
}  // namespace paddock::scenarios
