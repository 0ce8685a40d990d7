#include <algorithm>
#include <map>

#include "scenarios/schedule/schedule.hpp"

namespace paddock::scenarios {
namespace {

using namespace models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else

/// Pods that no selector can tell apart.
struct Alike {
  LabelSet labels;
  std::uint64_t pods = 0;
  std::string first;  ///< the name of one
};

/// All pods there are, by namespace and labels.
class Census {
 public:
  Census(const ClusterObjects& cluster, std::span<const PendingPod> pods) {
    for (const auto& [name, labels] : cluster.namespaces) namespace_labels_[name] = LabelSet(labels, symbols_);
    for (const PodObject& pod : cluster.pods) count(pod.spec, pod.full_name());
    for (const PodObject& pod : cluster.pending) count(pod.spec, pod.full_name());
    for (const PendingPod& pod : pods) count(pod.spec, pod.full_name());
  }

  const std::map<std::string, std::map<Labels, Alike>>& all() const { return all_; }
  Symbols& symbols() { return symbols_; }

  bool any(const std::string& space, const Selector& selector) const {
    const auto pods = all_.find(space);
    return pods != all_.end() && std::ranges::any_of(pods->second, [&](const auto& alike) {
             return selector.matches(alike.second.labels, symbols_);
           });
  }

  /// Any pod in the namespaces that an affinity term is about.
  bool any(const PodAffinityTerm& term, const std::string& own_namespace) {
    const Selector selector = compile(term.selector, symbols_);
    std::vector<std::string> spaces = term.namespaces;
    if (spaces.empty() && !term.namespace_selector) spaces.push_back(own_namespace);
    if (std::ranges::any_of(spaces, [&](const std::string& space) { return any(space, selector); })) return true;
    const Selector of_namespaces = compile(term.namespace_selector, symbols_);
    return std::ranges::any_of(all_, [&](const auto& pods) {
      const auto labels = namespace_labels_.find(pods.first);
      return of_namespaces.matches(labels == namespace_labels_.end() ? LabelSet() : labels->second, symbols_) &&
             any(pods.first, selector);
    });
  }

 private:
  void count(const PodSpec& pod, const std::string& name) {
    Alike& alike = all_[pod.namespace_name][pod.labels];
    if (alike.pods++ > 0) return;
    alike.labels = LabelSet(pod.labels, symbols_);
    alike.first = name;
  }

  Symbols symbols_;
  std::map<std::string, LabelSet> namespace_labels_;
  std::map<std::string, std::map<Labels, Alike>> all_;
};

void check_budgets(const ClusterObjects& cluster, Census& census, std::vector<std::string>& found) {
  struct Shared {
    std::uint64_t pods = 0;
    std::string first;
  };
  std::vector<Selector> selectors;
  for (const BudgetObject& budget : cluster.budgets) {
    selectors.push_back(compile(budget.selector, census.symbols()));
    if (!census.any(budget.namespace_name, selectors.back()))
      found.push_back("PodDisruptionBudget " + budget.namespace_name + "/" + budget.name + " selects no pod");
  }
  std::map<std::string, Shared> shared;
  for (const auto& [space, pods] : census.all())
    for (const auto& [labels, alike] : pods) {
      std::vector<std::string> budgets;
      for (std::size_t i = 0; i < selectors.size(); ++i)
        if (cluster.budgets[i].namespace_name == space && selectors[i].matches(alike.labels, census.symbols()))
          budgets.push_back(cluster.budgets[i].name);
      if (budgets.size() < 2) continue;
      Shared& s = shared[space + ": " + name_list(budgets)];
      if (s.pods == 0) s.first = alike.first;
      s.pods += alike.pods;
    }
  for (const auto& [budgets, s] : shared)
    found.push_back("PodDisruptionBudgets of " + budgets + " all select " + s.first +
                    (s.pods > 1 ? " and " + std::to_string(s.pods - 1) + " more" : "") +
                    ": the eviction API answers 500 for a pod with more than one budget");
}

/// `where` stands for the place of the selector in the manifest.
void check_selectors(const PodSpec& pod, Census& census, const std::string& name, std::vector<std::string>& found) {
  const auto say = [&](const std::string& where) {
    found.push_back(name + ": " + where + " selects no pod, not even this one");
  };
  for (const SpreadConstraint& c : pod.spread)
    if (c.selector && !census.any(pod.namespace_name, compile(c.selector, census.symbols())))
      say("the topologySpreadConstraint over " + c.topology_key);
  const auto check = [&](const PodAffinity& affinity, const std::string& where) {
    std::vector<const PodAffinityTerm*> terms;
    for (const PodAffinityTerm& term : affinity.required) terms.push_back(&term);
    for (const WeightedPodAffinityTerm& weighted : affinity.preferred) terms.push_back(&weighted.term);
    for (const PodAffinityTerm* term : terms)
      if (term->selector && !census.any(*term, pod.namespace_name)) say(where + " over " + term->topology_key);
  };
  check(pod.pod_affinity, "podAffinity");
  check(pod.pod_anti_affinity, "podAntiAffinity");
}

}  // namespace

std::vector<std::string> oddities(const ClusterObjects& cluster, std::span<const PendingPod> pods) {
  std::vector<std::string> found;
  Census census(cluster, pods);
  check_budgets(cluster, census, found);
  const PodSpec* last = nullptr;
  for (const PendingPod& pod : pods) {
    if (last != nullptr && *last == pod.spec) continue;  // replicas are alike
    last = &pod.spec;
    for (const std::string& problem : problems(pod.spec)) found.push_back(pod.full_name() + ": " + problem);
    check_selectors(pod.spec, census, pod.full_name(), found);
  }
  return found;
}

}  // namespace paddock::scenarios
