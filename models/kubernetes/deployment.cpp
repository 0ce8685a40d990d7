#include "models/kubernetes/deployment.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/node.hpp"
#include "models/kubernetes/pod.hpp"

namespace paddock::models {
namespace {

/// Deletes up to `count` pods of the tenant, those that are not Ready first, then the youngest.
void delete_pods(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, Pods& pods, TenantId tenant,
                 std::int64_t count, bool (*eligible)(const PodRow&, std::uint32_t), std::uint32_t version) {
  for (const bool ready : {false, true}) {
    for (auto id = pods.first_of(tenant); id && count > 0;) {
      const PodRow& row = pods[*id];
      const PodId at = *id;
      id = row.next_of_tenant;
      if (row.deleted || row.ready != ready || !eligible(row, version)) continue;
      pods.remove(agenda, fleet, at, !row.node || nodes.in_touch(*row.node));
      --count;
    }
  }
}

}  // namespace

RolloutStep rollout_step(std::int64_t wanted, std::int64_t surge, std::int64_t unavailable,
                         const ReplicaCounts& counts) {
  RolloutStep step;
  if (counts.current > wanted) step.delete_current = counts.current - wanted;
  if (counts.old == 0) {
    step.create = std::max<std::int64_t>(0, wanted - counts.current);
    return step;
  }
  const std::int64_t total = counts.current + counts.old;
  step.create = std::clamp<std::int64_t>(wanted + surge - total, 0, std::max<std::int64_t>(0, wanted - counts.current));

  const std::int64_t must_stay = wanted - unavailable;
  const std::int64_t new_unready = counts.current - counts.current_ready;
  const std::int64_t most = total - must_stay - new_unready;  // that may go at all
  if (most <= 0) return step;
  const std::int64_t unhealthy = std::min(counts.old - counts.old_ready, most);
  const std::int64_t ready = counts.current_ready + counts.old_ready;
  const std::int64_t healthy =
      std::clamp<std::int64_t>(ready - must_stay, 0, std::min(counts.old_ready, most - unhealthy));
  step.delete_old = unhealthy + healthy;
  return step;
}

ReplicaCounts count_replicas(const Pods& pods, TenantId tenant, std::uint32_t version) {
  ReplicaCounts counts;
  for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant) {
    const PodRow& row = pods[*id];
    if (row.deleted) continue;
    (row.version == version ? counts.current : counts.old) += 1;
    if (row.ready) (row.version == version ? counts.current_ready : counts.old_ready) += 1;
  }
  return counts;
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
  const Workload& workload = fleet.workload(tenant);
  const ReplicaCounts counts = count_replicas(pods, tenant, row.version);
  const RolloutStep step = rollout_step(row.replicas, workload.max_surge, workload.max_unavailable, counts);
  for (std::int64_t i = 0; i < step.create; ++i)
    pods.create(agenda, fleet, tenant, row.version,
                calls_[index_of(fleet[tenant].region)].next_call(agenda.now(), controller_manager_rate),
                row.rolling ? row.because : std::nullopt);
  delete_pods(
      agenda, fleet, nodes, pods, tenant, step.delete_current,
      [](const PodRow& pod, std::uint32_t version) { return pod.version == version; }, row.version);
  delete_pods(
      agenda, fleet, nodes, pods, tenant, step.delete_old,
      [](const PodRow& pod, std::uint32_t version) { return pod.version != version; }, row.version);
  if (row.rolling && counts.current_ready >= row.replicas - workload.max_unavailable) {
    row.rolling = false;
    agenda.emit(RolloutDone{tenant}, row.because);
  }
}

}  // namespace paddock::models
