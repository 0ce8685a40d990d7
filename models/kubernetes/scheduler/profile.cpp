#include "models/kubernetes/scheduler/profile.hpp"

#include <algorithm>
#include <set>

namespace paddock::models::scheduling {
namespace {

constexpr std::array<std::string_view, 13> extension_points{
    "multiPoint", "preEnqueue", "queueSort", "preFilter", "filter", "postFilter", "preScore",
    "score",      "reserve",    "permit",    "preBind",   "bind",   "postBind"};

/// Every plugin and where it may be enabled: those of `Plugin` in its order, then those that decide nothing in this
/// model (gates, order of the queue, devices, the binding call). Source: the interfaces that
/// pkg/scheduler/framework/plugins implement, v1.34.1.
struct KnownPlugin {
  std::string_view name, points;
};
constexpr std::array all_plugins{
    KnownPlugin{"NodeUnschedulable", "filter"},
    KnownPlugin{"NodeName", "filter"},
    KnownPlugin{"TaintToleration", "filter, preScore, score"},
    KnownPlugin{"NodeAffinity", "preFilter, filter, preScore, score"},
    KnownPlugin{"NodePorts", "preFilter, filter"},
    KnownPlugin{"NodeResourcesFit", "preFilter, filter, preScore, score"},
    KnownPlugin{"VolumeRestrictions", "preFilter, filter"},
    KnownPlugin{"NodeVolumeLimits", "preFilter, filter"},
    KnownPlugin{"VolumeBinding", "preFilter, filter, preScore, score, reserve, preBind"},
    KnownPlugin{"VolumeZone", "preFilter, filter"},
    KnownPlugin{"PodTopologySpread", "preFilter, filter, preScore, score"},
    KnownPlugin{"InterPodAffinity", "preFilter, filter, preScore, score"},
    KnownPlugin{"DefaultPreemption", "preEnqueue, postFilter"},
    KnownPlugin{"NodeResourcesBalancedAllocation", "preScore, score"},
    KnownPlugin{"ImageLocality", "score"},
    KnownPlugin{"SchedulingGates", "preEnqueue"},
    KnownPlugin{"PrioritySort", "queueSort"},
    KnownPlugin{"DynamicResources", "preEnqueue, preFilter, filter, postFilter, reserve, preBind"},
    KnownPlugin{"DefaultBinder", "bind"}};
static_assert(all_plugins[plugin_count - 1].name == "ImageLocality");

const KnownPlugin* find_plugin(std::string_view name) {
  const auto at = std::ranges::find(all_plugins, name, &KnownPlugin::name);
  return at == all_plugins.end() ? nullptr : &*at;
}

/// No point's name is a part of another's: "filter" is not in "preFilter".
bool extends(const KnownPlugin& plugin, std::string_view point) {
  return point == "multiPoint" || plugin.points.find(point) != std::string_view::npos;
}

constexpr std::int64_t largest_weight = 1'000'000;  // assumed: upstream asks only that the total fits into 63 bits

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j < row.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

/// Which halves of a plugin an extension point switches.
struct Halves {
  bool filters = false, scores = false;
};

Halves halves_of(std::string_view point) {
  if (point == "multiPoint") return {true, true};
  if (point == "preFilter" || point == "filter" || point == "postFilter") return {true, false};
  if (point == "preScore" || point == "score") return {false, true};
  return {};
}

void disable(PluginUse& use, Halves halves) {
  use.filters &= !halves.filters;
  use.scores &= !halves.scores;
}

void enable(PluginUse& use, Halves halves, std::optional<std::int64_t> weight) {
  use.filters |= halves.filters;
  use.scores |= halves.scores;
  if (halves.scores) use.weight = std::max<std::int64_t>(weight.value_or(1), 1);  // upstream reads weight 0 as 1
}

class Applier {
 public:
  Applier(Profile& profile, std::vector<std::string>& problems) : profile_(profile), problems_(problems) {}

  void apply(std::string_view point, const PluginSet& set) {
    const Halves halves = halves_of(point);
    for (const auto& name : set.disabled) {
      for (Needed& needed : needed_) needed.there &= !needed.named(point, name);
      if (name == "*")
        for (PluginUse& use : profile_.use) disable(use, halves);
      else if (const auto plugin = known(point, name))
        disable(profile_.of(*plugin), halves);
    }
    std::set<std::string_view> enabled;
    for (const auto& entry : set.enabled) {
      if (entry.weight && (*entry.weight < 0 || *entry.weight > largest_weight))
        problems_.push_back("plugins." + std::string(point) + ": weight of " + entry.name +
                            " is out of range: " + std::to_string(*entry.weight) + "; 0 to " +
                            std::to_string(largest_weight) + " are allowed");
      else if (const auto plugin = known(point, entry.name))
        enable(profile_.of(*plugin), halves, entry.weight);
      if (!enabled.insert(entry.name).second)
        problems_.push_back("plugins." + std::string(point) + ": " + entry.name + " is enabled more than once");
      for (Needed& needed : needed_) needed.there |= needed.named(point, entry.name);
      if (const KnownPlugin* plugin = find_plugin(entry.name); plugin != nullptr && !extends(*plugin, point))
        problems_.push_back("plugins." + std::string(point) + ": " + entry.name + " does not extend it, but " +
                            std::string(plugin->points));
    }
  }

  /// A scheduler does not start without these.
  void check_needed() {
    for (const Needed& needed : needed_)
      if (!needed.there)
        problems_.push_back("plugins." + std::string(needed.point) + ": nothing is left there; enable " +
                            std::string(needed.plugin));
  }

 private:
  struct Needed {
    std::string_view point, plugin;
    bool there = true;
    bool named(std::string_view at, std::string_view name) const {
      return (at == point || at == "multiPoint") && (name == plugin || name == "*");
    }
  };

