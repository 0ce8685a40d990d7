#include "sim/distributions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <vector>

#include "sim/check.hpp"
#include "sim/math.hpp"
#include "sim/ziggurat.hpp"

namespace paddock::sim {
namespace {

static_assert(std::is_trivially_copyable_v<Distribution>);

constexpr LuckKey sample_key{.seed = 20220430, .stream = 1};
constexpr Luck sample_source = luck("distribution test", 0);
constexpr std::uint64_t samples = 200'000;

std::vector<double> draw_many(const Distribution& distribution) {
  std::vector<double> values;
  BufferedLuck buffered(sample_source);
  for (std::uint64_t n = 0; n < samples; ++n) values.push_back(distribution.sample(buffered.next(sample_key)));
  return values;
}

/// Pearson's statistic of 100 cells that are equally likely under `distribution`: 99 degrees of freedom.
double chi_square(const Distribution& distribution, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const double expected = static_cast<double>(values.size()) / 100;
  double sum = 0;
  auto from = values.begin();
  for (int cell = 1; cell <= 100; ++cell) {
    const auto to =
        cell == 100 ? values.end() : std::upper_bound(from, values.end(), distribution.quantile(cell / 100.0));
    const double excess = static_cast<double>(to - from) - expected;
    sum += excess * excess / expected;
    from = to;
  }
  return sum;
}
constexpr double chi_square_99_permille_1 = 148.23;  // 99.9 % point, 99 degrees of freedom

/// The same for the outermost thousandth, where a ziggurat has its tail: 20 cells, 19 degrees of freedom.
double tail_chi_square(const Distribution& distribution, std::vector<double> values) {
  const double from = distribution.quantile(0.999);
  std::erase_if(values, [&](double x) { return x <= from; });
  const double expected = static_cast<double>(samples) / 20'000;
  std::array<double, 20> counts{};
  for (const double x : values) {
    std::size_t cell = 19;
    while (cell > 0 && x <= distribution.quantile(0.999 + static_cast<double>(cell) * 0.00005)) --cell;
    ++counts[cell];
  }
  double sum = 0;
  for (const double count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}
constexpr double chi_square_20_permille_1 = 45.31;  // 99.9 % point, 20 degrees of freedom (the total is free)

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}
double variance_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double x : values) sum += (x - mean) * (x - mean);
  return sum / static_cast<double>(values.size() - 1);
}

TEST(Ziggurat, layers_close_at_the_peak_and_have_one_area) {
  for (const auto* z : {&detail::exponential_ziggurat, &detail::normal_ziggurat}) {
    const double area = z->edge[0] * z->height[1];
    for (std::size_t i = 1; i < detail::ziggurat_layers; ++i) {
      EXPECT_NEAR(z->edge[i] * (z->height[i + 1] - z->height[i]), area, 1e-14) << i;
      EXPECT_GT(z->edge[i], z->edge[i + 1]);
    }
  }
  // Box and tail of the base together have that area as well.
  const double r = detail::exponential_ziggurat.edge[1];
  EXPECT_NEAR(r * std::exp(-r) + std::exp(-r), detail::exponential_ziggurat.edge[0] * std::exp(-r), 1e-16);
  const double s = detail::normal_ziggurat.edge[1];
  EXPECT_NEAR(s * std::exp(-s * s / 2) + std::sqrt(std::acos(-1.0) / 2) * std::erfc(s / std::sqrt(2.0)),
              detail::normal_ziggurat.edge[0] * std::exp(-s * s / 2), 1e-16);
}

TEST(Ziggurat, one_word_is_nearly_always_enough) {
  double expected = 0;
  for (std::size_t i = 0; i < detail::ziggurat_layers; ++i)
    expected += detail::normal_ziggurat.edge[i + 1] / detail::normal_ziggurat.edge[i] / detail::ziggurat_layers;
  EXPECT_GT(expected, 0.98);
  int first_words = 0;
  for (std::uint64_t n = 0; n < 100'000; ++n) {
    const std::uint64_t word = Draw(sample_key, sample_source, n).bits();
    const std::size_t layer = word % 256;
    first_words += unit_of(word) * detail::normal_ziggurat.edge[layer] < detail::normal_ziggurat.edge[layer + 1];
  }
  EXPECT_NEAR(first_words / 1e5, expected, 4 * std::sqrt(expected * (1 - expected) / 1e5));
}

struct Case {
  const char* name;
  Distribution distribution;
  double mean, variance;
};

std::vector<Case> cases() {
  const double z95 = 1.6448536269514722;
  const double sigma = std::log(118.0 / 80.0) / z95;
  const double weibull_mean = std::tgamma(1 + 1 / 1.5), weibull_square = std::tgamma(1 + 2 / 1.5);
  return {
      {"exponential", Distribution::exponential_mean(3), 3, 9},
      {"uniform", Distribution::uniform(-2, 4), 1, 3},
      {"normal", Distribution::normal(10, 2), 10, 4},
      {"lognormal median p95", Distribution::lognormal_median_p95(80, 118), 80 * std::exp(sigma * sigma / 2),
       6400 * std::exp(sigma * sigma) * std::expm1(sigma * sigma)},
      {"lognormal mean scv", Distribution::lognormal_mean_scv(5, 0.3), 5, 7.5},
      {"weibull", Distribution::weibull(1.5, 2), 2 * weibull_mean, 4 * (weibull_square - weibull_mean * weibull_mean)},
  };
}

