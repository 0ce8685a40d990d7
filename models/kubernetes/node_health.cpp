#include "models/kubernetes/node_health.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/infrastructure/node.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

// kubernetes/kubernetes: lease 40 s renewed at a quarter of it; node-monitor-period 5 s; default toleration of
// unreachable 300 s; cloud node lifecycle loop 5 s; pod garbage collection each 20 s after 40 s of quarantine.
constexpr Duration renew_every = 10s;
constexpr Duration monitor_every = 5s;
constexpr Duration toleration = 300s;
constexpr Duration cloud_loop_every = 5s;
constexpr Duration collection_every = 20s;
constexpr Duration collection_quarantine = 40s;

/// A moment of a loop with this period whose phase is not known.
Duration phase(const Agenda& agenda, std::string_view purpose, std::uint64_t entity, std::uint64_t n, Duration period) {
  auto draw = agenda.draw(sim::luck(purpose, entity), n);
  return Duration{static_cast<Duration::rep>(draw.below(static_cast<std::uint64_t>(period.count())))};
}

}  // namespace

NodeHealth::NodeHealth(const Fleet& fleet) : zones_(fleet.zones.size()), judged_at_(fleet.regions.size()) {}

void NodeHealth::add(const Nodes& nodes, NodeId node) {
  if (index_of(node) >= rows_.size()) rows_.resize(index_of(node) + 1, NodeRow{.ready = false, .counted = false});
  rows_[index_of(node)] = NodeRow{};
  ++zones_[index_of(nodes[node].zone)].ready;
}

Time NodeHealth::next_look(const Agenda& agenda, const Fleet& fleet, RegionId region, Time after) const {
  const Duration offset = phase(agenda, "node_monitor.phase", sim::hash_name(fleet[region].name), 0, monitor_every);
  const Duration since = after.time_since_epoch() - offset;
  const auto looks = since.count() < 0 ? -1 : since.count() / monitor_every.count();
  return Time{offset + monitor_every * (looks + 1)};
}

void NodeHealth::lease_stops(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  if (index_of(node) >= rows_.size()) return;  // it has not joined yet
  NodeRow& row = rows_[index_of(node)];
  if (row.pending) agenda.cancel(*row.pending);
  row.pending.reset();
  if (!row.counted || !row.ready) return;
  const RegionId region = fleet[nodes[node].zone].region;
  const Duration age = phase(agenda, "node.lease_age", nodes[node].luck, nodes[node].failures, renew_every);
  const Time deadline = agenda.now() - age + fleet[region].grace;
  row.because = agenda.current();
  row.pending = agenda.at(next_look(agenda, fleet, region, std::max(deadline, agenda.now())), NodeUnknown{node});
}

void NodeHealth::lease_returns(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  NodeRow& row = rows_[index_of(node)];
  if (row.pending) agenda.cancel(*row.pending);
  row.pending.reset();
  if (!row.counted || row.ready) return;
  row.pending = agenda.at(next_look(agenda, fleet, fleet[nodes[node].zone].region, agenda.now()), NodeReady{node});
}

void NodeHealth::unknown(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  NodeRow& row = rows_[index_of(node)];
  ZoneRow& zone = zones_[index_of(nodes[node].zone)];
  row.pending.reset();
  row.ready = false;
  --zone.ready;
  ++zone.not_ready;
  row.queued = true;
  zone.queue.push_back(node);
  ask_for_judgement(agenda, fleet[nodes[node].zone].region);
}

void NodeHealth::became_ready(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  NodeRow& row = rows_[index_of(node)];
  ZoneRow& zone = zones_[index_of(nodes[node].zone)];
  row.pending.reset();
  row.because.reset();
  row.ready = true;
  ++zone.ready;
  --zone.not_ready;
  untaint(agenda, node, zone);
  ask_for_judgement(agenda, fleet[nodes[node].zone].region);
}

void NodeHealth::untaint(Agenda& agenda, NodeId node, ZoneRow& zone) {
  NodeRow& row = rows_[index_of(node)];
  if (row.queued) std::erase(zone.queue, node);
  if (row.tolerations) agenda.cancel(*row.tolerations);
  row.tolerations.reset();
  row.queued = row.tainted = false;
}

