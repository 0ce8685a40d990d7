// What can happen to zones, machines and databases.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

/// A zone loses power: its machines stop, its balancer address answers no more.
struct ZoneLost {
  static constexpr sim::Kind kind{"zone.lost"};
  ZoneId zone;
};
void react(World&, Agenda&, const ZoneLost&);

struct ZoneBack {
  static constexpr sim::Kind kind{"zone.back"};
  ZoneId zone;
};
void react(World&, Agenda&, const ZoneBack&);

/// The network parts a zone from everything outside it: machines and containers there run on.
struct ZoneCutOff {
  static constexpr sim::Kind kind{"zone.cut_off"};
  ZoneId zone;
};
void react(World&, Agenda&, const ZoneCutOff&);

struct ZoneReconnected {
  static constexpr sim::Kind kind{"zone.reconnected"};
  ZoneId zone;
};
void react(World&, Agenda&, const ZoneReconnected&);

/// A machine stops. Kubernetes has not noticed yet.
struct NodeDown {
  static constexpr sim::Kind kind{"node.down"};
  NodeId node;
};
void react(World&, Agenda&, const NodeDown&);

/// The network to a machine is gone. Its kubelet and its containers run on.
struct NodeCutOff {
  static constexpr sim::Kind kind{"node.cut_off"};
  NodeId node;
};
void react(World&, Agenda&, const NodeCutOff&);

struct NodeReconnected {
  static constexpr sim::Kind kind{"node.reconnected"};
  NodeId node;
};
void react(World&, Agenda&, const NodeReconnected&);

/// A machine that had stopped has power again, and boots.
struct NodePowered {
  static constexpr sim::Kind kind{"node.powered"};
  NodeId node;
};
void react(World&, Agenda&, const NodePowered&);

/// A machine that had stopped runs again, and so does its kubelet.
struct NodeUp {
  static constexpr sim::Kind kind{"node.up"};
  NodeId node;
};
void react(World&, Agenda&, const NodeUp&);

/// A machine that was asked for has joined the cluster and is Ready.
struct NodeJoined {
  static constexpr sim::Kind kind{"node.joined"};
  NodeId node;
};
void react(World&, Agenda&, const NodeJoined&);

/// The writer of a database is gone or is being moved: nothing that needs it succeeds.
struct DatabaseDown {
  static constexpr sim::Kind kind{"database.down"};
  DatabaseId database;
};
void react(World&, Agenda&, const DatabaseDown&);

/// The standby has taken over.
struct FailoverDone {
  static constexpr sim::Kind kind{"database.failover_done"};
  DatabaseId database;
};
void react(World&, Agenda&, const FailoverDone&);

}  // namespace paddock::models
