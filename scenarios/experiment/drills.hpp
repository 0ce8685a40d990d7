// The drills of a game day: what a fleet can lose, one scenario each.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "models/fleet.hpp"
#include "scenarios/language/node.hpp"

namespace paddock::scenarios {

struct Drill {
  std::string title;  // "lose zone eu-central-1a"
  Node scenario;      // as a file would say it
};

struct Drills {
  std::vector<Drill> drills;
  std::vector<std::string> left_out;  // which drills make no sense on this fleet, and what to do about it
};

// Each drill asks two things: does every tenant keep a Ready pod, and is nobody out for longer than this.
inline constexpr sim::Duration drill_outage_limit = std::chrono::minutes{1};
inline constexpr sim::Duration drill_outage_limit_of_database = std::chrono::minutes{3};  // where one may fail over
inline constexpr sim::Duration drill_lasts = std::chrono::hours{1};

/// Lose each zone, crash the fullest node of each region, fail over each database, lose each region; of a region
/// without tenants, nothing.
Drills drills_of(const models::Fleet& fleet);

}  // namespace paddock::scenarios
