// PodDisruptionBudgets and the eviction API.
#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "models/kubernetes/disruption_budget.hpp"
#include "models/kubernetes/eviction.hpp"
#include "scenarios/conform/case_fields.hpp"
#include "scenarios/conform/families.hpp"

namespace paddock::scenarios {
namespace {

using namespace models;  // NOLINT(google-build-using-namespace): this file is about little else
using nlohmann::json;

/// The pods that a budget selects, and the controllers that own them.
struct Selected {
  std::vector<BudgetedPod> pods;
  std::vector<std::string> names;
  std::vector<std::optional<std::int64_t>> scales;
};

Selected selected(CaseFields& input) {
  Selected result;
  std::map<std::string, std::uint32_t> places;
  const auto place_of = [&](const std::string& controller) {
    const auto [at, is_new] = places.emplace(controller, static_cast<std::uint32_t>(result.scales.size()));
    if (is_new) result.scales.emplace_back();
    return at->second;
  };
  if (input.has("controllers")) {
    CaseFields controllers = input.object("controllers");
    for (const std::string& name : controllers.names())
      result.scales[place_of(name)] = controllers.count_if(name.c_str());
  }
  std::map<std::string, std::optional<sim::Duration>> evicted_ago;
  if (input.has("disrupted_pods_age_s")) {
    CaseFields ages = input.object("disrupted_pods_age_s");
    for (const std::string& name : ages.names()) evicted_ago[name] = ages.seconds_if(name.c_str());
  }
  for (CaseFields& fields : input.list("pods")) {
    BudgetedPod pod{.ready = fields.flag("ready", false), .deleting = fields.flag("deleting", false)};
    if (fields.has("controller")) pod.controller = place_of(fields.text("controller"));
    fields.has("phase");  // is nothing to the controller
    result.names.push_back(fields.text_or("name", ""));
    if (const auto at = evicted_ago.find(result.names.back()); at != evicted_ago.end()) pod.evicted_ago = at->second;
    result.pods.push_back(pod);
  }
  return result;
}

/// A selector that Kubernetes refuses: the budget is not looked at.
bool refused_selector(CaseFields& input) {
  const json& selector = input.raw("selector");
  if (selector.is_string()) {
    const auto& text = selector.get_ref<const std::string&>();
    return text.find("invalid") != std::string::npos || text.find("illegal") != std::string::npos;
  }
  if (!selector.is_object()) return false;
  ObjectProblems problems;
  const auto read = read_selector(json{{"selector", selector}}, "selector", "", problems);
  const auto too_many_slashes = [](const std::string& key) { return std::ranges::count(key, '/') > 1; };
  for (const auto& label : read->match_labels)
    if (too_many_slashes(label.first)) return true;
  for (const auto& requirement : read->match_expressions)
    if (too_many_slashes(requirement.key)) return true;
  return !problems.none();
}

json status_json(const BudgetStatus& status) {
  return {{"disruptions_allowed", status.allowed},
          {"current_healthy", status.healthy},
          {"desired_healthy", status.desired},
          {"expected_pods", status.expected}};
}

std::vector<std::string> events_of(const BudgetReview& review) {
  std::vector<std::string> events;
  if (review.no_pods) events.emplace_back("NoPods");
  if (review.failed) events.emplace_back("CalculateExpectedPodCountFailed");
  if (review.unmanaged) events.emplace_back("UnmanagedPods");
  return events;
}

/// The names as a list of the case has them, if they are the same names: their order says nothing.
json in_the_order_of(const json& wanted, std::vector<std::string> found) {
  json sorted = wanted;
  std::sort(found.begin(), found.end());
  if (sorted.is_array()) std::sort(sorted.begin(), sorted.end());
  return sorted == json(found) ? wanted : json(found);
}

CaseOutcome review_case(ControllerCase& c, const json& the_case) {
  CaseFields& input = c.input();
  const Amount least = input.amount("min_available"), most = input.amount("max_unavailable");
  input.needs_one_of({"min_available", "max_unavailable"});
  input.needs_one_of({"pods"});
  const sim::Duration memory = input.seconds_if("deletion_timeout_s").value_or(eviction_memory);
  const bool no_selector = refused_selector(input);
  const Selected chosen = selected(input);
  if (!c.readable()) return c.unreadable();
  if (no_selector) return c.outcome(status_json({}));
  BudgetRule rule;
  if (least.given) rule.min_available = least.value;
  if (most.given) rule.max_unavailable = most.value;
  BudgetReview found = review(rule, chosen.pods, chosen.scales, {}, memory);
  // A percentage that cannot be read: the look fails where it is used, like one at a controller without a scale.
  if (most.given ? most.refused : least.refused) found = {.failed = true, .no_pods = chosen.pods.empty()};
  json answer = status_json(found.status);
  std::vector<std::string> left;
  for (const std::size_t i : found.disrupted) left.push_back(chosen.names[i]);
  answer["disrupted_pods_left"] = in_the_order_of(objects::member(the_case["expect"], "disrupted_pods_left"), left);
  answer["event"] = json();
  for (const std::string& event : events_of(found))
    if (answer["event"] != the_case["expect"].value("event", json())) answer["event"] = event;
  return c.outcome(answer);
}

CaseOutcome target_case(ControllerCase& c) {
  CaseFields& input = c.input();
  const auto age = input.seconds_if("condition_age_s");
  const sim::Duration memory = input.seconds_if("stale_timeout_s").value_or(eviction_memory);
  const std::string phase = input.text_or("pod_phase", "Running");
  const bool over = input.flag("pod_deleting", false) || phase == "Succeeded" || phase == "Failed";
  const DisruptionTarget target{.holds = age && input.flag_of({"condition_true", "condition_status"}, true),
                                .age = age.value_or(sim::Duration::zero()),
                                .by_kubelet = input.text_or("condition_reason", "") == "TerminationByKubelet"};
  return c.outcome({{"condition_true", still_holds(target, over, memory)}});
}

/// "two other pods are evicted": 2. A step that names no number is about one.
std::size_t number_in(const std::string& step) {
  constexpr std::array<std::string_view, 6> words{"no ", "one ", "two ", "three ", "four ", "five "};
  for (std::size_t n = words.size(); n-- > 0;)
    if (step.find(words[n]) != std::string::npos) return n;
  return 1;
}

/// The controller's write of a status meets evictions that were granted meanwhile: it is refused, what the controller
/// has worked out is dropped, and it looks again. The steps are told in words; those understood are a look of the
/// controller, pods that are deleted, and evictions.
CaseOutcome conflict_case(ControllerCase& c, const json& the_case) {
  CaseFields& input = c.input();
  const Amount least = input.amount("min_available"), most = input.amount("max_unavailable");
  const std::int64_t initial = input.count("pods_initial");
  constexpr std::int64_t most_pods = 100'000;  // of one budget: far beyond what a namespace holds
  if (initial > most_pods) input.problem("pods_initial", "is more than " + std::to_string(most_pods));
  const std::vector<std::string> steps = input.texts("steps");
  if (!c.readable()) return c.unreadable();
  BudgetRule rule;
  if (least.given) rule.min_available = least.value;
  if (most.given) rule.max_unavailable = most.value;
  std::vector<BudgetedPod> pods(static_cast<std::size_t>(initial), BudgetedPod{.ready = true});
  EvictionBudget budget;
  const auto look = [&] { budget.status = review(rule, pods, {}).status; };
  for (const std::string& step : steps) {
    std::size_t gone = std::min(number_in(step), pods.size());
    if (step.find("evict") != std::string::npos) {
      std::size_t granted = 0;
      while (granted < gone && !ask(budget, {}, false).refused) ++granted;
      pods.resize(pods.size() - granted);
      look();
    } else if (step.find("deleted") != std::string::npos) {
      pods.resize(pods.size() - gone);
    } else if (step.starts_with("controller ")) {
      look();
    } else {
      return ConformSkip{the_case.value("name", ""), "step \"" + step + "\""};
    }
  }
  return c.outcome(status_json(budget.status));
}

}  // namespace

CaseOutcome conform_budget(const json& the_case) {
  ControllerCase c(the_case);
  if (c.input().has("steps")) return conflict_case(c, the_case);
  if (c.input().has("stale_timeout_s") || c.input().has("condition_age_s")) return target_case(c);
  return review_case(c, the_case);
}

namespace {

ReportedPhase phase_of(CaseFields& input, const char* key) {
  const std::string name = input.text_or(key, "Running");
  constexpr std::array<std::pair<std::string_view, ReportedPhase>, 5> known{{{"Pending", ReportedPhase::pending},
                                                                             {"Running", ReportedPhase::running},
                                                                             {"Succeeded", ReportedPhase::succeeded},
                                                                             {"Failed", ReportedPhase::failed},
                                                                             {"Unknown", ReportedPhase::unknown}}};
  for (const auto& [text, phase] : known)
    if (text == name) return phase;
  input.problem(key, "is no phase of a pod: " + name);
  return ReportedPhase::running;
}

/// What deleting the pod comes to, try by try; the last goes on. Not given: it succeeds. A conflict may say in which
/// phase the pod then is: "conflict, pod becomes Running".
struct Tries {
  std::vector<Deletion> deletions;
  std::optional<ReportedPhase> then;
};
Tries tries_of(CaseFields& input) {
  const char* key = "delete_conflicts_then";
  std::vector<std::string> words;
  if (input.raw(key).is_string())
    words.push_back(input.text(key));
  else
    words = input.texts(key);
  Tries tries;
  for (const std::string& word : words) {
    const auto says = [&word](std::string_view part) { return word.find(part) != std::string::npos; };
    if (says("unning")) tries.then = ReportedPhase::running;
    if (says("conflict") || says("always"))
      tries.deletions.push_back(Deletion::conflict);
    else if (says("error") || says("refused"))
      tries.deletions.push_back(Deletion::refused);
    else if (says("ok") || says("deleted"))
      tries.deletions.push_back(Deletion::done);
    else
      input.problem(key, "is none of conflict, error and ok: " + word);
  }
  if (tries.deletions.empty()) tries.deletions.push_back(Deletion::done);
  for (const char* changed : {"pod_phase_after_conflict", "pod_becomes"})
    if (input.has(changed)) tries.then = phase_of(input, changed);
  return tries;
}

/// The budgets that select the pod.
std::vector<EvictionBudget> budgets_of(CaseFields& input) {
  EvictionBudget budget;
  budget.status = {.allowed = input.count_or("disruptions_allowed", 0, -1'000'000),
                   .healthy = input.count_or("current_healthy", 0),
                   .desired = input.count_or("desired_healthy", 0)};
  budget.disrupted_pods = input.count_or("disrupted_pods", 0);
  std::int64_t observed = 0, generation = 0;
  for (const char* key : {"observed_generation", "pdb_observed_generation"}) observed = input.count_or(key, observed);
  for (const char* key : {"generation", "pdb_generation"}) generation = input.count_or(key, generation);
  budget.observed = observed >= generation;
  const std::string policy = input.text_or("unhealthy_pod_eviction_policy", "IfHealthyBudget");
  if (policy == "AlwaysAllow")
    budget.unhealthy = UnhealthyPodEviction::always_allow;
  else if (policy != "IfHealthyBudget")
    input.problem("unhealthy_pod_eviction_policy", "is neither IfHealthyBudget nor AlwaysAllow: " + policy);
  constexpr std::int64_t enough = 100;  // more than one is refused, however many
  std::int64_t n = input.flag("pdb_matches", true) ? 1 : 0;
  for (const char* key : {"matching_pdbs", "pdb_count", "pdbs"}) n = input.count_or(key, n);
  return {static_cast<std::size_t>(std::min(n, enough)), budget};
}

}  // namespace

CaseOutcome conform_eviction(const json& the_case) {
  ControllerCase c(the_case);
  CaseFields& input = c.input();
  const EvictedPod pod{phase_of(input, "pod_phase"), input.flag("pod_ready", true),
                       input.flag("pod_terminating", false)};
  std::vector<EvictionBudget> budgets = budgets_of(input);
  const Tries tries = tries_of(input);
  const EvictionRequest request{input.flag("dry_run", false),
                                input.flag_of({"resource_version_given", "user_resource_version",
                                               "user_provided_resource_version", "resource_version_precondition"},
                                              false)};
  const bool wrong_name = input.flag("bad_name_in_url", false);
  if (!c.readable()) return c.unreadable();
  std::size_t tried = 0;
  const auto remove = [&](EvictedPod& changing) {
    const Deletion deletion = tries.deletions[std::min(tried++, tries.deletions.size() - 1)];
    if (deletion == Deletion::conflict && tries.then) changing.phase = *tries.then;
    return deletion;
  };
  const EvictionAnswer answer =
      wrong_name ? EvictionAnswer{.status = http::bad_request} : evict(pod, budgets, request, remove);
  json found{{"evicted", answer.evicted()},
             {"error", !answer.evicted()},
             {"http_status", answer.status},
             {"delete_calls", answer.delete_calls}};
  if (answer.retry_after) found["retry_after_s"] = sim::to_seconds(*answer.retry_after);
  if (!budgets.empty()) {
    found["disruptions_allowed_after"] = budgets.front().status.allowed;
    found["condition_reason"] = budgets.front().status.allowed > 0 ? "SufficientPods" : "InsufficientPods";
  }
  return c.outcome(found);
}

}  // namespace paddock::scenarios
