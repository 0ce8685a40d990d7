// What the scheduler of a region is told about the fleet, compiled once: the shapes of its nodes, the classes of its
// pods.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "models/fwd.hpp"
#include "models/kubernetes/scheduler/catalogue.hpp"
#include "models/kubernetes/scheduler/cluster.hpp"
#include "models/kubernetes/scheduler/node.hpp"

namespace paddock::models {

struct RegionCatalogue {
  scheduling::SchedulerCatalogue objects;
  std::map<std::pair<GroupId, ZoneId>, scheduling::NodeShape> shapes;
  std::map<GroupId, std::vector<scheduling::ClassId>> daemons;             ///< one pod of each on every node
  std::vector<std::optional<scheduling::ClassId>> tenants;                 ///< by TenantId; absent: not of this region
  std::map<std::pair<TenantId, ZoneId>, scheduling::ClassId> in_zone;      ///< the same pods, held in one zone
  std::map<std::pair<TenantId, ZoneId>, scheduling::ClassId> with_volume;  ///< the same, whose volume is there

  std::vector<scheduling::CompiledTaint> unreachable;      ///< of a node that the node controller calls Unknown
  std::vector<scheduling::CompiledTaint> memory_pressure;  ///< of a node whose kubelet says so

  // Preemption. Where all pods are equally important there is none, and nothing to keep for it.
  bool ranked = false;  ///< some pods are more important than others
  struct TenantBudget {
    TenantId tenant{};
    std::size_t nth = 0;  ///< of the tenant's
    scheduling::Budget rule;
  };
  std::vector<TenantBudget> budgets;  ///< empty unless ranked

  scheduling::ClassId pod_of(TenantId tenant) const { return tenants[index_of(tenant)].value(); }
};

// The same in the words of Kubernetes, as the API server would have completed it.
scheduling::NodeSpec node_spec(const Fleet& fleet, GroupId group, ZoneId zone);  ///< without a name
scheduling::PodSpec pod_spec(const Fleet& fleet, TenantId tenant);
std::vector<scheduling::PodSpec> daemon_specs(const Fleet& fleet, GroupId group);  ///< one of each on every node

/// A pod as its tenant's Deployment makes it: a namespace, a label and a Service of the tenant's own; requests, spread.
/// Without a spread of its own the scheduler's system defaults apply, through the Service.
RegionCatalogue make_region_catalogue(const Fleet& fleet, RegionId region);

}  // namespace paddock::models
