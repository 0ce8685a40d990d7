#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

/// Every term needs matching pods in the node's domain; or no such pods anywhere, and a pod that is its own first.
bool AcrossNodes::near_what_it_likes(NodeIndex node, const TrialCounts* trial) const {
  bool all_near = true, none_anywhere = true;
  for (std::size_t i = 0; i < class_.affinity.size(); ++i) {
    const AffinityRule& rule = class_.affinity[i];
    const Domain domain = state_.domains(rule.key).of(node);
    if (domain == no_domain) return false;
    const CounterTally& counts = state_.counter(rule.counter);
    const std::int64_t change = trial ? trial->affinity[i] : 0;
    all_near &= counts.at(domain) + change > 0;
    none_anywhere &= counts.total() + change == 0;
  }
  return all_near || (none_anywhere && class_.matches_own_affinity);
}

AcrossNodes::AffinityFault AcrossNodes::affinity_filter(NodeIndex node, const TrialCounts* trial) const {
  if (!class_.affinity.empty() && !near_what_it_likes(node, trial)) return AffinityFault::affinity;
  for (std::size_t i = 0; i < class_.anti_affinity.size(); ++i) {
    const AffinityRule& rule = class_.anti_affinity[i];
    const Domain domain = state_.domains(rule.key).of(node);
    const std::int64_t change = trial ? trial->anti_affinity[i] : 0;
    if (domain != no_domain && state_.counter(rule.counter).at(domain) + change > 0)
      return AffinityFault::anti_affinity;
  }
  for (std::size_t i = 0; i < forbidden_.size(); ++i) {
    const Scope& scope = catalogue_.scope(catalogue_.counter(forbidden_[i]).scope);
    const Domain domain = state_.domains(*scope.key).of(node);
    const std::int64_t change = trial ? trial->forbidden[i] : 0;
    if (domain != no_domain && state_.counter(forbidden_[i]).at(domain) + change > 0) return AffinityFault::others;
  }
  return AffinityFault::none;
}

bool AcrossNodes::affinity_scores(std::span<const NodeIndex> nodes, std::vector<std::int64_t>& scores) const {
  if (profile_.ignore_preferred_terms_of_existing_pods && class_.preferred.empty()) return false;
  struct Pull {
    const Domains* domains;
    const CounterTally* counts;
    std::int64_t weight;
  };
  std::vector<Pull> pulls;
  const auto pull = [&](CounterId id, std::int64_t weight) {
    const CounterTally& counts = state_.counter(id);
    const Scope& scope = catalogue_.scope(catalogue_.counter(id).scope);
    if (counts.total() > 0) pulls.push_back({&state_.domains(*scope.key), &counts, weight});
  };
  for (const AffinityRule& rule : class_.preferred) pull(rule.counter, rule.weight);
  for (const CounterLink& link : class_.drawn_by) pull(link.counter, link.weight);
  if (pulls.empty()) return false;

  scores.assign(nodes.size(), 0);
  for (const Pull& p : pulls)
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (const Domain d = p.domains->of(nodes[i]); d != no_domain) scores[i] += p.weight * p.counts->at(d);
  const auto [least, most] = std::minmax_element(scores.begin(), scores.end());
  const std::int64_t low = *least, range = *most - *least;
  for (auto& s : scores)
    s = range == 0 ? 0
                   : static_cast<std::int64_t>(static_cast<double>(best_score) *
                                               (static_cast<double>(s - low) / static_cast<double>(range)));
  return true;
}

}  // namespace paddock::models::scheduling
