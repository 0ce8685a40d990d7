#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

bool volumes_admit(const LocalRules& rules, const NodeFacts& node, const Symbols& symbols) {
  return std::all_of(rules.volume_demands.begin(), rules.volume_demands.end(), [&](const auto& terms) {
    return any_matches(terms, {node.name, node.labels}, symbols);
  });
}

bool volume_zones_admit(const LocalRules& rules, const NodeFacts& node, const SchedulerCatalogue::WellKnown& known) {
  if (rules.volume_zones.empty()) return true;
  const auto& labels = node.labels;
  const bool placed = labels.has(known.zone) || labels.has(known.region) || labels.has(known.beta_zone) ||
                      labels.has(known.beta_region);
  if (!placed) return true;  // a cluster without zones
  return std::all_of(rules.volume_zones.begin(), rules.volume_zones.end(), [&](const VolumeTopology& volume) {
    auto value = labels.value(volume.key);
    if (!value) value = labels.value(volume.modern_key);
    return value && std::binary_search(volume.values.begin(), volume.values.end(), *value);
  });
}

}  // namespace paddock::models::scheduling
