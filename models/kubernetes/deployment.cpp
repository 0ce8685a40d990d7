#include "models/kubernetes/deployment.hpp"

#include <algorithm>
#include <chrono>

#include "models/cloud/api_server.hpp"
#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/node.hpp"
#include "models/kubernetes/pod.hpp"
#include "models/kubernetes/proportional_scale.hpp"
#include "models/kubernetes/replica_set.hpp"
#include "models/kubernetes/watch.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

// The Deployment controller looks at a deadline a second late (sync.go, requeueStuckDeployment).
constexpr Duration deadline_slack = 1s;

bool available(const PodRow& pod, Time now) { return pod.ready && pod.available_from <= now; }

}  // namespace

/// One look of the controller at one tenant.
struct Deployments::Look {
  Agenda& agenda;
  const Fleet& fleet;
  const Nodes& nodes;
  ApiServer& api;
  Pods& pods;
  TenantId tenant;
  DeploymentRow& row;
  const Workload& workload;
  Rollout rollout;

  /// When a call of its controller takes effect.
  Time call() const { return api.call(agenda.now(), fleet, fleet[tenant].region, ApiClient::replica_sets); }

  void remove(PodId id) const {
    const auto& node = pods[id].node;
    if (const Time when = call(); when > agenda.now())
      pods.leave(agenda, id, when);
    else
      pods.remove(agenda, fleet, id, !node || nodes.in_touch(*node));
  }

  /// Deletes up to `count` pods of one ReplicaSet, those that are not Ready first, then the youngest.
  void remove_some(std::uint32_t version, std::int64_t count) const {
    for (const bool ready : {false, true}) {
      for (auto id = pods.first_of(tenant); id && count > 0;) {
        const PodId at = *id;
        const PodRow& pod = pods[at];
        id = pod.next_of_tenant;
        if (pod.deleted || pod.leaving || pod.ready != ready || pod.version != version) continue;
        remove(at);
        --count;
      }
    }
  }
};

Deployments::Deployments(const Fleet& fleet) : rows_(fleet.tenants.size()) {}

// ---- versions ----

void Deployments::add_version(DeploymentRow& row) {
  row.newest = sets_.insert({.version = row.version, .revision = ++row.revisions, .older = row.newest});
}

void Deployments::stand(const Fleet& fleet, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  row.exists = true;
  row.replicas = fleet.workload(tenant).replicas;
  add_version(row);
  if (fleet.workload(tenant).kind == ControllerKind::stateful_set) return;
  const std::int64_t surge = rollout_of(fleet.workload(tenant).rollout, row.replicas).surge();
  ReplicaSetRow& set = sets_[*row.newest];
  set.wanted = set.desired = row.replicas;
  set.most = row.replicas + surge;
}

void Deployments::begin_rollout(Agenda& agenda, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  row.rolling = true;
  row.progress = ProgressReason::other;
  row.status = {};
  agenda.cancel(row.deadline);
  row.because = agenda.current();
  look(agenda, tenant);
}

void Deployments::apply(Agenda& agenda, const Fleet& fleet, TenantId tenant, StepId bad_by) {
  DeploymentRow& row = rows_[index_of(tenant)];
  row.exists = true;
  row.replicas = fleet.workload(tenant).replicas;
  row.version = ++row.versions;
  if (bad_by != no_step) bad_.push_back({tenant, row.version, bad_by});
  add_version(row);
  begin_rollout(agenda, tenant);
}

std::optional<StepId> Deployments::bad(TenantId tenant, std::uint32_t version) const {
  for (const BadVersion& bad : bad_)
    if (bad.tenant == tenant && bad.version == version) return bad.by;
  return std::nullopt;
}

void Deployments::resize(Agenda& agenda, TenantId tenant, std::int64_t replicas) {
  rows_[index_of(tenant)].replicas = replicas;
  look(agenda, tenant);
}

std::optional<ReplicaSetId> Deployments::previous(const DeploymentRow& row) const {
  std::optional<ReplicaSetId> best;
  for (auto id = row.newest; id; id = sets_[*id].older)
    if (sets_[*id].version != row.version && (!best || sets_[*id].revision > sets_[*best].revision)) best = id;
  return best;
}

void Deployments::roll_back(Agenda& agenda, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  const auto to = previous(row);
  if (!to) return;
  row.version = sets_[*to].version;
  sets_[*to].revision = ++row.revisions;
  begin_rollout(agenda, tenant);
}

void Deployments::erase(DeploymentRow& row, ReplicaSetId id) {
  std::optional<ReplicaSetId>* at = &row.newest;
  while (*at != id) at = &sets_[**at].older;
  *at = sets_[id].older;
  sets_.erase(id);
}

