// Which tenants a step is about.
#pragma once

#include <optional>
#include <string>

#include "models/faults/timeline.hpp"
#include "models/fleet.hpp"

namespace paddock::scenarios {

/// Tenants of the start by `any`, `last`, `largest`, `all` or a name, in the step's region and on the database.
/// `where`: the path of the verb, for findings.
void choose_tenants(const models::Fleet& fleet, const std::string& name, const std::optional<std::string>& database,
                    const std::string& where, models::StepDefinition& step, models::Findings& findings);

}  // namespace paddock::scenarios
