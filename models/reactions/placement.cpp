// Who acts when the scheduler decides, and when it makes room.
#include <vector>

#include "models/events/kubernetes.hpp"
#include "models/kubernetes/watch.hpp"
#include "models/world.hpp"

namespace paddock::models {
namespace {

/// The scheduler is told what every budget of the region allows now.
void tell_budgets(World& w, RegionId region) {
  const auto& budgets = w.fleet->catalogue(region).budgets;
  for (std::size_t i = 0; i < budgets.size(); ++i)
    w.scheduler.set_budget(region, i,
                           budget_status(*w.fleet, w.deployments, w.pods, budgets[i].tenant, budgets[i].nth).allowed);
}

/// Others go for a pod that found no node. False: nobody does.
bool make_room(World& w, Agenda& agenda, RegionId region, PodId id) {
  if (!w.scheduler.ranked(*w.fleet, region)) return false;
  tell_budgets(w, region);
  const PodRow& pod = w.pods[id];
  const auto victims = w.scheduler.preempt(agenda, *w.fleet, pod.tenant, id, pod.luck);
  for (const PodId victim : victims) agenda.emit(PodPreempted{victim, id}, pod.because);
  return !victims.empty();
}

/// Said once of a pod that no node takes.
void say_why(World& w, Agenda& agenda, PodId id) {
  const PodRow& pod = w.pods[id];
  if (w.scheduler.larger_than_any_node(*w.fleet, pod.tenant))
    agenda.emit(PodTooLarge{id}, pod.because);
  else if (w.volumes.zone_of(w.pods, id) && w.scheduler.fits_elsewhere(*w.fleet, pod.tenant))
    agenda.emit(PodHeldByVolume{id}, pod.because);
  else
    agenda.emit(PodUnschedulable{id}, pod.because);
}

}  // namespace

void react(World& w, Agenda& agenda, const SchedulerTurn& e) {
  w.scheduler.begin_turn(e.region);
  while (const auto id = w.scheduler.next(agenda, e.region)) {
    const PodRow& pod = w.pods[*id];
    if (const auto node =
            w.scheduler.pick(agenda, *w.fleet, pod.tenant, pod.luck, w.volumes.zone_of(w.pods, *id), *id)) {
      w.scheduler.bind(*w.fleet, w.nodes, pod.tenant, *id, *node, agenda.now());
      w.pods.assign(*id, *node);
      w.volumes.provision(w.pods, *id, w.nodes[*node].zone);
      const Time written = w.api_server.call(agenda.now(), *w.fleet, e.region, ApiClient::scheduler);
      w.pods.binding_seen_at(agenda, *id, written + seen_after(agenda, *w.fleet, e.region, "watch.kubelet", pod.luck));
      continue;
    }
    const bool others_go = make_room(w, agenda, e.region, *id);
    if (w.scheduler.park(agenda, e.region, *id)) say_why(w, agenda, *id);
    if (others_go) break;  // the next pod is tried when they have been deleted: budgets are then spent
  }
  w.scheduler.plan(agenda, e.region);
}

// ---- memory that runs short ----

void react(World& w, Agenda& agenda, const PressureSeen& e) {
  if (!w.nodes[e.node].exists) return;
  const auto victim = w.pressure.evict(agenda, *w.fleet, w.nodes, w.pods, e.node);
  if (!victim) return;
  w.scheduler.set_memory_pressure(*w.fleet, w.nodes, e.node, true);
  agenda.emit(PodEvicted{*victim});
}

void react(World& w, Agenda& agenda, const PodEvicted& e) {
  w.pods.remove(agenda, *w.fleet, e.pod, false);  // no preStop, no grace
  w.pods.go(agenda, e.pod);
}

void react(World& w, Agenda& agenda, const PressureOver& e) {
  w.pressure.over(e.node);
  w.scheduler.set_memory_pressure(*w.fleet, w.nodes, e.node, false);
  w.scheduler.node_improved(agenda, *w.fleet, w.nodes, e.node);
}

// ---- preemption ----

void react(World& w, Agenda& agenda, const PodPreempted& e) {
  if (!w.pods.contains(e.pod) || w.pods[e.pod].deleted) return;  // on its way out for another reason
  w.pods.remove(agenda, *w.fleet, e.pod, w.nodes.in_touch(*w.pods[e.pod].node));
}

void react(World&, Agenda& agenda, const PodTooLarge& e) { agenda.emit(PodUnschedulable{e.pod}); }
void react(World&, Agenda& agenda, const PodHeldByVolume& e) { agenda.emit(PodUnschedulable{e.pod}); }

// What only observers look at.
void react(World&, Agenda&, const PodRefused&) {}
void react(World&, Agenda&, const PodWaitsForVolume&) {}
void react(World&, Agenda&, const PodUnschedulable&) {}

}  // namespace paddock::models
