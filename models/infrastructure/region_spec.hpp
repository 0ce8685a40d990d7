// What a fleet file says about a region: its zones, its cluster, its node groups and databases, the way in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/cloud/api_server_spec.hpp"
#include "models/describe.hpp"
#include "models/infrastructure/database_spec.hpp"
#include "models/infrastructure/node_group.hpp"
#include "models/traffic/path_spec.hpp"

namespace paddock::models {

/// Whose control plane: zone disruption rules differ. EKS evicts nothing from a zone that is lost as a whole.
enum class Flavour : std::uint8_t { eks, upstream };
constexpr std::array<std::string_view, 2> names(Flavour) { return {"eks", "upstream"}; }

/// How the control plane and the kubelets hear of changes.
struct WatchSpec {
  DurationDistribution delay{sim::Distribution::constant(0)};
};
void describe(Visitor& v, WatchSpec& s);

struct ClusterSpec {
  std::string kubernetes = "1.34";
  Flavour flavour = Flavour::eks;
  std::optional<sim::Duration> grace;  // node-monitor-grace-period; by default from flavour and version
  ApiServerSpec api;
  WatchSpec watch;
  std::int64_t servers = 2;
  DurationDistribution server_replacement{sim::Distribution::constant(300)};
};
void describe(Visitor& v, ClusterSpec& s);

/// How long the node controller waits for a lease: EKS 40 s always; upstream 40 s up to 1.31 and 50 s from 1.32.
sim::Duration grace_of(const ClusterSpec& cluster);

struct RegionSpec {
  std::vector<std::string> zones;  // short names; full names are region + zone
  ClusterSpec cluster;
  NamedMap<NodeGroupSpec> nodes;
  NamedMap<DatabaseSpec> databases;
  std::vector<HopSpec> path;
};
void describe(Visitor& v, RegionSpec& s);

}  // namespace paddock::models
