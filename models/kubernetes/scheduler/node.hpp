// A node as the scheduler sees it: what it is, and what runs on it.
#pragma once

#include <cstdint>
#include <vector>

#include "models/kubernetes/scheduler/pod_class.hpp"
#include "models/kubernetes/scheduler/tallies.hpp"

namespace paddock::models::scheduling {

/// What a node is. Changes seldom.
struct NodeFacts {
  bool alive = false;  ///< false: the row is free
  Symbol name = 0;
  LabelSet labels;
  std::vector<CompiledTaint> taints;
  bool unschedulable = false;
  std::vector<Symbol> images;           ///< sorted
  std::vector<Amount> scalar_capacity;  ///< by symbol
  std::pair<Symbol, Symbol> zone;       ///< region and zone: the list that sampling takes turns in
};

/// What a node holds and what of it is taken. Changes with every pod.
struct NodeLoad {
  std::int64_t cpu_capacity = 0, memory_capacity = 0, ephemeral_capacity = 0;  ///< milli, bytes, bytes
  std::int64_t cpu = 0, memory = 0, ephemeral = 0;                             ///< requested
  std::int64_t scored_cpu = 0, scored_memory = 0;                              ///< requested, with assumed minimums
  std::int32_t pod_capacity = 0, pods = 0;
};

struct PortUse {
  Port port;
  std::int32_t pods = 0;
};

/// What few pods take: further resources and host ports.
struct NodeExtras {
  std::vector<Amount> scalars;  ///< requested, by symbol
  std::vector<PortUse> ports;
};

/// A node as plugins are shown it; lives for one call.
struct NodeView {
  const NodeFacts& facts;
  const NodeLoad& load;
  const NodeExtras& extras;
};

/// A node before it has a name: what machines of one kind have in common, in ids and numbers.
struct NodeShape {
  LabelSet labels;  ///< without the host name
  std::vector<CompiledTaint> taints;
  bool unschedulable = false;
  NodeLoad empty;
  std::vector<Amount> scalar_capacity;  ///< by symbol
  std::pair<Symbol, Symbol> zone;
};

/// Adds (sign 1) or removes (sign -1) a pod's requests and ports.
void take(NodeLoad&, NodeExtras&, const LocalRules&, int sign);

}  // namespace paddock::models::scheduling
