// Numbers as people read them. Reports for machines print doubles in full; these are for eyes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace paddock::scenarios {

/// "250 ms", "47.2 s", "2m30s", "1h02m", "3d04h": three significant digits below a minute, two units above it.
std::string readable_seconds(double seconds);

/// 0.25 as "25 %". What is not all or nothing never rounds to 100 % or 0 %.
std::string readable_share(double share);

/// 12,345 as "12345", 0.123456 as "0.1235".
std::string readable_count(double count);

/// A value in a report's unit: "s", "1" (a share), "" (a count), or any other, which follows the number.
/// "infinite" and "not a number" are said in words.
std::string readable(double value, std::string_view unit);

/// "31 s to 47 s", ">= 31 s", "<= 47 s"; empty: neither bound is known.
std::string readable_interval(std::optional<double> low, std::optional<double> high, std::string_view unit);

}  // namespace paddock::scenarios
