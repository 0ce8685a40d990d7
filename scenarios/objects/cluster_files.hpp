// Files that describe a cluster, a scheduler's configuration and pods, into what the scheduler's model is told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/problem.hpp"
#include "scenarios/objects/cluster_objects.hpp"

namespace paddock::scenarios {

struct GivenCluster {
  ClusterObjects objects;
  std::vector<std::string> notes;    ///< what was left out
  std::optional<std::string> fleet;  ///< one of the files, which is a fleet file of paddock and was not read
};

/// All files ("-": standard input) as one cluster: what `kubectl get nodes,pods,... -A -o json` or `-o yaml` prints, or
/// a description {nodes, pods, objects, schedulerConfiguration}. Everything that is wrong is added to problems, with
/// its place; the cluster is usable only if nothing was.
GivenCluster read_cluster_files(const std::vector<std::string>& files, Problems& problems);

/// The profiles of a KubeSchedulerConfiguration file; at least one. `notes`: what it asks for that is not modelled.
std::vector<Profile> read_configuration_file(const std::string& file, std::vector<std::string>& notes,
                                             Problems& problems);

/// A pod that asks for a node.
struct PendingPod {
  PodSpec spec;  ///< as the API server would have completed it: admit()
  std::string name;

  std::string full_name() const { return spec.namespace_name + "/" + name; }
};

struct PendingPods {
  std::vector<PendingPod> pods;
  std::vector<ControllerSpec> controllers;  ///< of workloads that the file has and the cluster may not
  std::vector<std::string> notes;
};

/// Pods of a manifest: pods as such, and those of the templates of Deployments, ReplicaSets, StatefulSets, Jobs and
/// CronJobs: `each_replica` of them, else one. `cluster` has the priority classes and profiles that pods may name.
PendingPods read_pod_file(const std::string& file, const ClusterObjects& cluster, bool each_replica,
                          Problems& problems);

}  // namespace paddock::scenarios
