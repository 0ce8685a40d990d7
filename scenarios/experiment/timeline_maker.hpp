// From the steps of a scenario, as read, to a timeline whose names are rows of the fleet.
#pragma once

#include <string>
#include <vector>

#include "models/faults/timeline.hpp"
#include "models/fleet.hpp"
#include "scenarios/experiment/fleet_file.hpp"
#include "scenarios/language/scenario_spec.hpp"

namespace paddock::scenarios {

/// What `after` and `at: STEP + d` name and is not there, or does not stand before. Needs no fleet.
models::Findings order_of_steps(const ScenarioSpec& scenario);

/// `added`: for each step, the tenants of the fleet that it adds, in the order in which make_fleet was given them.
/// Findings carry paths into the scenario ("timeline[2].lose.zone").
models::Timeline make_timeline(const ScenarioSpec& scenario, const models::Fleet& fleet, models::Findings& findings);

/// Names that `each` and `worst` stand for: zones that have nodes, regions, or databases.
std::vector<std::string> zones_with_nodes(const models::Fleet& fleet);

}  // namespace paddock::scenarios
