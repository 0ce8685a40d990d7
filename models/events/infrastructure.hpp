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

/// A machine stops. Kubernetes has not noticed yet.
struct NodeDown {
  static constexpr sim::Kind kind{"node.down"};
  NodeId node;
};
void react(World&, Agenda&, const NodeDown&);

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
