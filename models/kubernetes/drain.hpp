// Nodes that are emptied on purpose: cordoned, their pods evicted as far as budgets allow, then let go or replaced.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fleet.hpp"
#include "models/fwd.hpp"
#include "models/kubernetes/eviction.hpp"

namespace paddock::models {

class Deployments;
class Pods;

/// Nodes to empty, and what becomes of them.
struct DrainOrder {
  std::optional<StepId> step;  // ends when the last node is done
  GroupId group{};
  std::vector<NodeId> nodes;  // in this order
  std::int64_t at_once = 1;   // nodes that may be down for it together
  bool replace = false;       // a drained node is terminated, and its group launches another
  // An EKS managed node group's update: it first launches nodes beyond the group's number, and fails when a node is not
  // empty after 15 min. Else kubectl drain, by hand or by a script: no end of its own.
  bool managed = false;
};

/// Rules of kubectl drain (kubernetes/kubernetes kubectl pkg/drain: all pods of a node together, 5 s after a refusal)
/// and of EKS managed node groups (EKS user guide, managed-node-update-behavior).
class Drains {
 public:
  /// How many machines an order asks for before it begins: twice the zones, or as many as may be down together.
  static std::int64_t surge(const Fleet& fleet, const DrainOrder& order);
  /// Takes an order. Without a surge its first nodes are drained at once. Emits DrainTried for each.
  void take(Agenda& agenda, const Fleet& fleet, DrainOrder order);

  /// It is being emptied, or is empty and about to be let go.
  bool draining(NodeId node) const { return state_of(node) == NodeState::draining; }
  /// An order has it, now or later: no other order may take it.
  bool held(NodeId node) const { return draining(node) || state_of(node) == NodeState::listed; }
  /// It is cordoned by a drain, which may be over: what is drained by hand stays so.
  bool cordons(NodeId node) const { return index_of(node) < rows_.size() && rows_[index_of(node)].cordoned; }
  const DrainOrder& order_of(NodeId node) const { return orders_[rows_[index_of(node)].order.value()].what; }

  /// An eviction was refused: the drain tries again in 5 s. Posts DrainTried; the first refusal emits DrainBlocked.
  void refused(Agenda& agenda, NodeId node);
  /// An eviction was answered with an error, and nothing else is left to do: kubectl drain ends with it, and whoever
  /// drains by hand stops. Emits DrainFailed, and DrainBlocked if nothing was refused before.
  void fail(Agenda& agenda, NodeId node);
  /// The node has no pods left. Emits NodeDrained.
  void emptied(Agenda& agenda, NodeId node);
  /// The drain takes too long, and that ends its order; nothing more is asked of the node. False: it was done in time.
  bool give_up(Agenda& agenda, NodeId node);
  /// The node was gone before the drain was done with it: there is nothing left to do.
  void gone(Agenda& agenda, NodeId node);
  /// A node is empty. Posts NodeTerminated if it is to be replaced.
  void drained(Agenda& agenda, NodeId node);
  /// A node is gone. True if its group now launches another, which `launched` then names.
  bool terminated(Agenda& agenda, NodeId node);
  void launched(NodeId machine, NodeId in_place_of);
  void launched_ahead(NodeId machine);  // for the last order that was taken
  /// A machine has joined: an order may have waited for it. The node whose order it was.
  std::optional<NodeId> joined(Agenda& agenda, NodeId machine);
  /// The order of this node has nothing left to do.
  bool finished(NodeId node) const;

 private:
  struct OrderRow {
    DrainOrder what;
    std::size_t next = 0, done = 0, launched = 0;
    std::int64_t awaited = 0;  // machines that were launched ahead and have not joined
    bool failed = false;
  };
  enum class NodeState : std::uint8_t { free, listed, draining };
  struct NodeRow {
    NodeState state = NodeState::free;
    std::optional<std::uint32_t> order;     // that drains it, or did so last
    std::optional<std::uint32_t> ahead_of;  // the order that it was launched for
    std::optional<NodeId> in_place_of;
    std::optional<sim::EventId> deadline, next_try;
    bool blocked = false, empty = false, cordoned = false;
  };
  NodeState state_of(NodeId node) const {
    return index_of(node) < rows_.size() ? rows_[index_of(node)].state : NodeState::free;
  }

  void begin(Agenda& agenda, std::uint32_t order);
  void begin_next(Agenda& agenda, std::uint32_t order);
  void done(Agenda& agenda, std::uint32_t order);
  void release(Agenda& agenda, NodeId node);          // nothing of this drain happens to it any more
  void abandon(Agenda& agenda, std::uint32_t order);  // nodes that waited their turn are free again
  NodeRow& row(NodeId node);

  std::vector<OrderRow> orders_;
  std::vector<NodeRow> rows_;  // by NodeId
};

/// The n-th of the tenant's budgets as it stands.
BudgetStatus budget_status(const Fleet& fleet, const Deployments& deployments, const Pods& pods, TenantId tenant,
                           std::size_t nth);
/// What the eviction API would answer now for this pod: the tenant's budgets are looked at as they stand.
EvictionAnswer ask_to_evict(const Fleet& fleet, const Deployments& deployments, const Pods& pods, PodId pod);
bool may_evict(const Fleet& fleet, const Deployments& deployments, const Pods& pods, PodId pod);

}  // namespace paddock::models
