// How a scheduler is configured: which plugins it runs, their weights and arguments (KubeSchedulerConfiguration v1).
// Defaults, order and weights: kube-scheduler v1.34.1, pkg/scheduler/apis/config/v1/default_plugins.go.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/kubernetes/scheduler/spec.hpp"

namespace paddock::models::scheduling {

/// The plugins that decide something here, in the order in which they filter.
enum class Plugin : std::uint8_t {
  node_unschedulable,
  node_name,
  taint_toleration,
  node_affinity,
  node_ports,
  node_resources_fit,
  volume_restrictions,
  node_volume_limits,
  volume_binding,
  volume_zone,
  pod_topology_spread,
  inter_pod_affinity,
  default_preemption,
  balanced_allocation,
  image_locality,
};
inline constexpr std::size_t plugin_count = 15;

/// The name in configurations and statuses: "NodeResourcesFit".
std::string_view name(Plugin);
std::optional<Plugin> plugin_named(std::string_view);

/// What configurations may name: every plugin, also those that decide nothing here; every extension point.
std::vector<std::string> known_plugins();
std::vector<std::string> known_extension_points();

struct ResourceWeight {
  std::string name;
  std::int64_t weight = 1;
  friend auto operator<=>(const ResourceWeight&, const ResourceWeight&) = default;
};

/// A corner of the function of RequestedToCapacityRatio.
struct ShapePoint {
  std::int64_t utilization = 0;  ///< percent
  std::int64_t score = 0;        ///< 0 to 10
  friend auto operator<=>(const ShapePoint&, const ShapePoint&) = default;
};

enum class FitStrategy : std::uint8_t { least_allocated, most_allocated, requested_to_capacity_ratio };

/// What a plugin does in one profile.
struct PluginUse {
  bool filters = true;
  bool scores = true;
  std::int64_t weight = 1;
};

struct Profile {
  std::string name = "default-scheduler";
  std::optional<int> percentage_of_nodes_to_score;  ///< absent or 0: adaptive
  std::array<PluginUse, plugin_count> use = default_use();

  FitStrategy fit_strategy = FitStrategy::least_allocated;
  std::vector<ResourceWeight> fit_resources{{"cpu", 1}, {"memory", 1}};
  std::vector<ShapePoint> fit_shape;
  std::vector<std::string> ignored_resources, ignored_resource_groups;
  std::vector<ResourceWeight> balanced_resources{{"cpu", 1}, {"memory", 1}};
  std::int64_t hard_pod_affinity_weight = 1;  ///< 0 to 100
  bool ignore_preferred_terms_of_existing_pods = false;
  NodeAffinity added_affinity;
  bool system_default_spread = true;
  std::vector<SpreadConstraint> default_spread = system_spread();
  int min_candidate_nodes_percentage = 10;  ///< of preemption
  int min_candidate_nodes_absolute = 100;

  const PluginUse& of(Plugin p) const { return use[static_cast<std::size_t>(p)]; }
  PluginUse& of(Plugin p) { return use[static_cast<std::size_t>(p)]; }

  static std::array<PluginUse, plugin_count> default_use();
  static std::vector<SpreadConstraint> system_spread();
};

struct PluginEntry {
  std::string name;
  std::optional<std::int64_t> weight;
};

struct PluginSet {
  std::vector<PluginEntry> enabled;
  std::vector<std::string> disabled;  ///< "*": all
};

/// Applies `plugins` of a profile: extension point ("multiPoint", "filter", "score", ...) -> set. Returns what is wrong
/// with it: unknown points and plugins (with the nearest known name), weights out of range.
std::vector<std::string> apply_plugins(Profile&, const std::map<std::string, PluginSet>&);

/// What is wrong with the arguments of a profile; empty: nothing.
std::vector<std::string> problems(const Profile&);

/// ", did you mean X?" with the nearest of `known`, or nothing if none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace paddock::models::scheduling
