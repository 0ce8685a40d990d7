// What the steps of a scenario do to the world.
#include "models/events/faults.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "models/events/infrastructure.hpp"
#include "models/events/kubernetes.hpp"
#include "models/world.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

/// What a step has met so far; a tenant counts once, however many of its pods were hit.
struct Counted : Hits {
  std::set<TenantId> with_pods;
};

/// A machine that is down already counts too: the step keeps it down.
void count_node(const World& w, NodeId node, Counted& hits) {
  if (!w.nodes[node].exists) return;
  ++hits.nodes;
  for (auto id = w.pods.first_on(node); id; id = w.pods[*id].next_on_node) {
    ++hits.pods;
    hits.with_pods.insert(w.pods[*id].tenant);
  }
}

/// Some machines of a zone, drawn by the step and each machine's own luck.
std::vector<NodeId> some_of(const World& w, const Agenda& agenda, const StepDefinition& step, ZoneId zone) {
  std::vector<NodeId> nodes;
  for (const NodeId node : w.nodes.of_zone(zone))
    if (w.nodes[node].exists) nodes.push_back(node);
  nodes = in_drawn_order(w, agenda, std::move(nodes), "step.partial", sim::hash_name(step.name));
  nodes.resize(static_cast<std::size_t>(static_cast<double>(nodes.size()) * step.share_of_nodes + 0.5));
  return nodes;
}

void lose_some(World& w, Agenda& agenda, const StepDefinition& step, ZoneId zone, Counted& hits) {
  for (const NodeId node : some_of(w, agenda, step, zone)) {
    count_node(w, node, hits);
    if (step.loss == Loss::partition)
      agenda.emit(NodeCutOff{node});
    else
      agenda.emit(NodeDown{node});
  }
}

void lose_zone(World& w, Agenda& agenda, const StepDefinition& step, ZoneId zone, Counted& hits) {
  if (step.share_of_nodes < 1) return lose_some(w, agenda, step, zone, hits);
  for (const NodeId node : w.nodes.of_zone(zone)) count_node(w, node, hits);
  for (std::size_t i = 0; i < w.databases.size(); ++i)
    hits.databases += w.databases[static_cast<DatabaseId>(i)].writer == zone ? 1 : 0;
  if (step.loss == Loss::partition)
    agenda.emit(ZoneCutOff{zone});
  else
    agenda.emit(ZoneLost{zone});
}

void return_zone(World& w, Agenda& agenda, const StepDefinition& step, ZoneId zone) {
  if (step.share_of_nodes < 1) {
    for (const NodeId node : w.nodes.of_zone(zone)) {
      agenda.emit(NodeReconnected{node});
      agenda.emit(NodePowered{node});
    }
  } else if (step.loss == Loss::partition) {
    agenda.emit(ZoneReconnected{zone});
  } else {
    agenda.emit(ZoneBack{zone});
  }
}

/// CPU requested on a node, then pods on it.
std::pair<MilliCores, std::int64_t> load_of(const World& w, NodeId id) {
  const NodeRoom& all = (*w.fleet)[w.nodes[id].group].allocatable;
  const NodeRoom left = w.scheduler.room(*w.fleet, w.nodes, id);
  return {all.cpu - left.cpu, all.pods - left.pods};
}

/// The running node with most requested of it, in the step's region if it names one; none if no machine runs.
std::optional<NodeId> fullest_node(const World& w, const StepDefinition& step) {
  std::optional<NodeId> fullest;
  for (std::size_t i = 0; i < w.nodes.size(); ++i) {
    const auto id = static_cast<NodeId>(i);
    const NodeRow& row = w.nodes[id];
    if (!row.running || !w.scheduler.has(id) || (step.region && (*w.fleet)[row.zone].region != *step.region)) continue;
    if (!fullest || load_of(w, id) > load_of(w, *fullest)) fullest = id;
  }
  return fullest;
}

