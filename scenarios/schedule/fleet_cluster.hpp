// A fleet file as a cluster for `paddock schedule`: a region as it stands when a run begins.
#pragma once

#include <optional>
#include <string>

#include "scenarios/experiment/fleet_file.hpp"
#include "scenarios/objects/cluster_objects.hpp"

namespace paddock::scenarios {

/// The region's nodes, what stands on them, Services, budgets, priorities and volumes, in the words of Kubernetes.
ClusterObjects objects_of_fleet(const LoadedFleet& loaded, models::RegionId region);

/// The region of a fleet file by name; without a name the only one. Everything that is wrong is added to problems.
ClusterObjects read_fleet_cluster(const std::string& file, const std::optional<std::string>& region,
                                  Problems& problems);

}  // namespace paddock::scenarios
