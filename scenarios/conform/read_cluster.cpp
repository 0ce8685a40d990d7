#include "scenarios/conform/object_reader.hpp"

namespace paddock::scenarios {
namespace {

using namespace objects;  // NOLINT(google-build-using-namespace): the readers beside this file
using models::scheduling::FitStrategy;
using models::scheduling::PluginSet;
using models::scheduling::ResourceWeight;

const json* named(const json& list, const std::string& name) {
  if (!list.is_array()) return nullptr;
  for (const json& object : list)
    if (member(member(object, "metadata"), "name") == name) return &object;
  return nullptr;
}

std::string namespace_of(const json& metadata, ObjectProblems& problems) {
  const auto name = text(metadata, "namespace", "metadata", problems);
  return name.empty() ? "default" : name;
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
  const std::string at = where + ".scoringStrategy";
  const std::string type = text(strategy, "type", at, problems);
  if (type == "MostAllocated")
    profile.fit_strategy = FitStrategy::most_allocated;
  else if (type == "RequestedToCapacityRatio")
    profile.fit_strategy = FitStrategy::requested_to_capacity_ratio;
  else if (!type.empty() && type != "LeastAllocated")
    problems.add(at + ".type", "is unknown: " + type +
                                   models::scheduling::did_you_mean(
                                       type, {"LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"}));
  profile.fit_resources = read_weights(strategy, at, problems);
  for_each(member(strategy, "requestedToCapacityRatio"), "shape", at + ".requestedToCapacityRatio", problems,
           [&](const json& point, const std::string& p) {
             profile.fit_shape.push_back(
                 {integer(point, "utilization", 0, p, problems), integer(point, "score", 0, p, problems)});
           });
}

void read_spread_args(const json& args, Profile& profile, const std::string& where, ObjectProblems& problems) {
  const std::string type = text(args, "defaultingType", where, problems);
  if (!type.empty() && type != "List" && type != "System")
    problems.add(where + ".defaultingType", "is neither List nor System: " + type);
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
    profile.added_affinity = node_affinity(member(args, "addedAffinity"), where + ".addedAffinity", problems);
  } else if (plugin == "PodTopologySpread") {
    read_spread_args(args, profile, where, problems);
  } else if (plugin == "DefaultPreemption") {
    profile.min_candidate_nodes_percentage = int32(args, "minCandidateNodesPercentage", 10, where, problems);
    profile.min_candidate_nodes_absolute = int32(args, "minCandidateNodesAbsolute", 100, where, problems);
  } else if (plugin != "VolumeBinding" && plugin != "DynamicResources") {
    problems.add(where, "unknown plugin " + plugin +
                            models::scheduling::did_you_mean(
                                plugin, {"NodeResourcesFit", "NodeResourcesBalancedAllocation", "InterPodAffinity",
                                         "NodeAffinity", "PodTopologySpread", "DefaultPreemption", "VolumeBinding"}));
  }
}

Profile read_profile(const json& object, const std::string& where, ObjectProblems& problems) {
  Profile profile;
  if (const auto name = text(object, "schedulerName", where, problems); !name.empty()) profile.name = name;
  if (!member(object, "percentageOfNodesToScore").is_null())
    profile.percentage_of_nodes_to_score = int32(object, "percentageOfNodesToScore", 0, where, problems);
  std::map<std::string, PluginSet> plugins;
  for (const auto& item : member(object, "plugins").items()) {
    const std::string& point = item.key();  // clang 14 captures no structured binding
    const json& set = item.value();
    const std::string at = where + ".plugins." + point;
    for_each(set, "enabled", at, problems, [&](const json& entry, const std::string& e) {
      std::optional<std::int64_t> weight;
      if (!member(entry, "weight").is_null()) weight = integer(entry, "weight", 0, e, problems);
      plugins[point].enabled.push_back({text(entry, "name", e, problems), weight});
    });
    for_each(set, "disabled", at, problems, [&](const json& entry, const std::string& e) {
      plugins[point].disabled.push_back(text(entry, "name", e, problems));
    });
  }
  for (const auto& problem : models::scheduling::apply_plugins(profile, plugins)) problems.add(where, problem);
  for_each(object, "pluginConfig", where, problems, [&](const json& config, const std::string& at) {
    read_args(text(config, "name", at, problems), member(config, "args"), profile, at + ".args", problems);
  });
  for (const auto& problem : models::scheduling::problems(profile)) problems.add(where, problem);
  return profile;
}

}  // namespace

ServiceSpec read_service(const json& object, ObjectProblems& problems) {
  ServiceSpec service;
  service.namespace_name = namespace_of(member(object, "metadata"), problems);
  const json& spec = member(object, "spec");
  if (!member(spec, "selector").is_null()) service.selector = labels(spec, "selector", "spec", problems);
  return service;
}

ControllerSpec read_controller(const json& object, std::string kind, ObjectProblems& problems) {
  ControllerSpec controller;
  controller.kind = std::move(kind);
  controller.namespace_name = namespace_of(member(object, "metadata"), problems);
  controller.name = text(member(object, "metadata"), "name", "metadata", problems);
  const json& spec = member(object, "spec");
  if (controller.kind == "ReplicationController")
    controller.selector = LabelSelector{labels(spec, "selector", "spec", problems), {}};
  else
    controller.selector = read_selector(spec, "selector", "spec", problems);
  return controller;
}

ClaimSpec read_claim(const json& object, const json& volumes, const json& storage_classes, ObjectProblems& problems) {
  ClaimSpec claim;
  const json& spec = member(object, "spec");
  claim.namespace_name = namespace_of(member(object, "metadata"), problems);
  claim.name = text(member(object, "metadata"), "name", "metadata", problems);
  for (const auto& mode : texts(spec, "accessModes", "spec", problems))
    claim.read_write_once_pod |= mode == "ReadWriteOncePod";
  const std::string volume_name = text(spec, "volumeName", "spec", problems);
  claim.bound = !volume_name.empty();
  if (const json* volume = named(volumes, volume_name)) {
    claim.volume_labels = labels(member(*volume, "metadata"), "labels", "metadata", problems);
    const json& required = member(member(member(*volume, "spec"), "nodeAffinity"), "required");
    if (required.is_object()) {
      claim.volume_node_affinity.emplace();
      for_each(required, "nodeSelectorTerms", "spec.nodeAffinity.required", problems,
               [&](const json& term, const std::string& at) {
                 claim.volume_node_affinity->push_back(node_term(term, at, problems));
               });
    }
  }
  if (const json* storage = named(storage_classes, text(spec, "storageClassName", "spec", problems)))
    claim.wait_for_first_consumer = member(*storage, "volumeBindingMode") == "WaitForFirstConsumer";
  return claim;
}

std::vector<Profile> read_profiles(const json& configuration, ObjectProblems& problems) {
  std::vector<Profile> profiles;
  for_each(configuration, "profiles", "schedulerConfiguration", problems,
           [&](const json& p, const std::string& at) { profiles.push_back(read_profile(p, at, problems)); });
  if (profiles.empty()) profiles.emplace_back();
  if (!member(configuration, "percentageOfNodesToScore").is_null()) {
    const int all = int32(configuration, "percentageOfNodesToScore", 0, "schedulerConfiguration", problems);
    for (Profile& p : profiles)
      if (!p.percentage_of_nodes_to_score) p.percentage_of_nodes_to_score = all;
  }
  return profiles;
}

}  // namespace paddock::scenarios
