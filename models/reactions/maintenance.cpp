// Who acts when nodes are drained and replaced.
#include "models/events/infrastructure.hpp"
#include "models/events/kubernetes.hpp"
#include "models/world.hpp"

namespace paddock::models {
namespace {

void end_step(World& w, Agenda& agenda, NodeId node) {
  const auto step = w.drains.order_of(node).step;
  if (step && w.drains.finished(node) && !w.steps[*step].over) w.steps.over(agenda, *w.timeline, *step);
}

}  // namespace

void react(World& w, Agenda& agenda, const DrainTried& e) {
  if (!w.drains.draining(e.node) || !w.nodes[e.node].exists) return;
  w.scheduler.set_cordoned(*w.fleet, w.nodes, e.node, true);
  w.path.move_proxies(agenda, *w.fleet, e.node, shelters(w, e.node));
  bool refused = false;
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node) {
    if (w.pods[*id].deleted) continue;
    if (may_evict(*w.fleet, w.pods, *id))
      w.pods.remove(agenda, *w.fleet, *id, w.nodes.in_touch(e.node));
    else
      refused = true;
  }
  if (refused)
    w.drains.refused(agenda, e.node);
  else if (!w.pods.first_on(e.node))
    w.drains.emptied(agenda, e.node);
}

void react(World& w, Agenda& agenda, const DrainExpired& e) {
  if (!w.drains.give_up(e.node)) return;
  w.scheduler.set_cordoned(*w.fleet, w.nodes, e.node, false);
  end_step(w, agenda, e.node);
}

void react(World& w, Agenda& agenda, const NodeDrained& e) {
  w.drains.drained(agenda, e.node);
  end_step(w, agenda, e.node);
}

void react(World& w, Agenda& agenda, const NodeTerminated& e) {
  if (!w.nodes[e.node].exists) return;
  w.nodes.terminate(e.node);
  w.node_health.remove(agenda, *w.fleet, w.nodes, e.node);
  w.scheduler.remove_node(*w.fleet, w.nodes, e.node);
  if (w.drains.terminated(agenda, e.node)) w.drains.launched(launch(w, agenda, w.nodes[e.node].group), e.node);
  end_step(w, agenda, e.node);
}

// What only observers look at.
void react(World&, Agenda&, const DrainBlocked&) {}

}  // namespace paddock::models
