// The state of a cluster as far as the scheduler decides by it: nodes, the pods bound to them, and what is counted of
// both. A value: copying it forks history. Every call takes the catalogue; ids in here mean nothing without it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "models/kubernetes/scheduler/catalogue.hpp"
#include "models/kubernetes/scheduler/local_cache.hpp"
#include "models/kubernetes/scheduler/node.hpp"
#include "models/kubernetes/scheduler/tallies.hpp"
#include "sim/time.hpp"

namespace paddock::models::scheduling {

using BoundPodId = std::uint32_t;  ///< a row; used again after the pod is unbound
using BudgetId = std::uint32_t;
using NominationId = std::uint32_t;

struct BoundPod {
  ClassId pod_class = 0;
  NodeIndex node = 0;
  std::int32_t priority = 0;
  bool terminating = false;
  bool bound = false;  ///< false: the row is free
  std::optional<sim::Time> start;
};

/// A pending pod for which room is being made on a node: pods that are no more important leave that room alone.
struct Nomination {
  NominationId id = 0;
  ClassId pod_class = 0;
  std::int32_t priority = 0;
};

/// A pod disruption budget as preemption sees it.
struct Budget {
  std::vector<Symbol> namespaces;  ///< sorted; Kubernetes knows one, a fleet has one for each tenant under the budget
  Selector selector;
  std::int64_t disruptions_allowed = 0;
  std::vector<BoundPodId> disrupted;  ///< evictions that are granted already
};

class ClusterState {
 public:
  // Nodes.
  NodeIndex add_node(SchedulerCatalogue&, const NodeSpec&);
  /// A machine that is born in a run, under a name of its own, which is its host name too.
  NodeIndex add_node(const SchedulerCatalogue&, const NodeShape&, Symbol name);
  /// Unbinds the node's pods.
  void remove_node(const SchedulerCatalogue&, NodeIndex);
  void set_unschedulable(NodeIndex, bool);
  void set_taints(SchedulerCatalogue&, NodeIndex, const std::vector<Taint>&);
  void set_taints(const SchedulerCatalogue&, NodeIndex, const std::vector<CompiledTaint>&);
  void set_labels(SchedulerCatalogue&, NodeIndex, const Labels&);
  void set_images(SchedulerCatalogue&, NodeIndex, const std::vector<ContainerImage>&);

  // Pods.
  BoundPodId bind(const SchedulerCatalogue&, ClassId, NodeIndex, std::optional<sim::Time> start = {});
  void unbind(const SchedulerCatalogue&, BoundPodId);
  /// A pod on its way out: spreading no longer counts it; everything else still does.
  void mark_terminating(const SchedulerCatalogue&, BoundPodId);

  // Nominations, from a successful preemption until the pod is bound or gives up.
  NominationId nominate(const SchedulerCatalogue&, ClassId, NodeIndex);
  void withdraw(NominationId);

  // Budgets.
  BudgetId add_budget(SchedulerCatalogue&, std::string_view namespace_name, const std::optional<LabelSelector>&);
  BudgetId add_budget(Budget);
  void set_budget(BudgetId, std::int64_t disruptions_allowed, std::vector<BoundPodId> disrupted = {});

  /// Counts what the catalogue has come to ask for. Called by everything that changes pods or decides.
  void sync(const SchedulerCatalogue&);
  bool synced(const SchedulerCatalogue&) const;

  // What plugins look at.
  std::size_t rows() const { return facts_.size(); }
  std::size_t nodes() const { return alive_; }
  const NodeFacts& facts(NodeIndex n) const { return facts_[n]; }
  const NodeLoad& load(NodeIndex n) const { return loads_[n]; }
  NodeView view(NodeIndex n) const { return {facts_[n], loads_[n], extras_[n]}; }
  std::uint32_t version(NodeIndex n) const { return versions_[n]; }  ///< changes with the node and its pods
  std::uint64_t changes() const { return changes_; }                 ///< of all nodes and pods so far
  std::span<const BoundPodId> pods_on(NodeIndex n) const { return pods_on_[n]; }
  std::span<const Nomination> nominated_on(NodeIndex n) const { return nominated_on_[n]; }
  bool anything_nominated() const { return !nominations_.empty(); }
  std::optional<NodeIndex> node_of(NominationId) const;
  std::size_t pods() const { return bound_; }
  const BoundPod& pod(BoundPodId p) const { return pods_[p]; }
  const Domains& domains(KeyId k) const { return domains_[k]; }
  const ScopeTally& scope(ScopeId s) const { return scopes_[s]; }
  const CounterTally& counter(CounterId c) const { return counters_[c]; }
  const std::vector<Budget>& budgets() const { return budgets_; }
  std::uint32_t budgets_version() const { return budgets_version_; }
  std::int32_t users_of(Symbol claim) const;

