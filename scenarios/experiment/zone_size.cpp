#include "scenarios/experiment/zone_size.hpp"

#include <algorithm>

namespace paddock::scenarios {

using namespace models;

std::int64_t nodes_of(const Fleet& fleet, ZoneId zone) {
  std::int64_t nodes = 0;
  for (const NodeGroup& group : fleet.groups) {
    const auto at = std::ranges::find(group.zones, zone);
    if (at == group.zones.end()) continue;
    const auto zones = static_cast<std::int64_t>(group.zones.size());
    const auto place = static_cast<std::int64_t>(at - group.zones.begin());
    nodes += group.nodes_at_start / zones + (place < group.nodes_at_start % zones ? 1 : 0);
  }
  return nodes;
}

}  // namespace paddock::scenarios
