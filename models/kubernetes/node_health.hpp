// What the control plane believes of nodes: leases, the grace period, zones, taints. The machines themselves are Nodes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fleet.hpp"
#include "models/fwd.hpp"
#include "models/kubernetes/heartbeat.hpp"
#include "models/kubernetes/tolerations.hpp"
#include "models/kubernetes/zone_state.hpp"

namespace paddock::models {

class Nodes;

class NodeHealth {
 public:
  NodeHealth() = default;
  explicit NodeHealth(const Fleet& fleet);

  /// A machine has been asked for, and registers its Node object then: before it is Ready.
  void registers(NodeId node, Time when);
  /// A node that is Ready from now on: at the start, or having joined.
  void add(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node);

  bool ready(NodeId node) const { return rows_[index_of(node)].ready; }
  bool tainted(NodeId node) const { return rows_[index_of(node)].tainted; }
  ZoneState state(ZoneId zone) const { return zones_[index_of(zone)].state; }
  /// What made the node Unknown, for whatever waits on it.
  std::optional<Because> because(NodeId node) const { return rows_[index_of(node)].because; }

  /// The machine has stopped: no lease is renewed. Posts NodeUnknown for the first look of the controller after the
  /// grace period; the longer one if it has registered and posted no status.
  void lease_stops(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node);
  /// The kubelet renews its lease again. Posts NodeReady for the controller's next look if the node was Unknown.
  void lease_returns(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node);

  /// Nobody watches the nodes of the region before that moment, and who does then knows no lease: each node has the
  /// whole grace period once more. Posts again what was to happen.
  void new_leader(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, RegionId region, Time acts_from);

  /// The controller calls the node Unknown, or Ready; it judges the zones after all nodes of this look.
  void unknown(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node);
  void became_ready(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node);
  /// Zone states, and with them the rates at which nodes are tainted.
  void judge(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, RegionId region);
  /// Taints the next node of the zone's queue. Posts TolerationsOver for when the tolerations of its pods end.
  void taint_next(Agenda& agenda, ZoneId zone);

  /// When the cloud controller learns that the instance is gone: its next 5 s loop. Posts NodeDeleted.
  void instance_gone(Agenda& agenda, const Nodes& nodes, NodeId node);
  /// The Node object goes; its pods follow by garbage collection. Posts PodsCollected.
  void remove(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node);

 private:
  struct NodeRow {
    bool ready = true;
    bool counted = true;            // the Node object stands in its zone's counts
    std::optional<Time> registers;  // of a machine that has not joined
    bool queued = false;            // for the NoExecute taint
    bool tainted = false;
    std::optional<sim::EventId> pending;  // NodeUnknown or NodeReady
    std::optional<Because> because;
  };
  /// Of the pods on a node that have one of the fleet's tolerations.
  struct Departure {
    EvictionTimer timer;
    std::optional<sim::EventId> over;  // TolerationsOver, at the timer's end
  };
  struct ZoneRow {
    ZoneCount nodes;
    ZoneState state = ZoneState::normal;
    TaintLimiter limiter;
    std::vector<NodeId> queue;  // to be tainted, in order
    std::optional<sim::EventId> next_taint;
    Time acts_from = Time::min();  // nobody looks, taints or evicts before
  };

  NodeRow& made(NodeId node);
  /// False: a machine that was asked for and has not joined yet.
  bool knows(NodeId node) const { return index_of(node) < rows_.size(); }
  Time next_look(const Agenda& agenda, const Fleet& fleet, RegionId region, Time after) const;
  void ask_for_judgement(Agenda& agenda, RegionId region);
  void take_back_taint(Agenda& agenda, NodeId node, ZoneRow& zone);
  void untaint(Agenda& agenda, NodeId node, ZoneRow& zone);
  std::span<Departure> departures(NodeId node);
  /// The node's taints have changed: its pods' timers with them. Posts TolerationsOver, or takes it back.
  void retime(Agenda& agenda, NodeId node, const ZoneRow& zone);
  void post_end_of_tolerations(Agenda& agenda, NodeId node, std::size_t nth, const ZoneRow& zone);
  void plan_taint(Agenda& agenda, ZoneId zone);

  std::vector<NodeRow> rows_;
  std::vector<std::optional<Duration>> tolerations_;  // the fleet's
  std::vector<Departure> departures_;                 // as many a node
  std::vector<ZoneRow> zones_;
  std::vector<std::optional<Time>> judged_at_;  // per region: the look whose judgement has been asked for
};

}  // namespace paddock::models
