#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"
#include "sim/units.hpp"

namespace paddock::models::scheduling {

std::int64_t image_score(const LocalRules& rules, const NodeFacts& node, const ClusterState& state) {
  constexpr std::int64_t least = 23 * sim::mebibyte.value;
  if (node.images.empty()) return 0;
  std::int64_t sum = 0;
  for (const Symbol name : rules.images) {
    if (!std::binary_search(node.images.begin(), node.images.end(), name)) continue;
    const auto* image = state.image(name);
    const double spread = static_cast<double>(image->nodes) / static_cast<double>(state.nodes());
    sum += static_cast<std::int64_t>(static_cast<double>(image->size_bytes) * spread);
  }
  const std::int64_t most = 1000 * sim::mebibyte.value * rules.containers;
  if (most <= least) return 0;
  return best_score * (std::clamp(sum, least, most) - least) / (most - least);
}

}  // namespace paddock::models::scheduling
