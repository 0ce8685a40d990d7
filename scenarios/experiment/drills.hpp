// The drills of a game day: what a fleet can lose, one scenario each.
#pragma once

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

/// Lose each zone, crash the fullest node of each region, fail over each database, lose each region; of a region
/// without tenants, nothing. Each lasts an hour and asks two things: does every tenant keep a Ready pod, and is nobody
/// out for more than a minute (three for a database).
Drills drills_of(const models::Fleet& fleet);

}  // namespace paddock::scenarios
