// A cluster as JSON lists it, put into the scheduler's model; and the model's answers as JSON, in the shape of the
// vectors' `expect`.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "models/kubernetes/scheduler/explain.hpp"
#include "scenarios/conform/objects.hpp"

namespace paddock::scenarios {

/// A cluster, what the scheduler knows besides, and the names of its pods.
struct PlacedCluster {
  models::scheduling::SchedulerCatalogue catalogue;
  models::scheduling::ClusterState state;
  std::map<models::scheduling::BoundPodId, std::string> pod_names;  ///< "namespace/name"
};

/// Reads {"nodes", "pods", "objects"?, "schedulerConfiguration"?}. `percentage` replaces the configuration's.
/// `admitted`: pods come from an API server, or have passed admit(); else they are taken as they are written.
PlacedCluster place_cluster(const nlohmann::json&, std::optional<int> percentage, ObjectProblems&);

models::scheduling::BoundPodId bind_named(PlacedCluster&, models::scheduling::ClassId, models::scheduling::NodeIndex,
                                          std::string name, std::optional<sim::Time> start);

std::string node_name(const PlacedCluster&, models::scheduling::NodeIndex);

/// {"feasible", "infeasible", "unresolvable"?, "preFilterRejection"?, "scores", "total", "best", "chosen"?,
/// "preemption"?}
nlohmann::json explanation_json(const PlacedCluster&, const models::scheduling::Explanation&);

/// "2024-01-01T00:00:00Z" as a time since 1970. Nothing if it is not one.
std::optional<sim::Time> timestamp(const std::string&);

}  // namespace paddock::scenarios
