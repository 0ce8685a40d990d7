// Boost.Math (in long double) is the judge of the special functions; identities and simulated coverage judge the
// intervals.
#include "sim/intervals.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <vector>

#include "sim/check.hpp"
#include "sim/distributions.hpp"
#include "sim/math.hpp"
#include "sim/tally.hpp"

namespace paddock::sim {
namespace {

void expect_close(double found, long double expected, double relative) {
  EXPECT_LE(std::fabs(found - static_cast<double>(expected)),
            relative * std::fabs(static_cast<double>(expected)) + 1e-300)
      << "found " << found << ", expected " << static_cast<double>(expected);
}

TEST(IncompleteBeta, agrees_with_boost_over_a_wide_grid) {
  for (const double a : {0.5, 1.0, 2.5, 17.0, 30.0, 400.0, 1e4, 1e6})
    for (const double b : {0.5, 1.0, 3.0, 31.0, 59.0, 1000.0, 3e5})
      for (const double x : {1e-9, 0.001, 0.05, 0.3, 0.5, 0.7, 0.95, 0.999, 1 - 1e-6}) {
        const long double expected = boost::math::ibeta<long double>(a, b, x);
        if (expected < 1e-290L) continue;
        SCOPED_TRACE(::testing::Message() << a << " " << b << " " << x);
        // What x's own rounding is worth grows with the slope of the logarithm; in far tails that is all that is left.
        expect_close(incomplete_beta(a, b, x), expected, 1e-12 - 1e-15 * static_cast<double>(std::log(expected)));
      }
}

TEST(IncompleteBeta, knows_closed_forms_and_edges) {
  EXPECT_EQ(incomplete_beta(2, 3, 0), 0);
  EXPECT_EQ(incomplete_beta(2, 3, 1), 1);
  expect_close(incomplete_beta(1, 1, 0.3), 0.3L, 1e-15);
  expect_close(incomplete_beta(1, 5, 0.3), 1 - std::pow(0.7L, 5), 1e-15);
  expect_close(incomplete_beta(5, 1, 0.3), std::pow(0.3L, 5), 1e-14);
  EXPECT_THROW(incomplete_beta(0, 1, 0.5), CheckFailed);
  EXPECT_THROW(incomplete_beta(1, 1, 1.5), CheckFailed);
}

TEST(BetaQuantile, agrees_with_boost) {
  for (const double a : {1.0, 2.0, 30.0, 59.0, 950.0, 2e4})
    for (const double b : {1.0, 2.0, 30.0, 412.0, 5e4})
      for (const double p : {1e-6, 0.0125, 0.05, 0.5, 0.95, 0.999}) {
        SCOPED_TRACE(::testing::Message() << a << " " << b << " " << p);
        expect_close(beta_quantile(a, b, p), boost::math::ibeta_inv<long double>(a, b, p), 1e-12);
      }
}

TEST(StudentQuantile, agrees_with_boost) {
  for (const double df : {1.0, 2.0, 5.0, 29.0, 58.0, 411.0, 1e4, 1e7})
    for (const double p : {1e-6, 0.001, 0.025, 0.05, 0.2, 0.4, 0.6, 0.95, 0.99, 0.999999}) {
      SCOPED_TRACE(::testing::Message() << df << " " << p);
      const boost::math::students_t_distribution<long double> judge(df);
      expect_close(student_quantile(p, df), boost::math::quantile(judge, static_cast<long double>(p)), 2e-12);
    }
  EXPECT_EQ(student_quantile(0.5, 7), 0);
  EXPECT_EQ(student_quantile(0.25, 7), -student_quantile(0.75, 7));
  expect_close(student_quantile(0.75, 1), 1, 1e-13);  // Cauchy: tan(pi/4)
}

TEST(BinomialBounds, agree_with_clopper_and_pearson_in_boost) {
  using Binomial = boost::math::binomial_distribution<long double>;
  for (const unsigned runs : {1U, 2U, 30U, 59U, 72U, 412U, 10'000U})
    for (const unsigned held : {0U, 1U, runs / 3, runs / 2, runs - runs / 20, runs - 1, runs})
      for (const double alpha : {0.0001, 0.0125, 0.025, 0.05, 0.5}) {
        if (held > runs) continue;
        SCOPED_TRACE(::testing::Message() << held << "/" << runs << " " << alpha);
        const long double lower = Binomial::find_lower_bound_on_p(runs, held, alpha);
        const long double upper = Binomial::find_upper_bound_on_p(runs, held, alpha);
        expect_close(binomial_lower(held, runs, alpha), held == 0 ? 0 : lower, 1e-12);
        expect_close(binomial_upper(held, runs, alpha), held == runs ? 1 : upper, 1e-12);
      }
}

TEST(BinomialBounds, fifty_nine_runs_without_a_miss_prove_95_percent) {  // 0.95^59 < 0.05 < 0.95^58
  EXPECT_GE(binomial_lower(59, 59, 0.05), 0.95);
  EXPECT_LT(binomial_lower(58, 58, 0.05), 0.95);
  EXPECT_GE(binomial_lower(72, 72, 0.025), 0.95);  // 0.95^72 < 0.025 < 0.95^71
  EXPECT_LT(binomial_lower(71, 71, 0.025), 0.95);
  EXPECT_LE(binomial_upper(0, 59, 0.05), 0.05);
  EXPECT_GT(binomial_upper(0, 58, 0.05), 0.05);
}

TEST(BinomialBounds, are_mirror_images_and_ordered) {
  for (std::uint64_t held = 0; held <= 40; ++held) {
    EXPECT_NEAR(binomial_upper(held, 40, 0.05), 1 - binomial_lower(40 - held, 40, 0.05), 1e-15);
    EXPECT_LT(binomial_lower(held, 40, 0.05), binomial_upper(held, 40, 0.05));
    if (held > 0) {
      EXPECT_GT(binomial_lower(held, 40, 0.05), binomial_lower(held - 1, 40, 0.05));
    }
  }
}

TEST(BinomialBounds, are_where_the_test_just_stops_rejecting) {
  for (const std::uint64_t held : {1U, 20U, 57U, 59U}) {
    expect_close(binomial_at_least(held, 60, binomial_lower(held, 60, 0.05)), 0.05L, 1e-12);
    expect_close(1 - binomial_at_least(held + 1, 60, binomial_upper(held, 60, 0.05)), 0.05L, 1e-12);
  }
  EXPECT_EQ(binomial_at_least(0, 5, 0.1), 1);
  expect_close(binomial_at_least(2, 2, 0.1), 0.01L, 1e-14);
}

TEST(BinomialBounds, refuse_nonsense) {
  EXPECT_THROW(binomial_lower(1, 0, 0.05), CheckFailed);
  EXPECT_THROW(binomial_upper(0, 0, 0.05), CheckFailed);
  EXPECT_THROW(binomial_upper(3, 2, 0.05), CheckFailed);
  EXPECT_THROW(binomial_lower(1, 2, 0), CheckFailed);
}

/// Runs with one value each.
std::vector<RunMean> single(const std::vector<double>& values) {
  std::vector<RunMean> runs;
  for (const double value : values) runs.push_back({value, 1});
  return runs;
}

std::vector<double> from_minus_20_to_20() {
  std::vector<double> values;
  for (int i = -20; i <= 20; ++i) values.push_back(i);
  return values;
}

TEST(MeanInterval, refuses_few_runs_and_no_variance) {
  std::vector<double> values;
  for (int i = 0; i < 29; ++i) values.push_back(i);
  EXPECT_FALSE(mean_interval(single(values), 0.05));
  values.push_back(29);
  EXPECT_TRUE(mean_interval(single(values), 0.05));
  EXPECT_FALSE(mean_interval(single(std::vector<double>(100, 0.1)), 0.05));
  values.back() = detail::infinity;
  EXPECT_FALSE(mean_interval(single(values), 0.05));
}

TEST(MeanInterval, sees_no_variance_in_rounding) {
  std::vector<RunMean> runs;  // 0.1 each, but for the last digit
  for (int i = 1; i <= 60; ++i) runs.push_back({(i * 0.1) / i, static_cast<double>(i)});
  EXPECT_FALSE(mean_interval(runs, 0.05));
}

TEST(MeanInterval, is_students_where_there_is_no_skewness) {
  const std::vector<double> values = from_minus_20_to_20();
  const auto interval = mean_interval(single(values), 0.05);
  ASSERT_TRUE(interval);
  Tally runs;
  for (const double value : values) runs.add(value);
  const double half = 1.6838510133356521 * *runs.standard_deviation() / std::sqrt(41.0);  // t(0.95; 40), tables: 1.684
  EXPECT_NEAR(interval->high, half, 1e-12);
  EXPECT_NEAR(interval->low, -half, 1e-12);
}

TEST(MeanInterval, leans_towards_the_long_tail_and_is_continuous_in_skewness) {
  std::vector<double> values, mirrored;
  for (int i = 0; i < 40; ++i) {
    const double x = std::exp(i / 10.0);
    values.push_back(x), mirrored.push_back(-x);
  }
  const double mean = pooled_mean(single(values));
  const auto interval = mean_interval(single(values), 0.05), mirror = mean_interval(single(mirrored), 0.05);
  EXPECT_GT(interval->high - mean, mean - interval->low);
  EXPECT_NEAR(interval->high, -mirror->low, 1e-12);
  EXPECT_NEAR(interval->low, -mirror->high, 1e-12);

  std::vector<double> nearly = from_minus_20_to_20();  // a trace of skewness, below the switch to the series
  nearly.back() += 1e-5;
  EXPECT_NEAR(mean_interval(single(nearly), 0.05)->high, mean_interval(single(from_minus_20_to_20()), 0.05)->high,
              1e-5);
}

TEST(MeanInterval, weighs_runs_by_what_they_hold) {
  EXPECT_DOUBLE_EQ(pooled_mean(std::vector<RunMean>{{1, 1}, {5, 3}}), 4);
  EXPECT_EQ(pooled_mean(std::vector<RunMean>{{0.1, 3}, {0.1, 7}, {0.1, 11}}), 0.1);
  std::vector<RunMean> runs, doubled;
  for (int i = 0; i < 50; ++i) {
    runs.push_back({static_cast<double>(i * i % 37), 1.0 + i % 7});
    doubled.push_back({runs.back().mean, 2 * runs.back().weight});
  }
  const auto interval = mean_interval(runs, 0.05), same = mean_interval(doubled, 0.05);
  EXPECT_NEAR(interval->low, same->low, 1e-12);
  EXPECT_NEAR(interval->high, same->high, 1e-12);
}

/// Shares of 4000 experiments whose bounds lie on the wrong side of the truth.
struct Misses {
  double low, high;
};
template <class DrawRun>
Misses misses_of(double truth, int runs, DrawRun draw_run) {
  constexpr int experiments = 4000;
  int low = 0, high = 0;
  BufferedLuck buffered(luck("coverage", static_cast<std::uint64_t>(runs)));
  std::vector<RunMean> all;
  for (int experiment = 0; experiment < experiments; ++experiment) {
    all.clear();
    for (int i = 0; i < runs; ++i) all.push_back(draw_run(buffered));
    const auto interval = mean_interval(all, 0.05);
    low += interval->low > truth;
    high += interval->high < truth;
  }
  return {low / double{experiments}, high / double{experiments}};
}
Misses misses_of(const Distribution& distribution, int runs) {
  return misses_of(distribution.mean(), runs, [&](BufferedLuck& buffered) {
    return RunMean{distribution.sample(buffered.next({})), 1};
  });
}

TEST(MeanInterval, covers_as_it_promises) {  // four standard errors of a share of 5 % of 4000 are 1.4 %
  const Misses normal = misses_of(Distribution::normal(1, 1), 30);
  EXPECT_NEAR(normal.low, 0.05, 0.014);
  EXPECT_NEAR(normal.high, 0.05, 0.014);
  const Misses skewed = misses_of(Distribution::exponential_mean(1), 60);  // plain t: 8 % above, 3 % below
  EXPECT_NEAR(skewed.low, 0.05, 0.014);
  EXPECT_NEAR(skewed.high, 0.05, 0.016);
}

TEST(MeanInterval, covers_when_runs_differ_in_their_counts) {
  // Half of the runs hold 1 value around 1, half 9 values around 3, alike within a run. The pooled mean is (1 + 27) /
  // 10, the mean of run means is 2.
  const auto mixed = [](BufferedLuck& buffered) {
    const bool large = buffered.next({}).unit() < 0.5;
    const double noise = Distribution::normal(0, 1).sample(buffered.next({}));
    return large ? RunMean{3 + noise, 9} : RunMean{1 + noise, 1};
  };
  const Misses misses = misses_of(2.8, 72, mixed);
  EXPECT_NEAR(misses.low, 0.05, 0.016);
  EXPECT_NEAR(misses.high, 0.05, 0.016);
  // Small runs have the large means: without the weights' correlation 7.2 % of upper bounds are too low.
  const auto shrunk = [](BufferedLuck& buffered) {
    const double weight = 0.2 + Distribution::exponential_mean(1).sample(buffered.next({}));
    return RunMean{Distribution::exponential_mean(1).sample(buffered.next({})) / weight, weight};
  };
  const Misses inverse = misses_of(1 / 1.2, 72, shrunk);
  EXPECT_LE(inverse.low, 0.05);
  EXPECT_NEAR(inverse.high, 0.05, 0.014);
  // Weights are exponential and the means grow with them: E[w w] / E[w] = 2. The tail is that of a square.
  const auto grown = [](BufferedLuck& buffered) {
    const double weight = Distribution::exponential_mean(1).sample(buffered.next({}));
    return RunMean{weight, weight};
  };
  const Misses heavy = misses_of(2, 144, grown);
  EXPECT_NEAR(heavy.low, 0.05, 0.014);
  EXPECT_LE(heavy.high, 0.085);
}

}  // namespace
}  // namespace paddock::sim
