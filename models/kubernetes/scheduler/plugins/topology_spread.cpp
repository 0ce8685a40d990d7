#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"
#include "sim/math.hpp"

namespace paddock::models::scheduling {
namespace {

/// To the nearest whole number, halves away from zero. Requires: 0 <= x < 2^52.
std::int64_t rounded(double x) {
  const auto below = static_cast<std::int64_t>(x);
  return x - static_cast<double>(below) >= 0.5 ? below + 1 : below;
}

/// One constraint, made ready to score many nodes.
struct Scorer {
  const Domains* domains;
  const CounterTally* counts;
  bool on_node;   ///< counts are per node
  double weight;  ///< ln(domains + 2): small topologies are not watered down by large ones
  double slack;   ///< maxSkew - 1
};

/// How many different values of the key the nodes have; nodes without it are one more.
std::size_t values_among(const Domains& domains, std::span<const NodeIndex> nodes, const std::vector<bool>& left_out) {
  std::vector<bool> seen(domains.size() + 1, false);
  std::size_t values = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (left_out[i]) continue;
    const Domain d = domains.of(nodes[i]);
    const std::size_t slot = d == no_domain ? domains.size() : d;
    values += seen[slot] ? 0 : 1;
    seen[slot] = true;
  }
  return values;
}

}  // namespace

std::optional<Rejection> AcrossNodes::spread_filter(NodeIndex node, const TrialCounts* trial) const {
  for (std::size_t i = 0; i < class_.hard_spread.size(); ++i) {
    const SpreadRule& rule = class_.hard_spread[i];
    const Domain domain = state_.domains(rule.key).of(node);
    if (domain == no_domain) return Rejection{Plugin::pod_topology_spread, true};
    const CounterTally& counts = state_.counter(rule.counter);
    const ScopeTally& scope = state_.scope(catalogue_.counter(rule.counter).scope);
    std::int64_t here = counts.at(domain), least = counts.least(scope);
    if (trial && trial->hard_spread[i] != 0) {  // only this domain changes
      here += trial->hard_spread[i];
      if (scope.inhabited(domain)) least = std::min(here, counts.least_besides(domain, scope).value_or(here));
    }
    if (scope.domains() < rule.min_domains) least = 0;
    if (here + rule.self - least > rule.max_skew) return Rejection{Plugin::pod_topology_spread, false};
  }
  return std::nullopt;
}

namespace {

/// The common case, one constraint over a key that many nodes share: everything is worked out once a domain.
void score_by_domain(const Domains& domains, const CounterTally& counts, std::int64_t max_skew,
                     std::span<const NodeIndex> nodes, std::vector<std::int64_t>& scores) {
  constexpr std::int64_t unseen = -1;
  std::vector<std::int64_t> of_domain(domains.size(), unseen);
  std::size_t values = 0;
  for (const NodeIndex node : nodes)
    if (const Domain d = domains.of(node); d != no_domain && of_domain[d] == unseen) of_domain[d] = 0, ++values;
  const double weight = sim::log(static_cast<double>(values + 2));
  std::int64_t least = std::numeric_limits<std::int64_t>::max(), most = 0;
  for (Domain d = 0; d < of_domain.size(); ++d) {
    if (of_domain[d] == unseen) continue;
    of_domain[d] = rounded(static_cast<double>(counts.at(d)) * weight + static_cast<double>(max_skew - 1));
    least = std::min(least, of_domain[d]);
    most = std::max(most, of_domain[d]);
  }
  for (std::int64_t& score : of_domain)
    if (score != unseen) score = most == 0 ? best_score : best_score * (most + least - score) / most;
  scores.resize(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Domain d = domains.of(nodes[i]);
    scores[i] = d == no_domain ? 0 : of_domain[d];
  }
}

}  // namespace

bool AcrossNodes::spread_scores(std::span<const NodeIndex> nodes, std::vector<std::int64_t>& scores) const {
  if (class_.soft_spread.empty()) return false;
  if (const SpreadRule& only = class_.soft_spread.front();
      class_.soft_spread.size() == 1 && class_.needs_all_spread_keys && !only.on_hostname) {
    score_by_domain(state_.domains(only.key), state_.counter(only.counter), only.max_skew, nodes, scores);
    return true;
  }
  std::vector<bool> left_out(nodes.size(), false);
  std::size_t counted = nodes.size();
  if (class_.needs_all_spread_keys)
    for (std::size_t i = 0; i < nodes.size(); ++i)
      for (const SpreadRule& rule : class_.soft_spread)
        if (!left_out[i] && state_.domains(rule.key).of(nodes[i]) == no_domain) left_out[i] = true, --counted;

  std::vector<Scorer> scorers;
  for (const SpreadRule& rule : class_.soft_spread) {
    const Domains& domains = state_.domains(rule.key);
    const std::size_t values = rule.on_hostname ? counted : values_among(domains, nodes, left_out);
    scorers.push_back({&domains, &state_.counter(rule.on_hostname ? rule.on_node : rule.counter), rule.on_hostname,
                       sim::log(static_cast<double>(values + 2)), static_cast<double>(rule.max_skew - 1)});
  }
  scores.assign(nodes.size(), 0);
  std::int64_t least = std::numeric_limits<std::int64_t>::max(), most = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (left_out[i]) continue;
    double score = 0;
    for (const Scorer& s : scorers) {
      const Domain domain = s.domains->of(nodes[i]);
      if (domain == no_domain) continue;
      const std::int64_t pods = s.counts->at(s.on_node ? nodes[i] : domain);
      score += static_cast<double>(pods) * s.weight + s.slack;
    }
    scores[i] = rounded(score);
    least = std::min(least, scores[i]);
    most = std::max(most, scores[i]);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (!left_out[i]) scores[i] = most == 0 ? best_score : best_score * (most + least - scores[i]) / most;
  return true;
}

}  // namespace paddock::models::scheduling