void Deployments::forget_history(const Look& look, const CountedReplicaSets& sets) {
  std::vector<OldReplicaSet> old;
  std::vector<ReplicaSetId> ids;
  for (auto id = look.row.newest; id; id = sets_[*id].older) {
    if (sets_[*id].version == look.row.version) continue;
    const auto counted = std::ranges::find(sets.old, sets_[*id].version, &CountedReplicaSet::version);
    old.push_back({.wanted = sets_[*id].wanted, .pods = counted == sets.old.end() ? 0 : counted->pods});
    ids.push_back(*id);
  }
  if (old.size() <= static_cast<std::size_t>(look.workload.rollout.history)) return;
  std::ranges::reverse(old);
  std::ranges::reverse(ids);
  for (const std::size_t i : surplus_revisions(old, look.workload.rollout.history)) erase(look.row, ids[i]);
}

// ---- looks ----

void Deployments::look(Agenda& agenda, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  if (row.looking || !row.exists) return;
  row.looking = true;
  agenda.emit(DeploymentChanged{tenant});
}

CountedReplicaSets Deployments::count(const Pods& pods, TenantId tenant, Time now) const {
  const DeploymentRow& row = rows_[index_of(tenant)];
  CountedReplicaSets sets{.current = {.version = row.version}, .old = {}};
  for (auto id = row.newest; id; id = sets_[*id].older) {
    const ReplicaSetRow& set = sets_[*id];
    const CountedReplicaSet counted{.id = id, .version = set.version, .wanted = set.wanted};
    if (set.version == row.version)
      sets.current = counted;
    else if (set.wanted > 0)
      sets.old.push_back(counted);
  }
  for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant) {
    const PodRow& pod = pods[*id];
    sets.old_objects += pod.version != row.version ? 1 : 0;
    if (pod.deleted || pod.leaving) continue;
    const auto old = pod.version == row.version ? sets.old.end()
                                                : std::ranges::find(sets.old, pod.version, &CountedReplicaSet::version);
    if (old == sets.old.end() && pod.version != row.version) continue;  // a StatefulSet's: its versions have no sizes
    CountedReplicaSet& set = pod.version == row.version ? sets.current : *old;
    ++set.pods;
    set.ready += pod.ready ? 1 : 0;
    set.available += available(pod, now) ? 1 : 0;
  }
  return sets;
}

void Deployments::pods_changed(Agenda& agenda, const Fleet& fleet, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  if (row.looking || !row.exists) return;
  const Duration seen = seen_after(agenda, fleet, fleet[tenant].region, "watch.controller",
                                   sim::hash_name(fleet[tenant].name), row.sights);
  if (seen == Duration{}) return look(agenda, tenant);
  ++row.sights;
  row.looking = true;
  agenda.after(seen, DeploymentChanged{tenant});
}

void Deployments::reconcile(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, ApiServer& api, Pods& pods,
                            TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  row.looking = false;
  const Workload& workload = fleet.workload(tenant);
  Look look{agenda, fleet, nodes, api, pods, tenant, row, workload, rollout_of(workload.rollout, row.replicas)};
  if (workload.kind == ControllerKind::stateful_set)
    reconcile_ordinals(look);
  else
    reconcile_sets(look);
}

bool Deployments::create(const Look& look, std::uint32_t version, std::uint32_t ordinal) {
  const bool admitted = quota_admits(look.fleet, look.pods, look.tenant);
  if (!admitted && !look.row.refused)
    look.agenda.emit(PodRefused{look.tenant}, look.row.rolling ? look.row.because : std::nullopt);
  look.row.refused = !admitted;
  if (!admitted) return false;  // it tries again when a pod of the namespace is gone
  look.pods.create(look.agenda, look.fleet, look.tenant, version, look.call(),
                   look.row.rolling ? look.row.because : std::nullopt, ordinal);
  return true;
}

// ---- Deployments ----

void Deployments::scale_in_proportion(const Look& look, CountedReplicaSets& sets) {
  const auto asked_otherwise = [&](const CountedReplicaSet& set) {
    return set.wanted > 0 && set.id && sets_[*set.id].desired != look.row.replicas;
  };
  if (!asked_otherwise(sets.current) && std::ranges::none_of(sets.old, asked_otherwise)) return;
  std::int64_t pods = 0;
  const auto scaled = [&](const CountedReplicaSet& set) {
    const ReplicaSetRow& as_sized = sets_[set.id.value()];
    pods += set.pods;
    return ScaledReplicaSet{set.wanted, set.available, as_sized.desired, as_sized.most};
  };
  std::optional<ScaledReplicaSet> current = scaled(sets.current);
  std::vector<ScaledReplicaSet> old;
  old.reserve(sets.old.size());
  for (const CountedReplicaSet& set : sets.old) old.push_back(scaled(set));
  scale(look.rollout, current, old, pods);
  sets.current.wanted = current->replicas;
  for (std::size_t i = 0; i < old.size(); ++i) sets.old[i].wanted = old[i].replicas;
}

