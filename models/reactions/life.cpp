// Who acts on what life brings.
#include "models/events/life.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "models/events/infrastructure.hpp"
#include "models/events/kubernetes.hpp"
#include "models/world.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

// Assumed: EC2's status checks and the Auto Scaling group take "a few minutes" to give an instance up (Auto Scaling
// user guide, ec2-auto-scaling-health-checks).
constexpr Duration given_up_after = 5min;

/// A Ready pod of the zone that holds too many of the tenant's, if zones with a usable node differ by more than the
/// tenant's spread allows.
std::optional<PodId> against_spread(const World& w, TenantId tenant) {
  const auto& spread = w.fleet->workload(tenant).spread;
  if (!spread) return std::nullopt;
  std::map<ZoneId, std::vector<PodId>> in_zone;
  for (const ZoneId zone : (*w.fleet)[(*w.fleet)[tenant].region].zones)
    if (std::ranges::any_of(w.nodes.of_zone(zone),
                            [&](NodeId n) { return w.scheduler.has(n) && w.node_health.ready(n); }))
      in_zone[zone];
  for (auto id = w.pods.first_of(tenant); id; id = w.pods[*id].next_of_tenant) {
    const PodRow& pod = w.pods[*id];
    if (!pod.deleted && !pod.ready) return std::nullopt;  // something is under way
    if (!pod.deleted) in_zone[w.nodes[*pod.node].zone].push_back(*id);
  }
  const auto pods = [](const auto& zone) { return zone.second.size(); };
  if (in_zone.empty()) return std::nullopt;
  const auto& [most_zone, most] = *std::ranges::max_element(in_zone, {}, pods);
  const auto& [least_zone, least] = *std::ranges::min_element(in_zone, {}, pods);
  return most.size() - least.size() > static_cast<std::size_t>(spread->max_skew) ? std::optional(most.front())
                                                                                 : std::nullopt;
}

}  // namespace

void react(World& w, Agenda& agenda, const VersionDue& e) {
  if (!w.life.goes_on(agenda, *w.timeline)) return;
  agenda.emit(ReleaseApplied{e.tenant});
  w.life.version(agenda, *w.fleet, *w.timeline, e.tenant);
}

void react(World& w, Agenda& agenda, const ReplacementDue& e) {
  if (!w.life.goes_on(agenda, *w.timeline)) return;
  w.life.replacement(agenda, *w.fleet, *w.timeline, e.group);
  const auto& zones = (*w.fleet)[e.group].zones;
  if (!std::ranges::all_of(zones, [&](ZoneId zone) { return w.zones.up(zone); })) return;
  auto nodes = nodes_to_drain(w, agenda, e.group);
  if (!nodes.empty()) drain(w, agenda, {.group = e.group, .nodes = std::move(nodes), .replace = true});
}

void react(World& w, Agenda& agenda, const MachineFails& e) {
  const NodeRow& node = w.nodes[e.node];
  if (!w.life.goes_on(agenda, *w.timeline) || !node.exists || !node.running) return;
  w.nodes.crash(e.node);
  agenda.emit(NodeDown{e.node});
  agenda.after(given_up_after, MachineGivenUp{e.node});
}

void react(World& w, Agenda& agenda, const MachineGivenUp& e) {
  if (!w.nodes[e.node].exists) return;
  const GroupId group = w.nodes[e.node].group;
  if (!can_launch(w, group)) {
    agenda.after(given_up_after, MachineGivenUp{e.node});
    return;
  }
  w.nodes.terminate(e.node);
  w.node_health.remove(agenda, *w.fleet, w.nodes, e.node);
  w.scheduler.remove_node(*w.fleet, w.nodes, e.node);
  // A node that was being drained is as good as drained: an order that replaces launches the next one itself.
  const bool of_order = w.drains.draining(e.node) && w.drains.order_of(e.node).replace;
  if (!of_order)
    launch(w, agenda, group);
  else if (w.drains.terminated(agenda, e.node))
    w.drains.launched(launch(w, agenda, group), e.node);
}

void react(World& w, Agenda& agenda, const DeschedulerDue& e) {
  w.life.descheduler(agenda, *w.fleet, *w.timeline, e.region);
  for (std::size_t t = 0; t < w.fleet->tenants.size(); ++t) {
    const auto tenant = static_cast<TenantId>(t);
    if ((*w.fleet)[tenant].region != e.region) continue;
    const auto pod = against_spread(w, tenant);
    if (pod && may_evict(*w.fleet, w.deployments, w.pods, *pod))
      w.pods.remove(agenda, *w.fleet, *pod, w.nodes.in_touch(*w.pods[*pod].node));
  }
}

void react(World& w, Agenda& agenda, const ZoneFails& e) {
  if (!w.life.goes_on(agenda, *w.timeline)) return;
  agenda.emit(ZoneLost{e.zone});
  const Duration lasts = w.life.zone_loss_lasts(agenda, *w.fleet, e.zone);
  // What began in the past of a scenario is over when the scenario begins.
  const Time back = agenda.now() < Time{} ? std::min(agenda.now() + lasts, Time{}) : agenda.now() + lasts;
  agenda.at(back, ZoneBack{e.zone});
  w.life.zone(agenda, *w.fleet, *w.timeline, e.zone);
}

}  // namespace paddock::models
