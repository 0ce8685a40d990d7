#include <algorithm>
#include <map>

#include "scenarios/objects/object_reader.hpp"

namespace paddock::scenarios {
namespace {

using namespace objects;  // NOLINT(google-build-using-namespace): the readers beside this file
using models::scheduling::FitStrategy;
using models::scheduling::PluginSet;
using models::scheduling::ResourceWeight;

using Names = std::vector<std::string>;

// Fields: kubescheduler.config.k8s.io/v1, staging/src/k8s.io/kube-scheduler/config/v1/types.go and types_pluginargs.go,
// v1.34.
const Names& configuration_fields() {
  static const Names names{"apiVersion",
                           "kind",
                           "parallelism",
                           "leaderElection",
                           "clientConnection",
                           "enableProfiling",
                           "enableContentionProfiling",
                           "percentageOfNodesToScore",
                           "podInitialBackoffSeconds",
                           "podMaxBackoffSeconds",
                           "profiles",
                           "extenders",
                           "delayCacheUntilActive"};
  return names;
}

/// The arguments of each plugin that takes any.
const std::map<std::string, Names>& argument_fields() {
  static const std::map<std::string, Names> fields{
      {"NodeResourcesFit", {"ignoredResources", "ignoredResourceGroups", "scoringStrategy"}},
      {"NodeResourcesBalancedAllocation", {"resources"}},
      {"InterPodAffinity", {"hardPodAffinityWeight", "ignorePreferredTermsOfExistingPods"}},
      {"NodeAffinity", {"addedAffinity"}},
      {"PodTopologySpread", {"defaultConstraints", "defaultingType"}},
      {"DefaultPreemption", {"minCandidateNodesPercentage", "minCandidateNodesAbsolute"}},
      {"VolumeBinding", {"bindTimeoutSeconds", "shape"}},
      {"DynamicResources", {"filterTimeout"}}};
  return fields;
}

std::vector<ResourceWeight> read_weights(const json& object, const std::string& where, ObjectProblems& problems) {
  std::vector<ResourceWeight> weights;
  for_each(object, "resources", where, problems, [&](const json& r, const std::string& at) {
    const std::int64_t weight = integer(r, "weight", 0, at, problems);
    weights.push_back({text(r, "name", at, problems), weight == 0 ? 1 : weight});
  });
  return weights.empty() ? std::vector<ResourceWeight>{{"cpu", 1}, {"memory", 1}} : weights;
}

void read_strategy(const json& args, Profile& profile, const std::string& where, ObjectProblems& problems) {
  profile.ignored_resources = texts(args, "ignoredResources", where, problems);
  profile.ignored_resource_groups = texts(args, "ignoredResourceGroups", where, problems);
  const json& strategy = member(args, "scoringStrategy");
  if (strategy.is_null()) return;
  const std::string at = path_join(where, "scoringStrategy");
  const std::string type = text(strategy, "type", at, problems);
  if (type == "MostAllocated")
    profile.fit_strategy = FitStrategy::most_allocated;
  else if (type == "RequestedToCapacityRatio")
    profile.fit_strategy = FitStrategy::requested_to_capacity_ratio;
  else if (!type.empty() && type != "LeastAllocated")
    none_of(problems, path_join(at, "type"), type,
            Names{"LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"});
  profile.fit_resources = read_weights(strategy, at, problems);
  for_each(member(strategy, "requestedToCapacityRatio"), "shape", path_join(at, "requestedToCapacityRatio"), problems,
           [&](const json& point, const std::string& p) {
             profile.fit_shape.push_back(
                 {integer(point, "utilization", 0, p, problems), integer(point, "score", 0, p, problems)});
           });
}

void read_spread_args(const json& args, Profile& profile, const std::string& where, ObjectProblems& problems) {
  const std::string type = text(args, "defaultingType", where, problems);
  if (!type.empty() && type != "List" && type != "System")
    none_of(problems, path_join(where, "defaultingType"), type, Names{"List", "System"});
  profile.system_default_spread = type != "List";
  if (profile.system_default_spread) return;
  profile.default_spread.clear();
  for_each(args, "defaultConstraints", where, problems, [&](const json& c, const std::string& at) {
    profile.default_spread.push_back(spread_constraint(c, at, problems));
  });
}

void read_args(const std::string& plugin, const json& args, Profile& profile, const std::string& where,
               ObjectProblems& problems) {
  if (plugin == "NodeResourcesFit") {
    read_strategy(args, profile, where, problems);
  } else if (plugin == "NodeResourcesBalancedAllocation") {
    profile.balanced_resources = read_weights(args, where, problems);
  } else if (plugin == "InterPodAffinity") {
    profile.hard_pod_affinity_weight = integer(args, "hardPodAffinityWeight", 1, where, problems);
    profile.ignore_preferred_terms_of_existing_pods =
        flag(args, "ignorePreferredTermsOfExistingPods", false, where, problems);
  } else if (plugin == "NodeAffinity") {
    profile.added_affinity = node_affinity(member(args, "addedAffinity"), path_join(where, "addedAffinity"), problems);
  } else if (plugin == "PodTopologySpread") {
    read_spread_args(args, profile, where, problems);
  } else if (plugin == "DefaultPreemption") {
    profile.min_candidate_nodes_percentage = int32(args, "minCandidateNodesPercentage", 10, where, problems);
    profile.min_candidate_nodes_absolute = int32(args, "minCandidateNodesAbsolute", 100, where, problems);
  }
}

/// The arguments of one entry of pluginConfig.
void read_plugin_config(const json& config, const std::string& at, Profile& profile, ObjectProblems& problems) {
  only(config, at, problems, Names{"name", "args"});
  const std::string plugin = text(config, "name", at, problems);
  const auto known = argument_fields().find(plugin);
  if (known == argument_fields().end()) {
    Names names;
    for (const auto& [name, fields] : argument_fields()) names.push_back(name);
    return none_of(problems, path_join(at, "name"), plugin, names);
  }
  Names fields = known->second;
  fields.insert(fields.end(), {"apiVersion", "kind"});
  only(member(config, "args"), path_join(at, "args"), problems, fields);
  read_args(plugin, member(config, "args"), profile, path_join(at, "args"), problems);
}

/// What one extension point switches on and off; names that nobody knows are said and left out.
PluginSet read_plugin_set(const json& set, const std::string& at, ObjectProblems& problems) {
  PluginSet result;
  const Names known = models::scheduling::known_plugins();
  const auto name_of = [&](const json& entry, const std::string& e) -> std::optional<std::string> {
    only(entry, e, problems, Names{"name", "weight"});
    std::string name = text(entry, "name", e, problems);
    if (name == "*" || std::ranges::find(known, name) != known.end()) return name;
    none_of(problems, path_join(e, "name"), name, known);
    return std::nullopt;
  };
  only(set, at, problems, Names{"enabled", "disabled"});
  for_each(set, "enabled", at, problems, [&](const json& entry, const std::string& e) {
    std::optional<std::int64_t> weight;
    if (!member(entry, "weight").is_null()) weight = integer(entry, "weight", 0, e, problems);
    if (const auto name = name_of(entry, e)) result.enabled.push_back({*name, weight});
  });
  for_each(set, "disabled", at, problems, [&](const json& entry, const std::string& e) {
    if (const auto name = name_of(entry, e)) result.disabled.push_back(*name);
  });
  return result;
}

void read_plugins(const json& plugins, const std::string& where, Profile& profile, ObjectProblems& problems) {
  if (plugins.is_null()) return;
  if (!plugins.is_object()) return problems.add(where, shown(plugins), "a mapping of extension points");
  const Names points = models::scheduling::known_extension_points();
  only(plugins, where, problems, points);
  std::map<std::string, PluginSet> sets;
  for (const std::string& point : points)
    if (const json& set = member(plugins, point.c_str()); !set.is_null())
      sets[point] = read_plugin_set(set, path_join(where, point), problems);
  for (const auto& problem : models::scheduling::apply_plugins(profile, sets)) problems.add(where, problem);
}

Profile read_profile(const json& object, const std::string& where, ObjectProblems& problems) {
  Profile profile;
  only(object, where, problems, Names{"schedulerName", "percentageOfNodesToScore", "plugins", "pluginConfig"});
  if (const auto name = text(object, "schedulerName", where, problems); !name.empty()) profile.name = name;
  if (!member(object, "percentageOfNodesToScore").is_null())
    profile.percentage_of_nodes_to_score = int32(object, "percentageOfNodesToScore", 0, where, problems);
  read_plugins(member(object, "plugins"), path_join(where, "plugins"), profile, problems);
  Names configured;
  for_each(object, "pluginConfig", where, problems, [&](const json& config, const std::string& at) {
    read_plugin_config(config, at, profile, problems);
    configured.push_back(text(config, "name", at, problems));
    if (std::ranges::count(configured, configured.back()) > 1)
      problems.add(path_join(at, "name"), in_quotes(configured.back()) + " once more", "each plugin once");
  });
  for (const auto& problem : models::scheduling::problems(profile)) problems.add(where, problem);
  return profile;
}

}  // namespace

std::vector<Profile> read_profiles(const json& configuration, ObjectProblems& problems) {
  only(configuration, "", problems, configuration_fields());
  std::vector<Profile> profiles;
  for_each(configuration, "profiles", "", problems, [&](const json& p, const std::string& at) {
    profiles.push_back(read_profile(p, at, problems));
    for (std::size_t i = 0; i + 1 < profiles.size(); ++i)
      if (profiles[i].name == profiles.back().name)
        problems.add(path_join(at, "schedulerName"), in_quotes(profiles[i].name) + ", which another profile has",
                     "a name of its own");
  });
  if (profiles.empty()) profiles.emplace_back();
  if (!member(configuration, "percentageOfNodesToScore").is_null()) {
    const int all = int32(configuration, "percentageOfNodesToScore", 0, "", problems);
    if (all < 0 || all > 100) problems.add("percentageOfNodesToScore", std::to_string(all), "0 to 100");
    for (Profile& p : profiles)
      if (!p.percentage_of_nodes_to_score) p.percentage_of_nodes_to_score = all;
  }
  return profiles;
}

}  // namespace paddock::scenarios
