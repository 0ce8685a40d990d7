// A push whose version is a bad one.
#pragma once

#include <optional>

#include "models/faults/timeline.hpp"
#include "models/fleet.hpp"
#include "scenarios/language/scenario_spec.hpp"

namespace paddock::scenarios {

/// Notes in the step, whose tenants are known, what is bad about its version. A bad version shows itself in the pods
/// that a rollout starts: the finding, its path below `push`, where none starts.
std::optional<models::Finding> make_bad(const PushSpec& spec, const models::Fleet& fleet, models::StepDefinition& step);

}  // namespace paddock::scenarios
