#include "models/kubernetes/proportional_scale.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace paddock::models {
namespace {

using Active = std::vector<ScaledReplicaSet*>;

/// Those that should have pods, newest first.
Active active_of(std::optional<ScaledReplicaSet>& current, std::span<ScaledReplicaSet> old) {
  Active active;
  if (current && current->replicas > 0) active.push_back(&*current);
  for (ScaledReplicaSet& set : old)
    if (set.replicas > 0) active.push_back(&set);
  return active;
}

bool saturated(const Rollout& rollout, const std::optional<ScaledReplicaSet>& current) {
  return current && current->replicas == rollout.wanted && current->desired == rollout.wanted &&
         current->available == rollout.wanted;
}

/// What the set should gain, or lose, for its share to stay the same.
std::int64_t share(const Rollout& rollout, const ScaledReplicaSet& set, std::int64_t pods) {
  if (rollout.wanted == 0) return -set.replicas;
  const std::int64_t before = set.most.value_or(0) != 0 ? *set.most : pods;
  if (before == 0) return 0;
  const double size =
      static_cast<double>(set.replicas * (rollout.wanted + rollout.surge())) / static_cast<double>(before);
  return std::llround(size) - set.replicas;
}

/// Largest first. Of equal ones the newest first where pods are added, and the oldest where they are taken away.
void sort_by_size(Active& sets, bool adding) {
  if (!adding) std::reverse(sets.begin(), sets.end());
  std::stable_sort(sets.begin(), sets.end(),
                   [](const ScaledReplicaSet* a, const ScaledReplicaSet* b) { return a->replicas > b->replicas; });
}

}  // namespace

void scale(const Rollout& rollout, std::optional<ScaledReplicaSet>& current, std::span<ScaledReplicaSet> old,
           std::int64_t pods) {
  Active active = active_of(current, old);
  if (active.empty() && current) active.push_back(&*current);
  if (active.empty() && !old.empty()) active.push_back(&old.front());
  if (active.empty()) return;
  if (active.size() == 1) {
    active.front()->replicas = rollout.wanted;
    return;
  }
  if (saturated(rollout, current)) {
    for (ScaledReplicaSet& set : old) set.replicas = 0;
    return;
  }
  if (rollout.strategy == RolloutStrategy::recreate) return;
  std::int64_t total = 0;
  for (const ScaledReplicaSet* set : active) total += set->replicas;
  const std::int64_t to_add = (rollout.wanted > 0 ? rollout.wanted + rollout.surge() : 0) - total;
  if (to_add == 0) return;
  sort_by_size(active, to_add > 0);
  std::int64_t left = to_add;
  for (ScaledReplicaSet* set : active) {
    const std::int64_t part = share(rollout, *set, pods);
    const std::int64_t added = to_add > 0 ? std::min(part, left) : std::max(part, left);
    set->replicas += left == 0 ? 0 : added;
    left -= left == 0 ? 0 : added;
  }
  active.front()->replicas = std::max<std::int64_t>(0, active.front()->replicas + left);
}

}  // namespace paddock::models
