// What is possible in a fleet and probably not meant.
#pragma once

#include "models/fleet.hpp"

namespace paddock::scenarios {

/// Populations whose pods fit no node of their region: they would wait for ever. Paths are those of the fleet file.
models::Findings doubts_of(const models::FleetSpec& spec, const models::Fleet& fleet);

}  // namespace paddock::scenarios
