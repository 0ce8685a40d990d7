#include "scenarios/report/numbers.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace paddock::scenarios {
namespace {

TEST(ReadableSeconds, KeepsThreeDigitsBelowAMinute) {
  EXPECT_EQ(readable_seconds(0), "0 s");
  EXPECT_EQ(readable_seconds(0.000'25), "250 us");
  EXPECT_EQ(readable_seconds(0.0042), "4.2 ms");
  EXPECT_EQ(readable_seconds(0.25), "250 ms");
  EXPECT_EQ(readable_seconds(47), "47 s");
  EXPECT_EQ(readable_seconds(47.25), "47.2 s");
  EXPECT_EQ(readable_seconds(-47), "-47 s");
}

TEST(ReadableSeconds, KeepsTwoUnitsAbove) {
  EXPECT_EQ(readable_seconds(60), "1m");
  EXPECT_EQ(readable_seconds(150), "2m30s");
  EXPECT_EQ(readable_seconds(3720), "1h02m");
  EXPECT_EQ(readable_seconds(10920), "3h02m");
  EXPECT_EQ(readable_seconds(3 * 86400 + 4 * 3600 + 59), "3d04h");
  EXPECT_EQ(readable_seconds(30 * 86400), "30d");
}

TEST(ReadableSeconds, RoundingCarriesIntoTheNextUnit) {
  EXPECT_EQ(readable_seconds(0.000'999'9), "1 ms");
  EXPECT_EQ(readable_seconds(0.999'9), "1 s");
  EXPECT_EQ(readable_seconds(59.96), "1m");
  EXPECT_EQ(readable_seconds(119.6), "2m");
  EXPECT_EQ(readable_seconds(3599.6), "1h");
  EXPECT_EQ(readable_seconds(86399), "1d");
}

TEST(ReadableShare, NeverRoundsToAllOrNothing) {
  EXPECT_EQ(readable_share(0.25), "25 %");
  EXPECT_EQ(readable_share(1), "100 %");
  EXPECT_EQ(readable_share(0), "0 %");
  EXPECT_EQ(readable_share(0.99953), "99.953 %");
  EXPECT_EQ(readable_share(0.9999), "99.99 %");
  EXPECT_EQ(readable_share(0.9999996), "99.99996 %");
  EXPECT_EQ(readable_share(0.0000123), "0.00123 %");
  EXPECT_EQ(readable_share(15), "1500 %");
}

TEST(Readable, FollowsTheUnit) {
  EXPECT_EQ(readable(150, "s"), "2m30s");
  EXPECT_EQ(readable(0.5, "1"), "50 %");
  EXPECT_EQ(readable(12345, ""), "12345");
  EXPECT_EQ(readable(0.123456, ""), "0.1235");
  EXPECT_EQ(readable(3, "$/month"), "3 $/month");
  EXPECT_EQ(readable(std::numeric_limits<double>::infinity(), "s"), "infinite");
  EXPECT_EQ(readable(std::numeric_limits<double>::quiet_NaN(), "s"), "not a number");
}

TEST(ReadableInterval, SaysWhichEndIsKnown) {
  EXPECT_EQ(readable_interval(31, 47, "s"), "31 s to 47 s");
  EXPECT_EQ(readable_interval(31, {}, "s"), ">= 31 s");
  EXPECT_EQ(readable_interval({}, 47, "s"), "<= 47 s");
  EXPECT_EQ(readable_interval({}, {}, "s"), "");
}

}  // namespace
}  // namespace paddock::scenarios
