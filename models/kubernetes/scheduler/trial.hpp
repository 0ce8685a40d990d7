// One node with some pods taken away or put there, to see whether a pod would fit.
#pragma once

#include <optional>

#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

/// Lives within one decision: it refers to the state that it departs from.
class Trial {
 public:
  Trial(const SchedulerCatalogue& catalogue, const ClusterState& state, const AcrossNodes& across, ClassId id,
        NodeIndex node)
      : catalogue_(catalogue),
        state_(state),
        across_(across),
        class_(catalogue.pod_class(id)),
        node_(node),
        load_(state.load(node)),
        extras_(state.view(node).extras),
        counts_(across.no_change()) {}

  /// Takes a pod of this class away (sign -1) or puts one there (1).
  void change(ClassId, int sign);

  std::optional<Rejection> filter() const;
  NodeView view() const { return {state_.facts(node_), load_, extras_}; }
  const TrialCounts& counts() const { return counts_; }
  std::span<const Nomination> nominated() const { return state_.nominated_on(node_); }
  std::int32_t priority() const { return class_.priority; }

 private:
  const SchedulerCatalogue& catalogue_;
  const ClusterState& state_;
  const AcrossNodes& across_;
  const PodClass& class_;
  NodeIndex node_;
  NodeLoad load_;
  NodeExtras extras_;
  TrialCounts counts_;
};

/// Filters twice where pods at least as important (but for `own`) are nominated to the node: with them there, and
/// without, since they may never come.
std::optional<Rejection> filter_beside_nominated(const Trial&, std::optional<NominationId> own);

}  // namespace paddock::models::scheduling
