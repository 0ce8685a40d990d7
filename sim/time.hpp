// The simulation clock: integer nanoseconds, so that equal times are equal and no machine rounds differently.
#pragma once

#include <chrono>
#include <cstdint>

namespace paddock::sim {

struct Clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;
};

/// A length of simulated time, ns (292 years either way).
using Duration = Clock::duration;
/// A moment of a run. Time{} is the start of the run; moments before it are negative.
using Time = Clock::time_point;

/// A duration as seconds, for results and rates; never for the clock.
constexpr double to_seconds(Duration d) { return static_cast<double>(d.count()) / 1e9; }

/// Seconds as a duration, rounded half away from zero; saturates at the ends of the range. Requires: seconds is not
/// NaN.
constexpr Duration from_seconds(double seconds) {
  constexpr double limit_s = 9.2e9;
  if (seconds >= limit_s) return Duration::max();
  if (seconds <= -limit_s) return Duration::min();
  const double ns = seconds * 1e9;
  return Duration{static_cast<std::int64_t>(ns < 0 ? ns - 0.5 : ns + 0.5)};
}

}  // namespace paddock::sim
