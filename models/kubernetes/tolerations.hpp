// When a pod leaves a node that is tainted NoExecute. From kubernetes/kubernetes pkg/controller/tainteviction
// (processPodOnNode, getMinTolerationTime) and plugin/pkg/admission/defaulttolerationseconds.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "sim/time.hpp"

namespace paddock::models {

/// NoExecute taints, by number. These two are the node controller's.
enum class NodeTaint : std::uint32_t { not_ready, unreachable };

struct Toleration {
  NodeTaint taint{};
  std::optional<sim::Duration> lasts;  // empty: for ever
};

/// The shortest of several times. None of them ends: empty, for ever. Nothing in the list: 0, for nothing is tolerated.
std::optional<sim::Duration> shortest(std::span<const std::optional<sim::Duration>> lasts);

/// How a pod bears the taints of its node. `all`: there is a toleration for each; `lasts`: the shortest of those that
/// are used; empty: for ever.
struct Tolerance {
  bool all = true;
  std::optional<sim::Duration> lasts;
};
Tolerance tolerance_of(std::span<const NodeTaint> taints, std::span<const Toleration> tolerations);

/// The clock that runs for a pod. What was set first stands until no taint is left, the pod tolerates all of them for
/// ever, or it does not tolerate one at all: longer or shorter tolerations that come later change nothing.
class EvictionTimer {
 public:
  /// The pod's node or tolerations have changed.
  void look(sim::Time now, std::span<const NodeTaint> taints, std::span<const Toleration> tolerations);
  /// When the pod is deleted. Empty: it stays.
  std::optional<sim::Time> deletes_at() const { return deletes_at_; }

 private:
  std::optional<sim::Time> deletes_at_;
  sim::Time began_{};  // while it runs
};

}  // namespace paddock::models
