#include "scenarios/conform/placement.hpp"

#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "scenarios/conform/object_reader.hpp"

namespace paddock::scenarios {
namespace {

using namespace models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else
using nlohmann::json;
using objects::for_each;
using objects::member;
using objects::text;

std::string full_name(const json& object) {
  const json& metadata = member(object, "metadata");
  const json& space = member(metadata, "namespace");
  return (space.is_string() ? space.get<std::string>() : "default") + "/" + metadata.value("name", "");
}

void add_objects(const json& objects, SchedulerCatalogue& catalogue, ObjectProblems& problems) {
  for_each(objects, "namespaces", "objects", problems, [&](const json& o, const std::string& at) {
    catalogue.add_namespace(text(member(o, "metadata"), "name", at, problems),
                            objects::labels(member(o, "metadata"), "labels", at, problems));
  });
  for_each(objects, "services", "objects", problems,
           [&](const json& o, const std::string&) { catalogue.add_service(read_service(o, problems)); });
  struct Controller {
    const char *list, *kind;
  };
  for (const Controller& c : {Controller{"replicationControllers", "ReplicationController"},
                              Controller{"replicaSets", "ReplicaSet"}, Controller{"statefulSets", "StatefulSet"}})
    for_each(objects, c.list, "objects", problems, [&](const json& o, const std::string&) {
      catalogue.add_controller(read_controller(o, c.kind, problems));
    });
  for_each(objects, "persistentVolumeClaims", "objects", problems, [&](const json& o, const std::string&) {
    catalogue.add_claim(
        read_claim(o, member(objects, "persistentVolumes"), member(objects, "storageClasses"), problems));
  });
}

void bind_pods(const json& description, PlacedCluster& cluster, ObjectProblems& problems) {
  for_each(description, "pods", "", problems, [&](const json& object, const std::string& at) {
    PodSpec pod = read_pod(object, problems);
    const auto symbol = pod.node_name ? cluster.catalogue.symbols().find(*pod.node_name) : std::nullopt;
    const auto node = symbol ? cluster.state.node_named(*symbol) : std::nullopt;
    pod.node_name.reset();  // where it is, not where it wants to be
    if (!node) return problems.add(at + ".spec.nodeName", "names no node of the cluster");
    const json& status = member(object, "status");
    const json& start = member(status, "startTime");
    const auto id = cluster.catalogue.add_class(pod);
    const auto row = bind_named(cluster, id, *node, full_name(object),
                                start.is_string() ? timestamp(start.get<std::string>()) : std::nullopt);
    if (!member(member(object, "metadata"), "deletionTimestamp").is_null())
      cluster.state.mark_terminating(cluster.catalogue, row);
  });
}

void add_budgets(const json& objects, PlacedCluster& cluster, ObjectProblems& problems) {
  for_each(objects, "podDisruptionBudgets", "objects", problems, [&](const json& o, const std::string& at) {
    const std::string name = full_name(o);
    const std::string space = name.substr(0, name.find('/'));
    const json& status = member(o, "status");
    const auto budget = cluster.state.add_budget(cluster.catalogue, space,
                                                 read_selector(member(o, "spec"), "selector", at + ".spec", problems));
    std::vector<BoundPodId> disrupted;
    for (const auto& [row, pod_name] : cluster.pod_names)
      if (pod_name.substr(0, pod_name.find('/')) == space &&
          member(status, "disruptedPods").contains(pod_name.substr(pod_name.find('/') + 1)))
        disrupted.push_back(row);
    cluster.state.set_budget(budget, objects::integer(status, "disruptionsAllowed", 0, at, problems), disrupted);
  });
}

json reasons_json(std::string_view plugin, const std::vector<std::string>& reasons) {
  json list = json::array({plugin});
  for (const auto& reason : reasons) list.push_back(reason);
  return list;
}

json sorted_names(const PlacedCluster& cluster, const std::vector<NodeIndex>& nodes) {
  std::vector<std::string> names;
  for (const NodeIndex node : nodes) names.push_back(node_name(cluster, node));
  std::sort(names.begin(), names.end());
  return names;
}

json preemption_json(const PlacedCluster& cluster, const PreemptionExplanation& told) {
  json result{
      {"eligible", !told.not_eligible}, {"candidates", json::object()}, {"best", sorted_names(cluster, told.best)}};
  if (told.not_eligible) result["reason"] = *told.not_eligible;
  for (const auto& c : told.candidates) {
    json victims = json::array();
    for (const BoundPodId row : c.victims.pods) {
      const auto at = cluster.pod_names.find(row);
      victims.push_back(at == cluster.pod_names.end() ? "" : at->second);
    }
    result["candidates"][node_name(cluster, c.node)] = {{"victims", victims}, {"pdbViolations", c.victims.violations}};
  }
  for (const auto& c : told.others)
    result["notCandidates"][node_name(cluster, c.node)] =
        reasons_json(c.victims.in_the_way ? name(c.victims.in_the_way->plugin) : "", c.reasons);
  return result;
}

void node_json(const PlacedCluster& cluster, const NodeExplanation& told, json& result) {
  const std::string name_of_node = node_name(cluster, told.node);
  if (told.rejection) {
    result["infeasible"][name_of_node] = reasons_json(name(told.rejection->plugin), told.reasons);
    if (told.rejection->unresolvable) result["unresolvable"].push_back(name_of_node);
    return;
  }
  json scores = json::object();
  for (std::size_t p = 0; p < plugin_count; ++p)
    if (told.scores[p]) scores[std::string(name(static_cast<Plugin>(p)))] = *told.scores[p];
  result["feasible"].push_back(name_of_node);
  result["scores"][name_of_node] = scores;
  result["total"][name_of_node] = told.total;
}

}  // namespace

PlacedCluster place_cluster(const json& description, std::optional<int> percentage, ObjectProblems& problems) {
  auto profiles = read_profiles(member(description, "schedulerConfiguration"), problems);
  if (percentage)
    for (Profile& p : profiles) p.percentage_of_nodes_to_score = percentage;
  PlacedCluster cluster{.catalogue = SchedulerCatalogue(std::move(profiles)), .state = {}, .pod_names = {}};
  const json& objects = member(description, "objects");
  add_objects(objects, cluster.catalogue, problems);
  for_each(description, "nodes", "", problems, [&](const json& object, const std::string& at) {
    const NodeSpec node = read_node(object, problems);
    const auto symbol = cluster.catalogue.symbols().find(node.name);
    if (symbol && cluster.state.node_named(*symbol)) return problems.add(at, "is there already: " + node.name);
    cluster.state.add_node(cluster.catalogue, node);
  });
  bind_pods(description, cluster, problems);
  add_budgets(objects, cluster, problems);
  return cluster;
}

BoundPodId bind_named(PlacedCluster& cluster, ClassId id, NodeIndex node, std::string name,
                      std::optional<sim::Time> start) {
  const BoundPodId row = cluster.state.bind(cluster.catalogue, id, node, start);
  cluster.pod_names[row] = std::move(name);
  return row;
}

std::string node_name(const PlacedCluster& cluster, NodeIndex node) {
  return cluster.catalogue.symbols().name(cluster.state.facts(node).name);
}

json explanation_json(const PlacedCluster& cluster, const Explanation& explanation) {
  json result{{"feasible", json::array()},
              {"infeasible", json::object()},
              {"scores", json::object()},
              {"total", json::object()},
              {"best", sorted_names(cluster, explanation.best)}};
  for (const auto& told : explanation.nodes) node_json(cluster, told, result);
  std::sort(result["feasible"].begin(), result["feasible"].end());
  if (result.contains("unresolvable")) std::sort(result["unresolvable"].begin(), result["unresolvable"].end());
  if (explanation.refused)
    result["preFilterRejection"] = reasons_json(name(explanation.refused_by), {*explanation.refused});
  if (!result["best"].empty()) result["chosen"] = result["best"][0];
  if (explanation.larger_than_any_node) result["largerThanAnyNode"] = true;
  if (explanation.preemption) result["preemption"] = preemption_json(cluster, *explanation.preemption);
  return result;
}

std::optional<sim::Time> timestamp(const std::string& written) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, used = 0;
  if (std::sscanf(written.c_str(), "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour, &minute, &second, &used) <
          6 ||
      static_cast<std::size_t>(used) != written.size())
    return std::nullopt;
  const auto date = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} /
                    std::chrono::day{static_cast<unsigned>(day)};
  if (!date.ok()) return std::nullopt;
  return sim::Time{std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{hour} +
                   std::chrono::minutes{minute} + std::chrono::seconds{second}};
}

}  // namespace paddock::scenarios
