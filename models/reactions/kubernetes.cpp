// Who acts in the clusters. Claims on nodes are made here, where everybody can see them.
#include "models/events/kubernetes.hpp"

#include "models/world.hpp"

namespace paddock::models {
namespace {

RegionId region_of(const World& w, NodeId node) { return (*w.fleet)[w.nodes[node].zone].region; }

void gone(World& w, Agenda& agenda, PodId id) {
  const PodRow pod = w.pods[id];
  if (pod.node) {
    w.nodes.release(*pod.node, w.fleet->workload(pod.tenant).request);
    w.placement.room_appeared(agenda, (*w.fleet)[pod.tenant].region);
  }
  w.pods.erase(agenda, id);
  w.deployments.look(agenda, pod.tenant);
}

}  // namespace

// ---- nodes ----

void react(World& w, Agenda& agenda, const NodeUnknown& e) {
  w.node_health.unknown(agenda, *w.fleet, w.nodes, e.node);
  w.nodes.set_schedulable(e.node, false);         // the NoSchedule taint, at once
  w.pods.node_unknown(agenda, *w.fleet, e.node);  // not Ready; endpoints go, not rate limited
  w.path.endpoints_changed(agenda, e.node, false);
  if (!w.nodes[e.node].running && !w.zones.up(w.nodes[e.node].zone) &&
      (*w.fleet)[w.nodes[e.node].group].lost_zone == LostZone::terminated)
    w.node_health.instance_gone(agenda, w.nodes, e.node);
}

void react(World& w, Agenda& agenda, const NodeReady& e) {
  w.node_health.became_ready(agenda, *w.fleet, w.nodes, e.node);
  w.nodes.set_schedulable(e.node, true);
  w.path.endpoints_changed(agenda, e.node, true);
  w.placement.room_appeared(agenda, region_of(w, e.node));
}

void react(World& w, Agenda& agenda, const ZonesJudged& e) { w.node_health.judge(agenda, *w.fleet, w.nodes, e.region); }

void react(World& w, Agenda& agenda, const TaintAllowed& e) { w.node_health.taint_next(agenda, e.zone); }

void react(World& w, Agenda& agenda, const TolerationsOver& e) {
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node)
    w.pods.remove(agenda, *w.fleet, *id, w.nodes[e.node].running);
}

void react(World& w, Agenda& agenda, const NodeDeleted& e) {
  if (w.nodes[e.node].running || !w.nodes[e.node].exists) return;
  w.nodes.remove_object(e.node);
  w.node_health.remove(agenda, *w.fleet, w.nodes, e.node);
}

void react(World& w, Agenda& agenda, const PodsCollected& e) {
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node) {
    w.pods.remove(agenda, *w.fleet, *id, false);
    agenda.emit(PodGone{*id});
  }
}

// ---- Deployments ----

void react(World& w, Agenda& agenda, const ReleaseApplied& e) { w.deployments.apply(agenda, *w.fleet, e.tenant); }

void react(World& w, Agenda& agenda, const DeploymentChanged& e) {
  w.deployments.reconcile(agenda, *w.fleet, w.nodes, w.pods, e.tenant);
}

void react(World& w, Agenda& agenda, const RolloutDone& e) { w.pipelines.rollout_done(agenda, *w.fleet, e.tenant); }

// ---- pods, from queued to gone ----

void react(World& w, Agenda& agenda, const PodQueued& e) {
  if (!w.pods.contains(e.pod) || w.pods[e.pod].deleted) return;
  const TenantId tenant = w.pods[e.pod].tenant;
  if (const auto node = w.placement.pick(agenda, *w.fleet, w.nodes, w.pods, tenant, w.pods[e.pod].luck)) {
    w.nodes.reserve(*node, w.fleet->workload(tenant).request);
    w.pods.bind(agenda, e.pod, *node);
  } else {
    agenda.emit(PodUnschedulable{e.pod});
  }
}

void react(World& w, Agenda&, const PodUnschedulable& e) {
  w.placement.park((*w.fleet)[w.pods[e.pod].tenant].region, e.pod);
}

void react(World& w, Agenda& agenda, const RoomFreed& e) {
  for (const PodId pod : w.placement.unpark(e.region))
    if (w.pods.contains(pod)) agenda.emit(PodQueued{pod}, w.pods[pod].because);
}

void react(World& w, Agenda& agenda, const PodBound& e) {
  const PodRow& pod = w.pods[e.pod];
  const bool present = w.node_images.pull(*pod.node, (*w.fleet)[pod.tenant].workload, pod.version);
  w.pods.start(agenda, *w.fleet, e.pod, present);
}

void react(World& w, Agenda& agenda, const PodStarted& e) { w.pods.started(agenda, *w.fleet, e.pod); }

void react(World& w, Agenda& agenda, const PodReady& e) {
  w.pods.became_ready(agenda, *w.fleet, e.pod);
  w.deployments.look(agenda, w.pods[e.pod].tenant);
}

void react(World& w, Agenda& agenda, const EndpointListed& e) { w.pods.list(agenda, e.pod); }
void react(World& w, Agenda& agenda, const EndpointGone& e) { w.pods.unlist(agenda, e.pod); }

void react(World& w, Agenda& agenda, const PodDeleted& e) { w.deployments.look(agenda, w.pods[e.pod].tenant); }

void react(World& w, Agenda& agenda, const PodStopped& e) {
  if (w.pods.contains(e.pod) && w.nodes[*w.pods[e.pod].node].running) w.pods.stopped(agenda, e.pod);
}

void react(World& w, Agenda& agenda, const PodGone& e) {
  if (w.pods.contains(e.pod)) gone(w, agenda, e.pod);
}

void react(World&, Agenda&, const ReadyChanged&) {}

}  // namespace paddock::models
