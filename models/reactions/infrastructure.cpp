// Who acts when zones, machines and databases fail and come back.
#include "models/events/infrastructure.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/events/traffic.hpp"
#include "models/world.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

// Assumed: a kubelet registers its node and is Ready when the network plugin is, 5 to 10 s later.
constexpr Duration registered_to_ready = 10s;

/// Pods of the node that its kubelet has not begun with, or has to begin with anew.
void take_up_all(World& w, Agenda& agenda, NodeId node) {
  for (auto id = w.pods.first_on(node); id; id = w.pods[*id].next_on_node) {
    const PodRow& pod = w.pods[*id];
    if (!pod.taken_up && !pod.held && !pod.deleted && pod.phase != PodPhase::pending) take_up(w, agenda, *id);
  }
}

void database_changed(World& w, Agenda& agenda, DatabaseId database) {
  w.pods.database_changed(agenda, *w.fleet, w.databases, database);  // probes that ask it
  w.migrations.database_changed(agenda, *w.fleet, w.databases, database);
}

}  // namespace

void react(World& w, Agenda& agenda, const ZoneLost& e) {
  w.zones.lose(e.zone);
  for (const NodeId node : w.nodes.of_zone(e.zone))
    if (w.nodes[node].running && w.nodes[node].exists) agenda.emit(NodeDown{node});
  w.path.zone_changed(agenda, (*w.fleet)[e.zone].region);  // the balancer's address there answers no more
  w.databases.zone_lost(agenda, e.zone);                   // writers there are gone
}

void react(World& w, Agenda& agenda, const ZoneBack& e) {
  w.zones.restore(e.zone);
  if (!w.zones.up(e.zone)) return;
  for (const NodeId node : w.nodes.of_zone(e.zone))  // a stopped instance waits for its owner
    if ((*w.fleet)[w.nodes[node].group].lost_zone != LostZone::stopped) agenda.emit(NodePowered{node});
  w.path.zone_changed(agenda, (*w.fleet)[e.zone].region);
  w.databases.zone_back(agenda, *w.fleet, w.zones, e.zone);
}

void react(World& w, Agenda& agenda, const ZoneCutOff& e) {
  w.zones.lose(e.zone);
  for (const NodeId node : w.nodes.of_zone(e.zone))
    if (w.nodes[node].exists) agenda.emit(NodeCutOff{node});
  w.path.zone_changed(agenda, (*w.fleet)[e.zone].region);
  w.databases.zone_lost(agenda, e.zone);  // a writer that nobody reaches is as good as gone
}

void react(World& w, Agenda& agenda, const ZoneReconnected& e) {
  w.zones.restore(e.zone);
  if (!w.zones.up(e.zone)) return;
  for (const NodeId node : w.nodes.of_zone(e.zone))
    if (w.nodes[node].exists) agenda.emit(NodeReconnected{node});
  w.path.zone_changed(agenda, (*w.fleet)[e.zone].region);
  w.databases.zone_back(agenda, *w.fleet, w.zones, e.zone);
}

void react(World& w, Agenda& agenda, const NodeCutOff& e) {
  if (w.nodes[e.node].cut_off) return;
  w.nodes.cut_off(e.node);
  w.pods.node_cut_off(agenda, e.node);  // they run, and nobody reaches them
  w.node_health.lease_stops(agenda, *w.fleet, w.nodes, e.node);
  w.path.machine_stopped(agenda, *w.fleet, e.node);
}

void react(World& w, Agenda& agenda, const NodeReconnected& e) {
  if (!w.nodes[e.node].cut_off) return;
  w.nodes.reconnect(e.node);
  w.pods.node_reconnected(agenda, *w.fleet, w.databases, e.node, w.nodes[e.node].running);
  if (!w.nodes[e.node].running) return;
  take_up_all(w, agenda, e.node);  // it hears of pods that were bound meanwhile
  w.node_health.lease_returns(agenda, *w.fleet, w.nodes, e.node);
  w.path.machine_running(agenda, *w.fleet, e.node);
}

