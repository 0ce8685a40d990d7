// Who acts in the clusters. Claims on nodes are made here, where everybody can see them.
#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"

#include "models/kubernetes/watch.hpp"
#include "models/world.hpp"

namespace paddock::models {
namespace {

// kubernetes/kubernetes pkg/controller: tainteviction gets the pod, patches its condition and deletes it; podgc patches
// the phase and deletes.
constexpr int calls_to_evict = 3, calls_to_collect = 2;

void gone(World& w, Agenda& agenda, PodId id) {
  const TenantId tenant = w.pods[id].tenant;
  const auto stood_on = w.pods[id].node;
  w.scheduler.forget((*w.fleet)[tenant].region, id);
  const auto node = w.scheduler.unbind(*w.fleet, tenant, id);
  w.volumes.gone(agenda, *w.fleet, w.pods, id);
  w.migrations.left(agenda, *w.fleet, w.databases, id);
  w.pods.erase(agenda, id);
  if (node) w.scheduler.node_improved(agenda, *w.fleet, w.nodes, *node);
  if (stood_on && w.drains.draining(*stood_on) && !w.pods.first_on(*stood_on)) w.drains.emptied(agenda, *stood_on);
  w.deployments.pods_changed(agenda, *w.fleet, tenant);
}

/// The node controller marks the pods of a node that it has given up as not Ready, one call after the other.
void mark_pods(World& w, Agenda& agenda, NodeId node) {
  const auto call = [&] {
    const RegionId region = (*w.fleet)[w.nodes[node].zone].region;
    return w.api_server.call(agenda.now(), *w.fleet, region, ApiClient::node_lifecycle);
  };
  call();  // the node's own status
  for (std::size_t i = 0; i < (*w.fleet)[w.nodes[node].group].daemons.size(); ++i) call();
  for (auto id = w.pods.first_on(node); id; id = w.pods[*id].next_on_node) {
    if (!w.pods[*id].ready) continue;
    if (const Time when = call(); when > agenda.now())
      w.pods.mark_unready_at(agenda, *id, when);
    else
      w.pods.became_unready(agenda, *w.fleet, *id);
  }
  call();  // the NoSchedule taint
}

/// The pod gets its deletionTimestamp.
void delete_now(World& w, Agenda& agenda, PodId id) {
  const auto node = w.pods[id].node;
  w.pods.remove(agenda, *w.fleet, id, !node || w.nodes.in_touch(*node));
  if (node && !w.nodes[*node].exists) w.pods.go(agenda, id);  // no kubelet will confirm it
}

/// A call to delete the pod by who does not own it, after `calls` of its client in all.
void delete_pod(World& w, Agenda& agenda, PodId id, ApiClient client, int calls) {
  Time when = agenda.now();
  for (int i = 0; i < calls; ++i)
    when = w.api_server.call(agenda.now(), *w.fleet, (*w.fleet)[w.pods[id].tenant].region, client);
  if (when > agenda.now())
    w.pods.remove_at(agenda, id, when);
  else
    delete_now(w, agenda, id);
}

/// Whether the change of an endpoint reaches the nodes now: its slice is written at once, or waits for its turn.
bool slice_written(World& w, Agenda& agenda, TenantId tenant) {
  return w.endpoint_slices.write(agenda, *w.fleet, w.api_server, tenant);
}

/// The nodes have heard of a change: the endpoint becomes what the pod is now, whatever the change was.
void endpoint_heard(World& w, Agenda& agenda, PodId id) {
  w.pods.endpoint_heard(id);
  if (!w.pods.to_be_listed(id) && !w.pods.to_be_unlisted(id)) return;
  if (!slice_written(w, agenda, w.pods[id].tenant)) return;
  w.pods.list(agenda, id);
  w.pods.unlist(agenda, id);
}

/// Without a leader no controller acts: the event comes again when there is one.
template <class E>
bool put_off(const World& w, Agenda& agenda, RegionId region, const E& event) {
  const Time from = w.control_planes.acts_from(region, Leader::controllers);
  if (from <= agenda.now()) return false;
  agenda.at(from, event);
  return true;
}

}  // namespace

// ---- nodes ----

void react(World& w, Agenda& agenda, const NodeUnknown& e) {
  w.node_health.unknown(agenda, *w.fleet, w.nodes, e.node);
  w.scheduler.set_reachable(*w.fleet, w.nodes, e.node, false);  // the NoSchedule taint, at once
  mark_pods(w, agenda, e.node);                                 // not Ready; endpoints go
  w.path.endpoints_changed(agenda, e.node, false);
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node)
    if (w.pods[*id].deleted) w.volumes.deleted_out_of_touch(agenda, *w.fleet, w.pods, *id);
  if (w.nodes[e.node].joined && !w.nodes[e.node].running && !w.zones.up(w.nodes[e.node].zone) &&
      (*w.fleet)[w.nodes[e.node].group].lost_zone == LostZone::terminated)
    w.node_health.instance_gone(agenda, w.nodes, e.node);
}

