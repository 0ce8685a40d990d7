#include "models/kubernetes/tolerations.hpp"

#include <algorithm>

namespace paddock::models {
namespace {

using Time = sim::Time;
using Duration = sim::Duration;

/// `shortest` with one more. `first`: there was none before.
std::optional<Duration> shorter(bool first, std::optional<Duration> so_far, std::optional<Duration> one) {
  if (one) one = std::max(*one, Duration::zero());
  if (first || !so_far) return one;
  return one ? std::min(*so_far, *one) : so_far;
}

}  // namespace

std::optional<Duration> shortest(std::span<const std::optional<Duration>> lasts) {
  if (lasts.empty()) return Duration::zero();
  std::optional<Duration> result;
  for (std::size_t i = 0; i < lasts.size(); ++i) result = shorter(i == 0, result, lasts[i]);
  return result;
}

Tolerance tolerance_of(std::span<const NodeTaint> taints, std::span<const Toleration> tolerations) {
  Tolerance result;
  for (std::size_t i = 0; i < taints.size(); ++i) {
    const auto used =
        std::find_if(tolerations.begin(), tolerations.end(), [&](const Toleration& t) { return t.taint == taints[i]; });
    if (used == tolerations.end()) return {.all = false, .lasts = Duration::zero()};
    result.lasts = shorter(i == 0, result.lasts, used->lasts);
  }
  return result;
}

void EvictionTimer::look(Time now, std::span<const NodeTaint> taints, std::span<const Toleration> tolerations) {
  const bool deleted = deletes_at_ && (*deletes_at_ < now || *deletes_at_ == began_);
  if (deleted) return;
  const Tolerance tolerance = tolerance_of(taints, tolerations);
  if (taints.empty() || (tolerance.all && !tolerance.lasts)) {
    deletes_at_.reset();
    return;
  }
  const bool runs_on = deletes_at_ && began_ < now && tolerance.all;
  if (runs_on) return;
  began_ = now;
  deletes_at_ = now + *tolerance.lasts;
}

}  // namespace paddock::models
