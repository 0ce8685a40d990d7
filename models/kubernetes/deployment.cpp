#include "models/kubernetes/deployment.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/node.hpp"
#include "models/kubernetes/pod.hpp"
#include "models/kubernetes/replica_set.hpp"

namespace paddock::models {
namespace {

/// Deletes up to `count` pods of one ReplicaSet, those that are not Ready first, then the youngest.
void delete_pods(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, Pods& pods, TenantId tenant,
                 std::uint32_t version, std::int64_t count) {
  for (const bool ready : {false, true}) {
    for (auto id = pods.first_of(tenant); id && count > 0;) {
      const PodRow& row = pods[*id];
      const PodId at = *id;
      id = row.next_of_tenant;
      if (row.deleted || row.ready != ready || row.version != version) continue;
      pods.remove(agenda, fleet, at, !row.node || nodes.in_touch(*row.node));
      --count;
    }
  }
}

/// The row of an earlier version, made where there is none yet.
ReplicaSetSize& of_version(std::vector<CountedReplicaSet>& newest_first, std::uint32_t version) {
  auto at = std::ranges::find_if(newest_first, [&](const CountedReplicaSet& set) { return set.version <= version; });
  if (at == newest_first.end() || at->version != version) at = newest_first.insert(at, {.version = version});
  return at->size;
}

}  // namespace

CountedReplicaSets count_replicas(const Pods& pods, TenantId tenant, std::uint32_t version) {
  CountedReplicaSets sets;
  for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant) {
    const PodRow& row = pods[*id];
    if (row.deleted) continue;
    ReplicaSetSize& size = row.version == version ? sets.current : of_version(sets.old, row.version);
    size.replicas += 1;
    size.available += row.ready ? 1 : 0;
  }
  return sets;
}

Deployments::Deployments(const Fleet& fleet) : rows_(fleet.tenants.size()), calls_(fleet.regions.size()) {}

void Deployments::stand(const Fleet& fleet, TenantId tenant) {
  rows_[index_of(tenant)].exists = true;
  rows_[index_of(tenant)].replicas = fleet.workload(tenant).replicas;
}

void Deployments::apply(Agenda& agenda, const Fleet& fleet, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  row.exists = true;
  row.replicas = fleet.workload(tenant).replicas;
  ++row.version;
  row.rolling = true;
  row.because = agenda.current();
  look(agenda, tenant);
}

void Deployments::look(Agenda& agenda, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  if (row.looking || !row.exists) return;
  row.looking = true;
  agenda.emit(DeploymentChanged{tenant});
}

void Deployments::reconcile(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, Pods& pods, TenantId tenant) {
  DeploymentRow& row = rows_[index_of(tenant)];
  row.looking = false;
  const RolloutLimits& limits = fleet.workload(tenant).rollout;
  const CountedReplicaSets now = count_replicas(pods, tenant, row.version);
  ReplicaSetSize current = now.current;
  std::vector<ReplicaSetSize> old;
  old.reserve(now.old.size());
  for (const CountedReplicaSet& set : now.old) old.push_back(set.size);
  rollout_step({.wanted = row.replicas, .limits = limits}, current, old);

  slow_start(current.replicas - now.current.replicas, slow_start_first, [&] {
    pods.create(agenda, fleet, tenant, row.version,
                calls_[index_of(fleet[tenant].region)].next_call(agenda.now(), controller_manager_rate),
                row.rolling ? row.because : std::nullopt);
    return true;  // the API server refuses nothing yet
  });
  delete_pods(agenda, fleet, nodes, pods, tenant, row.version, now.current.replicas - current.replicas);
  for (std::size_t i = old.size(); i-- > 0;)
    delete_pods(agenda, fleet, nodes, pods, tenant, now.old[i].version, now.old[i].size.replicas - old[i].replicas);
  if (row.rolling && now.current.available >= row.replicas - limits.unavailable) {
    row.rolling = false;
    agenda.emit(RolloutDone{tenant}, row.because);
  }
}

}  // namespace paddock::models
