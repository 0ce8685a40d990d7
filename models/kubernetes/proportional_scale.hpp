// A Deployment whose wanted number changes in the middle of a rolling update: every ReplicaSet gets its share, so that
// the update goes on where it was. From kubernetes/kubernetes pkg/controller/deployment/sync.go (scale,
// GetReplicaSetProportion).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "models/kubernetes/rollout.hpp"

namespace paddock::models {

/// A ReplicaSet with what its Deployment asked for when it last sized it, as the annotations desired-replicas and
/// max-replicas keep it.
struct ScaledReplicaSet {
  std::int64_t replicas = 0, available = 0;
  std::int64_t desired = 0;          // wanted then
  std::optional<std::int64_t> most;  // with surge then; empty or 0: nobody knows
};

/// The new sizes. One ReplicaSet with pods, or the newest if none has any, gets all; a present one that is complete
/// leaves nothing to the earlier ones; else each grows or shrinks in proportion and the largest takes what rounding
/// leaves. `pods`: of the Deployment's status, the measure where a ReplicaSet has no annotation.
void scale(const Rollout& rollout, std::optional<ScaledReplicaSet>& current,
           std::span<ScaledReplicaSet> old_newest_first, std::int64_t pods);

}  // namespace paddock::models