std::optional<NodeId> any_node(const World& w, const Agenda& agenda, const StepDefinition& step) {
  std::vector<NodeId> running;
  for (std::size_t i = 0; i < w.nodes.size(); ++i) {
    const auto id = static_cast<NodeId>(i);
    const NodeRow& row = w.nodes[id];
    if (row.running && row.exists && (!step.region || (*w.fleet)[row.zone].region == *step.region))
      running.push_back(id);
  }
  if (running.empty()) return std::nullopt;
  auto draw = agenda.draw(sim::luck("step.any", sim::hash_name(step.name)), 0);
  return running[draw.below(running.size())];
}

/// The running node of this name; none if it does not run.
std::optional<NodeId> named_node(const World& w, const std::string& name) {
  const std::uint64_t luck = sim::hash_name(name);
  for (std::size_t i = 0; i < w.nodes.size(); ++i) {
    const auto id = static_cast<NodeId>(i);
    const NodeRow& row = w.nodes[id];
    if (row.luck == luck && row.running && row.exists && w.nodes.name(*w.fleet, id) == name) return id;
  }
  return std::nullopt;
}

std::optional<NodeId> chosen_node(const World& w, const Agenda& agenda, const StepDefinition& step) {
  if (step.choice == Choice::named) return named_node(w, step.node);
  return step.choice == Choice::fullest ? fullest_node(w, step) : any_node(w, agenda, step);
}

void crash_node(World& w, Agenda& agenda, StepId id, Counted& hits) {
  const StepDefinition& step = (*w.timeline)[id];
  const auto node = chosen_node(w, agenda, step);
  if (!node) return;
  w.steps.set_chosen(id, static_cast<std::uint32_t>(*node));
  count_node(w, *node, hits);
  w.nodes.crash(*node);
  agenda.emit(NodeDown{*node});
}

/// The nodes of a zone are cordoned and its endpoints left out, or the other way round (EKS user guide, zone-shift).
void shift_cluster(World& w, Agenda& agenda, ZoneId zone, bool away) {
  const bool before = w.zones.shifted(zone);
  away ? w.zones.shift(zone) : w.zones.unshift(zone);
  if (before == w.zones.shifted(zone)) return;  // another shift is on
  for (const NodeId node : w.nodes.of_zone(zone)) {
    if (!w.nodes[node].exists) continue;
    w.scheduler.set_cordoned(*w.fleet, w.nodes, node, away || w.drains.cordons(node));
    w.pods.leave_out(agenda, *w.fleet, node, away);
    w.path.endpoints_changed(agenda, node, !away && w.node_health.ready(node));
    if (!away) w.scheduler.node_improved(agenda, *w.fleet, w.nodes, node);
  }
}

void shift_zone(World& w, Agenda& agenda, const StepDefinition& step, ZoneId zone, bool away) {
  if (step.shifts_cluster) shift_cluster(w, agenda, zone, away);
  if (step.shifts_balancer) w.path.shift(agenda, *w.fleet, zone, away);
}

/// The zone that the shift is away from: its own, or that of another step, if that has begun on one.
void begin_shift(World& w, Agenda& agenda, StepId id, Counted& hits) {
  const StepDefinition& step = (*w.timeline)[id];
  if (step.zone_of) w.steps.set_chosen(id, w.steps[*step.zone_of].began ? w.steps[*step.zone_of].chosen : std::nullopt);
  if (!w.steps[id].chosen) return;
  const auto zone = static_cast<ZoneId>(*w.steps[id].chosen);
  for (const NodeId node : w.nodes.of_zone(zone)) count_node(w, node, hits);
  shift_zone(w, agenda, step, zone, true);
}

DrainOrder order_of(const World& w, StepId id, GroupId group) {
  return {.step = id, .group = group, .replace = (*w.timeline)[id].replace};
}

void drain_group(World& w, Agenda& agenda, StepId id, GroupId group, Counted& hits) {
  const StepDefinition& step = (*w.timeline)[id];
  DrainOrder order = order_of(w, id, group);
  order.nodes = nodes_to_drain(w, agenda, group);
  if (order.nodes.empty() || (order.replace && !can_launch(w, group))) return;
  for (const NodeId node : order.nodes) count_node(w, node, hits);
  const double share = step.at_once < 1 ? static_cast<double>(order.nodes.size()) : 1;
  order.at_once = std::max<std::int64_t>(static_cast<std::int64_t>(step.at_once * share), 1);
  drain(w, agenda, std::move(order));
}

