// What comes with a node: the pods of DaemonSets, and static ones.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/infrastructure/node_group.hpp"
#include "scenarios/import/dump.hpp"
#include "scenarios/import/places.hpp"

namespace paddock::scenarios {

struct DaemonsetsOfNodes {
  std::vector<models::DaemonsetSpec> sets;
  std::string how;
};

/// What the pods of each DaemonSet request on one of these nodes: the mean, so that the group's room is right in sum.
/// Without any pod in the dump, what the DaemonSets ask for.
DaemonsetsOfNodes daemonsets_on(const Dump& dump, const Places& places, const std::vector<std::size_t>& nodes);

}  // namespace paddock::scenarios
