// Every result has fixed bits: digests of thousands of values of each function and sampler. A compiler, level or
// processor that gives other bits fails here; so does a change of a formula, which then has to be wanted, for it
// changes every shipped result.
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "sim/discrete.hpp"
#include "sim/distributions.hpp"
#include "sim/intervals.hpp"
#include "sim/math.hpp"

namespace paddock::sim {
namespace {

constexpr LuckKey fixed_key{.seed = 1, .stream = 2};

/// FNV-1a over the bits of `count` values of f(n).
std::uint64_t digest(std::uint64_t count, const std::function<double(std::uint64_t)>& f) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (std::uint64_t n = 0; n < count; ++n) {
    const auto bits = std::bit_cast<std::uint64_t>(f(n));
    for (unsigned shift = 0; shift < 64; shift += 8) hash = (hash ^ (bits >> shift & 0xFFU)) * 0x100000001B3U;
  }
  return hash;
}

double between(std::string_view purpose, std::uint64_t n, double low, double high) {
  return low + Draw(fixed_key, luck(purpose, 0), n).unit() * (high - low);
}
/// Between e^-|range| and e^range.
double wide(std::uint64_t n, double range) { return exp(between("wide", n, -range, range)); }

TEST(FixedBits, elementary_functions) {
  EXPECT_EQ(digest(5000, [](auto n) { return log(wide(n, 700)); }), 0xD07F45F11AF490ACU);
  EXPECT_EQ(digest(5000, [](auto n) { return log(between("x", n, 0.5, 2)); }), 0x8247706C9383ED52U);
  EXPECT_EQ(digest(5000, [](auto n) { return exp(between("x", n, -745, 709)); }), 0xF15CEC986D558438U);
  EXPECT_EQ(digest(5000, [](auto n) { return exp(between("x", n, -2, 2)); }), 0xF2C95742528CC1FDU);
  EXPECT_EQ(digest(5000, [](auto n) { return log1p(between("x", n, -1, 3)); }), 0xDBB7D6991FBD82A6U);
  EXPECT_EQ(digest(5000, [](auto n) { return expm1(between("x", n, -3, 3)); }), 0xF6A6B1F2A6E62447U);
  EXPECT_EQ(digest(5000, [](auto n) { return pow(wide(n, 50), between("y", n, -9, 9)); }), 0x0D21190342307399U);
  EXPECT_EQ(digest(5000, [](auto n) { return cbrt(wide(n, 600)); }), 0x2EC1AA8099A2F1BCU);
}

TEST(FixedBits, gamma_and_normal) {
  EXPECT_EQ(digest(5000, [](auto n) { return lgamma(wide(n, 8)); }), 0x03D924B6EEB1C2A3U);
  EXPECT_EQ(digest(5000, [](auto n) { return stirling_error(wide(n, 5)); }), 0xF0886B166BDBC5C7U);
  EXPECT_EQ(digest(3000, [](auto n) { return normal_cdf(between("x", n, -38, 9)); }), 0x17A22C24E6030A53U);
  EXPECT_EQ(digest(3000, [](auto n) { return normal_cdf(between("x", n, -3, 3)); }), 0xD3DFBB69D7A4F0F7U);
  EXPECT_EQ(digest(3000, [](auto n) { return normal_quantile(between("p", n, 0, 1)); }), 0xC6ABCDF8888D88B0U);
  EXPECT_EQ(digest(1000, [](auto n) { return normal_quantile(exp(between("p", n, -700, 0))); }), 0x2361D3D529A375FFU);
}

TEST(FixedBits, intervals) {
  const auto a = [](std::uint64_t n) { return exp(between("a", n, -1, 8)); };
  const auto b = [](std::uint64_t n) { return exp(between("b", n, -1, 8)); };
  const auto p = [](std::uint64_t n) { return between("p", n, 0, 1); };
  EXPECT_EQ(digest(3000, [&](auto n) { return incomplete_beta(a(n), b(n), p(n)); }), 0x3A3B9406C0609BF9U);
  EXPECT_EQ(digest(1000, [&](auto n) { return beta_quantile(a(n), b(n), p(n)); }), 0x833AE85823E02B08U);
  EXPECT_EQ(digest(1000, [&](auto n) { return student_quantile(p(n), 1 + a(n)); }), 0xB43277D69411BAB4U);
  EXPECT_EQ(digest(1000, [&](auto n) { return binomial_lower(n % (1 + n / 7), 1 + n / 7, 0.05); }),
            0x8DF54D25CE45A8E5U);
  EXPECT_EQ(digest(1000, [&](auto n) { return binomial_upper(n % (1 + n / 7), 1 + n / 7, 0.0125); }),
            0xFBB12D79D14B30C0U);
  EXPECT_EQ(digest(300,
                   [&](auto n) {
                     std::vector<RunMean> runs;
                     for (std::uint64_t i = 0; i < 40; ++i)
                       runs.push_back({wide(40 * n + i, 2), static_cast<double>(1 + i % 3)});
                     const auto interval = mean_interval(runs, 0.05);
                     return n % 2 == 0 ? interval->low : interval->high;
                   }),
            0x7CCBFBCF830B1E8DU);
}

TEST(FixedBits, samplers) {
  const auto sampler = [](const Distribution& d) {
    return digest(20'000, [&](auto n) { return d.sample(Draw(fixed_key, luck("sample", 7), n)); });
  };
  EXPECT_EQ(sampler(Distribution::exponential_mean(3)), 0xDE8B5B7701D33306U);
  EXPECT_EQ(sampler(Distribution::uniform(20, 90)), 0x121E6FACE221734DU);
  EXPECT_EQ(sampler(Distribution::normal(10, 2)), 0x5A1EA080E22643D7U);
  EXPECT_EQ(sampler(Distribution::lognormal_median_p95(80, 118)), 0x7F8DA311817C7F14U);
  EXPECT_EQ(sampler(Distribution::lognormal_mean_scv(5, 0.3)), 0x59E26EA18355A028U);
  EXPECT_EQ(sampler(Distribution::weibull(1.5, 2)), 0xE88139840A62B76DU);
  EXPECT_EQ(sampler(Distribution::bernoulli(0.06)), 0x25F46AD954BFA198U);
  const Discrete discrete({{1, 0.1}, {2, 0.2}, {3, 0.7}});
  EXPECT_EQ(digest(20'000, [&](auto n) { return discrete.sample(Draw(fixed_key, luck("sample", 7), n)); }),
            0x863CC16FE9884D0DU);
}

TEST(FixedBits, ziggurat_tables) {
  EXPECT_EQ(digest(257, [](auto n) { return detail::exponential_ziggurat.edge[n]; }), 0x0EFFEFB0E77FC680U);
  EXPECT_EQ(digest(257, [](auto n) { return detail::exponential_ziggurat.height[n]; }), 0xD347273A012460B4U);
  EXPECT_EQ(digest(257, [](auto n) { return detail::normal_ziggurat.edge[n]; }), 0x7710AB9397E7851EU);
  EXPECT_EQ(digest(257, [](auto n) { return detail::normal_ziggurat.height[n]; }), 0x5F512102C661561AU);
}

}  // namespace
}  // namespace paddock::sim