void Deployments::reconcile_sets(Look& look) {
  const DeploymentRow& row = look.row;
  CountedReplicaSets sets = count(look.pods, look.tenant, look.agenda.now());
  scale_in_proportion(look, sets);
  ReplicaSetSize current{sets.current.wanted, sets.current.available};
  std::vector<ReplicaSetSize> old;
  old.reserve(sets.old.size());
  for (const CountedReplicaSet& set : sets.old) old.push_back({set.wanted, set.available});
  rollout_step(look.rollout, current, old, sets.old_objects);

  const auto size = [&](ReplicaSetId id, std::int64_t wanted) {
    sets_[id].wanted = wanted;
    sets_[id].desired = row.replicas;
    sets_[id].most = row.replicas + look.rollout.surge();
  };
  const auto fill = [&](const CountedReplicaSet& set, std::int64_t wanted) {
    size(set.id.value(), wanted);
    slow_start(wanted - set.pods, slow_start_first, [&] { return create(look, set.version, 0); });
    look.remove_some(set.version, set.pods - wanted);
  };
  fill(sets.current, current.replicas);
  for (std::size_t i = old.size(); i-- > 0;) fill(sets.old[i], old[i].replicas);

  DeploymentStatus status{
      .updated = sets.current.pods, .ready = sets.current.ready, .available = sets.current.available};
  status.total = sets.current.pods;
  for (const CountedReplicaSet& set : sets.old) {
    status.total += set.pods;
    status.ready += set.ready;
    status.available += set.available;
  }
  watch_progress(look, status);
  if (rollout_complete(row.replicas, status)) forget_history(look, sets);
  if (row.rolling && sets.current.ready >= row.replicas - look.rollout.unavailable()) {
    look.row.rolling = false;
    look.agenda.emit(RolloutDone{look.tenant}, row.because);
  }
}

void Deployments::watch_progress(const Look& look, const DeploymentStatus& now) {
  DeploymentRow& row = look.row;
  if (row.progress == ProgressReason::new_replica_set_available) return;
  const bool complete = rollout_complete(row.replicas, now);
  const bool begins = !row.deadline && row.progress == ProgressReason::other;
  const bool moves = rollout_progresses(row.status, now);
  row.status = now;
  if (!complete && !moves && !begins) return;
  row.progress = complete ? ProgressReason::new_replica_set_available : ProgressReason::other;
  look.agenda.cancel(row.deadline);
  if (complete) return;
  row.deadline = look.agenda.after(look.workload.rollout.progress_deadline + deadline_slack,
                                   ProgressDeadlineExceeded{look.tenant}, row.because);
}

void Deployments::out_of_time(TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  row.progress = ProgressReason::deadline_exceeded;
  row.deadline.reset();
}

// ---- StatefulSets ----

void Deployments::reconcile_ordinals(Look& look) {
  DeploymentRow& row = look.row;
  const auto wanted = static_cast<std::size_t>(row.replicas);
  std::vector<SetPod> seen(wanted);
  std::vector<PodId> ids(wanted);
  std::int64_t settled = 0, ready = 0;
  for (auto id = look.pods.first_of(look.tenant); id; id = look.pods[*id].next_of_tenant) {
    const PodRow& pod = look.pods[*id];
    if (pod.ordinal >= seen.size()) seen.resize(pod.ordinal + 1), ids.resize(pod.ordinal + 1);
    const bool updated = pod.version == row.version;
    seen[pod.ordinal] = {true, pod.deleted || pod.leaving, !pod.deleted && available(pod, look.agenda.now()), updated};
    ids[pod.ordinal] = *id;
    settled += !pod.deleted && pod.version == row.settled_version ? 1 : 0;
    ready += !pod.deleted && updated && pod.ready ? 1 : 0;
  }
  const SetStep step = stateful_step(seen, wanted, look.workload.pod_management);
  // While an update goes on, ordinals below the number of pods that it has not reached come back as they were.
  for (const std::size_t i : step.create)
    create(look, static_cast<std::int64_t>(i) < settled ? row.settled_version : row.version,
           static_cast<std::uint32_t>(i));
  for (const std::size_t i : step.remove) look.remove(ids[i]);
  if (ready != row.replicas) return;
  if (row.settled_version != row.version) {
    row.settled_version = row.version;
    forget_history(look, {});
  }
  if (!row.rolling) return;
  row.rolling = false;
  look.agenda.emit(RolloutDone{look.tenant}, row.because);
}

}  // namespace paddock::models
