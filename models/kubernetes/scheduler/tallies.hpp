// The numbers behind the catalogue's counters: pods per topology domain, kept as pods and nodes come and go, so that
// nothing is counted anew for a decision.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "models/kubernetes/scheduler/counters.hpp"

namespace paddock::models::scheduling {

using NodeIndex = std::uint32_t;  ///< a row; used again after the node is removed
using Domain = std::uint32_t;  ///< a value of a topology key, numbered within the key; used again when no node has it

inline constexpr Domain no_domain = ~Domain{0};  ///< a node without the key's label

/// The domains of one topology key, and which node is in which.
class Domains {
 public:
  explicit Domains(Symbol key) : key_(key) {}
  Symbol key() const { return key_; }
  Domain of(NodeIndex node) const { return node < of_.size() ? of_[node] : no_domain; }
  std::size_t size() const { return nodes_.size(); }  ///< one more than the largest in use
  void put(NodeIndex, std::optional<Symbol> value);

 private:
  Symbol key_;
  std::vector<Domain> of_;
  std::vector<std::uint32_t> nodes_;  ///< in each domain
  std::vector<Symbol> values_;
  std::vector<Domain> free_;
  std::unordered_map<Symbol, Domain> by_value_;  // only looked up
};

/// Which nodes a scope counts, and how many of them stand in each domain.
class ScopeTally {
 public:
  /// The node's domain if its pods count here, else no_domain.
  Domain site(NodeIndex node) const { return node < sites_.size() ? sites_[node] : no_domain; }
  /// True when the domain's first node comes.
  bool enter(NodeIndex, Domain);
  /// True when the domain's last node goes.
  bool leave(NodeIndex);
  std::uint32_t domains() const { return domains_; }  ///< with a node in them
  bool inhabited(Domain d) const { return d < nodes_.size() && nodes_[d] > 0; }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Domain> sites_;
  std::vector<std::uint32_t> nodes_;
  std::uint32_t domains_ = 0;
};

/// Pods per domain of one counter, their sum, and the least count of an inhabited domain.
class CounterTally {
 public:
  /// `ranked`: keeps the least count; only spreading asks for it.
  explicit CounterTally(bool ranked) : ranked_(ranked) {}
  std::int64_t at(Domain d) const { return d < counts_.size() ? counts_[d] : 0; }
  std::int64_t total() const { return total_; }
  /// 0 if no domain is inhabited. Requires: ranked.
  std::int64_t least() const { return least_; }
  /// The least of the other inhabited domains; nothing if there is none. Requires: ranked, `d` is inhabited.
  std::optional<std::int64_t> least_besides(Domain d) const;

  /// Adds to an inhabited domain.
  void add(Domain, std::int64_t);
  void domain_came(Domain);
  void domain_went(Domain);

 private:
  void count_in(std::int64_t value);
  void count_out(std::int64_t value);

  std::vector<std::int32_t> counts_;
  std::vector<std::uint32_t> domains_with_;  ///< how many inhabited domains have this count
  std::int64_t total_ = 0, least_ = 0;
  std::uint32_t inhabited_ = 0;
  bool ranked_;
};

}  // namespace paddock::models::scheduling
