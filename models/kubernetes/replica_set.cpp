#include "models/kubernetes/replica_set.hpp"

namespace paddock::models {

std::vector<std::size_t> surplus_revisions(std::span<const OldReplicaSet> old, std::optional<std::int64_t> limit) {
  std::vector<std::size_t> surplus;
  if (!limit || *limit == unlimited_history) return surplus;
  std::int64_t beyond = -*limit;
  for (const OldReplicaSet& set : old) beyond += set.deleting ? 0 : 1;
  for (std::size_t i = 0; i < old.size() && beyond > 0; ++i) {
    if (old[i].deleting) continue;
    --beyond;
    if (old[i].wanted == 0 && old[i].pods == 0 && !old[i].unobserved) surplus.push_back(i);
  }
  return surplus;
}

}  // namespace paddock::models