  std::optional<Plugin> known(std::string_view point, std::string_view name) {
    if (find_plugin(name) != nullptr) return plugin_named(name);
    std::vector<std::string_view> all;
    all.reserve(all_plugins.size());
    for (const KnownPlugin& plugin : all_plugins) all.push_back(plugin.name);
    problems_.push_back("plugins." + std::string(point) + ": unknown plugin " + std::string(name) +
                        did_you_mean(name, all));
    return std::nullopt;
  }

  Profile& profile_;
  std::vector<std::string>& problems_;
  std::array<Needed, 2> needed_{Needed{"queueSort", "PrioritySort"}, Needed{"bind", "DefaultBinder"}};
};

void check_resources(std::string_view what, const std::vector<ResourceWeight>& resources,
                     std::vector<std::string>& problems) {
  for (const auto& r : resources)
    if (r.weight < 1 || r.weight > 100)
      problems.push_back(std::string(what) + ": weight of " + r.name + " must be 1 to 100");
}

void check_shape(const Profile& p, std::vector<std::string>& problems) {
  if (p.fit_strategy != FitStrategy::requested_to_capacity_ratio) return;
  if (p.fit_shape.empty()) problems.push_back("requestedToCapacityRatio: shape has no points");
  for (std::size_t i = 0; i < p.fit_shape.size(); ++i) {
    const ShapePoint& point = p.fit_shape[i];
    if (i > 0 && point.utilization <= p.fit_shape[i - 1].utilization)
      problems.push_back("requestedToCapacityRatio: utilization must rise from point to point");
    if (point.utilization < 0 || point.utilization > 100)
      problems.push_back("requestedToCapacityRatio: utilization must be 0 to 100");
    if (point.score < 0 || point.score > 10) problems.push_back("requestedToCapacityRatio: score must be 0 to 10");
  }
}

}  // namespace

std::string_view name(Plugin p) { return all_plugins[static_cast<std::size_t>(p)].name; }

std::optional<Plugin> plugin_named(std::string_view wanted) {
  const KnownPlugin* const at = find_plugin(wanted);
  if (at == nullptr || at - all_plugins.data() >= static_cast<std::ptrdiff_t>(plugin_count)) return std::nullopt;
  return static_cast<Plugin>(at - all_plugins.data());
}

std::vector<std::string> known_plugins() {
  std::vector<std::string> names;
  names.reserve(all_plugins.size());
  for (const KnownPlugin& plugin : all_plugins) names.emplace_back(plugin.name);
  return names;
}

std::vector<std::string> known_extension_points() { return {extension_points.begin(), extension_points.end()}; }

std::array<PluginUse, plugin_count> Profile::default_use() {
  std::array<PluginUse, plugin_count> use;
  const auto weigh = [&](Plugin p, std::int64_t weight) { use[static_cast<std::size_t>(p)].weight = weight; };
  weigh(Plugin::taint_toleration, 3);
  weigh(Plugin::node_affinity, 2);
  weigh(Plugin::pod_topology_spread, 2);
  weigh(Plugin::inter_pod_affinity, 2);
  return use;
}

std::vector<SpreadConstraint> Profile::system_spread() {
  SpreadConstraint host, zone;
  host.topology_key = "kubernetes.io/hostname";
  host.max_skew = 3;
  zone.topology_key = "topology.kubernetes.io/zone";
  zone.max_skew = 5;
  host.do_not_schedule = zone.do_not_schedule = false;
  return {host, zone};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  std::size_t nearest = word.size() / 2 + 1;
  std::string_view best;
  for (const auto candidate : known)
    if (const auto distance = edit_distance(word, candidate); distance < nearest) nearest = distance, best = candidate;
  return best.empty() ? "" : ", did you mean " + std::string(best) + "?";
}

std::vector<std::string> apply_plugins(Profile& profile, const std::map<std::string, PluginSet>& plugins) {
  std::vector<std::string> problems;
  Applier applier(profile, problems);
  for (const auto& [point, set] : plugins)
    if (std::find(extension_points.begin(), extension_points.end(), point) == extension_points.end())
      problems.push_back("plugins: unknown extension point " + point +
                         did_you_mean(point, {extension_points.begin(), extension_points.end()}));
  // What a point says for itself has the last word over multiPoint.
  if (const auto all = plugins.find("multiPoint"); all != plugins.end()) applier.apply(all->first, all->second);
  for (const auto& [point, set] : plugins)
    if (point != "multiPoint") applier.apply(point, set);
  applier.check_needed();
  return problems;
}

std::vector<std::string> problems(const Profile& p) {
  std::vector<std::string> found;
  if (const auto percentage = p.percentage_of_nodes_to_score.value_or(0); percentage < 0 || percentage > 100)
    found.push_back("percentageOfNodesToScore must be 0 to 100");
  if (p.hard_pod_affinity_weight < 0 || p.hard_pod_affinity_weight > 100)
    found.push_back("hardPodAffinityWeight must be 0 to 100");
  check_resources("scoringStrategy", p.fit_resources, found);
  check_resources("NodeResourcesBalancedAllocation", p.balanced_resources, found);
  check_shape(p, found);
  if (p.min_candidate_nodes_percentage < 0 || p.min_candidate_nodes_percentage > 100)
    found.push_back("minCandidateNodesPercentage must be 0 to 100");
  if (p.min_candidate_nodes_absolute < 0) found.push_back("minCandidateNodesAbsolute must not be negative");
  for (const auto& c : p.default_spread)
    if (c.selector || !c.match_label_keys.empty())
      found.push_back("defaultConstraints must not have a labelSelector: it comes from services and controllers");
  return found;
}

}  // namespace paddock::models::scheduling
