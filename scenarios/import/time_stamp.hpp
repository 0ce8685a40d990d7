// Time stamps of Kubernetes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace paddock::scenarios {

/// Seconds since 1970 of "2024-01-27T15:31:39Z"; empty: no such text, or not UTC.
std::optional<std::int64_t> seconds_of(std::string_view stamp);

}  // namespace paddock::scenarios