void drain_node(World& w, Agenda& agenda, StepId id, Counted& hits) {
  const StepDefinition& step = (*w.timeline)[id];
  const auto node = chosen_node(w, agenda, step);
  if (!node || w.drains.held(*node) || (step.replace && !can_launch(w, w.nodes[*node].group))) return;
  w.steps.set_chosen(id, static_cast<std::uint32_t>(*node));
  count_node(w, *node, hits);
  DrainOrder order = order_of(w, id, w.nodes[*node].group);
  order.nodes = {*node};
  drain(w, agenda, std::move(order));
}

void fail_over(const World& w, Agenda& agenda, DatabaseId database, Counted& hits) {
  if (!w.databases[database].available) return;
  ++hits.databases;
  agenda.emit(DatabaseDown{database});
}

void add_nodes(World& w, Agenda& agenda, GroupId group, std::int64_t count, Counted& hits) {
  if (!can_launch(w, group)) return;
  for (std::int64_t i = 0; i < count; ++i) launch(w, agenda, group);
  hits.nodes += static_cast<std::uint32_t>(count);
}

/// A push, or tenants that somebody adds by hand. Without pipelines everything is by hand.
void change_tenants(World& w, Agenda& agenda, StepId id, const std::vector<std::uint32_t>& objects, Counted& hits) {
  const StepDefinition& step = (*w.timeline)[id];
  std::vector<TenantId> tenants;
  tenants.reserve(objects.size());
  for (const std::uint32_t object : objects) tenants.push_back(static_cast<TenantId>(object));
  hits.tenants += static_cast<std::uint32_t>(tenants.size());
  const bool adds = step.verb == Verb::add_tenants;
  if (!w.fleet->delivery.stacks.empty() && (!adds || step.by_delivery)) {
    w.pipelines.push(agenda, *w.fleet, tenants, adds, step.exits_after || step.image_missing ? id : no_step);
    return;
  }
  for (const TenantId tenant : tenants) {
    w.pipelines.adopt(tenant);
    agenda.emit(ReleaseApplied{tenant});
  }
}

/// The DaemonSet of the step in one region, in an order drawn by luck, as the controller goes over its map of nodes.
void restart_daemons(World& w, Agenda& agenda, StepId id, RegionId region, Counted& hits) {
  const std::string& name = (*w.timeline)[id].daemon;
  DaemonUpdate update{.step = id, .daemon = name, .nodes = {}};
  const Daemon* first = nullptr;
  for (std::size_t i = 0; i < w.nodes.size(); ++i) {
    const auto node = static_cast<NodeId>(i);
    const NodeRow& row = w.nodes[node];
    const Daemon* const daemon = find_daemon(*w.fleet, row.group, name);
    if (!daemon || !row.exists || !row.joined || (*w.fleet)[row.zone].region != region) continue;
    if (!first) first = daemon;
    update.nodes.push_back(node);
  }
  if (!first) return;
  const auto nodes = static_cast<std::uint32_t>(update.nodes.size());
  update.nodes = in_drawn_order(w, agenda, std::move(update.nodes), "daemon.order");
  update.at_once = pods_of(first->max_unavailable, nodes, Rounding::up);
  const auto taken = w.daemon_sets.take(agenda, *w.fleet, w.nodes, std::move(update));
  if (!w.daemon_sets.finished(taken)) hits.nodes += nodes;
}

/// Its servers count as the nodes that are hit. One that is being replaced already is left to that.
void restart_control_plane(World& w, Agenda& agenda, StepId id, RegionId region, Counted& hits) {
  if (w.control_planes.replacing(region)) return;
  hits.nodes += static_cast<std::uint32_t>((*w.fleet)[region].servers);
  w.control_planes.begin(agenda, *w.fleet, region, id);
}

