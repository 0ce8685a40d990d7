// Tenants that the steps of a scenario add.
#pragma once

#include "scenarios/experiment/fleet_file.hpp"
#include "scenarios/language/scenario_spec.hpp"

namespace paddock::scenarios {

/// The populations that the steps add, in order: what make_fleet wants to know. `node`: the scenario's tree.
AddedTenants added_tenants(const ScenarioSpec& scenario, const Node& node);

}  // namespace paddock::scenarios
