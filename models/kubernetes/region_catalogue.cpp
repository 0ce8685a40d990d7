#include "models/kubernetes/region_catalogue.hpp"

#include <algorithm>

#include "models/fleet.hpp"

namespace paddock::models {
namespace {

constexpr const char* zone_label = "topology.kubernetes.io/zone";
constexpr const char* region_label = "topology.kubernetes.io/region";
constexpr const char* memory_pressure = "node.kubernetes.io/memory-pressure";
constexpr const char* unreachable = "node.kubernetes.io/unreachable";

scheduling::ResourceList resources(MilliCores cpu, Bytes memory) {
  return {{"cpu", {cpu.value / 1000, static_cast<std::int32_t>(cpu.value % 1000) * 1'000'000}},
          {"memory", {memory.value, 0}}};
}

scheduling::ContainerSpec container(const NodeRoom& request) {
  scheduling::ContainerSpec spec;
  if (request.cpu.value > 0 || request.memory.value > 0) spec.requests = resources(request.cpu, request.memory);
  return spec;
}

scheduling::NodeSpec spec_of(const Fleet& fleet, const NodeGroup& group, ZoneId zone) {
  scheduling::NodeSpec spec;
  spec.labels = {{zone_label, fleet[zone].name}, {region_label, fleet[group.region].name}};
  spec.allocatable = resources(group.allocatable.cpu, group.allocatable.memory);
  spec.allocatable["pods"] = {group.allocatable.pods, 0};
  return spec;
}

/// Tolerates everything, as the DaemonSet controller has it, and yields to nobody.
scheduling::PodSpec daemon_spec(const NodeGroup& group, const NodeRoom& request) {
  scheduling::PodSpec spec;
  spec.namespace_name = "kube-system";
  spec.controller = {"DaemonSet", group.name};
  spec.containers = {container(request)};
  spec.priority = system_node_critical;
  spec.tolerations = {{.key = {}, .exists = true, .value = {}, .effect = {}}};
  return spec;
}

scheduling::PodSpec spec_of(const Tenant& tenant, const Workload& workload) {
  scheduling::PodSpec spec;
  spec.namespace_name = tenant.name;
  spec.labels = {{"app", tenant.name}};
  spec.containers = {container(workload.request)};
  spec.controller = {workload.kind == ControllerKind::stateful_set ? "StatefulSet" : "ReplicaSet", tenant.name};
  // Given by the control plane to every pod that is not BestEffort.
  if (!workload.best_effort) spec.tolerations = {{.key = memory_pressure, .exists = true, .value = {}, .effect = {}}};
  spec.priority = workload.priority.value;
  spec.never_preempts = workload.priority.never_preempts;
  if (workload.spread) {
    scheduling::SpreadConstraint constraint;
    constraint.max_skew = static_cast<std::int32_t>(workload.spread->max_skew);
    constraint.topology_key = zone_label;
    constraint.do_not_schedule = workload.spread->when == WhenUnsatisfiable::do_not_schedule;
    constraint.selector = scheduling::LabelSelector{spec.labels, {}};
    spec.spread = {constraint};
  }
  return spec;
}

class CatalogueMaker {
 public:
  CatalogueMaker(const Fleet& fleet, RegionId region) : fleet_(fleet), region_(region) {
    made_.tenants.resize(fleet.tenants.size());
  }

  RegionCatalogue make() {
    for (std::size_t g = 0; g < fleet_.groups.size(); ++g)
      if (fleet_.groups[g].region == region_) add_group(static_cast<GroupId>(g));
    for (std::size_t t = 0; t < fleet_.tenants.size(); ++t)
      if (fleet_.tenants[t].region == region_) add_tenant(static_cast<TenantId>(t));
    made_.ranked = ranked();
    if (made_.ranked) add_budgets();
    made_.unreachable =
        scheduling::compile({{unreachable, {}, scheduling::TaintEffect::no_schedule}}, made_.objects.symbols());
    made_.memory_pressure =
        scheduling::compile({{memory_pressure, {}, scheduling::TaintEffect::no_schedule}}, made_.objects.symbols());
    return std::move(made_);
  }

