#include "models/cloud/retry.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace paddock::models {
namespace {

struct Extremes {
  double least = 1e9, most = 0;
};

Extremes waits(RetryMode mode, CallFailure failure, std::int64_t retry) {
  Extremes seen;
  for (std::uint64_t n = 0; n < 4000; ++n) {
    const double wait = sim::to_seconds(back_off(mode, failure, retry, sim::Draw({1, 0}, sim::luck("retry", 1), n)));
    seen = {std::min(seen.least, wait), std::max(seen.most, wait)};
  }
  return seen;
}

// 4,000 draws of a uniform come within 1 % of both ends: a miss has a probability of 0.99^4000.
void expect_uniform(Extremes seen, double least, double most) {
  EXPECT_GE(seen.least, least);
  EXPECT_LE(seen.most, most);
  EXPECT_LE(seen.least, least + 0.01 * (most - least));
  EXPECT_GE(seen.most, most - 0.01 * (most - least));
}

TEST(Retry, legacy_doubles_without_a_cap) {
  expect_uniform(waits(RetryMode::legacy, CallFailure::throttled, 0), 0, 1);
  expect_uniform(waits(RetryMode::legacy, CallFailure::throttled, 3), 0, 8);
}

TEST(Retry, standard_is_capped_at_twenty_seconds) {
  expect_uniform(waits(RetryMode::standard, CallFailure::throttled, 0), 0, 1);
  expect_uniform(waits(RetryMode::standard, CallFailure::throttled, 4), 0, 16);
  expect_uniform(waits(RetryMode::standard, CallFailure::throttled, 5), 0, 20);
  expect_uniform(waits(RetryMode::standard, CallFailure::refused, 90), 0, 20);
}

TEST(Retry, the_provider_starts_at_half_a_second_when_throttled) {
  expect_uniform(waits(RetryMode::aws_provider, CallFailure::throttled, 0), 0.5, 1);
  expect_uniform(waits(RetryMode::aws_provider, CallFailure::throttled, 6), 32, 64);
  expect_uniform(waits(RetryMode::aws_provider, CallFailure::throttled, 25), 150, 300);
  expect_uniform(waits(RetryMode::aws_provider, CallFailure::refused, 0), 0.03, 0.06);
}

TEST(Retry, attempts) {
  EXPECT_EQ(attempts_of({RetryMode::aws_provider, {}}), 26);
  EXPECT_EQ(attempts_of({RetryMode::standard, {}}), 3);
  EXPECT_EQ(attempts_of({RetryMode::legacy, {}}), 5);
  EXPECT_EQ(attempts_of({RetryMode::legacy, 7}), 7);
}

TEST(Retry, the_quota_is_a_hundred_retries_deep) {
  RetryQuota quota;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(quota.pay(RetryMode::standard));  // 500 tokens / 5
  EXPECT_FALSE(quota.pay(RetryMode::standard));
  quota.succeeded(true);
  EXPECT_EQ(quota.tokens(), 5);
  for (int i = 0; i < 4; ++i) quota.succeeded(false);
  EXPECT_EQ(quota.tokens(), 9);
  EXPECT_TRUE(quota.pay(RetryMode::standard));
  EXPECT_FALSE(quota.pay(RetryMode::standard));
  EXPECT_TRUE(quota.pay(RetryMode::legacy));  // which has none
  for (int i = 0; i < 1000; ++i) quota.succeeded(false);
  EXPECT_EQ(quota.tokens(), 500);
}

}  // namespace
}  // namespace paddock::models