void react(World& w, Agenda& agenda, const NodeReady& e) {
  w.node_health.became_ready(agenda, *w.fleet, w.nodes, e.node);
  w.scheduler.set_reachable(*w.fleet, w.nodes, e.node, true);
  if (!w.zones.shifted(w.nodes[e.node].zone)) w.path.endpoints_changed(agenda, e.node, true);
  w.scheduler.node_improved(agenda, *w.fleet, w.nodes, e.node);
}

void react(World& w, Agenda& agenda, const ZonesJudged& e) { w.node_health.judge(agenda, *w.fleet, w.nodes, e.region); }

void react(World& w, Agenda& agenda, const TaintAllowed& e) { w.node_health.taint_next(agenda, e.zone); }

void react(World& w, Agenda& agenda, const TolerationsOver& e) {
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node)
    if (!w.pods[*id].deleted && w.fleet->workload(w.pods[*id].tenant).toleration == e.nth)
      delete_pod(w, agenda, *id, ApiClient::taint_eviction, calls_to_evict);
  if (e.nth == 0) w.path.move_proxies(agenda, *w.fleet, e.node, shelters(w, e.node));
}

void react(World& w, Agenda& agenda, const NodeDeleted& e) {
  if (put_off(w, agenda, (*w.fleet)[w.nodes[e.node].zone].region, e)) return;
  if (w.nodes[e.node].running || !w.nodes[e.node].exists) return;
  w.nodes.remove_object(e.node);
  w.scheduler.remove_node(*w.fleet, w.nodes, e.node);
  w.node_health.remove(agenda, *w.fleet, w.nodes, e.node);
}

void react(World& w, Agenda& agenda, const PodsCollected& e) {
  if (put_off(w, agenda, (*w.fleet)[w.nodes[e.node].zone].region, e)) return;
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node)
    delete_pod(w, agenda, *id, ApiClient::pod_collection, calls_to_collect);
  w.path.move_proxies(agenda, *w.fleet, e.node, shelters(w, e.node));
}

// ---- Deployments and StatefulSets ----

void react(World& w, Agenda& agenda, const ReleaseApplied& e) {
  w.deployments.apply(agenda, *w.fleet, e.tenant, e.bad_by);
}

void react(World& w, Agenda& agenda, const DeploymentChanged& e) {
  if (put_off(w, agenda, (*w.fleet)[e.tenant].region, e)) return;
  w.deployments.reconcile(agenda, *w.fleet, w.nodes, w.api_server, w.pods, e.tenant);
}

void react(World& w, Agenda& agenda, const ReplicasSet& e) { w.deployments.resize(agenda, e.tenant, e.replicas); }

void react(World& w, Agenda& agenda, const RolledBack& e) { w.deployments.roll_back(agenda, e.tenant); }

void react(World& w, Agenda&, const ProgressDeadlineExceeded& e) { w.deployments.out_of_time(e.tenant); }

