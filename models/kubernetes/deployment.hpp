// The Deployment of each tenant: how many pods, of which version, and the steps from one version to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"
#include "models/kubernetes/client_limit.hpp"
#include "models/kubernetes/rollout.hpp"

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

/// A ReplicaSet as the controller counts it: its pods without a deletionTimestamp, and those of them that are Ready.
/// There is one for each version of the template; what a ReplicaSet should have is what it has.
struct CountedReplicaSet {
  std::uint32_t version = 0;
  ReplicaSetSize size;
};

/// The ReplicaSets of a Deployment. Those of earlier versions that have pods, newest first.
struct CountedReplicaSets {
  ReplicaSetSize current;
  std::vector<CountedReplicaSet> old;
};
CountedReplicaSets count_replicas(const Pods& pods, TenantId tenant, std::uint32_t version);

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
  /// The controller looks: creates and deletes pods as `rollout_step` has it, and says RolloutDone when what Helm waits
  /// for is there.
  void reconcile(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, Pods& pods, TenantId tenant);

 private:
  std::vector<DeploymentRow> rows_;
  std::vector<ClientLimit> calls_;  // by region: the creations of its controller manager
};

}  // namespace paddock::models
