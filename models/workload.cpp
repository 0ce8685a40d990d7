// What the tenants of one population have in common, from what the file says of them.
#include <string>

#include "models/fleet.hpp"

namespace paddock::models {
namespace {

Operation operation_of(const std::string& name, const OperationSpec& spec) {
  Operation operation{.name = name,
                      .clients_luck = "tenant.clients/" + name,
                      .clients = sim::Distribution::constant(1),
                      .needs_pod = false};
  if (spec.clients && spec.every) {
    operation.clients = *spec.clients;
    operation.rate_per_client_per_s = 1 / sim::to_seconds(*spec.every);
  } else {
    operation.rate_per_client_per_s = spec.rate.value_or(0);
  }
  for (const Need need : spec.needs) (need == Need::pod ? operation.needs_pod : operation.needs_database) = true;
  return operation;
}

void add_operations(Workload& workload, const TenantSpec& spec, const std::string& path, Findings& findings) {
  for (const auto& [name, operation] : spec.traffic.operations) {
    workload.operations.push_back(operation_of(name, operation));
    if (workload.operations.back().needs_database && !spec.database)
      findings.push_back({path + ".traffic." + name, "the operation needs a database and the tenants have none"});
  }
  // Without declared traffic a tenant is still asked for: one kind of request that needs a pod.
  if (workload.operations.empty()) workload.operations.push_back(operation_of("request", {.needs = {Need::pod}}));
}

Priority priority_of(const FleetSpec& fleet, const TenantSpec& spec, const std::string& path, Findings& findings) {
  if (!spec.priority) return {};
  if (const auto priority = find_priority(fleet.priorities, *spec.priority)) return *priority;
  std::string known;
  for (const auto& [name, value] : fleet.priorities) known += (known.empty() ? "" : ", ") + name;
  findings.push_back({path + ".priority", "no priority \"" + *spec.priority + "\"; the fleet's `priorities` has " +
                                              (known.empty() ? "none" : known)});
  return {};
}

}  // namespace

Workload make_workload(const FleetSpec& fleet, const TenantSpec& spec, const std::string& path, Findings& findings) {
  Workload workload{.population = spec.group.value_or(spec.name.value_or("")),
                    .replicas = spec.replicas,
                    .request = admitted_request(spec, path, findings),
                    .priority = priority_of(fleet, spec, path, findings),
                    .spread = spec.spread.zone,
                    .kind = spec.kind,
                    .pod_management = spec.pod_management,
                    .rollout = spec.rollout,
                    .pod = pod_plan_of(spec, path, findings)};
  workload.volume = spec.volume;
  workload.memory_mib = spec.uses.memory_mib;
  workload.best_effort = workload.request.cpu.value == 0 && workload.request.memory.value == 0;
  workload.quota = spec.quota;
  if (spec.quota) check_quota(*spec.quota, workload.request, spec.replicas, path + ".quota", findings);
  if (spec.budget) workload.budgets = spec.budget->all;
  if (spec.kind == ControllerKind::stateful_set && spec.rollout.strategy == RolloutStrategy::recreate)
    findings.push_back(
        {path + ".rollout.strategy", "a StatefulSet knows no Recreate; leave it out, or make it a Deployment"});
  if (spec.kind == ControllerKind::deployment && spec.pod_management != PodManagement::ordered_ready)
    findings.push_back(
        {path + ".pod_management", "only a StatefulSet has it; write kind: StatefulSet, or leave it out"});
  add_operations(workload, spec, path, findings);
  if (spec.limits.cpu.value != 0 && spec.limits.cpu < spec.requests.cpu)
    findings.push_back({path + ".limits.cpu", "the limit is below the request"});
  if (spec.limits.memory.value != 0 && spec.limits.memory < spec.requests.memory)
    findings.push_back({path + ".limits.memory", "the limit is below the request"});
  return workload;
}

}  // namespace paddock::models
