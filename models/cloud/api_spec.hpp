// What a fleet file says about a throttled API, and what is known of those that it does not mention.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/describe.hpp"

namespace paddock::models {

enum class Confidence : std::uint8_t { low, medium, high };
constexpr std::array<std::string_view, 3> names(Confidence) { return {"low", "medium", "high"}; }

/// Between which two numbers the truth is thought to lie; what a sweep walks through.
struct ApiRangeSpec {
  std::vector<double> burst;   // two numbers, or none
  std::vector<double> refill;  // calls/s; two numbers, or none
};
void describe(Visitor& v, ApiRangeSpec& s);

/// The token bucket of one call ("eks:DescribeCluster") in one account and region.
struct ApiSpec {
  std::int64_t burst = 50;  // calls
  double refill = 10;       // calls/s
  std::optional<Confidence> confidence;
  std::optional<ApiRangeSpec> range;
};
void describe(Visitor& v, ApiSpec& s);

/// What stands for a call that the fleet file does not mention; empty: nothing is known of it.
std::optional<ApiSpec> known_api(std::string_view name);

}  // namespace paddock::models
