#include "models/kubernetes/scheduler/cluster.hpp"

#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"
#include "sim/check.hpp"

namespace paddock::models::scheduling {

// Pods.

BoundPodId ClusterState::bind(const SchedulerCatalogue& catalogue, ClassId id, NodeIndex node,
                              std::optional<sim::Time> start) {
  sync(catalogue);
  sim::check(node < facts_.size() && facts_[node].alive, "a pod is bound to a node that exists");
  if (free_pods_.empty()) {
    free_pods_.push_back(static_cast<BoundPodId>(pods_.size()));
    pods_.emplace_back();
  }
  const BoundPodId row = free_pods_.back();
  free_pods_.pop_back();
  const PodClass& pod_class = catalogue.pod_class(id);
  pods_[row] = {.pod_class = id,
                .node = node,
                .priority = pod_class.priority,
                .terminating = false,
                .bound = true,
                .start = start};
  pods_on_[node].push_back(row);
  ++bound_;
  ++bound_of_[id];
  take(loads_[node], extras_[node], catalogue.local(pod_class.local), 1);
  for (const Symbol claim : pod_class.claims) ++claim_users_[claim];
  count_pod(catalogue, pods_[row], 1);
  touch(node);
  return row;
}

void ClusterState::unbind(const SchedulerCatalogue& catalogue, BoundPodId row) {
  sync(catalogue);
  sim::check(row < pods_.size() && pods_[row].bound, "a pod that is unbound was bound");
  BoundPod& pod = pods_[row];
  count_pod(catalogue, pod, -1);
  const PodClass& pod_class = catalogue.pod_class(pod.pod_class);
  take(loads_[pod.node], extras_[pod.node], catalogue.local(pod_class.local), -1);
  for (const Symbol claim : pod_class.claims) --claim_users_[claim];
  auto& here = pods_on_[pod.node];
  here.erase(std::find(here.begin(), here.end(), row));
  touch(pod.node);
  --bound_;
  --bound_of_[pod.pod_class];
  pod.bound = false;
  free_pods_.push_back(row);
}

void ClusterState::mark_terminating(const SchedulerCatalogue& catalogue, BoundPodId row) {
  sync(catalogue);
  sim::check(row < pods_.size() && pods_[row].bound, "a pod that terminates is bound");
  BoundPod& pod = pods_[row];
  if (pod.terminating) return;
  count_spread(catalogue, pod, -1);
  pod.terminating = true;
  touch(pod.node);
}

void ClusterState::add(const SchedulerCatalogue& catalogue, const CounterLink& link, NodeIndex node, int sign) {
  const Domain site = scopes_[catalogue.counter(link.counter).scope].site(node);
  if (site != no_domain) counters_[link.counter].add(site, sign * link.weight);
}

void ClusterState::count_spread(const SchedulerCatalogue& catalogue, const BoundPod& pod, int sign) {
  if (pod.terminating) return;
  for (const CounterLink& link : catalogue.pod_class(pod.pod_class).spread_shares) add(catalogue, link, pod.node, sign);
}

void ClusterState::count_pod(const SchedulerCatalogue& catalogue, const BoundPod& pod, int sign) {
  count_spread(catalogue, pod, sign);
  for (const CounterLink& link : catalogue.pod_class(pod.pod_class).shares) add(catalogue, link, pod.node, sign);
}

void ClusterState::count_pods(const SchedulerCatalogue& catalogue, NodeIndex node, int sign) {
  for (const BoundPodId row : pods_on_[node]) count_pod(catalogue, pods_[row], sign);
}

std::int32_t ClusterState::users_of(Symbol claim) const {
  const auto at = claim_users_.find(claim);
  return at == claim_users_.end() ? 0 : at->second;
}

// Nominations.

NominationId ClusterState::nominate(const SchedulerCatalogue& catalogue, ClassId id, NodeIndex node) {
  sync(catalogue);
  nominated_on_[node].push_back({next_nomination_, id, catalogue.pod_class(id).priority});
  nominations_.emplace(next_nomination_, node);
  touch(node);
  return next_nomination_++;
}

void ClusterState::withdraw(NominationId id) {
  const auto at = nominations_.find(id);
  if (at == nominations_.end()) return;
  std::erase_if(nominated_on_[at->second], [&](const Nomination& n) { return n.id == id; });
  touch(at->second);
  nominations_.erase(at);
}

std::optional<NodeIndex> ClusterState::node_of(NominationId id) const {
  const auto at = nominations_.find(id);
  return at == nominations_.end() ? std::nullopt : std::optional{at->second};
}

// Budgets.

BudgetId ClusterState::add_budget(SchedulerCatalogue& catalogue, std::string_view namespace_name,
                                  const std::optional<LabelSelector>& selector) {
  Budget budget;
  budget.namespaces = {catalogue.symbols().intern(namespace_name)};
  budget.selector = compile(selector, catalogue.symbols());
  return add_budget(std::move(budget));
}

BudgetId ClusterState::add_budget(Budget budget) {
  budgets_.push_back(std::move(budget));
  ++budgets_version_;
  return static_cast<BudgetId>(budgets_.size() - 1);
}

void ClusterState::set_budget(BudgetId id, std::int64_t disruptions_allowed, std::vector<BoundPodId> disrupted) {
  std::sort(disrupted.begin(), disrupted.end());
  Budget& budget = budgets_[id];
  if (budget.disruptions_allowed == disruptions_allowed && budget.disrupted == disrupted) return;
  budget.disruptions_allowed = disruptions_allowed;
  budget.disrupted = std::move(disrupted);
  ++budgets_version_;
}

// Counters.

bool ClusterState::synced(const SchedulerCatalogue& catalogue) const {
  return bound_of_.size() == catalogue.classes() && domains_.size() == catalogue.keys() &&
         scopes_.size() == catalogue.scopes() && counters_.size() == catalogue.counters();
}

void ClusterState::sync(const SchedulerCatalogue& catalogue) {
  if (synced(catalogue)) return;
  bound_of_.resize(catalogue.classes(), 0);
  sync_keys(catalogue);
  sync_scopes(catalogue);
  sync_counters(catalogue);
}

void ClusterState::sync_keys(const SchedulerCatalogue& catalogue) {
  while (domains_.size() < catalogue.keys()) {
    Domains& domains = domains_.emplace_back(catalogue.key_symbol(static_cast<KeyId>(domains_.size())));
    for (NodeIndex n = 0; n < facts_.size(); ++n)
      if (facts_[n].alive) domains.put(n, facts_[n].labels.value(domains.key()));
  }
}

void ClusterState::sync_scopes(const SchedulerCatalogue& catalogue) {
  while (scopes_.size() < catalogue.scopes()) {
    const auto id = static_cast<ScopeId>(scopes_.size());
    scopes_.emplace_back();
    if (catalogue.scope(id).honor_taints) honoring_.push_back(id);
    for (NodeIndex n = 0; n < facts_.size(); ++n)
      if (facts_[n].alive) enter_scope(catalogue, id, n);
  }
}

void ClusterState::sync_counters(const SchedulerCatalogue& catalogue) {
  const auto first = static_cast<CounterId>(counters_.size());
  for (CounterId id = first; id < catalogue.counters(); ++id) {
    const Counter& counter = catalogue.counter(id);
    counters_.emplace_back(counter.kind == CounterKind::spread);
  }
  if (first == counters_.size()) return;
  const auto count_new = [&](const std::vector<CounterLink>& links, const BoundPod& pod) {
    for (const CounterLink& link : links)
      if (link.counter >= first) add(catalogue, link, pod.node, 1);
  };
  const auto asked = [&](const std::vector<CounterLink>& links) {
    return std::any_of(links.begin(), links.end(), [&](const CounterLink& l) { return l.counter >= first; });
  };
  std::vector<bool> counts(catalogue.classes(), false);
  bool any = false;
  for (ClassId c = 0; c < catalogue.classes(); ++c)
    if (bound_of_[c] > 0) {
      const PodClass& pod_class = catalogue.pod_class(c);
      counts[c] = asked(pod_class.spread_shares) || asked(pod_class.shares);
      any |= counts[c];
    }
  if (!any) return;
  for (const BoundPod& pod : pods_) {
    if (!pod.bound || !counts[pod.pod_class]) continue;
    if (!pod.terminating) count_new(catalogue.pod_class(pod.pod_class).spread_shares, pod);
    count_new(catalogue.pod_class(pod.pod_class).shares, pod);
  }
}

void ClusterState::enter_scope(const SchedulerCatalogue& catalogue, ScopeId id, NodeIndex node) {
  const Scope& scope = catalogue.scope(id);
  const NodeFacts& facts = facts_[node];
  const Domain domain = scope.key ? domains_[*scope.key].of(node) : node;
  if (domain == no_domain) return;
  for (const Symbol key : scope.required_keys)
    if (!facts.labels.has(key)) return;
  if (!scope.demand.matches({facts.name, facts.labels}, catalogue.symbols())) return;
  if (scope.honor_taints && untolerated_taint(facts, scope.tolerations)) return;
  scopes_[id].enter(node, domain);
}

void ClusterState::leave_scope(ScopeId id, NodeIndex node) {
  if (scopes_[id].site(node) != no_domain) scopes_[id].leave(node);
}

}  // namespace paddock::models::scheduling