void NodeHealth::ask_for_judgement(Agenda& agenda, RegionId region) {
  auto& asked = judged_at_[index_of(region)];
  if (asked == agenda.now()) return;
  asked = agenda.now();
  agenda.at(agenda.now(), ZonesJudged{region});
}

void NodeHealth::judge(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, RegionId region) {
  const Flavour flavour = fleet[region].flavour;
  const DisruptionRules rules = rules_of(flavour);
  bool some_alive = false;
  for (const ZoneId zone : fleet[region].zones) {
    ZoneRow& row = zones_[index_of(zone)];
    row.state = zone_state(row.ready, row.not_ready, rules);
    some_alive |= row.state != ZoneState::full_disruption && row.ready + row.not_ready > 0;
  }
  for (const ZoneId id : fleet[region].zones) {
    ZoneRow& zone = zones_[index_of(id)];
    const double rate = taint_rate_per_s(zone.state, zone.ready + zone.not_ready, some_alive, flavour, rules);
    zone.limiter.set_rate(agenda.now(), rate);
    // All zones lost: upstream takes the taints off again. EKS evicts nothing from a zone that is lost as a whole; that
    // it takes back taints which nodes got while the zone still counted as normal is assumed.
    if (zone.state == ZoneState::full_disruption && rate == 0)
      for (const NodeId node : nodes.of_zone(id)) take_back_taint(agenda, node, zone);
    plan_taint(agenda, id);
  }
}

void NodeHealth::take_back_taint(Agenda& agenda, NodeId node, ZoneRow& zone) {
  NodeRow& row = rows_[index_of(node)];
  if (!row.tainted) return;
  row.tainted = false;
  if (row.tolerations) agenda.cancel(*row.tolerations);
  row.tolerations.reset();
  row.queued = true;
  zone.queue.push_back(node);
}

void NodeHealth::plan_taint(Agenda& agenda, ZoneId id) {
  ZoneRow& zone = zones_[index_of(id)];
  if (zone.next_taint) agenda.cancel(*zone.next_taint);
  zone.next_taint.reset();
  if (zone.queue.empty()) return;
  if (const auto when = zone.limiter.next(agenda.now())) zone.next_taint = agenda.at(*when, TaintAllowed{id});
}

void NodeHealth::taint_next(Agenda& agenda, ZoneId id) {
  ZoneRow& zone = zones_[index_of(id)];
  zone.next_taint.reset();
  sim::check(!zone.queue.empty(), "a taint was allowed and no node waits for one");
  const NodeId node = zone.queue.front();
  zone.queue.erase(zone.queue.begin());
  zone.limiter.take(agenda.now());
  NodeRow& row = rows_[index_of(node)];
  row.queued = false;
  row.tainted = true;
  row.tolerations = agenda.after(toleration, TolerationsOver{node}, row.because);
  plan_taint(agenda, id);
}

void NodeHealth::instance_gone(Agenda& agenda, const Nodes& nodes, NodeId node) {
  const Duration wait = phase(agenda, "cloud_loop.phase", nodes[node].luck, nodes[node].failures, cloud_loop_every);
  agenda.after(wait, NodeDeleted{node}, rows_[index_of(node)].because);
}

void NodeHealth::remove(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  NodeRow& row = rows_[index_of(node)];
  ZoneRow& zone = zones_[index_of(nodes[node].zone)];
  if (!row.counted) return;
  row.counted = false;
  --(row.ready ? zone.ready : zone.not_ready);
  row.ready = false;
  if (row.pending) agenda.cancel(*row.pending);
  row.pending.reset();
  untaint(agenda, node, zone);
  const Duration wait = phase(agenda, "pod_gc.phase", nodes[node].luck, nodes[node].failures, collection_every);
  agenda.after(collection_quarantine + wait, PodsCollected{node}, row.because);
  ask_for_judgement(agenda, fleet[nodes[node].zone].region);
}

}  // namespace paddock::models
