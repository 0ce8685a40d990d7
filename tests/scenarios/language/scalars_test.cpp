#include "scenarios/language/scalars.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

namespace paddock::scenarios {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

template <class T>
std::optional<T> good(const Parsed<T>& parsed) {
  const T* value = std::get_if<T>(&parsed);
  return value != nullptr ? std::optional<T>(*value) : std::nullopt;
}
template <class T>
std::string wrong(const Parsed<T>& parsed) {
  const auto* why = std::get_if<Misread>(&parsed);
  return why == nullptr ? "nothing" : why->why + "|" + why->hint;
}

TEST(Scalars, Durations) {
  EXPECT_EQ(good(parse_duration("90s")), seconds{90});
  EXPECT_EQ(good(parse_duration("2m30s")), seconds{150});
  EXPECT_EQ(good(parse_duration("1h")), seconds{3600});
  EXPECT_EQ(good(parse_duration("3d")), seconds{3 * 86400});
  EXPECT_EQ(good(parse_duration("250ms")), nanoseconds{250'000'000});
  EXPECT_EQ(good(parse_duration("0.1s")), nanoseconds{100'000'000});
  EXPECT_EQ(good(parse_duration("1.5h")), seconds{5400});
  EXPECT_EQ(good(parse_duration("-5m")), seconds{-300});
  EXPECT_EQ(good(parse_duration("106751d23h47m16s854ms775us807ns")),
            nanoseconds{std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(wrong(parse_duration("90")), "no unit|did you mean 90s?");
  EXPECT_EQ(wrong(parse_duration("5min")), "unknown unit 'min'|did you mean 5m?");
  EXPECT_EQ(wrong(parse_duration("30s2m")), "units out of order|");
  EXPECT_EQ(wrong(parse_duration("0.1ns")), "finer than a nanosecond|");
  EXPECT_EQ(wrong(parse_duration("300000d")), "longer than 292 years|");
  EXPECT_EQ(wrong(parse_duration("106751d23h47m16s854ms775us808ns")), "longer than 292 years|");
  for (const char* bad :
       {"", "s", "-", "1e3s", "1.5h30m", "22:30", "1..5s", "nan", " 9s", "9s ", "9 s", "99999999999999999999999999d"})
    EXPECT_FALSE(good(parse_duration(bad))) << bad;
}

TEST(Scalars, CpuAndMemory) {
  EXPECT_EQ(good(parse_cpu("250m")), sim::MilliCores{250});
  EXPECT_EQ(good(parse_cpu("0.5")), sim::MilliCores{500});
  EXPECT_EQ(good(parse_cpu("2")), sim::MilliCores{2000});
  EXPECT_EQ(wrong(parse_cpu("0.0005")), "finer than a thousandth of a core|");
  for (const char* bad : {"", "m", "-1", "1e3", "2Gi", "250 m", "10000000000000000000"})
    EXPECT_FALSE(good(parse_cpu(bad))) << bad;
  EXPECT_EQ(good(parse_memory("512Mi")), sim::Bytes{512LL << 20});
  EXPECT_EQ(good(parse_memory("1.5Gi")), sim::Bytes{3LL << 29});
  EXPECT_EQ(good(parse_memory("1G")), sim::Bytes{1'000'000'000});
  EXPECT_EQ(good(parse_memory("9223372036854775807B")), sim::Bytes{std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(wrong(parse_memory("8Ei")), "too large|");
  EXPECT_EQ(wrong(parse_memory("9223372036854775808B")), "too large|");
  EXPECT_EQ(wrong(parse_memory("512")), "no unit|did you mean 512Mi?");
  EXPECT_EQ(wrong(parse_memory("1.5B")), "finer than a byte|");
  EXPECT_EQ(wrong(parse_memory("400m")), "unknown unit 'm'|did you mean Mi?");
}

TEST(Scalars, QuantitiesAsKubernetesPrintsThem) {
  EXPECT_EQ(good(parse_kubernetes_memory("134217728")), sim::Bytes{134'217'728});
  EXPECT_EQ(good(parse_kubernetes_memory("129e6")), sim::Bytes{129'000'000});
  EXPECT_EQ(good(parse_kubernetes_memory("1500m")), sim::Bytes{2});
  EXPECT_EQ(good(parse_kubernetes_memory("1E")), sim::Bytes{1'000'000'000'000'000'000});
  EXPECT_EQ(good(parse_kubernetes_memory("32823048Ki")), sim::Bytes{32'823'048LL * 1024});
  EXPECT_EQ(good(parse_kubernetes_cpu("100u")), sim::MilliCores{1});
  EXPECT_EQ(good(parse_kubernetes_cpu("1k")), sim::MilliCores{1'000'000});
  EXPECT_EQ(good(parse_kubernetes_cpu("3920m")), sim::MilliCores{3920});
  EXPECT_FALSE(good(parse_kubernetes_memory("1e999999999")));
  EXPECT_FALSE(good(parse_kubernetes_cpu("1B")));
}

TEST(Scalars, Numbers) {
  EXPECT_EQ(good(parse_integer("-9223372036854775808")), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(wrong(parse_integer("9223372036854775808")), "out of range|");
  EXPECT_EQ(wrong(parse_integer("1e3")), "|write 1000");
  EXPECT_EQ(wrong(parse_integer("2.0")), "|write 2");
  EXPECT_EQ(wrong(parse_integer("007")), "leading zero|is it meant in octal?");
  for (const char* bad : {"", "-", "+1", "1.5", "0x10", "1_000", "abc", "1e400", "nan"})
    EXPECT_FALSE(good(parse_integer(bad))) << bad;
  EXPECT_EQ(good(parse_number("0.25")), 0.25);
  EXPECT_EQ(good(parse_number("-1e-3")), -0.001);
  EXPECT_EQ(wrong(parse_number("1e400")), "out of range|");
  EXPECT_EQ(wrong(parse_number("1e99999999999999999999")), "|");
  for (const char* bad : {"", "nan", "NaN", ".inf", "inf", "-inf", "0x1p3", "1,5", "1e", "--1", "e5"})
    EXPECT_FALSE(good(parse_number(bad))) << bad;
}

TEST(Scalars, RatesPercentagesMoneyTruth) {
  EXPECT_EQ(good(parse_rate("5/s")), 5.0);
  EXPECT_EQ(good(parse_rate("10/m")), 10.0 / 60);
  EXPECT_EQ(good(parse_rate("1/h")), 1.0 / 3600);
  EXPECT_EQ(wrong(parse_rate("5")), "no unit|did you mean 5/s?");
  EXPECT_EQ(wrong(parse_rate("-5/s")), "a rate is not negative|");
  EXPECT_EQ(good(parse_percentage("25%")), 0.25);
  EXPECT_EQ(good(parse_percentage("99.95%")), 0.9995);
  EXPECT_EQ(good(parse_percentage("6%")), 0.06);
  EXPECT_EQ(wrong(parse_percentage("0.25")), "no unit|write 25% for this share of 1, or 0.25%");
  EXPECT_EQ(good(parse_money("$0.1344")), sim::Money{134'400});
  EXPECT_EQ(good(parse_money("-$5")), sim::Money{-5'000'000});
  EXPECT_EQ(wrong(parse_money("5")), "no unit|did you mean $5?");
  EXPECT_EQ(wrong(parse_money("$0.0000001")), "finer than a millionth of a dollar|");
  EXPECT_EQ(good(parse_bool("true")), true);
  EXPECT_EQ(wrong(parse_bool("off")), "|write false");
  EXPECT_EQ(wrong(parse_bool("yes")), "|write true");
}

TEST(Scalars, AreWrittenAsPeopleDo) {
  EXPECT_EQ(write_duration(seconds{90}), "90s");
  EXPECT_EQ(write_duration(seconds{300}), "5m");
  EXPECT_EQ(write_duration(seconds{150}), "2m30s");
  EXPECT_EQ(write_duration(std::chrono::milliseconds{250}), "250ms");
  EXPECT_EQ(write_duration({}), "0s");
  EXPECT_EQ(write_cpu({250}), "250m");
  EXPECT_EQ(write_cpu({4000}), "4");
  EXPECT_EQ(write_memory({512LL << 20}), "512Mi");
  EXPECT_EQ(write_memory({1'000'000'000}), "1G");
  EXPECT_EQ(write_percentage(0.06), "6%");
  EXPECT_EQ(write_percentage(0), "0%");
  EXPECT_EQ(write_rate(0.2), "0.2/s");
  EXPECT_EQ(write_rate(1.0 / 3600), "1/h");
  EXPECT_EQ(write_money({134'400}), "$0.1344");
  EXPECT_EQ(write_money({12'500'000}), "$12.50");
  EXPECT_EQ(write_number(1e21), "1e21");
  EXPECT_EQ(write_number(-0.001), "-0.001");
}

/// A small generator of our own, so that this layer's tests need no further library.
std::uint64_t next(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t x = state;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

TEST(Scalars, ReadingWhatWasWrittenGivesTheSame) {
  std::uint64_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = next(state) >> (next(state) % 64);
    const auto number = static_cast<std::int64_t>(bits);
    const std::int64_t size = number & std::numeric_limits<std::int64_t>::max();
    ASSERT_EQ(good(parse_integer(write_integer(number))), number);
    if (number != std::numeric_limits<std::int64_t>::min()) {
      ASSERT_EQ(good(parse_duration(write_duration(nanoseconds{number}))), nanoseconds{number});
      ASSERT_EQ(good(parse_money(write_money({number}))), sim::Money{number});
    }
    ASSERT_EQ(good(parse_cpu(write_cpu({size}))), sim::MilliCores{size});
    ASSERT_EQ(good(parse_memory(write_memory({size}))), sim::Bytes{size});
    ASSERT_EQ(good(parse_kubernetes_cpu(write_cpu({size}))), sim::MilliCores{size});

    double real = 0;  // any bit pattern, or a number of a usual size
    const std::uint64_t pattern = next(state);
    std::memcpy(&real, &pattern, sizeof real);
    if (i % 2 == 0) real = static_cast<double>(number) / 1000;
    if (!std::isfinite(real)) continue;
    ASSERT_EQ(good(parse_number(write_number(real))), real);
    if (std::abs(real) < 1e300) {
      ASSERT_EQ(good(parse_percentage(write_percentage(real))), real) << write_percentage(real);
    }
    ASSERT_EQ(good(parse_rate(write_rate(std::abs(real)))), std::abs(real)) << write_rate(std::abs(real));
    ASSERT_EQ(good(parse_seconds(write_seconds(real))), real) << write_seconds(real);
  }
}

}  // namespace
}  // namespace paddock::scenarios
