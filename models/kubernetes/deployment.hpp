// The controller of each tenant's pods, a Deployment or a StatefulSet: how many pods, of which version, and the steps
// from one version to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"
#include "models/kubernetes/rollout.hpp"
#include "models/kubernetes/rollout_status.hpp"
#include "sim/table.hpp"

namespace paddock::models {

class ApiServer;
class Nodes;
class Pods;
using ReplicaSetId = sim::Id<struct ReplicaSetTag>;

/// A version of the template that is kept: a ReplicaSet, or a revision of a StatefulSet, which has no sizes.
struct ReplicaSetRow {
  std::uint32_t version = 0;
  std::uint32_t revision = 0;          // counts up each time that the version becomes the present one
  std::int64_t wanted = 0;             // pods that it should have
  std::int64_t desired = 0, most = 0;  // what its Deployment asked for when it last sized it, and with surge
  std::optional<ReplicaSetId> older;   // the one made before it
};

struct DeploymentRow {
  bool exists = false;
  bool looking = false;  // DeploymentChanged has been emitted and not yet handled
  bool rolling = false;  // Helm waits for the new version
  bool refused = false;  // the namespace has no room for its next pod
  ProgressReason progress = ProgressReason::new_replica_set_available;
  std::uint32_t version = 0;           // of the pod template
  std::uint32_t settled_version = 0;   // of a StatefulSet: that its last complete update brought
  std::uint32_t versions = 0;          // the newest version there has been
  std::uint32_t revisions = 0;         // the highest revision
  std::int64_t replicas = 0;           // wanted
  std::uint32_t sights = 0;            // changes seen so far: numbers the draws of their delay
  std::optional<Because> because;      // what asked for the present version
  std::optional<ReplicaSetId> newest;  // of its ReplicaSets, by the time they were made
  DeploymentStatus status;             // as of the last look at an update
  std::optional<sim::EventId> deadline;
};

/// A ReplicaSet as the controller counts it: its pods without a deletionTimestamp, how many are Ready, and available.
struct CountedReplicaSet {
  std::optional<ReplicaSetId> id;
  std::uint32_t version = 0;
  std::int64_t wanted = 0;
  std::int64_t pods = 0, ready = 0, available = 0;
};

/// The ReplicaSets of a Deployment. Those of other versions that have or should have pods, newest first.
struct CountedReplicaSets {
  CountedReplicaSet current;
  std::vector<CountedReplicaSet> old;
  std::int64_t old_objects = 0;  // pods of other versions, those on their way out too
};

class Deployments {
 public:
  Deployments() = default;
  explicit Deployments(const Fleet& fleet);

  const DeploymentRow& operator[](TenantId id) const { return rows_[index_of(id)]; }
  const ReplicaSetRow& operator[](ReplicaSetId id) const { return sets_[id]; }
  bool contains(ReplicaSetId id) const { return sets_.contains(id); }
  CountedReplicaSets count(const Pods& pods, TenantId tenant, Time now) const;

  /// The Deployment stands since before the run began.
  void stand(const Fleet& fleet, TenantId tenant);
  /// A release writes a new version, or the first one, and the number of pods that the fleet has for it.
  void apply(Agenda& agenda, const Fleet& fleet, TenantId tenant, StepId bad_by);
  /// The step whose push made this version a bad one.
  std::optional<StepId> bad(TenantId tenant, std::uint32_t version) const;
  /// So many pods are wanted from now on, until the next release says its own number.
  void resize(Agenda& agenda, TenantId tenant, std::int64_t replicas);
  /// Whether an earlier version is kept, and: the last one before the present becomes the present one again.
  bool has_history(TenantId tenant) const { return previous(rows_[index_of(tenant)]).has_value(); }
  void roll_back(Agenda& agenda, TenantId tenant);

  /// Something about its pods changed: the controller will look, once, in this instant. Emits DeploymentChanged.
  void look(Agenda& agenda, TenantId tenant);
  /// The same as soon as the controller sees it.
  void pods_changed(Agenda& agenda, const Fleet& fleet, TenantId tenant);
  /// The controller looks: creates and deletes pods as `rollout_step` or `stateful_step` has it, and says RolloutDone
  /// when what Helm waits for is there. Posts ProgressDeadlineExceeded, and takes it back when an update moves.
  void reconcile(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, ApiServer& api, Pods& pods, TenantId tenant);
  /// The update of a Deployment got no further.
  void out_of_time(TenantId tenant);

 private:
  struct BadVersion {
    TenantId tenant{};
    std::uint32_t version = 0;
    StepId by{};
  };
  struct Look;  // what one look at a tenant needs

  std::optional<ReplicaSetId> previous(const DeploymentRow& row) const;
  void add_version(DeploymentRow& row);
  void begin_rollout(Agenda& agenda, TenantId tenant);
  void scale_in_proportion(const Look& look, CountedReplicaSets& sets);
  void reconcile_sets(Look& look);
  void reconcile_ordinals(Look& look);
  /// False: the namespace's quota has no room for it.
  bool create(const Look& look, std::uint32_t version, std::uint32_t ordinal);
  void watch_progress(const Look& look, const DeploymentStatus& now);
  void forget_history(const Look& look, const CountedReplicaSets& sets);
  void erase(DeploymentRow& row, ReplicaSetId id);

  std::vector<DeploymentRow> rows_;
  sim::Table<ReplicaSetRow, ReplicaSetTag> sets_;
  std::vector<BadVersion> bad_;  // few, if any
};

}  // namespace paddock::models
