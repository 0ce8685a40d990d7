#include "models/kubernetes/scheduler/tallies.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace paddock::models::scheduling {

void Domains::put(NodeIndex node, std::optional<Symbol> value) {
  if (node >= of_.size()) of_.resize(node + 1, no_domain);
  if (const Domain old = of_[node]; old != no_domain && --nodes_[old] == 0) {
    by_value_.erase(values_[old]);
    free_.push_back(old);
  }
  of_[node] = no_domain;
  if (!value) return;
  const auto [at, fresh] = by_value_.try_emplace(*value, no_domain);
  if (fresh) {
    if (free_.empty()) {
      at->second = static_cast<Domain>(nodes_.size());
      nodes_.push_back(0);
      values_.push_back(*value);
    } else {
      at->second = free_.back();
      free_.pop_back();
      values_[at->second] = *value;
    }
  }
  of_[node] = at->second;
  ++nodes_[at->second];
}

void ScopeTally::enter(NodeIndex node, Domain domain) {
  if (node >= sites_.size()) sites_.resize(node + 1, no_domain);
  if (domain >= nodes_.size()) nodes_.resize(domain + 1, 0);
  sim::check(sites_[node] == no_domain, "a node enters a scope once");
  sites_[node] = domain;
  if (nodes_[domain]++ == 0) ++domains_;
}

void ScopeTally::leave(NodeIndex node) {
  const Domain domain = sites_[node];
  sites_[node] = no_domain;
  if (--nodes_[domain] == 0) --domains_;
}

void DomainCounts::add(Domain domain, std::int32_t n) {
  if (all_.empty()) {
    const auto at = std::find_if(few_.begin(), few_.end(), [&](const auto& entry) { return entry.first == domain; });
    if (at == few_.end() && few_.size() < most_in_list) {
      few_.emplace_back(domain, n);
      return;
    }
    if (at != few_.end()) {
      at->second += n;
      if (at->second == 0) few_.erase(at);
      return;
    }
    for (const auto& [d, count] : few_) {
      if (d >= all_.size()) all_.resize(d + 1, 0);
      all_[d] = count;
    }
    few_ = {};
  }
  if (domain >= all_.size()) all_.resize(domain + 1, 0);
  all_[domain] += n;
}

void CounterTally::add(Domain domain, std::int64_t n) {
  if (n == 0) return;
  const std::int64_t before = counts_.at(domain), after = before + n;
  counts_.add(domain, static_cast<std::int32_t>(n));
  total_ += n;
  if (!ranked_) return;
  domains_ += (after > 0 ? 1U : 0U) - (before > 0 ? 1U : 0U);
  const auto highest = static_cast<std::size_t>(std::max(before, after));
  if (highest >= domains_with_.size()) domains_with_.resize(highest + 1, 0);
  if (before > 0) --domains_with_[static_cast<std::size_t>(before)];
  if (after > 0) ++domains_with_[static_cast<std::size_t>(after)];
  if (after > 0 && static_cast<std::size_t>(after) < least_) least_ = static_cast<std::size_t>(after);
  if (domains_ == 0) least_ = 1;
  while (domains_ > 0 && domains_with_[least_] == 0) ++least_;
}

std::int64_t CounterTally::least(const ScopeTally& scope) const {
  if (domains_ < scope.domains() || domains_ == 0) return 0;
  return static_cast<std::int64_t>(least_);
}

std::optional<std::int64_t> CounterTally::least_besides(Domain d, const ScopeTally& scope) const {
  if (scope.domains() < 2) return std::nullopt;
  const auto own = static_cast<std::size_t>(at(d));
  if (domains_ - (own > 0 ? 1U : 0U) < scope.domains() - 1) return 0;
  std::size_t least = least_;
  while (domains_with_[least] == (least == own ? 1U : 0U)) ++least;
  return static_cast<std::int64_t>(least);
}

}  // namespace paddock::models::scheduling
