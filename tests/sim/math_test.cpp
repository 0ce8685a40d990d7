// The C library in long double (64 bits of mantissa) is the judge here: its own error is 2^-11 of a double's ulp.
#include "sim/math.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "sim/draw.hpp"

namespace paddock::sim {
namespace {

using Judge = long double;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Distance in units of the last place of the double nearest to `expected`.
double ulps(double found, Judge expected) {
  const auto nearest = std::fabs(static_cast<double>(expected));
  const double ulp = std::nextafter(nearest, infinity) - nearest;
  return static_cast<double>(std::fabs((found - expected) / ulp));
}

struct Range {
  double low, high;
  bool logarithmic = false;
};

double worst_ulps(const std::function<double(double)>& ours, const std::function<Judge(Judge)>& judge, Range range) {
  double worst = 0;
  for (std::uint64_t n = 0; n < 50'000; ++n) {
    const double u = Draw({}, luck("math test", 0), n).unit();
    double x = range.low + u * (range.high - range.low);
    if (range.logarithmic) x = std::exp(x);
    worst = std::max(worst, ulps(ours(x), judge(x)));
  }
  return worst;
}

const auto judge_log = [](Judge x) { return std::log(x); };
const auto judge_exp = [](Judge x) { return std::exp(x); };
const auto judge_lgamma = [](Judge x) { return std::lgamma(x); };
const auto judge_cdf = [](Judge x) { return std::erfc(-x / std::sqrt(Judge{2})) / 2; };

TEST(Log, is_within_one_ulp) {
  EXPECT_LT(worst_ulps(&log, judge_log, {-740, 709, true}), 1.0);
  EXPECT_LT(worst_ulps(&log, judge_log, {0.3, 3}), 1.0);
  EXPECT_LT(worst_ulps(&log, judge_log, {1 - 1e-6, 1 + 1e-6}), 1.0);
  static_assert(log(1) == 0);
  EXPECT_LT(ulps(log(5e-324), std::log(Judge{5e-324})), 1.0);
}

TEST(Log, knows_the_edges) {
  EXPECT_EQ(log(0), -infinity);
  EXPECT_EQ(log(infinity), infinity);
  EXPECT_TRUE(std::isnan(log(-1)));
  EXPECT_TRUE(std::isnan(log(std::nan(""))));
}

TEST(Exp, is_within_one_ulp) {
  EXPECT_LT(worst_ulps(&exp, judge_exp, {-708, 709.7}), 1.0);
  EXPECT_LT(worst_ulps(&exp, judge_exp, {-1, 1}), 1.0);
  static_assert(exp(0) == 1);
}

TEST(Exp, knows_the_edges) {
  EXPECT_EQ(exp(710), infinity);
  EXPECT_EQ(exp(infinity), infinity);
  EXPECT_EQ(exp(-746), 0);
  EXPECT_EQ(exp(-infinity), 0);
  EXPECT_TRUE(std::isnan(exp(std::nan(""))));
  EXPECT_LT(ulps(exp(709.78), std::exp(Judge{709.78})), 1.0);
  EXPECT_LT(ulps(exp(-740.5), std::exp(Judge{-740.5})), 1.0);  // subnormal
}

TEST(Log1pAndExpm1, keep_precision_near_zero) {
  const auto judge_log1p = [](Judge x) { return std::log1p(x); };
  const auto judge_expm1 = [](Judge x) { return std::expm1(x); };
  EXPECT_LT(worst_ulps(&log1p, judge_log1p, {-0.999, 4}), 2.0);
  EXPECT_LT(worst_ulps(&log1p, judge_log1p, {-50, 1, true}), 2.0);
  EXPECT_LT(worst_ulps(&expm1, judge_expm1, {-5, 5}), 2.0);
  EXPECT_LT(worst_ulps(&expm1, judge_expm1, {-50, 1, true}), 2.0);
  EXPECT_EQ(log1p(-1), -infinity);
  EXPECT_EQ(log1p(infinity), infinity);
  EXPECT_TRUE(std::isnan(log1p(-1.5)));
  EXPECT_EQ(expm1(-infinity), -1);
  EXPECT_EQ(expm1(infinity), infinity);
}

TEST(Pow, is_within_two_ulps) {
  for (const double y : {0.37, -1.7, 2.0, 1 / 1.5}) {
    const auto ours = [y](double x) { return pow(x, y); };
    const auto judge = [y](Judge x) { return std::pow(x, Judge{y}); };
    EXPECT_LT(worst_ulps(ours, judge, {-350, 350, true}), 2.0) << y;
  }
  const auto steep = [](double x) { return pow(x, 300); };
  EXPECT_LT(worst_ulps(steep, [](Judge x) { return std::pow(x, Judge{300}); }, {0.1, 10}), 2.0);
  EXPECT_EQ(pow(2, 10), 1024);
  EXPECT_EQ(pow(1.5, 2), 2.25);
}

TEST(Pow, knows_the_edges) {
  EXPECT_EQ(pow(0, 0), 1);
  EXPECT_EQ(pow(0, 2), 0);
  EXPECT_EQ(pow(0, -2), infinity);
  EXPECT_EQ(pow(infinity, 0.5), infinity);
  EXPECT_EQ(pow(infinity, -0.5), 0);
  EXPECT_EQ(pow(0.5, infinity), 0);
  EXPECT_EQ(pow(0.5, -infinity), infinity);
  EXPECT_EQ(pow(10, 400), infinity);
  EXPECT_EQ(pow(10, -400), 0);
  EXPECT_TRUE(std::isnan(pow(-1, 2)));
}

TEST(Cbrt, has_a_sign) {
  EXPECT_LT(worst_ulps(&cbrt, [](Judge x) { return std::cbrt(x); }, {-700, 700, true}), 2.0);
  EXPECT_EQ(cbrt(-27), -3);
  EXPECT_EQ(cbrt(8), 2);
  EXPECT_EQ(cbrt(0), 0);
}

TEST(Lgamma, keeps_relative_precision_at_its_zeros) {
  EXPECT_LT(worst_ulps(&lgamma, judge_lgamma, {0.001, 40}), 8.0);
  EXPECT_LT(worst_ulps(&lgamma, judge_lgamma, {0.999, 1.001}), 8.0);
  EXPECT_LT(worst_ulps(&lgamma, judge_lgamma, {1.999, 2.001}), 8.0);
  EXPECT_LT(worst_ulps(&lgamma, judge_lgamma, {3, 40, true}), 8.0);
  EXPECT_LT(worst_ulps(&lgamma, judge_lgamma, {-40, 0, true}), 8.0);
  EXPECT_NEAR(lgamma(11), std::log(3628800.0), 1e-14);  // 10!
  EXPECT_TRUE(std::isnan(lgamma(0)));
}

TEST(StirlingError, is_what_the_logarithm_of_a_factorial_leaves) {
  for (const double x : {0.3, 1.0, 2.0, 7.5, 15.9, 16.0, 40.0}) {
    const Judge y = x;
    const Judge expected = std::lgamma(y + 1) - ((y + 0.5L) * std::log(y) - y + std::log(2 * std::acos(Judge{-1})) / 2);
    EXPECT_NEAR(stirling_error(x), static_cast<double>(expected), 1e-15) << x;
  }
}

TEST(NormalCdf, keeps_relative_precision_in_the_tail) {
  EXPECT_LT(worst_ulps(&normal_cdf, judge_cdf, {-37, 5}), 100.0);
  EXPECT_LT(worst_ulps(&normal_cdf, judge_cdf, {-3, 3}), 100.0);
  EXPECT_EQ(normal_cdf(0), 0.5);
  EXPECT_EQ(normal_cdf(-50), 0);
  EXPECT_EQ(normal_cdf(50), 1);
}

TEST(NormalQuantile, is_the_inverse_of_the_cdf) {
  for (std::uint64_t n = 0; n < 20'000; ++n) {
    const double u = Draw({}, luck("quantile test", 0), n).unit();
    for (const double p : {u, 0.5 + 1e-8 * u, std::exp(-690 * u)}) {
      const double x = normal_quantile(p);
      const Judge slope = std::exp(-Judge{x} * x / 2) / std::sqrt(2 * std::acos(Judge{-1}));
      const Judge error = p > 0.3 ? std::erf(x / std::sqrt(Judge{2})) / 2 - (p - 0.5L) : judge_cdf(x) - p;
      ASSERT_LT(std::fabs(static_cast<double>(error / slope)), 1e-14 * std::fabs(x)) << p;
    }
  }
}

TEST(NormalQuantile, knows_the_tables_and_the_edges) {
  EXPECT_NEAR(normal_quantile(0.95), 1.6448536269514722, 5e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.9599639845400542, 5e-15);
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_EQ(normal_quantile(0), -infinity);
  EXPECT_EQ(normal_quantile(1), infinity);
  EXPECT_TRUE(std::isnan(normal_quantile(1.1)));
}

}  // namespace
}  // namespace paddock::sim
