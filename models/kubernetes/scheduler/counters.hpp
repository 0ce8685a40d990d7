// What is counted, as descriptions: equal descriptions are one counter, however many classes ask. The numbers
// themselves stand in ClusterState.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "models/kubernetes/scheduler/pod_class.hpp"

namespace paddock::models::scheduling {

/// Gives equal values equal ids, counting from 0.
template <class T>
class Interner {
 public:
  /// The id, and whether it is new.
  std::pair<std::uint32_t, bool> intern(const T& value) {
    const auto [at, fresh] = ids_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
    if (fresh) values_.push_back(value);
    return {at->second, fresh};
  }
  const T& operator[](std::uint32_t id) const { return values_[id]; }
  std::size_t size() const { return values_.size(); }

 private:
  std::map<T, std::uint32_t> ids_;
  std::vector<T> values_;
};

/// Which nodes a counter looks at and by what it groups them.
struct Scope {
  std::optional<KeyId> key;           ///< absent: every node is its own domain
  std::vector<Symbol> required_keys;  ///< labels that a node must have
  NodeDemand demand;                  ///< nodes that the pod's node affinity admits (nodeAffinityPolicy Honor)
  bool honor_taints = false;          ///< only nodes whose taints are tolerated (nodeTaintsPolicy Honor) by these:
  std::vector<CompiledToleration> tolerations;
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

/// Pods in some namespaces that match a selector.
struct PodPredicate {
  std::vector<Symbol> namespaces;  ///< sorted
  Selector namespace_selector;
  Selector selector;
  friend auto operator<=>(const PodPredicate&, const PodPredicate&) = default;
};
using PredicateId = std::uint32_t;

enum class CounterKind : std::uint8_t {
  spread,             ///< pods that match, unless terminating
  matching,           ///< pods that match every one of the predicates
  anti_affinity,      ///< pods that have a required anti-affinity term with this predicate
  affinity,           ///< ... a required affinity term
  preferred,          ///< ... a preferred affinity term: sum of its weights
  preferred_against,  ///< ... a preferred anti-affinity term: sum of its weights
};

struct Counter {
  CounterKind kind = CounterKind::spread;
  ScopeId scope = 0;
  std::vector<PredicateId> predicates;  ///< one, except for `matching`
  friend auto operator<=>(const Counter&, const Counter&) = default;
};

}  // namespace paddock::models::scheduling
