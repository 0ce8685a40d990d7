// The families of vectors that this build knows, one function each.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "scenarios/conform/conform.hpp"

namespace paddock::scenarios {

/// tables, directed, random, preemption, sequences, sampling: placements by kube-scheduler.
CaseOutcome conform_scheduler(const nlohmann::json& the_case);
/// adaptive: numFeasibleNodesToFind, all rows of the file as one case.
CaseOutcome conform_adaptive(const nlohmann::json& the_case);

}  // namespace paddock::scenarios
