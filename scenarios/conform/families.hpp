// The families of vectors that this build knows, one function each.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "scenarios/conform/conform.hpp"

namespace paddock::scenarios {

/// tables, directed, random, preemption, sequences, sampling: placements by kube-scheduler.
CaseOutcome conform_scheduler(const nlohmann::json& the_case);
/// adaptive: numFeasibleNodesToFind, all rows of the file as one case.
CaseOutcome conform_adaptive(const nlohmann::json& the_case);

// The families of the controllers. Each drives the rules of models/kubernetes/ that scenarios run.
CaseOutcome conform_fenceposts(const nlohmann::json& the_case);
CaseOutcome conform_rolling_step(const nlohmann::json& the_case);
CaseOutcome conform_rolling_status(const nlohmann::json& the_case);
CaseOutcome conform_proportional_scale(const nlohmann::json& the_case);
CaseOutcome conform_replica_set(const nlohmann::json& the_case);
CaseOutcome conform_budget(const nlohmann::json& the_case);
CaseOutcome conform_eviction(const nlohmann::json& the_case);
CaseOutcome conform_node_health(const nlohmann::json& the_case);
CaseOutcome conform_zone_eviction(const nlohmann::json& the_case);
CaseOutcome conform_zone_state(const nlohmann::json& the_case);
CaseOutcome conform_taint_eviction(const nlohmann::json& the_case);

}  // namespace paddock::scenarios
