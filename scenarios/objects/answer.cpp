#include "scenarios/objects/answer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/report/sanitize.hpp"

namespace paddock::scenarios {
namespace {

using namespace models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else
using nlohmann::json;

json reasons_json(std::string_view plugin, const std::vector<std::string>& reasons) {
  json list = json::array({plugin});
  for (const auto& reason : reasons) list.push_back(reason);
  return list;
}

json sorted_names(const PlacedCluster& cluster, const std::vector<NodeIndex>& nodes) {
  std::vector<std::string> names;
  names.reserve(nodes.size());
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

json to_json(const PlacedCluster& cluster, const Answer& answer) {
  json result = explanation_json(cluster, answer.explanation);
  result.erase("chosen");
  if (answer.chosen) result["chosen"] = node_name(cluster, *answer.chosen);
  if (answer.nominated) result["nominated"] = node_name(cluster, *answer.nominated);
  if (answer.evaluated) result["evaluatedNodes"] = *answer.evaluated;
  return result;
}

std::string printed(const json& value) { return json_without_hidden(value.dump(2)) + "\n"; }

}  // namespace

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
  if (!explanation.larger_in.empty()) {
    result["larger_than_any_node"] = true;
    result["larger_in"] = explanation.larger_in;
  }
  if (explanation.preemption) result["preemption"] = preemption_json(cluster, *explanation.preemption);
  return result;
}

std::string answer_json(const PlacedCluster& cluster, const Answer& answer) {
  return printed(to_json(cluster, answer));
}

std::string answers_json(const PlacedCluster& cluster, std::span<const Answer> answers) {
  json list = json::array();
  for (const Answer& answer : answers) {
    json step = to_json(cluster, answer);
    step["pod"] = answer.pod;
    list.push_back(std::move(step));
  }
  return printed(list);
}

}  // namespace paddock::scenarios
