// The Deployment of each tenant: how many pods, of which version, and the steps from one version to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"
#include "models/kubernetes/client_limit.hpp"

namespace paddock::models {

class Nodes;
class Pods;

struct DeploymentRow {
  bool exists = false;
  bool looking = false;            // DeploymentChanged has been emitted and not yet handled
  bool rolling = false;            // Helm waits for the new version
  std::uint32_t version = 0;       // of the pod template
  std::int64_t replicas = 0;       // wanted
  std::optional<Because> because;  // what asked for the present version
};

/// Pods of a Deployment as its controller counts them: those without a deletionTimestamp.
struct ReplicaCounts {
  std::int64_t current = 0, current_ready = 0;  // of the present version
  std::int64_t old = 0, old_ready = 0;          // of earlier ones
};

/// What one look of the controller does: pods of the present version to create or delete, old pods to delete.
struct RolloutStep {
  std::int64_t create = 0;
  std::int64_t delete_current = 0;
  std::int64_t delete_old = 0;
  friend bool operator==(RolloutStep, RolloutStep) = default;
};

/// A rolling update's next step, as the Deployment controller takes it: surge above the wanted number, then old pods
/// down, unhealthy ones first, as far as wanted - unavailable pods stay Ready (kubernetes/kubernetes
/// pkg/controller/deployment/rolling.go).
RolloutStep rollout_step(std::int64_t wanted, std::int64_t surge, std::int64_t unavailable,
                         const ReplicaCounts& counts);

class Deployments {
 public:
  Deployments() = default;
  explicit Deployments(const Fleet& fleet);

  const DeploymentRow& operator[](TenantId id) const { return rows_[index_of(id)]; }

  /// The Deployment stands since before the run began.
  void stand(const Fleet& fleet, TenantId tenant);
  /// A release writes a new version, or the first one.
  void apply(Agenda& agenda, const Fleet& fleet, TenantId tenant);
  /// Something about its pods changed: the controller will look, once, in this instant. Emits DeploymentChanged.
  void look(Agenda& agenda, TenantId tenant);
  /// The controller looks: creates and deletes pods, and says RolloutDone when what Helm waits for is there.
  void reconcile(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, Pods& pods, TenantId tenant);

 private:
  std::vector<DeploymentRow> rows_;
  std::vector<ClientLimit> calls_;  // by region: the creations of its controller manager
};

ReplicaCounts count_replicas(const Pods& pods, TenantId tenant, std::uint32_t version);

}  // namespace paddock::models
