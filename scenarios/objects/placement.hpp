// A cluster's objects put into the scheduler's model.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/kubernetes/scheduler/cluster.hpp"
#include "scenarios/objects/cluster_objects.hpp"

namespace paddock::scenarios {

/// A cluster, what the scheduler knows besides, and the names of its pods.
struct PlacedCluster {
  models::scheduling::SchedulerCatalogue catalogue;
  models::scheduling::ClusterState state;
  std::map<models::scheduling::BoundPodId, std::string> pod_names;  ///< "namespace/name"
  std::vector<std::string> left_out;                                ///< pods on nodes that are not there
};

/// `percentage`: of nodes to score, where no configuration says otherwise.
PlacedCluster place(const ClusterObjects&, std::optional<int> percentage);

/// Reads {"nodes", "pods", "objects"?, "schedulerConfiguration"?}. `percentage` replaces the configuration's.
PlacedCluster place_cluster(const nlohmann::json&, int percentage, ObjectProblems&);

models::scheduling::BoundPodId bind_named(PlacedCluster&, models::scheduling::ClassId, models::scheduling::NodeIndex,
                                          std::string name, std::optional<sim::Time> start);

std::string node_name(const PlacedCluster&, models::scheduling::NodeIndex);

}  // namespace paddock::scenarios
