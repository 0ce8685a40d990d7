// Who acts when nodes are drained and replaced.
#include <algorithm>
#include <utility>

#include "models/events/infrastructure.hpp"
#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "models/world.hpp"

namespace paddock::models {
namespace {

// Assumed: a group that finds no zone to launch in tries again so often.
constexpr Duration no_zone_retry = std::chrono::minutes{1};

void end_step(World& w, Agenda& agenda, NodeId node) {
  const auto step = w.drains.order_of(node).step;
  if (step && w.drains.finished(node) && !w.steps[*step].over) w.steps.over(agenda, *w.timeline, *step);
}

}  // namespace

std::vector<NodeId> in_drawn_order(const World& w, const Agenda& agenda, std::vector<NodeId> nodes,
                                   std::string_view purpose, std::uint64_t salt) {
  std::vector<std::pair<std::uint64_t, NodeId>> drawn;
  drawn.reserve(nodes.size());
  for (const NodeId node : nodes) {
    const std::uint64_t luck = w.nodes[node].luck;
    drawn.emplace_back(agenda.draw(sim::luck(purpose, salt == 0 ? luck : sim::hash_pair(salt, luck)), 0).bits(), node);
  }
  std::ranges::sort(drawn);
  std::ranges::transform(drawn, nodes.begin(), [](const auto& one) { return one.second; });
  return nodes;
}

std::vector<NodeId> nodes_to_drain(const World& w, const Agenda& agenda, GroupId group) {
  std::vector<NodeId> nodes;  // EKS picks at random; by hand the order matters as little
  for (std::size_t i = 0; i < w.nodes.size(); ++i) {
    const auto node = static_cast<NodeId>(i);
    if (w.nodes[node].group == group && w.scheduler.has(node) && !w.drains.held(node)) nodes.push_back(node);
  }
  return in_drawn_order(w, agenda, std::move(nodes), "drain.order");
}

void drain(World& w, Agenda& agenda, DrainOrder order) {
  const GroupId group = order.group;
  order.managed = (*w.fleet)[group].supply == Supply::managed;
  const std::int64_t ahead = Drains::surge(*w.fleet, order);
  w.drains.take(agenda, *w.fleet, std::move(order));
  for (std::int64_t i = 0; i < ahead; ++i) w.drains.launched_ahead(launch(w, agenda, group));
}

void react(World& w, Agenda& agenda, const DrainTried& e) {
  if (!w.drains.draining(e.node)) return;
  if (!w.nodes[e.node].exists) {  // it failed, or its zone did, before its turn or meanwhile
    w.drains.gone(agenda, e.node);
    return end_step(w, agenda, e.node);
  }
  w.scheduler.set_cordoned(*w.fleet, w.nodes, e.node, true);
  w.path.move_proxies(agenda, *w.fleet, e.node, shelters(w, e.node));
  bool refused = false, error = false;
  for (auto id = w.pods.first_on(e.node); id; id = w.pods[*id].next_on_node) {
    if (w.pods[*id].deleted) continue;
    const EvictionAnswer answer = ask_to_evict(*w.fleet, w.deployments, w.pods, *id);
    if (answer.evicted()) w.pods.remove(agenda, *w.fleet, *id, w.nodes.in_touch(e.node));
    // EKS asks again whatever the answer is; kubectl only where it is told to.
    const bool asks_again = answer.status == http::too_many_requests || w.drains.order_of(e.node).managed;
    if (!answer.evicted()) (asks_again ? refused : error) = true;
  }
  if (error && !refused)
    w.drains.fail(agenda, e.node);
  else if (refused)
    w.drains.refused(agenda, e.node);
  else if (!w.pods.first_on(e.node))
    w.drains.emptied(agenda, e.node);
}

void react(World& w, Agenda& agenda, const DrainExpired& e) {
  if (!w.drains.give_up(agenda, e.node)) return;
  w.scheduler.set_cordoned(*w.fleet, w.nodes, e.node, w.zones.shifted(w.nodes[e.node].zone));
  end_step(w, agenda, e.node);
}

void react(World& w, Agenda& agenda, const DrainFailed& e) { end_step(w, agenda, e.node); }

void react(World& w, Agenda& agenda, const NodeDrained& e) {
  w.drains.drained(agenda, e.node);
  end_step(w, agenda, e.node);
}

void react(World& w, Agenda& agenda, const NodeTerminated& e) {
  if (!w.drains.draining(e.node)) return;
  if (!can_launch(w, w.nodes[e.node].group)) {  // nothing would stand in for it
    agenda.after(no_zone_retry, NodeTerminated{e.node});
    return;
  }
  if (w.nodes[e.node].exists) {
    w.nodes.terminate(e.node);
    w.node_health.remove(agenda, *w.fleet, w.nodes, e.node);
    w.scheduler.remove_node(*w.fleet, w.nodes, e.node);
  }
  if (w.drains.terminated(agenda, e.node)) w.drains.launched(launch(w, agenda, w.nodes[e.node].group), e.node);
  end_step(w, agenda, e.node);
}

void react(World& w, Agenda& agenda, const DaemonReplaced& e) {
  w.daemon_sets.replaced(agenda, *w.fleet, w.nodes, e.update);
  const auto step = w.daemon_sets[e.update].step;
  if (step && w.daemon_sets.finished(e.update)) w.steps.over(agenda, *w.timeline, *step);
}

void react(World& w, Agenda& agenda, const ServerReplaced& e) {
  w.control_planes.replaced(agenda, *w.fleet, e.region, e.server);
  const Time controllers = w.control_planes.acts_from(e.region, Leader::controllers);
  const Time scheduler = w.control_planes.acts_from(e.region, Leader::scheduler);
  if (controllers > agenda.now()) {
    w.node_health.new_leader(agenda, *w.fleet, w.nodes, e.region, controllers);
    w.pods.controllers_away(e.region, controllers);
  }
  if (scheduler > agenda.now()) w.scheduler.hold(agenda, e.region, scheduler);
  if (w.control_planes.replacing(e.region)) return;
  const auto step = w.control_planes.step(e.region);
  if (step && !w.steps[*step].over) w.steps.over(agenda, *w.timeline, *step);
}

// What only observers look at.
void react(World&, Agenda&, const DrainBlocked&) {}
void react(World&, Agenda&, const LeaderElected&) {}

}  // namespace paddock::models
