#include "models/kubernetes/rollout.hpp"

#include <algorithm>

namespace paddock::models {
namespace {

std::int64_t replicas_of(std::span<const ReplicaSetSize> sets) {
  std::int64_t sum = 0;
  for (const ReplicaSetSize& set : sets) sum += set.replicas;
  return sum;
}

std::int64_t available_of(std::span<const ReplicaSetSize> sets) {
  std::int64_t sum = 0;
  for (const ReplicaSetSize& set : sets) sum += set.available;
  return sum;
}

/// Everything old goes; the present version comes when nothing of it is left. Fewer may be wanted at any time.
void recreate(const Rollout& rollout, ReplicaSetSize& current, std::span<ReplicaSetSize> old, std::int64_t old_pods) {
  for (ReplicaSetSize& set : old) set.replicas = 0;
  if (old_pods == 0 || current.replicas > rollout.wanted) current.replicas = rollout.wanted;
}

}  // namespace

RolloutLimits fenceposts(const CountOrPercent& max_surge, const CountOrPercent& max_unavailable, std::int64_t wanted) {
  RolloutLimits limits{pods_of(max_surge, wanted, Rounding::up), pods_of(max_unavailable, wanted, Rounding::down)};
  if (limits.surge == 0 && limits.unavailable == 0) limits.unavailable = 1;
  return limits;
}

std::int64_t Rollout::surge() const { return strategy == RolloutStrategy::recreate ? 0 : limits.surge; }

std::int64_t Rollout::unavailable() const {
  return strategy == RolloutStrategy::recreate ? 0 : std::min(limits.unavailable, std::max<std::int64_t>(wanted, 0));
}

std::int64_t grown(const Rollout& rollout, std::int64_t current, std::int64_t total) {
  if (rollout.strategy == RolloutStrategy::recreate) return rollout.wanted;
  const std::int64_t room = rollout.wanted + rollout.surge() - total;
  return room <= 0 ? current : current + std::min(room, rollout.wanted - current);
}

std::int64_t reconcile_current(const Rollout& rollout, std::int64_t current, std::int64_t total) {
  return current >= rollout.wanted ? rollout.wanted : grown(rollout, current, total);
}

std::int64_t clean_up_unhealthy(std::span<ReplicaSetSize> old, std::int64_t most) {
  std::int64_t gone = 0;
  for (std::size_t i = old.size(); i-- > 0;) {
    ReplicaSetSize& set = old[i];
    const std::int64_t here =
        std::clamp<std::int64_t>(most - gone, 0, std::max<std::int64_t>(0, set.replicas - set.available));
    set.replicas -= here;
    gone += here;
  }
  return gone;
}

std::int64_t scale_down_available(const Rollout& rollout, std::int64_t available, std::span<ReplicaSetSize> old) {
  const std::int64_t spare = available - (rollout.wanted - rollout.unavailable());
  std::int64_t gone = 0;
  for (std::size_t i = old.size(); i-- > 0;) {
    ReplicaSetSize& set = old[i];
    const std::int64_t here = std::clamp<std::int64_t>(spare - gone, 0, set.replicas);
    set.replicas -= here;
    gone += here;
  }
  return gone;
}

std::int64_t reconcile_old(const Rollout& rollout, ReplicaSetSize current, std::span<ReplicaSetSize> old) {
  const std::int64_t pods = replicas_of(old);
  if (pods == 0) return 0;
  const std::int64_t must_stay = rollout.wanted - rollout.unavailable();
  const std::int64_t most = pods + current.replicas - must_stay - (current.replicas - current.available);
  if (most <= 0) return 0;
  const std::int64_t available = current.available + available_of(old);
  const std::int64_t unhealthy = clean_up_unhealthy(old, most);
  return unhealthy + scale_down_available(rollout, available, old);
}

void rollout_step(const Rollout& rollout, ReplicaSetSize& current, std::span<ReplicaSetSize> old,
                  std::int64_t old_pods) {
  if (rollout.strategy == RolloutStrategy::recreate) return recreate(rollout, current, old, old_pods);
  current.replicas = reconcile_current(rollout, current.replicas, current.replicas + replicas_of(old));
  current.available = std::min(current.available, current.replicas);  // the rest is on its way out
  reconcile_old(rollout, current, old);
}

}  // namespace paddock::models
