// Where a pod goes: one scheduling cycle, and preemption when nothing fits.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/kubernetes/scheduler/cluster.hpp"
#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

/// 64 random bits to choose among equals. Absent: the least name (bytewise) and no random offset.
using TieLuck = std::optional<std::uint64_t>;

struct Decision {
  std::optional<NodeIndex> node;
  std::uint32_t evaluated = 0;                         ///< nodes looked at; the next cycle starts behind them
  std::uint32_t feasible = 0;                          ///< of which passed
  std::uint32_t ties = 0;                              ///< nodes with the best total
  std::int64_t total = 0;                              ///< of the chosen node; 0 if it was the only one
  bool refused = false;                                ///< before any node was looked at
  std::array<std::uint32_t, plugin_count> rejected{};  ///< nodes, by the first plugin against them
  std::uint32_t resolvable = 0;                        ///< rejected nodes where evicting pods may help
};

/// How many feasible nodes a cycle looks for. `percentage` 0: adaptive.
/// Source: pkg/scheduler/schedule_one.go, numFeasibleNodesToFind.
std::size_t nodes_to_find(std::size_t nodes, int percentage);

/// One scheduling cycle: filters, scores, and chooses. Binds nothing; moves the rotating start. A pod that is nominated
/// to a node tries that first, and goes there if it fits.
Decision schedule(const SchedulerCatalogue&, ClusterState&, ClassId, TieLuck, std::optional<NominationId> own = {});

/// The resources in which the pod is larger than any node: it would not fit if they were empty, and nothing but larger
/// nodes will help. Those that no node has enough of or, where each is to be had but not together, those that some node
/// has too little of. Sorted; empty: it is not larger.
std::vector<std::string> larger_in(const SchedulerCatalogue&, const ClusterState&, ClassId);

/// Who would have to go for the pod to fit on one node.
struct Victims {
  std::vector<BoundPodId> pods;         ///< most important first; empty: the node is no candidate
  std::int32_t violations = 0;          ///< evictions beyond what budgets allow
  std::optional<Rejection> in_the_way;  ///< what rejects the pod even then; absent: there is nobody to evict
};

struct Preemption {
  std::optional<NodeIndex> node;
  std::vector<BoundPodId> victims;  ///< most important first
  std::int32_t violations = 0;
  std::uint32_t candidates = 0;
};

/// False while pods that were evicted for this nominated pod are still on their way out: it waits for them.
bool may_preempt(const SchedulerCatalogue&, const ClusterState&, ClassId, std::optional<NominationId> own);

/// Chooses a node and victims for a pod that fits nowhere. Evicts nobody. Looks at a tenth of the nodes in question, at
/// least 100, from a random one on (args of DefaultPreemption).
Preemption preempt(const SchedulerCatalogue&, ClusterState&, ClassId, TieLuck, std::optional<NominationId> own = {});

/// Drops the pods with a lower priority than the class, then lets stay whom it can, budgets' pods first.
Victims victims_on(const SchedulerCatalogue&, const ClusterState&, const AcrossNodes&, ClassId, NodeIndex,
                   std::optional<NominationId> own = {});

/// What nodes are compared by, in this order.
struct VictimRank {
  std::int64_t violations = 0, top_priority = 0, priority_sum = 0, pods = 0;
  std::int64_t earliest_start_ns = 0;  ///< of the most important victims; the latest is best
  friend auto operator<=>(const VictimRank&, const VictimRank&) = default;
};
VictimRank rank(const ClusterState&, const Victims&);
/// True if a is to be preferred to b.
bool preferred(const VictimRank& a, const VictimRank& b);

/// The result of the local plugins on a node, from memory or anew.
const LocalResult& local_result(const SchedulerCatalogue&, const ClusterState&, const LocalRules&, NodeIndex,
                                LocalResult& remembered);

/// floor(bits * n / 2^64): one of n, evenly. Requires: n > 0.
std::size_t one_of(std::size_t n, std::uint64_t bits);

}  // namespace paddock::models::scheduling
