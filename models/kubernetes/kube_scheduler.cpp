#include "models/kubernetes/kube_scheduler.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/infrastructure/node.hpp"
#include "models/kubernetes/scheduler/plugins.hpp"
#include "models/kubernetes/scheduler/schedule.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

using scheduling::ClassId;
using scheduling::PendingPod;
using scheduling::PodClass;

PendingPod packed(PodId pod) { return std::uint64_t{pod.generation} << 32U | pod.index; }
PodId unpacked(PendingPod pod) {
  return {static_cast<std::uint32_t>(pod & 0xFFFF'FFFFU), static_cast<std::uint32_t>(pod >> 32U)};
}

/// Whether a node takes the pod depends on that node alone.
bool asks_of_nodes_alone(const PodClass& pod) {
  return pod.hard_spread.empty() && pod.affinity.empty() && pod.anti_affinity.empty() && pod.forbidden_by.empty() &&
         pod.exclusive_claims.empty() && !pod.refused;
}

template <class T>
T& grown(std::vector<T>& list, std::size_t at) {
  if (at >= list.size()) list.resize(at + 1);
  return list[at];
}

}  // namespace

KubeScheduler::KubeScheduler(const Fleet& fleet) : clusters_(fleet.regions.size()) {
  for (std::size_t r = 0; r < clusters_.size(); ++r)
    for (const auto& budget : fleet.catalogues[r].budgets) clusters_[r].state.add_budget(budget.rule);
}

KubeScheduler::Cluster& KubeScheduler::cluster(const Fleet& fleet, const NodeRow& node) {
  return clusters_[index_of(fleet[node.zone].region)];
}
const KubeScheduler::Cluster& KubeScheduler::cluster(const Fleet& fleet, const NodeRow& node) const {
  return clusters_[index_of(fleet[node.zone].region)];
}

// ---- nodes ----

void KubeScheduler::add_node(const Fleet& fleet, const Nodes& nodes, NodeId id) {
  const NodeRow& node = nodes[id];
  const RegionCatalogue& catalogue = fleet.catalogue(fleet[node.zone].region);
  Cluster& in = cluster(fleet, node);
  const auto row = in.state.add_node(catalogue.objects, catalogue.shapes.at({node.group, node.zone}),
                                     scheduling::Symbols::numbered(static_cast<std::uint32_t>(id)));
  grown(rows_, index_of(id)) = row;
  grown(in.nodes, row) = id;
  for (const ClassId daemon : catalogue.daemons.at(node.group)) in.state.bind(catalogue.objects, daemon, row);
}

void KubeScheduler::remove_node(const Fleet& fleet, const Nodes& nodes, NodeId id) {
  if (!has(id)) return;
  const NodeRow& node = nodes[id];
  Cluster& in = cluster(fleet, node);
  for (auto& seat : seats_)
    if (seat && seat->node == id) seat.reset();
  in.state.remove_node(fleet.catalogue(fleet[node.zone].region).objects, *rows_[index_of(id)]);
  rows_[index_of(id)].reset();
}

void KubeScheduler::set_reachable(const Fleet& fleet, const Nodes& nodes, NodeId id, bool reachable) {
  if (!has(id)) return;
  grown(taints_, index_of(id)).unreachable = !reachable;
  set_taints(fleet, nodes, id);
}

void KubeScheduler::set_memory_pressure(const Fleet& fleet, const Nodes& nodes, NodeId id, bool pressed) {
  if (!has(id) || grown(taints_, index_of(id)).memory_pressure == pressed) return;
  taints_[index_of(id)].memory_pressure = pressed;
  set_taints(fleet, nodes, id);
}

void KubeScheduler::set_taints(const Fleet& fleet, const Nodes& nodes, NodeId id) {
  const RegionCatalogue& catalogue = fleet.catalogue(fleet[nodes[id].zone].region);
  std::vector<scheduling::CompiledTaint> taints;
  if (taints_[index_of(id)].unreachable) taints = catalogue.unreachable;
  if (taints_[index_of(id)].memory_pressure)
    taints.insert(taints.end(), catalogue.memory_pressure.begin(), catalogue.memory_pressure.end());
  cluster(fleet, nodes[id]).state.set_taints(catalogue.objects, *rows_[index_of(id)], taints);
}

void KubeScheduler::set_cordoned(const Fleet& fleet, const Nodes& nodes, NodeId id, bool cordoned) {
  if (has(id)) cluster(fleet, nodes[id]).state.set_unschedulable(*rows_[index_of(id)], cordoned);
}

NodeRoom KubeScheduler::room(const Fleet& fleet, const Nodes& nodes, NodeId id) const {
  const scheduling::NodeLoad& load = cluster(fleet, nodes[id]).state.load(rows_[index_of(id)].value());
  return {{load.cpu_capacity - load.cpu},
          {load.memory_capacity - load.memory},
          std::int64_t{load.pod_capacity} - load.pods};
}

// ---- the queue ----

void KubeScheduler::add(Agenda& agenda, const Fleet& fleet, TenantId tenant, PodId pod) {
  const RegionId region = fleet[tenant].region;
  const RegionCatalogue& catalogue = fleet.catalogue(region);
  const ClassId pod_class = catalogue.pod_of(tenant);
  grown(classes_, pod.index) = pod_class;
  clusters_[index_of(region)].queue.add(packed(pod), catalogue.objects.pod_class(pod_class).priority, agenda.now());
  plan(agenda, region);
}

std::optional<PodId> KubeScheduler::next(Agenda& agenda, RegionId region) {
  const auto pod = clusters_[index_of(region)].queue.pop(agenda.now());
  return pod ? std::optional(unpacked(*pod)) : std::nullopt;
}

bool KubeScheduler::park(Agenda& agenda, RegionId region, PodId pod) {
  auto& queue = clusters_[index_of(region)].queue;
  queue.park(packed(pod), agenda.now());
  return queue.attempts(packed(pod)) == 1;
}

std::optional<NodeId> KubeScheduler::forget(RegionId region, PodId pod) {
  Cluster& in = clusters_[index_of(region)];
  in.queue.forget(packed(pod));
  return withdraw(in, pod);
}

void KubeScheduler::plan(Agenda& agenda, RegionId region) {
  Cluster& in = clusters_[index_of(region)];
  auto when = in.queue.next_ready(agenda.now());
  if (when) when = std::max(*when, in.acts_from);
  if (in.turn && when == in.turn_at) return;
  agenda.cancel(in.turn);
  if (!when) return;
  in.turn = agenda.at(*when, SchedulerTurn{region});
  in.turn_at = *when;
}

void KubeScheduler::hold(Agenda& agenda, RegionId region, Time until) {
  clusters_[index_of(region)].acts_from = until;
  plan(agenda, region);
}

void KubeScheduler::begin_turn(RegionId region) { clusters_[index_of(region)].turn.reset(); }

void KubeScheduler::node_improved(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId id) {
  if (!has(id)) return;
  const RegionId region = fleet[nodes[id].zone].region;
  Cluster& in = clusters_[index_of(region)];
  if (in.queue.parked() == 0) return;
  const scheduling::SchedulerCatalogue& objects = fleet.catalogue(region).objects;
  const scheduling::NodeView node = in.state.view(*rows_[index_of(id)]);
  std::map<scheduling::LocalId, bool> fits;
  for (const PendingPod pod : in.queue.parked_pods()) {
    const scheduling::LocalId local = objects.pod_class(classes_[unpacked(pod).index]).local;
    const auto [at, fresh] = fits.try_emplace(local, false);
    const scheduling::LocalRules& rules = objects.local(local);
    if (fresh) at->second = !scheduling::local_filter(rules, objects.profile(rules.profile), node, objects);
    if (at->second) in.queue.wake(pod, agenda.now());
  }
  plan(agenda, region);
}

// ---- decisions ----

std::optional<scheduling::NominationId> KubeScheduler::own(const Cluster& in, PodId pod) {
  const auto at = in.nominated.find(packed(pod));
  return at == in.nominated.end() ? std::nullopt : std::optional(at->second);
}

std::optional<NodeId> KubeScheduler::pick(const Agenda& agenda, const Fleet& fleet, TenantId tenant,
                                          std::uint64_t pod_luck, std::optional<ZoneId> zone,
                                          std::optional<PodId> queued) {
  const RegionCatalogue& catalogue = fleet.catalogue(fleet[tenant].region);
  Cluster& in = clusters_[index_of(fleet[tenant].region)];
  const ClassId id =
      zone ? (queued ? catalogue.with_volume : catalogue.in_zone).at({tenant, *zone}) : catalogue.pod_of(tenant);
  if (queued) classes_[queued->index] = id;
  const PodClass& pod = catalogue.objects.pod_class(id);
  // Room that is promised to others is closed to some pods and not to all that ask the same of a node.
  const bool local = asks_of_nodes_alone(pod) && in.nominated.empty();
  if (local) {
    const auto hopeless = in.hopeless.find(pod.local);
    if (hopeless != in.hopeless.end() && hopeless->second == in.state.changes()) return std::nullopt;
  }
  auto draw = agenda.draw(sim::luck("scheduler.tie", pod_luck), 0);
  const auto decision =
      scheduling::schedule(catalogue.objects, in.state, id, draw.bits(), queued ? own(in, *queued) : std::nullopt);
  ties_ += decision.ties > 1 ? 1 : 0;
  if (decision.node) return in.nodes[*decision.node];
  if (local) in.hopeless[pod.local] = in.state.changes();
  return std::nullopt;
}

void KubeScheduler::bind(const Fleet& fleet, const Nodes& nodes, TenantId tenant, PodId pod, NodeId node,
                         std::optional<Time> when) {
  auto& seat = grown(seats_, pod.index);
  sim::check(!seat, "a pod is bound once");
  const RegionCatalogue& catalogue = fleet.catalogue(fleet[tenant].region);
  Cluster& in = cluster(fleet, nodes[node]);
  in.queue.forget(packed(pod));
  withdraw(in, pod);
  seat = Seat{node, in.state.bind(catalogue.objects, catalogue.pod_of(tenant), rows_[index_of(node)].value(), when)};
  if (catalogue.ranked) grown(in.pods, seat->row) = pod;
}

std::optional<NodeId> KubeScheduler::withdraw(Cluster& in, PodId pod) {
  const auto at = in.nominated.find(packed(pod));
  if (at == in.nominated.end()) return std::nullopt;
  const auto row = in.state.node_of(at->second);
  in.state.withdraw(at->second);
  in.nominated.erase(at);
  return row ? std::optional(in.nodes[*row]) : std::nullopt;
}

std::vector<PodId> KubeScheduler::preempt(const Agenda& agenda, const Fleet& fleet, TenantId tenant, PodId pod,
                                          std::uint64_t pod_luck) {
  const RegionCatalogue& catalogue = fleet.catalogue(fleet[tenant].region);
  Cluster& in = clusters_[index_of(fleet[tenant].region)];
  const ClassId id = classes_[pod.index];
  const std::optional<scheduling::NominationId> promised = own(in, pod);
  if (!catalogue.ranked || !scheduling::may_preempt(catalogue.objects, in.state, id, promised)) return {};
  auto draw =
      agenda.draw(sim::luck("scheduler.preempt", pod_luck), static_cast<std::uint64_t>(in.queue.attempts(packed(pod))));
  const auto found = scheduling::preempt(catalogue.objects, in.state, id, draw.bits(), promised);
  withdraw(in, pod);
  if (!found.node) return {};
  // Room that was promised to less important pods is looked for again by them.
  const std::int32_t priority = catalogue.objects.pod_class(id).priority;
  std::vector<PodId> displaced;
  for (const scheduling::Nomination& other : in.state.nominated_on(*found.node))
    for (const auto& [queued, nomination] : in.nominated)
      if (nomination == other.id && other.priority < priority) displaced.push_back(unpacked(queued));
  for (const PodId other : displaced) {
    withdraw(in, other);
    in.queue.wake(packed(other), agenda.now());
  }
  in.nominated[packed(pod)] = in.state.nominate(catalogue.objects, id, *found.node);
  std::vector<PodId> victims;
  victims.reserve(found.victims.size());
  for (const scheduling::BoundPodId row : found.victims) victims.push_back(in.pods[row]);
  return victims;
}

bool KubeScheduler::larger_than_any_node(const Fleet& fleet, TenantId tenant) const {
  const RegionId region = fleet[tenant].region;
  const RegionCatalogue& catalogue = fleet.catalogue(region);
  return !scheduling::larger_in(catalogue.objects, clusters_[index_of(region)].state, catalogue.pod_of(tenant)).empty();
}

bool KubeScheduler::fits_elsewhere(const Fleet& fleet, TenantId tenant) {
  const RegionId region = fleet[tenant].region;
  const RegionCatalogue& catalogue = fleet.catalogue(region);
  scheduling::ClusterState& state = clusters_[index_of(region)].state;
  const std::size_t start = state.start_index();  // only a question: the next pod begins where it would have begun
  const bool fits = scheduling::schedule(catalogue.objects, state, catalogue.pod_of(tenant), {}).node.has_value();
  state.set_start_index(start);
  return fits;
}

void KubeScheduler::set_budget(RegionId region, std::size_t nth, std::int64_t allowed) {
  clusters_[index_of(region)].state.set_budget(static_cast<scheduling::BudgetId>(nth), allowed);
}

void KubeScheduler::terminating(const Fleet& fleet, TenantId tenant, PodId pod) {
  const RegionId region = fleet[tenant].region;
  if (pod.index < seats_.size() && seats_[pod.index])
    clusters_[index_of(region)].state.mark_terminating(fleet.catalogue(region).objects, seats_[pod.index]->row);
}

std::optional<NodeId> KubeScheduler::unbind(const Fleet& fleet, TenantId tenant, PodId pod) {
  if (pod.index >= seats_.size() || !seats_[pod.index]) return std::nullopt;
  const RegionId region = fleet[tenant].region;
  const Seat seat = *seats_[pod.index];
  clusters_[index_of(region)].state.unbind(fleet.catalogue(region).objects, seat.row);
  seats_[pod.index].reset();
  return seat.node;
}

}  // namespace paddock::models
