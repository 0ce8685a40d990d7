// Tallies, time averages, histograms and discrete outcomes, against numbers worked out by hand.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <vector>

#include "sim/check.hpp"
#include "sim/discrete.hpp"
#include "sim/histogram.hpp"
#include "sim/tally.hpp"
#include "sim/time_average.hpp"

namespace paddock::sim {
namespace {

static_assert(std::is_trivially_copyable_v<Tally>);
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

Time at(int seconds) { return Time{} + std::chrono::seconds{seconds}; }

TEST(Tally, of_nothing_knows_nothing) {
  const Tally none;
  EXPECT_EQ(none.count(), 0U);
  EXPECT_FALSE(none.mean() || none.min() || none.max() || none.variance() || none.skewness());
}

TEST(Tally, of_five_numbers) {  // 1 2 3 4 10: mean 4, squares 9+4+1+0+36 = 50, cubes -27-8-1+0+216 = 180
  Tally tally;
  for (const double x : {1, 2, 3, 4, 10}) tally.add(x);
  EXPECT_EQ(tally.count(), 5U);
  EXPECT_DOUBLE_EQ(*tally.mean(), 4);
  EXPECT_DOUBLE_EQ(*tally.variance(), 12.5);
  EXPECT_DOUBLE_EQ(*tally.skewness(), (180.0 / 5) / std::pow(50.0 / 5, 1.5));
  EXPECT_EQ(tally.min(), 1);
  EXPECT_EQ(tally.max(), 10);
}

TEST(Tally, of_equal_numbers_has_no_variance_at_all) {
  Tally tally, more;
  for (int i = 0; i < 1000; ++i) tally.add(0.1), more.add(0.1);
  tally.merge(more);
  EXPECT_EQ(tally.mean(), 0.1);
  EXPECT_EQ(tally.variance(), 0);
  EXPECT_FALSE(tally.skewness());
}

TEST(Tally, merged_is_the_tally_of_all) {
  rc::check([](const std::vector<std::int16_t>& left, const std::vector<std::int16_t>& right) {
    Tally a, b, all;
    for (const auto x : left) a.add(x), all.add(x);
    for (const auto x : right) b.add(x), all.add(x);
    a.merge(b);
    const auto close = [](std::optional<double> x, std::optional<double> y, double scale) {
      return x.has_value() == y.has_value() && (!x || std::abs(*x - *y) <= 1e-11 * scale);
    };
    RC_ASSERT(a.count() == all.count());
    RC_ASSERT(a.min() == all.min() && a.max() == all.max());
    RC_ASSERT(close(a.mean(), all.mean(), 32768));
    RC_ASSERT(close(a.variance(), all.variance(), 32768.0 * 32768));
    if (all.variance().value_or(0) > 1) RC_ASSERT(close(a.skewness(), all.skewness(), 1e6));
  });
}

TEST(Tally, keeps_small_spreads_around_large_means) {  // a sum of squares would lose all digits
  Tally tally;
  for (const double x : {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) tally.add(x);
  EXPECT_DOUBLE_EQ(*tally.mean(), 1e9 + 10);
  EXPECT_DOUBLE_EQ(*tally.variance(), 30);
}

TEST(TimeAverage, weighs_values_by_time) {  // 2 for 10 s, 1 for 5 s, 4 for 5 s
  TimeAverage ready(at(0), 2);
  ready.set(at(10), 1);
  ready.set(at(15), 4);
  EXPECT_DOUBLE_EQ(ready.mean(at(20)), (20 + 5 + 20) / 20.0);
  EXPECT_EQ(ready.integral_s(at(20)), 45);
  EXPECT_EQ(ready.min(at(20)), 1);
  EXPECT_EQ(ready.max(at(20)), 4);
  EXPECT_EQ(ready.max(at(15)), 2);  // the 4 has not yet held
  EXPECT_EQ(ready.value(), 4);
}

TEST(TimeAverage, ignores_values_that_held_for_no_time) {
  TimeAverage ready(at(0), 2);
  ready.set(at(10), 0);
  ready.set(at(10), 3);
  EXPECT_EQ(ready.min(at(20)), 2);
  EXPECT_EQ(ready.max(at(20)), 3);
}

TEST(TimeAverage, of_an_instant_is_the_present_value) {
  const TimeAverage ready(at(3), 7);
  EXPECT_EQ(ready.mean(at(3)), 7);
  EXPECT_EQ(ready.min(at(3)), 7);
  EXPECT_EQ(ready.max(at(3)), 7);
}

TEST(TimeAverage, restarts_with_the_present_value) {
  TimeAverage ready(at(0), 0);
  ready.set(at(5), 3);
  ready.restart(at(8));
  EXPECT_EQ(ready.start(), at(8));
  EXPECT_EQ(ready.mean(at(10)), 3);
  EXPECT_EQ(ready.min(at(10)), 3);
}

TEST(TimeAverage, refuses_to_go_back) {
  TimeAverage ready(at(5), 1);
  EXPECT_THROW(ready.set(at(4), 2), CheckFailed);
  EXPECT_THROW((void)ready.mean(at(4)), CheckFailed);
  EXPECT_THROW(ready.restart(at(4)), CheckFailed);
}

TEST(Histogram, buckets_tile_the_numbers_within_the_promised_width) {
  std::int64_t next = 0;
  std::size_t bucket = 0;
  for (;; ++bucket) {
    ASSERT_EQ(Histogram::lowest(bucket), next);
    const std::int64_t high = Histogram::highest(bucket);
    ASSERT_EQ(Histogram::bucket_of(next), bucket);
    ASSERT_EQ(Histogram::bucket_of(high), bucket);
    ASSERT_LE(high - next, next / 128);
    if (high == largest) break;
    next = high + 1;
  }
  EXPECT_EQ(bucket + 1, 57U * 128U);  // 256 exact ones, 128 for each of the 55 doublings from 2^8 to 2^63
}

TEST(Histogram, is_exact_for_small_numbers) {
  Histogram h;
  for (int i = 1; i <= 100; ++i) h.add(i);
  EXPECT_EQ(h.quantile(0), 1);
  EXPECT_EQ(h.quantile(0.07), 7);  // 0.07 * 100 > 7 in binary
  EXPECT_EQ(h.quantile(0.5), 50);
  EXPECT_EQ(h.quantile(0.501), 51);
  EXPECT_EQ(h.quantile(0.95), 95);
  EXPECT_EQ(h.quantile(0.99), 99);
  EXPECT_EQ(h.quantile(1), 100);
  EXPECT_EQ(h.count_at_most(42), 42U);
  EXPECT_EQ(h.count_at_most(0), 0U);
}

TEST(Histogram, of_nothing_knows_nothing) {
  const Histogram none;
  EXPECT_EQ(none.count(), 0U);
  EXPECT_FALSE(none.quantile(0.5) || none.min() || none.max());
  EXPECT_EQ(none.count_at_most(5), 0U);
}

TEST(Histogram, quantiles_err_upwards_by_at_most_one_part_in_128) {
  rc::check([](const std::vector<std::uint64_t>& raw, std::uint8_t percent, std::uint8_t shift) {
    RC_PRE(!raw.empty());
    std::vector<std::int64_t> values;
    Histogram h;
    for (const auto x : raw) {
      values.push_back(static_cast<std::int64_t>(x >> (1 + shift % 63)));
      h.add(values.back());
    }
    std::sort(values.begin(), values.end());
    const std::size_t p = percent % 101;
    const std::size_t rank = std::max<std::size_t>(1, (p * values.size() + 99) / 100);
    const std::int64_t exact = values[rank - 1];
    const std::int64_t found = *h.quantile(static_cast<double>(p) / 100);
    RC_ASSERT(found >= exact);
    RC_ASSERT(found - exact <= exact / 128);
    RC_ASSERT(found <= values.back());
  });
}

TEST(Histogram, merging_is_exact_in_any_order) {
  rc::check([](const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right) {
    Histogram a, b, all;
    for (const auto x : left) a.add(x), all.add(x);
    for (const auto x : right) b.add(x, 2), all.add(x), all.add(x);
    Histogram ab = a, ba = b;
    ab.merge(b);
    ba.merge(a);
    RC_ASSERT(ab == all);
    RC_ASSERT(ba == all);
  });
}

TEST(Histogram, takes_the_largest_and_refuses_negative_numbers) {
  Histogram h;
  h.add(largest);
  EXPECT_EQ(h.quantile(0.5), largest);
  EXPECT_THROW(h.add(-1), CheckFailed);
  EXPECT_THROW((void)h.quantile(1.5), CheckFailed);
  h.add(3, 0);
  EXPECT_EQ(h.count(), 1U);
}

TEST(Discrete, picks_by_weight_and_never_weight_zero) {
  const Discrete d({{10, 1}, {20, 0}, {30, 2}, {40, 5}});
  EXPECT_DOUBLE_EQ(d.mean(), (10 + 60 + 200) / 8.0);
  std::array<double, 4> counts{};
  for (std::uint64_t n = 0; n < 80'000; ++n) {
    Draw draw({}, luck("discrete", 0), n);
    ++counts[d.pick(draw)];
  }
  EXPECT_EQ(counts[1], 0);
  double chi_square = 0;
  for (const std::size_t i : {0U, 2U, 3U}) {
    const double expected = d.outcomes()[i].weight * 10'000;
    chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  EXPECT_LT(chi_square, 13.82);  // 99.9 % point, 2 degrees of freedom
}

TEST(Discrete, cells_hold_the_weights_exactly_enough) {
  // With a known word for every small interval the picks can be counted without chance.
  rc::check([](std::vector<std::uint8_t> weights) {
    std::vector<Discrete::Outcome> outcomes;
    double total = 0;
    for (const auto w : weights) outcomes.push_back({.value = 0, .weight = double(w)}), total += w;
    RC_PRE(total > 0);
    const Discrete d(outcomes);
    constexpr std::uint64_t words = 1 << 14;
    std::vector<double> shares(outcomes.size());
    for (std::uint64_t i = 0; i < words; ++i) {
      Draw draw({}, {}, 0, i << 50U);
      shares[d.pick(draw)] += 1.0 / words;
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      RC_ASSERT(std::abs(shares[i] - outcomes[i].weight / total) <=
                static_cast<double>(2 * outcomes.size() + 2) / static_cast<double>(words));
  });
}

TEST(Discrete, refuses_nothing_and_nonsense) {
  EXPECT_THROW(Discrete(std::vector<Discrete::Outcome>{}), CheckFailed);
  EXPECT_THROW(Discrete({{1, 0}}), CheckFailed);
  EXPECT_THROW(Discrete({{1, -1}, {2, 3}}), CheckFailed);
  EXPECT_THROW(Discrete({{1, std::nan("")}}), CheckFailed);
  EXPECT_EQ(Discrete({{1, 2}}), Discrete({{1, 2}}));
}

}  // namespace
}  // namespace paddock::sim
