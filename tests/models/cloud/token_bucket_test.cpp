#include "models/cloud/token_bucket.hpp"

#include <gtest/gtest.h>

namespace paddock::models {
namespace {

using namespace std::chrono_literals;
using sim::Time;

constexpr BucketSize two_at_half_a_second{.burst = 2, .refill_milli_per_s = 2000};

TEST(TokenBucket, is_full_at_first_and_refills_steadily) {
  TokenBucket bucket;
  EXPECT_TRUE(bucket.take(Time{}, two_at_half_a_second));
  EXPECT_TRUE(bucket.take(Time{}, two_at_half_a_second));
  EXPECT_FALSE(bucket.take(Time{}, two_at_half_a_second));
  EXPECT_EQ(bucket.next_token(Time{}, two_at_half_a_second), Time{500ms});
  EXPECT_FALSE(bucket.take(Time{500ms - 1ns}, two_at_half_a_second));
  EXPECT_TRUE(bucket.take(Time{500ms}, two_at_half_a_second));
  EXPECT_EQ(bucket.next_token(Time{700ms}, two_at_half_a_second), Time{1000ms});
}

TEST(TokenBucket, loses_what_does_not_fit) {
  TokenBucket bucket;
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(bucket.take(Time{}, two_at_half_a_second));
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(bucket.take(Time{1h}, two_at_half_a_second));
  EXPECT_FALSE(bucket.take(Time{1h}, two_at_half_a_second));
}

TEST(TokenBucket, is_exact_where_a_rate_does_not_divide_a_second) {
  const BucketSize three_a_second{.burst = 1, .refill_milli_per_s = 3000};
  TokenBucket bucket;
  Time now{};
  for (int i = 0; i < 3001; ++i) {
    now = bucket.next_token(now, three_a_second);
    ASSERT_TRUE(bucket.take(now, three_a_second));
  }
  EXPECT_GE(now, Time{1000s});
  EXPECT_LT(now, Time{1000s + 10us});  // a nanosecond a token at most
}

TEST(TokenBucket, survives_the_largest_and_the_slowest) {
  const BucketSize large{.burst = 1'000'000, .refill_milli_per_s = 1'000'000'000};
  const BucketSize slow{.burst = 1, .refill_milli_per_s = 1};
  TokenBucket a, b;
  for (int i = 0; i < 1'000'000; ++i) ASSERT_TRUE(a.take(Time{}, large));
  EXPECT_FALSE(a.take(Time{}, large));
  EXPECT_TRUE(a.take(Time{24h * 36500}, large));
  EXPECT_TRUE(b.take(Time{-1h}, slow));
  EXPECT_EQ(b.next_token(Time{-1h}, slow), Time{-1h + 1000s});
}

}  // namespace
}  // namespace paddock::models
