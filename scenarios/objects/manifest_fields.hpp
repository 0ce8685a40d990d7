// Fields that a pod's manifest may have, and one that it must, so that a misspelt one is not silently left out of the
// decision.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "scenarios/objects/objects.hpp"

namespace paddock::scenarios {

/// Adds the unknown fields of a pod (or of a pod template: metadata and spec), where scheduling depends on them.
void check_pod_fields(const nlohmann::json& pod, const std::string& where, ObjectProblems&);

}  // namespace paddock::scenarios
