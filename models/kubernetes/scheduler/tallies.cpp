#include "models/kubernetes/scheduler/tallies.hpp"

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

bool ScopeTally::enter(NodeIndex node, Domain domain) {
  if (node >= sites_.size()) sites_.resize(node + 1, no_domain);
  if (domain >= nodes_.size()) nodes_.resize(domain + 1, 0);
  sim::check(sites_[node] == no_domain, "a node enters a scope once");
  sites_[node] = domain;
  if (nodes_[domain]++ > 0) return false;
  ++domains_;
  return true;
}

bool ScopeTally::leave(NodeIndex node) {
  const Domain domain = sites_[node];
  sites_[node] = no_domain;
  if (--nodes_[domain] > 0) return false;
  --domains_;
  return true;
}

void CounterTally::add(Domain domain, std::int64_t n) {
  if (domain >= counts_.size()) counts_.resize(domain + 1, 0);
  const std::int64_t before = counts_[domain];
  counts_[domain] = static_cast<std::int32_t>(before + n);
  total_ += n;
  if (!ranked_) return;
  count_in(before + n);
  count_out(before);
}

void CounterTally::domain_came(Domain domain) {
  if (!ranked_) return;
  if (domain >= counts_.size()) counts_.resize(domain + 1, 0);
  ++inhabited_;
  count_in(counts_[domain]);
}

void CounterTally::domain_went(Domain domain) {
  if (!ranked_) return;
  --inhabited_;
  count_out(at(domain));
}

std::optional<std::int64_t> CounterTally::least_besides(Domain d) const {
  if (inhabited_ < 2) return std::nullopt;
  auto least = static_cast<std::size_t>(least_);
  if (at(d) != least_ || domains_with_[least] > 1) return least_;
  do ++least;
  while (domains_with_[least] == 0);
  return static_cast<std::int64_t>(least);
}

void CounterTally::count_in(std::int64_t value) {
  const auto index = static_cast<std::size_t>(value);
  if (index >= domains_with_.size()) domains_with_.resize(index + 1, 0);
  const bool only = inhabited_ == 1 && domains_with_[static_cast<std::size_t>(least_)] == 0;
  ++domains_with_[index];
  if (only || value < least_) least_ = value;
}

void CounterTally::count_out(std::int64_t value) {
  --domains_with_[static_cast<std::size_t>(value)];
  if (inhabited_ == 0) least_ = 0;
  while (inhabited_ > 0 && domains_with_[static_cast<std::size_t>(least_)] == 0) ++least_;
}

}  // namespace paddock::models::scheduling
