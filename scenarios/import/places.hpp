// Where the nodes of a dump stand: region and zone, by their labels, old and new.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "scenarios/import/dump.hpp"

namespace paddock::scenarios {

/// Where nobody can tell.
inline constexpr std::string_view unknown_place = "unknown";

struct NodePlace {
  std::string region;
  std::string zone;  // short: "a" of us-east-1a
};

struct Places {
  std::vector<NodePlace> of_node;                        // as in the dump
  std::map<std::string, std::size_t> node_by_name;       // its index
  std::map<std::string, std::set<std::string>> regions;  // zones of the nodes that are kept, by region
  std::vector<bool> kept;                                // nodes that the fleet has
  std::vector<std::string> notes;
  std::size_t without_zone = 0;  // kept nodes in a zone called unknown

  /// Where a pod runs; nullptr: nowhere, or on a node that was left out.
  const NodePlace* of_pod(const KubePod& pod) const;
};

/// Leaves out nodes that are not Ready, and nodes whose taints keep the tenants' pods away.
Places find_places(const Dump& dump);

/// A pod that comes with its node: of a DaemonSet, or a static one.
bool comes_with_node(const KubePod& pod);

}  // namespace paddock::scenarios
