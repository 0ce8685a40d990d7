#include "models/cloud/retry.hpp"

namespace paddock::models {

namespace {

/// 2^n, and from n = 20 on a number that is beyond every cap.
double doubled(std::int64_t n) { return static_cast<double>(std::int64_t{1} << std::min<std::int64_t>(n, 20)); }

double provider_wait_s(CallFailure failure, std::int64_t retry, double jitter) {
  constexpr double cap_s = 300;
  const double least_s = failure == CallFailure::throttled ? 0.5 : 0.03;
  const double wait_s = (1 + jitter) * least_s * doubled(retry);
  return wait_s > cap_s ? (1 + jitter) * cap_s / 2 : wait_s;
}

}  // namespace

sim::Duration back_off(RetryMode mode, CallFailure failure, std::int64_t retry, sim::Draw draw) {
  const double u = draw.unit();
  switch (mode) {
    case RetryMode::legacy:
      return sim::from_seconds(u * doubled(retry));
    case RetryMode::standard:
      return sim::from_seconds(u * std::min(doubled(retry), 20.0));
    case RetryMode::aws_provider:
      break;
  }
  return sim::from_seconds(provider_wait_s(failure, retry, u));
}

}  // namespace paddock::models