 private:
  void add_group(GroupId id) {
    const NodeGroup& group = fleet_[id];
    for (const ZoneId zone : group.zones)
      made_.shapes.emplace(std::pair{id, zone}, scheduling::compile_shape(made_.objects, node_spec(fleet_, id, zone)));
    auto& daemons = made_.daemons[id];
    for (const scheduling::PodSpec& spec : daemon_specs(fleet_, id)) daemons.push_back(made_.objects.add_class(spec));
  }

  void add_tenant(TenantId id) {
    const Tenant& tenant = fleet_[id];
    made_.objects.add_service({tenant.name, scheduling::Labels{{"app", tenant.name}}});
    scheduling::PodSpec spec = pod_spec(fleet_, id);
    made_.tenants[index_of(id)] = made_.objects.add_class(spec);
    if (fleet_.workload(id).volume) add_volumes(id, spec);
    for (const auto& [zone, replicas] : tenant.placed) {
      spec.node_selector = {{zone_label, fleet_[zone].name}};
      made_.in_zone.emplace(std::pair{id, zone}, made_.objects.add_class(spec));
    }
  }

  /// A claim that is bound in each zone; one that waits for its first consumer holds a pod nowhere.
  void add_volumes(TenantId id, scheduling::PodSpec spec) {
    for (const ZoneId zone : fleet_[region_].zones) {
      const scheduling::Labels place{{zone_label, fleet_[zone].name}, {region_label, fleet_[region_].name}};
      spec.claims = {"data-" + fleet_[zone].short_name};
      made_.objects.add_claim({.namespace_name = spec.namespace_name,
                               .name = spec.claims.front(),
                               .bound = true,
                               .volume_labels = place,
                               .volume_node_affinity = {}});
      made_.with_volume.emplace(std::pair{id, zone}, made_.objects.add_class(spec));
    }
  }

  /// Whether any two tenants of the region are not equally important.
  bool ranked() const {
    std::optional<std::int32_t> first;
    for (std::size_t t = 0; t < fleet_.tenants.size(); ++t) {
      if (fleet_.tenants[t].region != region_) continue;
      const std::int32_t priority = fleet_.workload(static_cast<TenantId>(t)).priority.value;
      if (priority != first.value_or(priority)) return true;
      first = priority;
    }
    return false;
  }

  void add_budgets() {
    for (std::size_t t = 0; t < fleet_.tenants.size(); ++t) {
      const auto tenant = static_cast<TenantId>(t);
      if (fleet_[tenant].region != region_) continue;
      const auto& budgets = fleet_.workload(tenant).budgets;
      for (std::size_t n = 0; n < budgets.size(); ++n) add_budget(tenant, n, fleet_.under(budgets[n], tenant));
    }
  }

  /// A shared one is kept with the first tenant that has it.
  void add_budget(TenantId tenant, std::size_t nth, const std::vector<TenantId>& under) {
    if (tenant != under.front()) return;
    scheduling::Symbols& symbols = made_.objects.symbols();
    scheduling::LabelRequirement apps{"app", scheduling::Operator::in, {}};
    scheduling::Budget budget;
    for (const TenantId one : under) {
      apps.values.push_back(fleet_[one].name);
      budget.namespaces.push_back(symbols.intern(fleet_[one].name));
    }
    std::ranges::sort(budget.namespaces);
    budget.selector = scheduling::compile(scheduling::LabelSelector{{}, {std::move(apps)}}, symbols);
    made_.budgets.push_back({tenant, nth, std::move(budget)});
  }

  const Fleet& fleet_;
  RegionId region_;
  RegionCatalogue made_;
};

}  // namespace

scheduling::NodeSpec node_spec(const Fleet& fleet, GroupId group, ZoneId zone) {
  return spec_of(fleet, fleet[group], zone);
}

scheduling::PodSpec pod_spec(const Fleet& fleet, TenantId tenant) {
  return scheduling::admit(spec_of(fleet[tenant], fleet.workload(tenant)));
}

std::vector<scheduling::PodSpec> daemon_specs(const Fleet& fleet, GroupId group) {
  std::vector<scheduling::PodSpec> specs;
  specs.reserve(fleet[group].daemons.size());
  for (const Daemon& daemon : fleet[group].daemons)
    specs.push_back(scheduling::admit(daemon_spec(fleet[group], daemon.request)));
  return specs;
}

RegionCatalogue make_region_catalogue(const Fleet& fleet, RegionId region) {
  return CatalogueMaker(fleet, region).make();
}

}  // namespace paddock::models
