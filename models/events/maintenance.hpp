// What can happen when nodes are emptied and replaced, and when control planes and DaemonSets get new versions.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

/// The pods of a node that is being drained are evicted, as far as their budgets allow.
struct DrainTried {
  static constexpr sim::Kind kind{"drain.tried"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const DrainTried&);

/// A budget refuses for the first time to let a pod of the node go. For observers.
struct DrainBlocked {
  static constexpr sim::Kind kind{"drain.blocked"};
  NodeId node;
};
void react(World&, Agenda&, const DrainBlocked&);

/// kubectl drain has ended with an error of the eviction API.
struct DrainFailed {
  static constexpr sim::Kind kind{"drain.failed"};
  NodeId node;
};
void react(World&, Agenda&, const DrainFailed&);

/// Pods remain on the node after all the time that an update gives it.
struct DrainExpired {
  static constexpr sim::Kind kind{"drain.expired"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const DrainExpired&);

/// The last pod has left the node.
struct NodeDrained {
  static constexpr sim::Kind kind{"node.drained"};
  NodeId node;
};
void react(World&, Agenda&, const NodeDrained&);

/// The instance is terminated and its Node object deleted.
struct NodeTerminated {
  static constexpr sim::Kind kind{"node.terminated"};
  NodeId node;
};
void react(World&, Agenda&, const NodeTerminated&);

/// The pod of a DaemonSet on this node has been replaced by one of the new version.
struct DaemonReplaced {
  static constexpr sim::Kind kind{"daemon.replaced"};
  NodeId node;
  std::uint32_t update;
};
void react(World&, Agenda&, const DaemonReplaced&);

/// The network of the node is back, which a pod there waited for to start.
struct NetworkReady {
  static constexpr sim::Kind kind{"pod.network_ready"};
  PodId pod;
};
void react(World&, Agenda&, const NetworkReady&);

/// One of the API servers of a region is gone and another, of the new version, in its place.
struct ServerReplaced {
  static constexpr sim::Kind kind{"control_plane.server_replaced"};
  RegionId region;
  std::uint32_t server;
};
void react(World&, Agenda&, const ServerReplaced&);

/// A lease has run out and another leader acts from now on: of the controllers (0) or the scheduler (1).
struct LeaderElected {
  static constexpr sim::Kind kind{"control_plane.leader_elected"};
  RegionId region;
  std::uint32_t leader;
};
void react(World&, Agenda&, const LeaderElected&);

}  // namespace paddock::models
