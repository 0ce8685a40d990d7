#include "models/kubernetes/scheduler/catalogue.hpp"
#include "models/kubernetes/scheduler/selector.hpp"

namespace paddock::models::scheduling {
namespace {

using Found = std::vector<std::string>;

void check(const std::vector<LabelRequirement>& requirements, const std::string& where, Found& found) {
  for (const auto& r : requirements) {
    if (r.key.empty()) found.push_back(where + ": a requirement without a key");
    if (!takes_these_values(r))
      found.push_back(where + ": " + r.key + " has values that its operator does not take, so it matches nothing");
  }
}

void check(const std::optional<LabelSelector>& selector, const std::string& where, Found& found) {
  if (!selector) return found.push_back(where + ": no selector, so it selects nothing");
  check(selector->match_expressions, where, found);
}

void check(const PodAffinity& affinity, const std::string& where, Found& found) {
  const auto check_term = [&](const PodAffinityTerm& term) {
    if (term.topology_key.empty()) found.push_back(where + ": a term without a topologyKey");
    check(term.selector, where, found);
  };
  for (const auto& term : affinity.required) check_term(term);
  for (const auto& [weight, term] : affinity.preferred) {
    if (weight < 1 || weight > 100) found.push_back(where + ": a weight must be 1 to 100");
    check_term(term);
  }
}

void check(const std::vector<SpreadConstraint>& spread, Found& found) {
  const std::string where = "topologySpreadConstraints";
  for (const auto& c : spread) {
    if (c.topology_key.empty()) found.push_back(where + ": a constraint without a topologyKey");
    if (c.max_skew < 1) found.push_back(where + ": maxSkew must be at least 1");
    if (c.min_domains && (*c.min_domains < 1 || !c.do_not_schedule))
      found.push_back(where + ": minDomains must be at least 1, and goes with DoNotSchedule");
    check(c.selector, where, found);
  }
}

}  // namespace

std::vector<std::string> problems(const PodSpec& pod) {
  Found found;
  if (pod.containers.empty()) found.push_back("containers: there is none");
  check(pod.pod_affinity, "podAffinity", found);
  check(pod.pod_anti_affinity, "podAntiAffinity", found);
  check(pod.spread, found);
  if (pod.node_affinity.required && pod.node_affinity.required->empty())
    found.push_back("nodeAffinity: no term is required, so no node matches");
  for (const auto& term : pod.node_affinity.required.value_or(std::vector<NodeSelectorTerm>{})) {
    if (term.match_expressions.empty() && term.match_fields.empty())
      found.push_back("nodeAffinity: an empty term, which matches no node");
    check(term.match_expressions, "nodeAffinity", found);
  }
  return found;
}

std::vector<std::string> SchedulerCatalogue::problems_of(const PodSpec& pod) const {
  Found found = problems(pod);
  if (!pod.scheduler_name) return found;
  std::vector<std::string_view> known;
  for (const Profile& p : profiles_) {
    if (p.name == *pod.scheduler_name) return found;
    known.push_back(p.name);
  }
  found.push_back("schedulerName: no profile is named " + *pod.scheduler_name +
                  did_you_mean(*pod.scheduler_name, known));
  return found;
}

}  // namespace paddock::models::scheduling