void react(World& w, Agenda& agenda, const RolloutDone& e) { w.pipelines.rollout_done(agenda, *w.fleet, e.tenant); }

// ---- pods, from queued to gone ----

void react(World& w, Agenda& agenda, const PodQueued& e) {
  w.pods.queued(agenda, e.pod);
  w.volumes.claim(*w.fleet, w.pods, e.pod);
  w.scheduler.add(agenda, *w.fleet, w.pods[e.pod].tenant, e.pod);
}

void react(World& w, Agenda& agenda, const PodBound& e) {
  w.pods.bind(agenda, e.pod);
  const PodRow& pod = w.pods[e.pod];
  w.pods.hold(e.pod, w.volumes.awaited(agenda, *w.fleet, w.pods, e.pod));
  if (pod.held) return;
  if (!w.nodes.in_touch(*pod.node)) return;  // its kubelet begins when it hears of the pod
  take_up(w, agenda, e.pod);
}

void react(World& w, Agenda& agenda, const NetworkReady& e) {
  w.pods.network_there(e.pod);
  if (w.nodes.in_touch(*w.pods[e.pod].node)) take_up(w, agenda, e.pod);
}

void react(World& w, Agenda& agenda, const VolumeAttached& e) {
  w.volumes.attached(w.pods, e.pod);
  w.pods.hold(e.pod, false);
  const PodRow& pod = w.pods[e.pod];
  if (pod.deleted || !w.nodes.in_touch(*pod.node)) return;
  take_up(w, agenda, e.pod);
}

// ---- its containers ----

void take_up(World& w, Agenda& agenda, PodId id) {
  const PodRow& pod = w.pods[id];
  if (const Time network = w.daemon_sets.network_back(*pod.node); network > agenda.now()) {
    w.pods.await_network(agenda, id, network);  // a sandbox needs the node's network
    return;
  }
  const GroupId group = w.nodes[*pod.node].group;
  const KubeletSpec& kubelet = (*w.fleet)[group].kubelet;
  const auto bad = w.deployments.bad(pod.tenant, pod.version);
  const Pull pull =
      bad && (*w.timeline)[*bad].image_missing
          ? w.kubelets.pull_missing(agenda.now(), kubelet, *pod.node)
          : w.kubelets.pull(agenda.now(), kubelet, *pod.node, {(*w.fleet)[pod.tenant].workload, pod.version},
                            w.pods.pull_length(agenda, *w.fleet, group, id));
  if (pull.there)
    w.pods.start(agenda, *w.fleet, id, pull.at);
  else
    w.pods.pull_fails(agenda, id, pull.at);
}

void react(World& w, Agenda& agenda, const PullFailed& e) { w.pods.pull_again(agenda, e.pod); }
void react(World& w, Agenda& agenda, const PullTried& e) { take_up(w, agenda, e.pod); }

void react(World& w, Agenda& agenda, const LockAsked& e) {
  if (w.pods[e.pod].deleted) return;  // in the instant in which it asked
  w.migrations.ask(agenda, *w.fleet, w.databases, w.pods[e.pod].tenant, e.pod, w.pods[e.pod].version);
}
void react(World&, Agenda&, const MigrationBegan&) {}
void react(World&, Agenda&, const SchemaBlocked&) {}
void react(World& w, Agenda& agenda, const MigrationDone& e) {
  w.migrations.done(agenda, *w.fleet, w.databases, e.pod);
  w.pods.migrated(agenda, *w.fleet, w.databases, e.pod);
}

void react(World& w, Agenda& agenda, const PodStarted& e) {
  const auto bad = w.deployments.bad(w.pods[e.pod].tenant, w.pods[e.pod].version);
  w.pods.started(agenda, *w.fleet, w.databases, e.pod, bad ? (*w.timeline)[*bad].exits_after : std::nullopt);
  w.pressure.look(agenda, *w.fleet, w.nodes, w.pods, *w.pods[e.pod].node);
}
void react(World& w, Agenda& agenda, const PodBooted& e) { w.pods.booted(agenda, *w.fleet, w.databases, e.pod); }