void roll_back(const World& w, Agenda& agenda, TenantId tenant, Counted& hits) {
  if (!w.deployments.has_history(tenant)) return;
  ++hits.tenants;
  agenda.emit(RolledBack{tenant});
}

}  // namespace

void react(World& w, Agenda& agenda, const StepDue& e) {
  const StepDefinition& step = (*w.timeline)[e.step];
  const auto objects = w.steps.choose(agenda, *w.timeline, e.step);
  if (w.steps[e.step].drawn_out) return;
  Counted hits;
  if (step.verb == Verb::crash_node) crash_node(w, agenda, e.step, hits);
  if (step.verb == Verb::drain_node) drain_node(w, agenda, e.step, hits);
  if (step.verb == Verb::zonal_shift) begin_shift(w, agenda, e.step, hits);
  if (step.verb == Verb::push || step.verb == Verb::add_tenants) change_tenants(w, agenda, e.step, objects, hits);
  for (const std::uint32_t object : objects) {
    switch (step.verb) {
      case Verb::lose_zone:
        lose_zone(w, agenda, step, static_cast<ZoneId>(object), hits);
        break;
      case Verb::lose_region:
        for (const ZoneId zone : w.fleet->regions[object].zones) lose_zone(w, agenda, step, zone, hits);
        break;
      case Verb::fail_over:
        fail_over(w, agenda, static_cast<DatabaseId>(object), hits);
        break;
      case Verb::add_nodes:
        add_nodes(w, agenda, static_cast<GroupId>(object), step.count, hits);
        break;
      case Verb::refuse_api:
        w.apis.refuse(agenda, static_cast<ApiId>(object));
        break;
      case Verb::drain_group:
        drain_group(w, agenda, e.step, static_cast<GroupId>(object), hits);
        break;
      case Verb::set_replicas:
        ++hits.tenants;
        agenda.emit(ReplicasSet{static_cast<TenantId>(object), static_cast<std::uint32_t>(step.count)});
        break;
      case Verb::roll_back:
        roll_back(w, agenda, static_cast<TenantId>(object), hits);
        break;
      case Verb::restart_daemons:
        restart_daemons(w, agenda, e.step, static_cast<RegionId>(object), hits);
        break;
      case Verb::restart_control_plane:
        restart_control_plane(w, agenda, e.step, static_cast<RegionId>(object), hits);
        break;
      case Verb::crash_node:
      case Verb::add_tenants:
      case Verb::push:
      case Verb::drain_node:
      case Verb::zonal_shift:
        break;
    }
  }
  hits.tenants += static_cast<std::uint32_t>(hits.with_pods.size());
  w.steps.began(agenda, *w.timeline, e.step, hits);
}

void react(World& w, Agenda& agenda, const StepOver& e) {
  const StepDefinition& step = (*w.timeline)[e.step];
  const auto chosen = w.steps[e.step].chosen;
  const auto objects = chosen ? std::vector<std::uint32_t>{*chosen} : step.objects;
  for (const std::uint32_t object : objects) {
    switch (step.verb) {
      case Verb::lose_zone:
        return_zone(w, agenda, step, static_cast<ZoneId>(object));
        break;
      case Verb::lose_region:
        for (const ZoneId zone : w.fleet->regions[object].zones) return_zone(w, agenda, step, zone);
        break;
      case Verb::crash_node:
        w.nodes.mend(static_cast<NodeId>(object));
        agenda.emit(NodePowered{static_cast<NodeId>(object)});
        break;
      case Verb::zonal_shift:
        if (chosen) shift_zone(w, agenda, step, static_cast<ZoneId>(object), false);
        break;
      case Verb::refuse_api:
        w.apis.allow(static_cast<ApiId>(object));
        break;
      default:
        break;
    }
  }
  w.steps.over(agenda, *w.timeline, e.step);
}

// What only observers look at.
void react(World&, Agenda&, const StepBegan&) {}
void react(World&, Agenda&, const StepEnded&) {}

}  // namespace paddock::models
