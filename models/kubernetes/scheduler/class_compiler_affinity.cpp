#include <algorithm>

#include "models/kubernetes/scheduler/class_compiler.hpp"

namespace paddock::models::scheduling {

void ClassCompiler::compile_affinity() {
  std::vector<PredicateId> all;
  for (const auto& term : pod_.pod_affinity.required)
    all.push_back(catalogue_.predicates_.intern(predicate(term)).first);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  class_.matches_own_affinity = std::all_of(
      all.begin(), all.end(), [&](PredicateId id) { return catalogue_.matches(catalogue_.predicates_[id], class_); });
  for (const auto& term : pod_.pod_affinity.required) {
    class_.affinity.push_back(rule(term, CounterKind::matching, all));
    hold(term, CounterKind::affinity, 1);
  }
  for (const auto& term : pod_.pod_anti_affinity.required) {
    class_.anti_affinity.push_back(
        rule(term, CounterKind::matching, {catalogue_.predicates_.intern(predicate(term)).first}));
    hold(term, CounterKind::anti_affinity, 1);
  }
  prefer(pod_.pod_affinity, false);
  prefer(pod_.pod_anti_affinity, true);
}

void ClassCompiler::prefer(const PodAffinity& affinity, bool against) {
  for (const auto& [weight, term] : affinity.preferred) {
    AffinityRule preferred = rule(term, CounterKind::matching, {catalogue_.predicates_.intern(predicate(term)).first});
    preferred.weight = against ? -weight : weight;
    class_.preferred.push_back(preferred);
    hold(term, against ? CounterKind::preferred_against : CounterKind::preferred, weight);
  }
}

PodPredicate ClassCompiler::predicate(const PodAffinityTerm& term) {
  PodPredicate predicate;
  for (const auto& name : term.namespaces) predicate.namespaces.push_back(symbol(name));
  if (term.namespaces.empty() && !term.namespace_selector) predicate.namespaces.push_back(class_.namespace_symbol);
  std::sort(predicate.namespaces.begin(), predicate.namespaces.end());
  const auto twice = std::unique(predicate.namespaces.begin(), predicate.namespaces.end());
  predicate.namespaces.erase(twice, predicate.namespaces.end());
  predicate.namespace_selector = scheduling::compile(term.namespace_selector, catalogue_.symbols_);
  predicate.selector = scheduling::compile(term.selector, catalogue_.symbols_);
  return predicate;
}

AffinityRule ClassCompiler::rule(const PodAffinityTerm& term, CounterKind kind, std::vector<PredicateId> predicates) {
  AffinityRule rule{.key = catalogue_.key(symbol(term.topology_key))};
  Scope scope;
  scope.key = rule.key;
  rule.counter = catalogue_.add_counter({kind, catalogue_.scopes_.intern(scope).first, std::move(predicates)});
  return rule;
}

/// Counts the pods of this class for those that the term is about.
void ClassCompiler::hold(const PodAffinityTerm& term, CounterKind kind, std::int64_t weight) {
  const AffinityRule held = rule(term, kind, {catalogue_.predicates_.intern(predicate(term)).first});
  class_.shares.push_back({held.counter, weight});
}

}  // namespace paddock::models::scheduling
