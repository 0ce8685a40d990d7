#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/conform/families.hpp"
#include "scenarios/objects/answer.hpp"
#include "scenarios/objects/object_reader.hpp"

namespace paddock::scenarios {
namespace {

using namespace models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else
using nlohmann::json;
using objects::member;

/// Where found departs from expected, both as text; empty: nowhere.
struct Departure {
  std::string expected, found;
};
using Departures = std::optional<Departure>;

std::string shortened(const json& value, const std::string& path) {
  constexpr std::size_t enough = 300;
  std::string text = path + " " + value.dump();
  if (text.size() > enough) text = text.substr(0, enough) + "...";
  return text;
}

/// A status counts by its plugin and by how many reasons it has; which resources are short is not wording either.
bool same_status(const json& expected, const json& found) {
  if (expected.size() != found.size() || expected.empty() || expected[0] != found[0]) return false;
  if (expected[0] != "NodeResourcesFit") return true;
  std::vector<std::string> a = expected, b = found;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

Departures compare_statuses(const json& expected, const json& found, const std::string& path) {
  for (const auto& [node, status] : expected.items())
    if (!found.contains(node) || !same_status(status, found[node]))
      return Departure{shortened(status, path + "." + node), shortened(member(found, node.c_str()), path + "." + node)};
  for (const auto& [node, status] : found.items())
    if (!expected.contains(node))
      return Departure{shortened({}, path + "." + node), shortened(status, path + "." + node)};
  return std::nullopt;
}

Departures compare(const json& expected, const json& found, const std::string& path) {
  if (expected.is_object() && found.is_object()) {
    for (const auto& [key, value] : expected.items())
      if (auto d = compare(value, member(found, key.c_str()), path + "." + key)) return d;
    for (const auto& [key, value] : found.items())
      if (!expected.contains(key))
        return Departure{shortened({}, path + "." + key), shortened(value, path + "." + key)};
    return std::nullopt;
  }
  if (expected == found) return std::nullopt;
  return Departure{shortened(expected, path), shortened(found, path)};
}

/// The parts of an answer, each by its own rule. Parts that the case does not give are not compared.
Departures compare_answers(const json& expected, const json& found, const std::string& path) {
  for (const char* part : {"feasible", "scores", "total", "best", "chosen"})
    if (expected.contains(part))
      if (auto d = compare(expected[part], member(found, part), path + part)) return d;
  if (expected.contains("infeasible")) {
    if (auto d = compare_statuses(expected["infeasible"], found["infeasible"], path + "infeasible")) return d;
    if (auto d = compare(member(expected, "unresolvable"), member(found, "unresolvable"), path + "unresolvable"))
      return d;
  }
  const json& refused = member(expected, "preFilterRejection");
  const json& found_refused = member(found, "preFilterRejection");
  if (!expected.contains("evaluatedNodes") &&
      (refused.is_null() != found_refused.is_null() || (!refused.is_null() && !same_status(refused, found_refused))))
    return Departure{shortened(refused, path + "preFilterRejection"),
                     shortened(found_refused, path + "preFilterRejection")};
  if (!expected.contains("preemption")) return std::nullopt;
  json want = expected["preemption"], got = member(found, "preemption");
  if (auto d = compare_statuses(want.value("notCandidates", json::object()), got.value("notCandidates", json::object()),
                                path + "preemption.notCandidates"))
    return d;
  for (json* side : {&want, &got}) side->erase("notCandidates"), side->erase("reason");
  return compare(want, got, path + "preemption");
}

class SchedulerCase {
 public:
  explicit SchedulerCase(const json& the_case) : case_(the_case), name_(the_case.value("name", "")) {
    const bool samples = the_case.contains("percentageOfNodesToScore");
    cluster_.emplace(
        place_cluster(the_case, samples ? the_case["percentageOfNodesToScore"].get<int>() : 100, problems_));
  }

  CaseOutcome run() {
    if (!problems_.none()) return failure({"a readable case", problems_.found().front()});
    if (case_.contains("nodeOrder"))
      if (auto d = compare(case_["nodeOrder"], order(), "nodeOrder")) return failure(*d);
    if (!case_.contains("pendingSequence")) return outcome(step(case_["pending"], case_["expect"], ""));
    const json& pending = case_["pendingSequence"];
    const json& steps = case_["steps"];
    for (std::size_t i = 0; i < std::min(pending.size(), steps.size()); ++i)
      if (auto d = step(pending[i], steps[i], "step " + std::to_string(i) + ": ")) return failure(*d);
    return {};
  }

 private:
  ConformFailure failure(const Departure& d) const { return {name_, d.expected, d.found}; }
  CaseOutcome outcome(const Departures& d) const { return d ? CaseOutcome{failure(*d)} : CaseOutcome{}; }

  json order() const {
    json names = json::array();
    for (const NodeIndex node : cluster_->state.order()) names.push_back(node_name(*cluster_, node));
    return names;
  }

  Departures step(const json& object, const json& expected, const std::string& path) {
    const PodSpec pod = read_pod(object, problems_);
    if (!problems_.none()) return Departure{path + "a readable pod", problems_.found().front()};
    SchedulerCatalogue& catalogue = cluster_->catalogue;
    ClusterState& state = cluster_->state;
    const ClassId id = catalogue.add_class(pod);
    state.sync(catalogue);
    const bool samples = expected.contains("evaluatedNodes");
    const Explanation all = samples ? Explanation{} : explain(catalogue, state, id);
    const Decision decision = schedule(catalogue, state, id, std::nullopt);
    if (auto d = samples ? compare_sample(decision, id, expected, path)
                         : compare_answers(expected, explanation_json(*cluster_, all), path))
      return d;
    if (auto d = agree(decision, expected, path)) return d;
    if (expected.contains("preemption"))
      if (auto d = agree(preempt(catalogue, state, id, std::nullopt), expected["preemption"], path)) return d;
    if (expected.contains("chosen")) {
      const json& metadata = member(object, "metadata");
      bind_named(*cluster_, id, *decision.node, pod.namespace_name + "/" + metadata.value("name", ""), std::nullopt);
    }
    return std::nullopt;
  }

  Departures compare_sample(const Decision& decision, ClassId id, const json& expected, const std::string& path) {
    if (decision.evaluated != expected["evaluatedNodes"])
      return Departure{shortened(expected["evaluatedNodes"], path + "evaluatedNodes"),
                       shortened(decision.evaluated, path + "evaluatedNodes")};
    const std::vector<NodeIndex> kept = cluster_->state.cache().scratch().nodes;
    json found = explanation_json(*cluster_, explain(cluster_->catalogue, cluster_->state, id, kept));
    return compare_answers(expected, found, path);
  }

  /// The fast way to decide comes to what the explanation says.
  Departures agree(const Decision& decision, const json& expected, const std::string& path) const {
    const json& best = expected["best"];
    const json want = best.empty() ? json{} : best[0];
    const json found = decision.node ? json(node_name(*cluster_, *decision.node)) : json{};
    if (want != found) return Departure{shortened(want, path + "schedule()"), shortened(found, path + "schedule()")};
    return std::nullopt;
  }

  Departures agree(const Preemption& preemption, const json& expected, const std::string& path) const {
    const json& best = expected["best"];
    const json want = best.empty() ? json{} : best[0];
    const json found = preemption.node ? json(node_name(*cluster_, *preemption.node)) : json{};
    if (want != found) return Departure{shortened(want, path + "preempt()"), shortened(found, path + "preempt()")};
    return std::nullopt;
  }

  const json& case_;
  std::string name_;
  ObjectProblems problems_;
  std::optional<PlacedCluster> cluster_;
};

}  // namespace

CaseOutcome conform_scheduler(const json& the_case) { return SchedulerCase(the_case).run(); }

CaseOutcome conform_adaptive(const json& the_case) {
  for (const json& row : the_case.at("rows")) {
    const auto found =
        nodes_to_find(row.at("numNodes").get<std::size_t>(), row.at("percentageOfNodesToScore").get<int>());
    if (found != row.at("numFeasibleNodesToFind")) return ConformFailure{"adaptive", row.dump(), std::to_string(found)};
  }
  return {};
}

}  // namespace paddock::scenarios
