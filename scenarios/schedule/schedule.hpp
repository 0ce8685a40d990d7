// Where pods go, one after the other, on a cluster that was read from files.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scenarios/objects/answer.hpp"
#include "scenarios/objects/cluster_files.hpp"

namespace paddock::scenarios {

/// How one of several equally good nodes is chosen. Upstream: at random.
struct TieRule {
  bool random = true;  ///< false: the least name, bytewise
  std::uint64_t seed = 1;
};

/// One answer a pod, in order. What a pod is bound to is there for the next; nobody is evicted.
std::vector<Answer> schedule_pods(PlacedCluster&, std::span<const PendingPod>, const TieRule&);

/// What is odd about the cluster's budgets and the pods' selectors, and would be taken without a word: a sentence each.
std::vector<std::string> oddities(const ClusterObjects&, std::span<const PendingPod>);

}  // namespace paddock::scenarios
