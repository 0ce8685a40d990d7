// A rolling update, one look of the Deployment controller after the other: how many pods each ReplicaSet should have
// next. Pure rules, from kubernetes/kubernetes pkg/controller/deployment (rolling.go, recreate.go,
// util/deployment_util.go); Deployments applies them to pods.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "models/kubernetes/count_or_percent.hpp"

namespace paddock::models {

enum class RolloutStrategy : std::uint8_t { rolling_update, recreate };
constexpr std::array<std::string_view, 2> names(RolloutStrategy) { return {"RollingUpdate", "Recreate"}; }

/// Pods that an update may have beyond the wanted number, and pods that it may lack.
struct RolloutLimits {
  std::int64_t surge = 0, unavailable = 0;
  friend bool operator==(RolloutLimits, RolloutLimits) = default;
};

/// Surge rounds up, unavailable rounds down; where both come to nothing, one pod may be unavailable, for the update
/// would never move (ResolveFenceposts).
RolloutLimits fenceposts(const CountOrPercent& max_surge, const CountOrPercent& max_unavailable, std::int64_t wanted);

/// What a Deployment asks for.
struct Rollout {
  std::int64_t wanted = 0;
  RolloutLimits limits;
  RolloutStrategy strategy = RolloutStrategy::rolling_update;

  /// MaxSurge: none where everything is recreated.
  std::int64_t surge() const;
  /// MaxUnavailable: never more than the wanted pods, and none where everything is recreated.
  std::int64_t unavailable() const;
};

/// A ReplicaSet: the pods that it should have, and those of them that are available: Ready for minReadySeconds.
struct ReplicaSetSize {
  std::int64_t replicas = 0, available = 0;
  friend bool operator==(ReplicaSetSize, ReplicaSetSize) = default;
};

/// The present version's ReplicaSet grows as far as the surge allows (NewRSNewReplicas). `total`: pods that all
/// ReplicaSets should have.
std::int64_t grown(const Rollout& rollout, std::int64_t current, std::int64_t total);
/// The same, and it shrinks to the wanted number at once (reconcileNewReplicaSet).
std::int64_t reconcile_current(const Rollout& rollout, std::int64_t current, std::int64_t total);

// Earlier ReplicaSets stand newest first; what goes, goes from the oldest.

/// Takes away at most `most` pods that are not available. Returns how many.
std::int64_t clean_up_unhealthy(std::span<ReplicaSetSize> old, std::int64_t most);
/// Takes away pods as long as more are `available`, of all versions, than must be. Returns how many.
std::int64_t scale_down_available(const Rollout& rollout, std::int64_t available, std::span<ReplicaSetSize> old);
/// Both in turn, as far as pods of the present version that are not available yet leave room. Returns how many.
std::int64_t reconcile_old(const Rollout& rollout, ReplicaSetSize current, std::span<ReplicaSetSize> old);

/// All that the controller does when it looks: it reconciles the present ReplicaSet and then the earlier ones. Upstream
/// ends its look after the first and looks again; both fall into one instant here. `old_pods`: pod objects of earlier
/// versions, those on their way out among them; where everything is recreated, the present version waits until none is
/// left.
void rollout_step(const Rollout& rollout, ReplicaSetSize& current, std::span<ReplicaSetSize> old,
                  std::int64_t old_pods);

}  // namespace paddock::models