  struct Image {
    std::int64_t size_bytes = 0;  ///< as the first node with it says
    std::uint32_t nodes = 0;
    friend bool operator==(const Image&, const Image&) = default;
  };
  const Image* image(Symbol) const;

  /// Nodes in the order in which they are tried: the zones take turns. Source: backend/cache/node_tree.go.
  const std::vector<NodeIndex>& order() const { return order_; }
  std::optional<NodeIndex> node_named(Symbol) const;

  // What deciding leaves behind.
  std::size_t start_index() const { return start_index_; }
  void set_start_index(std::size_t index) { start_index_ = index; }
  LocalCache& cache() { return cache_; }

 private:
  NodeIndex add_row(const SchedulerCatalogue&, NodeFacts, const NodeLoad& empty);
  void apply_labels(const SchedulerCatalogue&, NodeIndex);
  void enter_scope(const SchedulerCatalogue&, ScopeId, NodeIndex);
  void leave_scope(ScopeId, NodeIndex);
  void count_pods(const SchedulerCatalogue&, NodeIndex, int sign);
  void count_pod(const SchedulerCatalogue&, const BoundPod&, int sign);
  void count_spread(const SchedulerCatalogue&, const BoundPod&, int sign);
  void add(const SchedulerCatalogue&, const CounterLink&, NodeIndex, int sign);
  void sync_keys(const SchedulerCatalogue&);
  void sync_scopes(const SchedulerCatalogue&);
  void sync_counters(const SchedulerCatalogue&);
  void drop_images(NodeIndex);
  void touch(NodeIndex);
  void touch_all();
  void put_in_order(NodeIndex);
  void rebuild_order();

  std::vector<NodeFacts> facts_;
  std::vector<NodeLoad> loads_;
  std::vector<NodeExtras> extras_;
  std::vector<std::uint32_t> versions_;
  std::uint64_t changes_ = 0;
  std::vector<std::vector<BoundPodId>> pods_on_;
  std::vector<std::vector<Nomination>> nominated_on_;
  std::map<NominationId, NodeIndex> nominations_;
  NominationId next_nomination_ = 0;
  std::vector<NodeIndex> free_nodes_;
  std::map<Symbol, NodeIndex> by_name_;
  std::size_t alive_ = 0;

  std::vector<BoundPod> pods_;
  std::vector<BoundPodId> free_pods_;
  std::vector<std::uint32_t> bound_of_;  ///< by class
  std::size_t bound_ = 0;

  std::vector<Domains> domains_;
  std::vector<ScopeTally> scopes_;
  std::vector<ScopeId> honoring_;  ///< those that nodes enter and leave with their taints
  std::vector<CounterTally> counters_;
  std::map<Symbol, Image> images_;
  std::map<Symbol, std::int32_t> claim_users_;
  std::vector<Budget> budgets_;
  std::uint32_t budgets_version_ = 0;

  struct Zone {
    std::pair<Symbol, Symbol> name;
    std::vector<NodeIndex> nodes;
  };
  std::vector<Zone> zones_;  ///< in order of first appearance
  std::vector<NodeIndex> order_;
  std::size_t start_index_ = 0;
  LocalCache cache_;
};

NodeShape compile_shape(SchedulerCatalogue&, const NodeSpec&);
std::vector<CompiledTaint> compile(const std::vector<Taint>&, Symbols&);

}  // namespace paddock::models::scheduling
