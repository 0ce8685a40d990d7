// A stage for delivery: its pipelines and APIs as in every world, and a cluster that is nothing but a fixed time from a
// release to the end of its rollout. Stands in for the whole world when the reactions of delivery are built for it.
#pragma once

#include <memory>
#include <vector>

#include "models/cloud/api_limits.hpp"
#include "models/delivery/pipelines.hpp"
#include "models/fleet.hpp"
#include "sim/run.hpp"

namespace paddock::models {

struct World {
  std::shared_ptr<const Fleet> fleet;
  Pipelines pipelines;
  ApiLimits apis;
  Duration rollout{};
  std::vector<DeployId> pushed;  // deploys of all pushes, in order
  std::vector<TenantId> applied;
};

/// A push that changes `count` tenants from `first` on.
struct Pushed {
  static constexpr sim::Kind kind{"stage.pushed"};
  std::uint32_t first, count, adds;
};
void react(World&, Agenda&, const Pushed&);

/// Every API refuses, or answers again.
struct ApisRefuse {
  static constexpr sim::Kind kind{"stage.apis_refuse"};
  std::uint32_t refuse;
};
void react(World&, Agenda&, const ApisRefuse&);

}  // namespace paddock::models
