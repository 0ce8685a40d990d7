// What can happen on the way of a request.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

/// The balancer's health checks give a proxy up, or trust it again.
struct TargetBad {
  static constexpr sim::Kind kind{"target.bad"};
  ProxyId proxy;
};
void react(World&, Agenda&, const TargetBad&);
struct TargetGood {
  static constexpr sim::Kind kind{"target.good"};
  ProxyId proxy;
};
void react(World&, Agenda&, const TargetGood&);

/// The share of requests that reach a healthy proxy of a region has changed, or changes at another pace. For observers.
struct PathChanged {
  static constexpr sim::Kind kind{"path.changed"};
  RegionId region;
};
void react(World&, Agenda&, const PathChanged&);

/// Every client that honours the TTL has left an old DNS answer.
struct DnsSettled {
  static constexpr sim::Kind kind{"dns.settled"};
  RegionId region;
};
void react(World&, Agenda&, const DnsSettled&);

/// The endpoints of a tenant, or the pods behind them, have changed. For observers.
struct ServingChanged {
  static constexpr sim::Kind kind{"tenant.serving_changed"};
  TenantId tenant;
};
void react(World&, Agenda&, const ServingChanged&);

}  // namespace paddock::models