void react(World& w, Agenda& agenda, const LivenessFailed& e) { w.pods.killed(agenda, *w.fleet, e.pod); }

void react(World& w, Agenda& agenda, const ContainerExited& e) {
  w.migrations.left(agenda, *w.fleet, w.databases, e.pod);
  w.pods.exited(agenda, *w.fleet, e.pod);
  w.deployments.pods_changed(agenda, *w.fleet, w.pods[e.pod].tenant);
}

// ---- what Kubernetes thinks of it ----

void react(World& w, Agenda& agenda, const ReadinessFailed& e) {
  w.pods.readiness_failed(agenda, *w.fleet, e.pod);
  w.deployments.pods_changed(agenda, *w.fleet, w.pods[e.pod].tenant);
}

void react(World& w, Agenda& agenda, const PodReady& e) {
  if (!w.nodes.in_touch(*w.pods[e.pod].node)) return w.pods.unreported(e.pod);
  w.pods.became_ready(agenda, *w.fleet, e.pod);
  w.deployments.pods_changed(agenda, *w.fleet, w.pods[e.pod].tenant);
}

void react(World& w, Agenda& agenda, const PodAvailable& e) {
  w.pods.available(e.pod);
  w.deployments.pods_changed(agenda, *w.fleet, w.pods[e.pod].tenant);
}

void react(World& w, Agenda& agenda, const EndpointListed& e) { endpoint_heard(w, agenda, e.pod); }
void react(World& w, Agenda& agenda, const EndpointGone& e) { endpoint_heard(w, agenda, e.pod); }
void react(World& w, Agenda& agenda, const DeadEndpointGone& e) {
  w.pods.dead_endpoint_heard(e.tenant);
  if (slice_written(w, agenda, e.tenant)) w.pods.drop_dead_endpoints(agenda, e.tenant);
}

void react(World& w, Agenda& agenda, const EndpointSliceWritten& e) {
  w.endpoint_slices.written(e.tenant);
  for (auto id = w.pods.first_of(e.tenant); id; id = w.pods[*id].next_of_tenant) {
    w.pods.list(agenda, *id);
    w.pods.unlist(agenda, *id);
  }
  w.pods.drop_dead_endpoints(agenda, e.tenant);
}

void react(World& w, Agenda& agenda, const PodMarkedNotReady& e) {
  w.pods.marked(e.pod);
  if (w.nodes.in_touch(*w.pods[e.pod].node)) return;  // the kubelet's own word counts again
  w.pods.became_unready(agenda, *w.fleet, e.pod);
}

void react(World& w, Agenda& agenda, const PodDeletionDue& e) {
  w.pods.removal_due(e.pod);
  delete_now(w, agenda, e.pod);
}

void react(World& w, Agenda& agenda, const PodDeleted& e) {
  const TenantId tenant = w.pods[e.pod].tenant;
  const auto promised = w.scheduler.forget((*w.fleet)[tenant].region, e.pod);
  if (promised) w.scheduler.node_improved(agenda, *w.fleet, w.nodes, *promised);
  w.scheduler.terminating(*w.fleet, tenant, e.pod);
  if (w.pods[e.pod].node && !w.nodes.in_touch(*w.pods[e.pod].node))
    w.volumes.deleted_out_of_touch(agenda, *w.fleet, w.pods, e.pod);
  w.deployments.pods_changed(agenda, *w.fleet, tenant);
}

void react(World& w, Agenda& agenda, const PodStopped& e) {
  if (!w.nodes[*w.pods[e.pod].node].running) return w.pods.left_behind(e.pod);
  w.migrations.left(agenda, *w.fleet, w.databases, e.pod);
  w.pods.stopped(agenda, e.pod);
}

void react(World& w, Agenda& agenda, const PodGone& e) { gone(w, agenda, e.pod); }

void react(World&, Agenda&, const ReadyChanged&) {}

}  // namespace paddock::models
