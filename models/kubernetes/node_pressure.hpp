// Memory that runs short on a machine: the kubelet evicts pods, those first that use more than they asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Nodes;
class Pods;

/// A pod as the kubelet ranks it.
struct PressedPod {
  std::int64_t request = 0, usage = 0;  // bytes
  std::int32_t priority = 0;
};

/// Whether the first goes before the second: who uses more than it requested, then who is less important, then who
/// uses most beyond its request. Pods without requests go early by the first rule, Guaranteed ones late.
/// Source: kubernetes/kubernetes pkg/kubelet/eviction/helpers.go, rankMemoryPressure.
bool evicted_before(const PressedPod& a, const PressedPod& b);

/// The kubelets' eviction managers. A fleet whose pods use what they request never runs short, and costs no event.
class NodePressure {
 public:
  NodePressure() = default;
  explicit NodePressure(const Fleet& fleet);

  /// A process has begun on the node. Posts PressureSeen at the kubelet's next look if memory is short.
  void look(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods, NodeId node);
  /// The kubelet looks: the pod that has to go, if memory is still short; it will look again. Posts PressureSeen, or
  /// PressureOver for the end of the condition.
  std::optional<PodId> evict(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods, NodeId node);
  /// The condition has ended.
  void over(NodeId node) { rows_[index_of(node)].ends.reset(); }

 private:
  struct Row {
    std::optional<sim::EventId> next;  // PressureSeen
    std::optional<sim::EventId> ends;  // PressureOver
  };

  std::int64_t usage_of(const Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod) const;
  bool is_short(const Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods, NodeId node) const;
  void plan(Agenda& agenda, const Nodes& nodes, NodeId node);

  bool modelled_ = false;  // some pods use other amounts than they request
  std::vector<Row> rows_;  // by NodeId
};

}  // namespace paddock::models
