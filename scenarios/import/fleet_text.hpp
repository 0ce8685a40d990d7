// An imported fleet as the text of a fleet file.
#pragma once

#include <string>
#include <vector>

#include "scenarios/import/fleet_from_dump.hpp"

namespace paddock::scenarios {

/// YAML: on top what is known, guessed and not known; beside each value where it comes from. Assumed scalars carry
/// their source as {value, source}, so that every report lists them. Names are escaped.
std::string fleet_text(const ImportedFleet& fleet, const std::vector<std::string>& files);

}  // namespace paddock::scenarios
