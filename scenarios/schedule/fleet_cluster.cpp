#include "scenarios/schedule/fleet_cluster.hpp"

#include <algorithm>
#include <memory>

#include "models/world.hpp"

namespace paddock::scenarios {
namespace {

using namespace models;  // NOLINT(google-build-using-namespace): this file is about little else

/// Takes a region out of a run that has just begun.
class RegionReader {
 public:
  RegionReader(const World& world, RegionId region) : world_(world), fleet_(*world.fleet), region_(region) {}

  ClusterObjects read() {
    for (std::size_t n = 0; n < world_.nodes.size(); ++n) add_node(static_cast<NodeId>(n));
    for (std::size_t t = 0; t < fleet_.tenants.size(); ++t)
      if (fleet_.tenants[t].region == region_) add_tenant(static_cast<TenantId>(t));
    return std::move(made_);
  }

 private:
  void add_node(NodeId id) {
    const NodeRow& row = world_.nodes[id];
    if (!world_.scheduler.has(id) || fleet_[row.group].region != region_) return;
    scheduling::NodeSpec node = node_spec(fleet_, row.group, row.zone);
    node.name = world_.nodes.name(fleet_, id);
    node.labels["kubernetes.io/hostname"] = node.name;
    std::size_t number = 0;
    for (scheduling::PodSpec& daemon : daemon_specs(fleet_, row.group)) {
      daemon.node_name = node.name;
      made_.pods.push_back(
          {.spec = std::move(daemon), .name = node.name + "/daemon-" + std::to_string(++number), .start = {}});
    }
    made_.nodes.push_back(std::move(node));
  }

  void add_tenant(TenantId id) {
    const Tenant& tenant = fleet_[id];
    const scheduling::Labels label{{"app", tenant.name}};
    made_.services.push_back({tenant.name, label});
    const scheduling::PodSpec spec = pod_spec(fleet_, id);
    std::size_t number = 0;
    for (auto at = world_.pods.first_of(id); at; at = world_.pods[*at].next_of_tenant) {
      PodObject pod{.spec = spec, .name = tenant.name + "-" + std::to_string(++number), .start = {}};
      const auto node = world_.pods[*at].node;
      if (node) pod.spec.node_name = world_.nodes.name(fleet_, *node);
      if (const auto zone = world_.volumes.zone_of(world_.pods, *at)) add_volume(pod, tenant, *zone);
      (node ? made_.pods : made_.pending).push_back(std::move(pod));
    }
    for (std::size_t n = 0; n < fleet_.workload(id).budgets.size(); ++n)
      made_.budgets.push_back(
          {.namespace_name = tenant.name,
           .name = tenant.name + "-" + std::to_string(n + 1),
           .selector = scheduling::LabelSelector{label, {}},
           .disruptions_allowed = budget_status(fleet_, world_.deployments, world_.pods, id, n).allowed,
           .disrupted_pods = {}});
  }

  void add_volume(PodObject& pod, const Tenant& tenant, ZoneId zone) {
    pod.spec.claims = {"data-" + pod.name};
    made_.claims.push_back({.namespace_name = tenant.name,
                            .name = pod.spec.claims.front(),
                            .bound = true,
                            .volume_labels = {{"topology.kubernetes.io/zone", fleet_[zone].name},
                                              {"topology.kubernetes.io/region", fleet_[region_].name}},
                            .volume_node_affinity = {}});
  }

  const World& world_;
  const Fleet& fleet_;
  RegionId region_;
  ClusterObjects made_;
};

std::optional<RegionId> find_region(const Fleet& fleet, const std::string& file,
                                    const std::optional<std::string>& wanted, Problems& problems) {
  if (!wanted && fleet.regions.size() == 1) return RegionId{0};
  std::vector<std::string> known;
  known.reserve(fleet.regions.size());
  for (const Region& region : fleet.regions) known.push_back(region.name);
  const auto at = std::ranges::find(known, wanted.value_or(""));
  if (at != known.end()) return static_cast<RegionId>(at - known.begin());
  problems.add_file(file,
                    wanted ? "no region " + in_quotes(*wanted) : "a fleet of several regions, each with a cluster",
                    "--region with one of " + name_list(known));
  return std::nullopt;
}

}  // namespace

ClusterObjects objects_of_fleet(const LoadedFleet& loaded, RegionId region) {
  const auto fleet = std::make_shared<const Fleet>(loaded.fleet);
  Run run = make_run(fleet, std::make_shared<const Timeline>(), {1, 0});
  run.run_until(Time{});
  ClusterObjects objects = RegionReader(run.world(), region).read();
  for (const auto& [name, priority] : loaded.spec.priorities)
    objects.priority_classes[name] = {.value = static_cast<std::int32_t>(priority.value),
                                      .never_preempts = priority.preempts == PreemptionPolicy::never};
  return objects;
}

ClusterObjects read_fleet_cluster(const std::string& file, const std::optional<std::string>& region,
                                  Problems& problems) {
  const auto loaded = load_fleet(file, {}, problems);
  if (!loaded) return {};
  const auto id = find_region(loaded->fleet, file, region, problems);
  return id ? objects_of_fleet(*loaded, *id) : ClusterObjects{};
}

}  // namespace paddock::scenarios
