// How long an SDK waits before it tries again, and how often it may.
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/cloud/retry_spec.hpp"
#include "sim/draw.hpp"
#include "sim/time.hpp"

namespace paddock::models {

enum class CallFailure : std::uint8_t { throttled, refused };

/// The wait before retry number `retry` (0 is the first).
///   legacy        u * 2^retry s                         u uniform on (0, 1)
///   standard      u * min(2^retry, 20) s
///   aws-provider  (1 + u) * m * 2^retry; where that is above 300 s, (1 + u) * 150 s.  m = 0.5 s throttled, 30 ms
///   refused
/// Source: botocore _retry.json and retries/standard.py; aws-sdk-go v1 default_retryer.go, as aws-sdk-go-base uses it.
sim::Duration back_off(RetryMode mode, CallFailure failure, std::int64_t retry, sim::Draw draw);

/// The retry quota of one client of `standard` mode: 500 tokens, a retry costs 5, a success gives back what its last
/// retry cost, or 1 if there was none. The other modes have none. Source: botocore retries/quota.py.
class RetryQuota {
 public:
  /// False: no retry. Pays for one otherwise.
  bool pay(RetryMode mode) {
    if (mode != RetryMode::standard) return true;
    if (tokens_ < cost) return false;
    tokens_ -= cost;
    return true;
  }
  void succeeded(bool after_retry) { tokens_ = std::min(tokens_ + (after_retry ? cost : 1), most); }
  std::int64_t tokens() const { return tokens_; }

 private:
  static constexpr std::int64_t most = 500, cost = 5;
  std::int64_t tokens_ = most;
};

}  // namespace paddock::models
