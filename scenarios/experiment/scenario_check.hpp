// What is wrong with a scenario: by itself, and with its targets on a fleet.
#pragma once

#include <string>
#include <vector>

#include "models/faults/timeline.hpp"
#include "models/fleet.hpp"
#include "scenarios/language/compose.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/language/target.hpp"

namespace paddock::scenarios {

/// What is wrong whatever the fleet: its words, the grammar of its targets, steps of the same name.
void check_scenario(const Node& scenario, Problems& problems);

/// What targets speak of.
struct Stage {
  const models::Fleet& fleet;
  const models::Timeline& timeline;
  models::Duration horizon{};
  bool tenants_known = true;  // false: labels may speak of tenants that could not be read
};

/// The targets of the list under `key`, as far as they can be read, each held against the stage. A target that cannot
/// be read is a problem too.
std::vector<Target> read_targets(const Node& scenario, const std::string& key, const Stage& stage, Problems& problems);

/// Whether a path speaks of the scenario; every other speaks of the fleet.
bool of_scenario(std::string_view path);

/// Of settings, those whose path begins with a word of fleet or scenario; the others are problems.
std::vector<Setting> known_settings(const std::vector<Setting>& settings, Problems& problems);

}  // namespace paddock::scenarios
