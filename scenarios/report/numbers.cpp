#include "scenarios/report/numbers.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdint>

namespace paddock::scenarios {
namespace {

/// Requires: 60 <= seconds < 1e15.
std::string two_units(double seconds) {
  const auto rounded = [&](std::int64_t step_s) {
    const auto whole = static_cast<std::int64_t>(std::floor(seconds + 0.5));
    return (whole + step_s / 2) / step_s * step_s;
  };
  constexpr std::int64_t minute = 60, hour = 3600, day = 86400;
  if (const auto s = rounded(1); s < hour)
    return s % minute == 0 ? fmt::format("{}m", s / minute) : fmt::format("{}m{:02}s", s / minute, s % minute);
  if (const auto s = rounded(minute); s < day)
    return s % hour == 0 ? fmt::format("{}h", s / hour) : fmt::format("{}h{:02}m", s / hour, s % hour / minute);
  const auto s = rounded(hour);
  return s % day == 0 ? fmt::format("{}d", s / day) : fmt::format("{}d{:02}h", s / day, s % day / hour);
}

}  // namespace

std::string readable_seconds(double seconds) {
  if (seconds < 0) return "-" + readable_seconds(-seconds);
  constexpr double rounds_up = 0.9995;  // of the next unit, at three digits
  if (seconds == 0) return "0 s";
  if (seconds < 1e-3 * rounds_up) return fmt::format("{:.3g} us", seconds * 1e6);
  if (seconds < rounds_up) return fmt::format("{:.3g} ms", seconds * 1e3);
  if (seconds < 59.95) return fmt::format("{:.3g} s", seconds);
  if (seconds < 1e15) return two_units(seconds);
  return fmt::format("{:.3g} s", seconds);
}

std::string readable_share(double share) {
  const double percent = share * 100;
  if (percent > 99 && percent < 100) {
    int decimals = 1;  // until the distance to 100 has two digits
    for (double distance = (100 - percent) * 10; distance < 10 && decimals < 12; distance *= 10) ++decimals;
    std::string digits = fmt::format("{:.{}f}", percent, decimals);
    digits.resize(digits.find_last_not_of('0') + 1);
    return digits + " %";
  }
  return percent >= 1000 ? readable_count(std::floor(percent + 0.5)) + " %" : fmt::format("{:.3g} %", percent);
}

std::string readable_count(double count) {
  if (count == std::floor(count) && std::fabs(count) < 1e15) return fmt::format("{}", static_cast<std::int64_t>(count));
  return fmt::format("{:.4g}", count);
}

std::string readable(double value, std::string_view unit) {
  if (std::isnan(value)) return "not a number";
  if (std::isinf(value)) return value > 0 ? "infinite" : "-infinite";
  if (unit == "s") return readable_seconds(value);
  if (unit == "1") return readable_share(value);
  return unit.empty() ? readable_count(value) : readable_count(value) + " " + std::string(unit);
}

std::string readable_interval(std::optional<double> low, std::optional<double> high, std::string_view unit) {
  if (low && high) return readable(*low, unit) + " to " + readable(*high, unit);
  if (low) return ">= " + readable(*low, unit);
  if (high) return "<= " + readable(*high, unit);
  return {};
}

}  // namespace paddock::scenarios