TEST(Samplers, agree_with_their_quantiles_and_moments) {
  for (const auto& [name, distribution, mean, variance] : cases()) {
    const auto values = draw_many(distribution);
    EXPECT_LT(chi_square(distribution, values), chi_square_99_permille_1) << name;
    EXPECT_LT(tail_chi_square(distribution, values), chi_square_20_permille_1) << name;
    EXPECT_NEAR(distribution.mean(), mean, 1e-12 * mean) << name;
    EXPECT_NEAR(mean_of(values), mean, 4 * std::sqrt(variance / static_cast<double>(samples))) << name;
    EXPECT_NEAR(variance_of(values) / variance, 1, 0.03) << name;
  }
}

TEST(Samplers, are_not_correlated_from_one_variate_to_the_next) {
  for (const auto& [name, distribution, mean, variance] : cases()) {
    const auto values = draw_many(distribution);
    double sum = 0;
    for (std::size_t i = 1; i < values.size(); ++i) sum += (values[i] - mean) * (values[i - 1] - mean);
    EXPECT_NEAR(sum / static_cast<double>(samples) / variance, 0, 4 / std::sqrt(static_cast<double>(samples))) << name;
  }
}

TEST(Samplers, take_one_variate_of_luck_each) {
  const auto normal = Distribution::normal(0, 1);
  BufferedLuck buffered(sample_source);
  for (std::uint64_t n = 0; n < 5000; ++n)
    ASSERT_EQ(normal.sample(buffered.next(sample_key)), normal.sample(Draw(sample_key, sample_source, n)));
}

TEST(Samplers, bernoulli_counts) {
  const auto values = draw_many(Distribution::bernoulli(0.06));
  EXPECT_NEAR(mean_of(values), 0.06, 4 * std::sqrt(0.06 * 0.94 / static_cast<double>(samples)));
  for (const double x : values) ASSERT_TRUE(x == 0 || x == 1);
  EXPECT_EQ(mean_of(draw_many(Distribution::bernoulli(0))), 0);
  EXPECT_EQ(mean_of(draw_many(Distribution::bernoulli(1))), 1);
}

TEST(Distribution, keeps_what_the_user_wrote) {
  const auto failover = Distribution::lognormal_median_p95(80, 118);
  EXPECT_EQ(failover.kind(), DistributionKind::lognormal_median_p95);
  EXPECT_EQ(failover.a(), 80);
  EXPECT_EQ(failover.b(), 118);
  EXPECT_EQ(failover, Distribution::lognormal_median_p95(80, 118));
  EXPECT_NE(failover, Distribution::lognormal_median_p95(80, 119));
  EXPECT_NE(Distribution::uniform(1, 2), Distribution::normal(1, 2));
}

TEST(Distribution, quantiles_give_the_parameters_back) {
  const auto failover = Distribution::lognormal_median_p95(80, 118);
  EXPECT_DOUBLE_EQ(failover.quantile(0.5), 80);
  EXPECT_NEAR(failover.quantile(0.95), 118, 1e-12);
  EXPECT_NEAR(Distribution::exponential_mean(1).quantile(0.5), std::log(2.0), 1e-15);
  EXPECT_EQ(Distribution::uniform(20, 90).quantile(0.1), 27);
  EXPECT_NEAR(Distribution::weibull(2, 3).quantile(1 - std::exp(-1.0)), 3, 1e-14);
  EXPECT_EQ(Distribution::bernoulli(0.25).quantile(0.7), 0);
  EXPECT_EQ(Distribution::bernoulli(0.25).quantile(0.8), 1);
}

TEST(Distribution, the_default_is_the_constant_zero) {
  EXPECT_EQ(Distribution{}, Distribution::constant(0));
  EXPECT_EQ(Distribution{}.sample(Draw(sample_key, sample_source, 0)), 0);
  EXPECT_EQ(Distribution::constant(4).sample(Draw(sample_key, sample_source, 0)), 4);
}

TEST(Distribution, degenerate_parameters_are_constants) {
  for (const auto& d :
       {Distribution::uniform(5, 5), Distribution::normal(5, 0), Distribution::lognormal_median_p95(5, 5),
        Distribution::lognormal_mean_scv(5, 0), Distribution::constant(5)}) {
    EXPECT_TRUE(d.is_constant());
    for (std::uint64_t n = 0; n < 50; ++n) EXPECT_EQ(d.sample(Draw(sample_key, sample_source, n)), 5);
  }
  EXPECT_TRUE(Distribution::exponential_mean(0).is_constant());
  EXPECT_FALSE(Distribution::exponential_mean(1).is_constant());
}

TEST(Distribution, refuses_broken_parameters) {
  const double nan = std::nan("");
  EXPECT_THROW(Distribution::constant(nan), CheckFailed);
  EXPECT_THROW(Distribution::exponential_mean(-1), CheckFailed);
  EXPECT_THROW(Distribution::uniform(2, 1), CheckFailed);
  EXPECT_THROW(Distribution::normal(0, -1), CheckFailed);
  EXPECT_THROW(Distribution::lognormal_median_p95(2, 1), CheckFailed);
  EXPECT_THROW(Distribution::lognormal_median_p95(0, 1), CheckFailed);
  EXPECT_THROW(Distribution::lognormal_mean_scv(1, nan), CheckFailed);
  EXPECT_THROW(Distribution::weibull(0, 1), CheckFailed);
  EXPECT_THROW(Distribution::bernoulli(1.5), CheckFailed);
  EXPECT_THROW(Distribution::uniform(0, 1).quantile(0), CheckFailed);
}

}  // namespace
}  // namespace paddock::sim
