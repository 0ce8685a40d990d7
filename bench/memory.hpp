// How much memory this process holds, as Linux counts it.
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>

namespace paddock::bench {

/// A line of /proc/self/status, "VmRSS" or "VmHWM" (the most so far), MB; empty where there is no such thing.
inline std::optional<double> status_mb(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double kb = 0; word == field + ":" && status >> kb) return kb * 1024 / 1e6;
  return std::nullopt;
}

/// From here on VmHWM counts anew.
inline void forget_most() { std::ofstream("/proc/self/clear_refs") << "5"; }

}  // namespace paddock::bench