void react(World& w, Agenda& agenda, const NodeDown& e) {
  if (!w.nodes[e.node].running) return;
  w.nodes.stop(e.node);
  w.pods.machine_stopped(agenda, e.node);  // they answer no more; Kubernetes does not know
  w.kubelets.machine_stopped(agenda.now(), e.node);
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node)
    w.migrations.left(agenda, *w.fleet, w.databases, *id);
  w.node_health.lease_stops(agenda, *w.fleet, w.nodes, e.node);  // the grace period runs
  w.path.machine_stopped(agenda, *w.fleet, e.node);              // health checks of its proxies begin to fail
}

void react(World& w, Agenda& agenda, const NodePowered& e) {
  const NodeRow& node = w.nodes[e.node];
  if (node.running || !node.exists || node.broken || !w.zones.up(node.zone)) return;
  const auto luck = sim::luck("node.boot", node.luck);
  agenda.after(sim::sample_length((*w.fleet)[node.group].boot_s, agenda.draw(luck, node.failures)), NodeUp{e.node});
}

void react(World& w, Agenda& agenda, const NodeUp& e) {
  const NodeRow& node = w.nodes[e.node];
  if (node.running || !node.exists || node.broken || !w.zones.up(node.zone)) return;
  w.nodes.run(e.node);
  if (!node.joined) return agenda.emit(NodeJoined{e.node});
  w.pods.machine_running(agenda, *w.fleet, e.node);
  take_up_all(w, agenda, e.node);
  if (node.cut_off) return;
  w.node_health.lease_returns(agenda, *w.fleet, w.nodes, e.node);
  w.path.machine_running(agenda, *w.fleet, e.node);
}

std::vector<NodeId> shelters(const World& w, NodeId node) {
  std::vector<NodeId> found;
  for (const NodeId other : w.nodes.of_zone(w.nodes[node].zone))
    if (other != node && w.scheduler.has(other) && w.node_health.ready(other) && !w.drains.cordons(other))
      found.push_back(other);
  return found;
}

bool can_launch(const World& w, GroupId group) {
  return std::ranges::any_of((*w.fleet)[group].zones, [&](ZoneId zone) { return w.zones.up(zone); });
}

NodeId launch(World& w, Agenda& agenda, GroupId group) {
  const NodeId node = w.nodes.add(*w.fleet, w.zones, group, false);
  const auto luck = sim::luck("node.launch", w.nodes[node].luck);
  const Duration launch = sim::sample_length((*w.fleet)[group].launch_s, agenda.draw(luck, 0));
  w.node_health.registers(node, agenda.now() + std::max(launch - registered_to_ready, Duration{}));
  agenda.after(launch, NodeJoined{node});
  return node;
}

void react(World& w, Agenda& agenda, const NodeJoined& e) {
  if (!w.nodes[e.node].running || w.nodes[e.node].joined) return;
  w.nodes.join(e.node);
  w.node_health.add(agenda, *w.fleet, w.nodes, e.node);
  w.scheduler.add_node(*w.fleet, w.nodes, e.node);
  if (w.zones.shifted(w.nodes[e.node].zone)) w.scheduler.set_cordoned(*w.fleet, w.nodes, e.node, true);
  w.scheduler.node_improved(agenda, *w.fleet, w.nodes, e.node);
  w.life.machine(agenda, *w.fleet, *w.timeline, e.node, w.nodes[e.node].luck);
  const auto replaced = w.drains.joined(agenda, e.node);
  if (!replaced) return;
  const auto step = w.drains.order_of(*replaced).step;
  if (step && w.drains.finished(*replaced) && !w.steps[*step].over) w.steps.over(agenda, *w.timeline, *step);
}

void react(World& w, Agenda& agenda, const DatabaseDown& e) {
  w.databases.fail_over(agenda, *w.fleet, e.database);
  database_changed(w, agenda, e.database);
}

void react(World& w, Agenda& agenda, const FailoverDone& e) {
  w.databases.take_over(agenda, *w.fleet, w.zones, e.database);
  if (w.databases[e.database].available) database_changed(w, agenda, e.database);
}

}  // namespace paddock::models
