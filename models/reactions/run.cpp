// The beginning of a run: machines, pods and databases stand as they have stood for a long time.
#include "models/events/run.hpp"

#include <utility>

#include "models/world.hpp"

namespace paddock::models {
namespace {

/// Zones of a tenant's replicas where they were observed, one entry a replica; empty where the scheduler decides.
std::vector<ZoneId> observed_zones(const Tenant& tenant) {
  std::vector<ZoneId> zones;
  for (const auto& [zone, replicas] : tenant.placed)
    zones.insert(zones.end(), static_cast<std::size_t>(replicas), zone);
  return zones;
}

void stand_tenant(World& w, Agenda& agenda, TenantId id) {
  const Fleet& fleet = *w.fleet;
  const Workload& workload = fleet.workload(id);
  const auto zones = observed_zones(fleet[id]);
  w.deployments.stand(fleet, id);
  for (std::int64_t replica = 0; replica < workload.replicas; ++replica) {
    const std::uint64_t luck = sim::hash_pair(sim::hash_name(fleet[id].name), static_cast<std::uint64_t>(replica) + 1);
    auto node = static_cast<std::size_t>(replica) < zones.size()
                    ? w.scheduler.pick(agenda, fleet, id, luck, zones[static_cast<std::size_t>(replica)])
                    : std::nullopt;
    if (!node) node = w.scheduler.pick(agenda, fleet, id, luck);
    if (node) {
      const PodId pod = w.pods.create_serving(agenda, fleet, id, *node, static_cast<std::uint32_t>(replica));
      w.volumes.stand(fleet, w.pods, pod, w.nodes[*node].zone);
      w.scheduler.bind(fleet, w.nodes, id, pod, *node);
    } else {
      w.pods.create(agenda, fleet, id, 0, agenda.now(), agenda.current(), static_cast<std::uint32_t>(replica));
    }
  }
}

}  // namespace

void react(World& w, Agenda& agenda, const RunBegan&) {
  const Fleet& fleet = *w.fleet;
  for (std::size_t g = 0; g < fleet.groups.size(); ++g)
    for (std::int64_t i = 0; i < fleet.groups[g].nodes_at_start; ++i) {
      const NodeId node = w.nodes.add(fleet, w.zones, static_cast<GroupId>(g), true);
      w.node_health.add(agenda, fleet, w.nodes, node);
      w.kubelets.stand(node);
      w.life.machine(agenda, fleet, *w.timeline, node, w.nodes[node].luck);
      w.scheduler.add_node(fleet, w.nodes, node);
    }
  w.path = Path(fleet, w.nodes);
  for (std::size_t t = 0; t < fleet.tenants.size(); ++t)
    if (fleet.tenants[t].at_start) stand_tenant(w, agenda, static_cast<TenantId>(t));
  w.steps.begin_run(agenda, *w.timeline);
  w.life.begin(agenda, fleet, *w.timeline);
  for (std::size_t z = 0; z < fleet.zones.size(); ++z) w.life.zone(agenda, fleet, *w.timeline, static_cast<ZoneId>(z));
}

Run make_run(const std::shared_ptr<const Fleet>& fleet, const std::shared_ptr<const Timeline>& timeline,
             sim::LuckKey key) {
  World world{.fleet = fleet,
              .timeline = timeline,
              .zones = Zones(*fleet),
              .nodes = Nodes(*fleet),
              .databases = Databases(*fleet),
              .migrations = Migrations(*fleet),
              .api_server = ApiServer(*fleet),
              .control_planes = ControlPlanes(*fleet),
              .node_health = NodeHealth(*fleet),
              .pods = Pods(*fleet),
              .volumes = Volumes(*fleet),
              .pressure = NodePressure(*fleet),
              .endpoint_slices = EndpointSlices(*fleet),
              .kubelets = Kubelets(*fleet),
              .deployments = Deployments(*fleet),
              .daemon_sets = {},
              .scheduler = KubeScheduler(*fleet),
              .drains = {},
              .path = {},
              .apis = ApiLimits(fleet->delivery),
              .pipelines = Pipelines(*fleet),
              .steps = Steps(*timeline),
              .life = {}};
  Run run(std::move(world), key, {}, Time{} - timeline->aged);
  run.agenda().at(run.now(), RunBegan{});
  return run;
}

Run make_past(const std::shared_ptr<const Fleet>& fleet, Duration aged, sim::LuckKey key) {
  Run run = make_run(fleet, std::make_shared<const Timeline>(Timeline{.steps = {}, .aged = aged}), key);
  run.step();
  if (aged > Duration{}) run.run_until(Time{} - Duration{1});
  return run;
}

Run go_on(Run past, const std::shared_ptr<const Timeline>& timeline) {
  return std::move(past).changed([&](World& w, Agenda& agenda) {
    w.timeline = timeline;
    w.steps = Steps(*timeline);
    w.steps.begin_run(agenda, *timeline);
  });
}

}  // namespace paddock::models
