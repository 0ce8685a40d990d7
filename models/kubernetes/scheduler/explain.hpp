// The whole of a decision, for people and for tests: every node, every reason, every score.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/kubernetes/scheduler/schedule.hpp"

namespace paddock::models::scheduling {

struct NodeExplanation {
  NodeIndex node = 0;
  std::optional<Rejection> rejection;
  std::vector<std::string> reasons;                              ///< of the rejection
  std::array<std::optional<std::int64_t>, plugin_count> scores;  ///< weighted; absent: the plugin had nothing to score
  std::int64_t total = 0;
};

struct CandidateExplanation {
  NodeIndex node = 0;
  Victims victims;
  std::vector<std::string> reasons;  ///< why it is no candidate
};

struct PreemptionExplanation {
  std::optional<std::string> not_eligible;  ///< why the pod may not preempt
  std::vector<CandidateExplanation> candidates, others;
  std::vector<NodeIndex> best;  ///< equal by every criterion
};

struct Explanation {
  std::optional<std::string> refused;  ///< before any node was looked at; refused_by says by whom
  Plugin refused_by = Plugin::node_affinity;
  std::vector<NodeExplanation> nodes;               ///< all, in the order of trying
  std::vector<NodeIndex> best;                      ///< the best total, in the same order
  std::vector<std::string> larger_in;               ///< resources in which the pod is larger than any node; mostly none
  std::optional<PreemptionExplanation> preemption;  ///< when no node is feasible
};

/// Looks at all nodes, whatever share of them a cycle would look at. Requires: state.synced(catalogue).
Explanation explain(const SchedulerCatalogue&, const ClusterState&, ClassId);

/// Looks at these nodes alone, such as those that a cycle has kept.
Explanation explain(const SchedulerCatalogue&, const ClusterState&, ClassId, std::span<const NodeIndex>);

}  // namespace paddock::models::scheduling
