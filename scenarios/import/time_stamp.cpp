#include "scenarios/import/time_stamp.hpp"

#include <chrono>

namespace paddock::scenarios {

std::optional<std::int64_t> seconds_of(std::string_view stamp) {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:ddZ";
  if (stamp.size() != form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = stamp[i] >= '0' && stamp[i] <= '9';
    if (form[i] == 'd' ? !digit : stamp[i] != form[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) value = value * 10 + (stamp[i] - '0');
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                        std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (!day.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto days = std::chrono::sys_days{day}.time_since_epoch().count();
  return ((std::int64_t{days} * 24 + hour) * 60 + minute) * 60 + second;
}

}  // namespace paddock::scenarios
