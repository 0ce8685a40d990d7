// The constant part of a run: what a fleet file says, with every name resolved to a row. Shared by all runs, changed by
// none.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/delivery/delivery.hpp"
#include "models/describe.hpp"
#include "models/faults/life.hpp"
#include "models/fwd.hpp"
#include "models/infrastructure/region_spec.hpp"
#include "models/kubernetes/disruption_budget.hpp"
#include "models/kubernetes/pod_plan.hpp"
#include "models/kubernetes/priority_spec.hpp"
#include "models/kubernetes/region_catalogue.hpp"
#include "models/tenancy/plan.hpp"
#include "models/tenancy/tenant_spec.hpp"

namespace paddock::models {

/// A fleet file.
struct FleetSpec {
  std::int64_t paddock = 1;  // version of the language
  std::string fleet;
  std::string about;
  std::optional<std::string> observed;  // a date, like 2022-04-30
  NamedMap<RegionSpec> regions;
  NamedMap<PlanSpec> plans;
  NamedMap<PrioritySpec> priorities;
  NamedMap<TemplateSpec> templates;
  std::vector<TenantSpec> tenants;
  std::optional<DeliverySpec> delivery;
  NamedMap<ApiSpec> apis;
  LifeSpec life;
};
void describe(Visitor& v, FleetSpec& s);

struct Region {
  std::string name;
  Flavour flavour = Flavour::eks;
  Duration grace{};
  std::vector<ZoneId> zones;
  PathSpec path;
  ApiServerSpec api;
  sim::Distribution watch_s;
  std::int64_t servers = 2;  // of the control plane
  sim::Distribution server_replacement_s{};
};

struct Zone {
  std::string name;        // "eu-central-1a"
  std::string short_name;  // "a"
  RegionId region{};
};

/// What pods take of a node, or what there is to take.
struct NodeRoom {
  MilliCores cpu;
  Bytes memory;
  std::int64_t pods = 0;
};

/// A DaemonSet as it runs on the nodes of a group.
struct Daemon {
  std::string name;
  NodeRoom request;
  CountOrPercent max_unavailable;
  Duration stop{};
  sim::Distribution start_s;
  bool network = false;  // no pod starts on a node while it is away
};

struct NodeGroup {
  std::string name;  // "eu-central-1/general"
  std::string short_name;
  RegionId region{};
  std::vector<ZoneId> zones;
  NodeRoom allocatable;
  std::vector<Daemon> daemons;  // on every node of the group
  NodeRoom room;                // what they leave for others
  LostZone lost_zone = LostZone::unreachable;
  Supply supply = Supply::self_managed;
  std::int64_t nodes_at_start = 0;
  std::int64_t max_nodes = 0;
  KubeletSpec kubelet;
  sim::Distribution launch_s, boot_s;
};

struct Database {
  std::string name;
  RegionId region{};
  ZoneId writer{};
  sim::Distribution failover_s;
};

struct Plan {
  std::string name;
  double weight = 1;
  Slo slo;
};

/// One kind of request that a tenant's clients make.
struct Operation {
  std::string name;
  std::string clients_luck;   // the purpose under which the clients of a tenant are drawn
  sim::Distribution clients;  // how many, drawn once a tenant; a constant 1 when `rate` is for the whole tenant
  double rate_per_client_per_s = 0;
  bool needs_pod = true;
  bool needs_database = false;
};

/// What the tenants of one population have in common.
struct Workload {
  std::string population;
  std::int64_t replicas = 1;
  NodeRoom request{{}, {}, 1};  // of one pod
  Priority priority;
  std::optional<ZoneSpreadSpec> spread;
  ControllerKind kind = ControllerKind::deployment;
  PodManagement pod_management = PodManagement::ordered_ready;
  RolloutSpec rollout;
  PodPlan pod;
  std::optional<sim::Distribution> memory_mib;  // that a pod uses; absent: what it requests
  bool best_effort = false;                     // no requests and no limits
  std::optional<QuotaSpec> quota;
  std::optional<VolumeSpec> volume;  // of each replica
  std::vector<BudgetRule> budgets;   // all of them over all pods
  std::uint32_t toleration = 0;      // one of the fleet's
  std::vector<Operation> operations;
};

struct Tenant {
  std::string name;
  std::uint32_t workload = 0;
  RegionId region{};
  std::uint32_t plan = 0;
  std::optional<DatabaseId> database;
  std::vector<std::pair<ZoneId, std::int64_t>> placed;
  bool at_start = true;  // false: a step of the scenario adds it
};

struct Fleet {
  std::string name;
  std::optional<std::string> observed;
  std::vector<Region> regions;
  std::vector<Zone> zones;
  std::vector<NodeGroup> groups;
  std::vector<Database> databases;
  std::vector<Plan> plans;
  std::vector<Workload> workloads;
  std::vector<Tenant> tenants;
  std::vector<std::vector<TenantId>> probing;  // by database: the tenants whose probes ask it
  // How long pods bear a node that cannot be reached; empty: for ever. The first is what Kubernetes gives them, proxies
  // too.
  std::vector<std::optional<sim::Duration>> tolerations{std::chrono::seconds{300}};
  std::map<std::pair<RegionId, std::string>, std::vector<TenantId>> shared_budgets;  // by their names
  Delivery delivery;
  LifeSpec life;
  std::vector<RegionCatalogue> catalogues;  // one a region

  const Region& operator[](RegionId id) const { return regions[index_of(id)]; }
  const Zone& operator[](ZoneId id) const { return zones[index_of(id)]; }
  const NodeGroup& operator[](GroupId id) const { return groups[index_of(id)]; }
  const Database& operator[](DatabaseId id) const { return databases[index_of(id)]; }
  const Tenant& operator[](TenantId id) const { return tenants[index_of(id)]; }
  const RegionCatalogue& catalogue(RegionId id) const { return catalogues[index_of(id)]; }
  const Workload& workload(TenantId id) const { return workloads[tenants[index_of(id)].workload]; }
  const Plan& plan(TenantId id) const { return plans[tenants[index_of(id)].plan]; }
  /// Whose pods a budget of the tenant counts: its own, or those of all that share it.
  std::vector<TenantId> under(const BudgetRule& budget, TenantId tenant) const {
    if (!budget.shared) return {tenant};
    return shared_budgets.at({(*this)[tenant].region, *budget.shared});
  }
};

/// Pods of a fleet, those that a scenario adds among them: what the models have been tried with.
inline constexpr std::int64_t most_pods = 100'000;

/// Resolves names, expands populations, places tenants on databases. `added` are populations that the scenario's steps
/// add later, in order ("added[0]" in findings); each one's tenants follow those of the fleet. What cannot be is
/// reported in findings; the fleet is usable only if there are none.
Fleet make_fleet(const FleetSpec& spec, const std::vector<TenantSpec>& added, Findings& findings);

/// What the tenants of a population have in common. What cannot be is reported below `path`.
Workload make_workload(const FleetSpec& fleet, const TenantSpec& spec, const std::string& path, Findings& findings);

}  // namespace paddock::models
