// What the scheduler answers, as JSON in the shape of the vectors' `expect`.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>

#include "models/kubernetes/scheduler/explain.hpp"
#include "scenarios/objects/placement.hpp"

namespace paddock::scenarios {

/// {"feasible", "infeasible", "unresolvable"?, "preFilterRejection"?, "scores", "total", "best", "chosen"?,
/// "larger_than_any_node"?, "larger_in"?, "preemption"?}. "chosen" is the least name of the best.
nlohmann::json explanation_json(const PlacedCluster&, const models::scheduling::Explanation&);

/// One pod's answer: everything that can be said of it, and what was decided.
struct Answer {
  std::string pod;                              ///< "namespace/name"
  models::scheduling::Explanation explanation;  ///< of all nodes, or of those that the cycle has kept
  std::optional<models::scheduling::NodeIndex> chosen;
  std::optional<models::scheduling::NodeIndex> nominated;  ///< where room would be made for it
  std::optional<std::uint32_t> evaluated;                  ///< nodes looked at, where not all were
};

/// One answer as an object; a list of them as a list, each with its pod's name. Ended by a line end.
std::string answer_json(const PlacedCluster&, const Answer&);
std::string answers_json(const PlacedCluster&, std::span<const Answer>);

}  // namespace paddock::scenarios
