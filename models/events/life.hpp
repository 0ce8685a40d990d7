// What life brings to a fleet, without a scenario's doing.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

/// A tenant gets a new version.
struct VersionDue {
  static constexpr sim::Kind kind{"life.version"};
  TenantId tenant;
};
void react(World&, Agenda&, const VersionDue&);

/// The nodes of a group are replaced, one after the other.
struct ReplacementDue {
  static constexpr sim::Kind kind{"life.replacement"};
  GroupId group;
};
void react(World&, Agenda&, const ReplacementDue&);

/// A machine breaks.
struct MachineFails {
  static constexpr sim::Kind kind{"life.machine_fails"};
  NodeId node;
};
void react(World&, Agenda&, const MachineFails&);

/// The Auto Scaling group has seen that the machine is broken: it terminates it and launches another.
struct MachineGivenUp {
  static constexpr sim::Kind kind{"life.machine_given_up"};
  NodeId node;
};
void react(World&, Agenda&, const MachineGivenUp&);

/// A zone loses power for a while.
struct ZoneFails {
  static constexpr sim::Kind kind{"life.zone_fails"};
  ZoneId zone;
};
void react(World&, Agenda&, const ZoneFails&);

}  // namespace paddock::models
