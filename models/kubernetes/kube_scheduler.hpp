// kube-scheduler in each region's cluster: the nodes and pods as it sees them, its queue, its pace.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/fleet.hpp"
#include "models/fwd.hpp"
#include "models/kubernetes/scheduler/cluster.hpp"
#include "models/kubernetes/scheduler/queue.hpp"

namespace paddock::models {

class Nodes;
struct NodeRow;

/// Decides with the exact scheduler (scheduler/) and remembers what it has decided. A pod that found no node waits
/// until something may help it.
class KubeScheduler {
 public:
  KubeScheduler() = default;
  explicit KubeScheduler(const Fleet& fleet);

  // Nodes.

  /// A node that has joined, with a pod of each of its group's daemonsets on it.
  void add_node(const Fleet& fleet, const Nodes& nodes, NodeId node);
  void remove_node(const Fleet& fleet, const Nodes& nodes, NodeId node);
  bool has(NodeId node) const { return index_of(node) < rows_.size() && rows_[index_of(node)].has_value(); }
  /// The node controller taints a node that it calls Unknown.
  void set_reachable(const Fleet& fleet, const Nodes& nodes, NodeId node, bool reachable);
  /// And the kubelet's condition taints a node whose memory is short, for pods that request nothing.
  void set_memory_pressure(const Fleet& fleet, const Nodes& nodes, NodeId node, bool pressed);
  void set_cordoned(const Fleet& fleet, const Nodes& nodes, NodeId node, bool cordoned);
  /// What is left for pods. Requires: has(node).
  NodeRoom room(const Fleet& fleet, const Nodes& nodes, NodeId node) const;

  // The queue.

  /// The pod is to be scheduled. Posts SchedulerTurn.
  void add(Agenda& agenda, const Fleet& fleet, TenantId tenant, PodId pod);
  /// The next pod of this turn; none: nothing is ready.
  std::optional<PodId> next(Agenda& agenda, RegionId region);
  /// The pod that was taken found no node. True the first time.
  bool park(Agenda& agenda, RegionId region, PodId pod);
  /// The pod is gone. The node, if any, whose room it had been promised by preemption.
  std::optional<NodeId> forget(RegionId region, PodId pod);
  /// The turn that was posted has come.
  void begin_turn(RegionId region);
  /// After a turn, and after anything that may help parked pods. Posts SchedulerTurn.
  void plan(Agenda& agenda, RegionId region);
  /// Nobody schedules in the region before that moment. Posts SchedulerTurn.
  void hold(Agenda& agenda, RegionId region, Time until);
  /// Something on this node changed for the better: those parked pods are tried again that fit there now, as the
  /// scheduler's queueing hints have it.
  void node_improved(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node);
  /// Decisions so far that luck made between nodes of equal merit.
  std::uint64_t ties() const { return ties_; }
  std::size_t parked(RegionId region) const { return clusters_[index_of(region)].queue.parked(); }

  // Decisions.

  /// The node for one more pod of the tenant, whose luck decides ties; in one zone alone if its place was observed
  /// there, or a pod's volume is there. A pod of the queue is tried first where it has been promised room.
  std::optional<NodeId> pick(const Agenda& agenda, const Fleet& fleet, TenantId tenant, std::uint64_t pod_luck,
                             std::optional<ZoneId> zone = {}, std::optional<PodId> pod = {});
  /// Takes the room; the queue forgets the pod. Requires: has(node), and the pod has no room yet.
  void bind(const Fleet& fleet, const Nodes& nodes, TenantId tenant, PodId pod, NodeId node,
            std::optional<Time> when = {});
  /// DefaultPreemption, for a pod that `pick` had no node for: the pods that go so that it fits on one node, whose room
  /// it is promised. None: it may not, has done so already, or nobody less important is in its way.
  std::vector<PodId> preempt(const Agenda& agenda, const Fleet& fleet, TenantId tenant, PodId pod,
                             std::uint64_t pod_luck);
  /// No node of the region would take such a pod if it were empty: only larger nodes help.
  bool larger_than_any_node(const Fleet& fleet, TenantId tenant) const;
  /// A pod of the tenant would find a node if its volume did not keep it in a zone.
  bool fits_elsewhere(const Fleet& fleet, TenantId tenant);
  /// Whether preemption has to be thought of at all.
  bool ranked(const Fleet& fleet, RegionId region) const { return fleet.catalogue(region).ranked; }
  /// Evictions that a tenant's budget allows now, as the preemption of others minds them. `nth` of the catalogue's.
  void set_budget(RegionId region, std::size_t nth, std::int64_t allowed);
  /// The pod is on its way out: spreading no longer counts it.
  void terminating(const Fleet& fleet, TenantId tenant, PodId pod);
  /// Gives the room back, if the pod has any, and says where.
  std::optional<NodeId> unbind(const Fleet& fleet, TenantId tenant, PodId pod);

 private:
  struct Cluster {
    scheduling::ClusterState state;
    scheduling::SchedulingQueue queue;
    std::vector<NodeId> nodes;  // by the state's row
    std::vector<PodId> pods;    // by the state's row; kept for preemption
    std::map<scheduling::PendingPod, scheduling::NominationId> nominated;
    // Rules that no node satisfied, and the count of the state's changes then: until the next they need not be tried.
    std::map<scheduling::LocalId, std::uint64_t> hopeless;
    std::optional<sim::EventId> turn;
    Time turn_at{};
    Time acts_from = Time::min();  // no turn before
  };
  struct NodeTaints {
    bool unreachable = false, memory_pressure = false;
  };
  struct Seat {
    NodeId node{};
    scheduling::BoundPodId row = 0;
  };

  static std::optional<scheduling::NominationId> own(const Cluster& in, PodId pod);
  static std::optional<NodeId> withdraw(Cluster& in, PodId pod);
  void set_taints(const Fleet& fleet, const Nodes& nodes, NodeId node);
  Cluster& cluster(const Fleet& fleet, const NodeRow& node);
  const Cluster& cluster(const Fleet& fleet, const NodeRow& node) const;

  std::vector<Cluster> clusters_;                           // by region
  std::vector<std::optional<scheduling::NodeIndex>> rows_;  // by NodeId: its row in its cluster's state
  std::vector<NodeTaints> taints_;                          // by NodeId
  std::vector<std::optional<Seat>> seats_;                  // by PodId's index
  std::vector<scheduling::ClassId> classes_;                // by PodId's index, of pods in the queue
  std::uint64_t ties_ = 0;
};

}  // namespace paddock::models
