// The numbers behind the catalogue's counters: pods per topology domain, kept as pods and nodes come and go, so that
// nothing is counted anew for a decision. What depends on nodes alone stands in the scope, once for all its counters.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
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
  void enter(NodeIndex, Domain);
  void leave(NodeIndex);
  std::uint32_t domains() const { return domains_; }  ///< with a node in them
  bool inhabited(Domain d) const { return d < nodes_.size() && nodes_[d] > 0; }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Domain> sites_;
  std::vector<std::uint32_t> nodes_;
  std::uint32_t domains_ = 0;
};

/// A number for each domain, most of them 0: a short list until many are not.
class DomainCounts {
 public:
  std::int32_t at(Domain d) const {
    if (!all_.empty()) return d < all_.size() ? all_[d] : 0;
    for (const auto& [domain, count] : few_)
      if (domain == d) return count;
    return 0;
  }
  void add(Domain, std::int32_t);

 private:
  static constexpr std::size_t most_in_list = 8;

  std::vector<std::pair<Domain, std::int32_t>> few_;  // not 0, in no order
  std::vector<std::int32_t> all_;                     // once the list was too long
};

/// Pods per domain of one counter, and their sum. A domain that its scope does not inhabit has none.
class CounterTally {
 public:
  /// `ranked`: knows the least count too; only spreading asks for it.
  explicit CounterTally(bool ranked) : ranked_(ranked) {}
  std::int64_t at(Domain d) const { return counts_.at(d); }
  std::int64_t total() const { return total_; }
  /// Of the inhabited domains; 0 if there is none. Requires: ranked.
  std::int64_t least(const ScopeTally& scope) const;
  /// The least of the other inhabited domains; nothing if there is none. Requires: ranked, `d` is inhabited.
  std::optional<std::int64_t> least_besides(Domain d, const ScopeTally& scope) const;

  /// Adds to an inhabited domain.
  void add(Domain, std::int64_t);

 private:
  DomainCounts counts_;
  std::vector<std::uint32_t> domains_with_;  ///< how many domains have this count; not kept for 0
  std::uint32_t domains_ = 0;                ///< with a count that is not 0
  std::size_t least_ = 1;                    ///< of those counts
  std::int64_t total_ = 0;
  bool ranked_;
};

}  // namespace paddock::models::scheduling
