// A token bucket: a call costs a token, tokens come back at a steady rate, the surplus is lost. Costs no events: it
// refills when asked. Exact: whole thousandths of a token a second, counted in 1e-12 tokens.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/time.hpp"

namespace paddock::models {

struct BucketSize {
  std::int64_t burst = 1;               // tokens; at most a million
  std::int64_t refill_milli_per_s = 1;  // thousandths of a token a second
};

class TokenBucket {
 public:
  /// When the next token is there: `now`, or later. Looks only.
  sim::Time next_token(sim::Time now, const BucketSize& size) const {
    const std::int64_t missing = token - level(now, size);
    if (missing <= 0) return now;
    return now + sim::Duration{(missing + size.refill_milli_per_s - 1) / size.refill_milli_per_s};
  }

  /// Takes a token if one is there.
  bool take(sim::Time now, const BucketSize& size) {
    const std::int64_t there = level(now, size);
    if (there < token) return false;
    spent_ = size.burst * token - (there - token);
    as_of_ = now;
    return true;
  }

 private:
  static constexpr std::int64_t token = 1'000'000'000'000;

  /// A thousandth of a token a second is one 1e-12th of a token a nanosecond.
  std::int64_t level(sim::Time now, const BucketSize& size) const {
    const std::int64_t elapsed_ns = std::max<std::int64_t>((now - as_of_).count(), 0);
    const std::int64_t to_full_ns = spent_ / size.refill_milli_per_s + 1;
    const std::int64_t back = std::min(elapsed_ns, to_full_ns) * size.refill_milli_per_s;
    return size.burst * token - std::max<std::int64_t>(spent_ - back, 0);
  }

  std::int64_t spent_ = 0;  // 1e-12 tokens below full at `as_of_`: a new bucket is full
  sim::Time as_of_{};
};

}  // namespace paddock::models
