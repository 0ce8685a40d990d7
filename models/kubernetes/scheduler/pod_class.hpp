// A pod spec, compiled: everything in ids and numbers. Pods with equal specs share one class; what depends on one node
// alone (LocalRules) is shared by all classes that ask the same of a node.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/kubernetes/scheduler/profile.hpp"
#include "models/kubernetes/scheduler/selector.hpp"
#include "models/kubernetes/scheduler/symbols.hpp"

namespace paddock::models::scheduling {

using ClassId = std::uint32_t;
using LocalId = std::uint32_t;
using CounterId = std::uint32_t;
using ScopeId = std::uint32_t;
using KeyId = std::uint32_t;  ///< a topology key that some constraint uses

struct Amount {
  Symbol resource = 0;
  std::int64_t amount = 0;
  friend auto operator<=>(const Amount&, const Amount&) = default;
};

/// What a pod takes of a node.
struct Requests {
  std::int64_t milli_cpu = 0, memory = 0, ephemeral = 0;  ///< thousandths of a core, bytes, bytes
  std::int64_t scored_cpu = 0, scored_memory = 0;         ///< with 100m and 200Mi for containers that ask for nothing
  std::vector<Amount> scalars;                            ///< other resources, more than zero, by symbol
  friend auto operator<=>(const Requests&, const Requests&) = default;

  bool none() const { return milli_cpu == 0 && memory == 0 && ephemeral == 0 && scalars.empty(); }
};

/// One resource that a scoring strategy looks at, and what the pod asks of it.
struct ScoredResource {
  enum class Kind : std::uint8_t { cpu, memory, ephemeral, scalar };
  Kind kind = Kind::cpu;
  Symbol resource = 0;
  std::int64_t weight = 1;
  std::int64_t request = 0;
  friend auto operator<=>(const ScoredResource&, const ScoredResource&) = default;
};

struct CompiledTaint {
  Symbol key = 0, value = 0;
  TaintEffect effect = TaintEffect::no_schedule;
  friend auto operator<=>(const CompiledTaint&, const CompiledTaint&) = default;
};

struct CompiledToleration {
  std::optional<Symbol> key;  ///< absent: every key
  bool exists = false;
  Symbol value = 0;
  std::optional<TaintEffect> effect;
  friend auto operator<=>(const CompiledToleration&, const CompiledToleration&) = default;
};

struct PreferredTerm {
  std::int64_t weight = 0;
  NodeTerm term;
  friend auto operator<=>(const PreferredTerm&, const PreferredTerm&) = default;
};

struct Port {
  Symbol ip = 0;
  Symbol protocol = 0;
  std::int32_t port = 0;
  friend auto operator<=>(const Port&, const Port&) = default;
};

/// The zone or region that a volume's label names; several for a replicated volume.
struct VolumeTopology {
  Symbol key = 0, modern_key = 0;  ///< the label, and what replaced it if it is a failure-domain.beta one
  std::vector<Symbol> values;      ///< sorted
  friend auto operator<=>(const VolumeTopology&, const VolumeTopology&) = default;
};

/// What a pod asks of a node, whatever runs elsewhere.
struct LocalRules {
  std::uint32_t profile = 0;
  Requests requests;
  std::vector<ScoredResource> fit_resources, balanced_resources;
  std::vector<Port> ports;
  std::optional<Symbol> node_name;
  std::optional<std::vector<NodeTerm>> enforced;  ///< required by the profile; one must match
  NodeDemand demand;
  std::vector<PreferredTerm> preferred;  ///< of the pod and of the profile
  bool prefers_nodes = false;            ///< false: NodeAffinity has nothing to score
  std::vector<CompiledToleration> tolerations;
  std::vector<Symbol> images;  ///< of init and other containers, as many times as they occur
  std::int64_t containers = 0;
  std::vector<VolumeTopology> volume_zones;
  std::vector<std::vector<NodeTerm>> volume_demands;  ///< node affinities of bound volumes
  friend auto operator<=>(const LocalRules&, const LocalRules&) = default;
};

/// A topology spread constraint of a class.
struct SpreadRule {
  KeyId key = 0;
  CounterId counter = 0;  ///< matching pods per domain, on nodes that the constraint counts
  std::int64_t max_skew = 1, min_domains = 1;
  std::int64_t self = 0;     ///< 1 if the pod matches its own selector
  bool on_hostname = false;  ///< scored by the node's own count:
  CounterId on_node = 0;     ///< matching pods per node
};

/// A pod (anti-)affinity term of a class: what to count, per domain of its key.
struct AffinityRule {
  KeyId key = 0;
  CounterId counter = 0;
  std::int64_t weight = 1;  ///< of preferred terms; negative for anti-affinity
};

/// A class's share in a counter, or its interest in one.
struct CounterLink {
  CounterId counter = 0;
  std::int64_t weight = 1;
};

struct PodClass {
  std::uint32_t profile = 0;
  LocalId local = 0;
  Symbol namespace_symbol = 0;
  LabelSet labels;
  std::int32_t priority = 0;
  bool never_preempts = false;
  std::optional<std::vector<Symbol>> only_nodes;  ///< named by its node affinity; nothing else is looked at
  std::optional<std::string> refused;             ///< why it is refused before any node is looked at ...
  Plugin refused_by = Plugin::node_affinity;      ///< ... and by whom

  std::vector<SpreadRule> hard_spread, soft_spread;
  bool needs_all_spread_keys = true;  ///< false: system defaults, which score nodes without a zone too
  std::vector<AffinityRule> affinity, anti_affinity, preferred;
  bool matches_own_affinity = false;

  // Kept up to date by the catalogue as classes and counters come.
  std::vector<CounterLink> spread_shares;  ///< counted there unless terminating
  std::vector<CounterLink> shares;         ///< counted there
  std::vector<CounterId> forbidden_by;     ///< required anti-affinity of others that is about this class
  std::vector<CounterLink> drawn_by;       ///< affinity of others that is about this class, with its sign and weight
  std::vector<Symbol> claims;              ///< persistent volume claims that it uses
  std::vector<Symbol> exclusive_claims;    ///< those of them that are ReadWriteOncePod
};

}  // namespace paddock::models::scheduling
