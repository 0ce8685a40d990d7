#include "models/kubernetes/node_health.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "models/events/kubernetes.hpp"
#include "models/infrastructure/node.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

// kubernetes/kubernetes: lease 40 s renewed at a quarter of it; cloud node lifecycle loop 5 s; pod garbage collection
// each 20 s after 40 s of quarantine.
constexpr Duration renew_every = 10s;
constexpr Duration cloud_loop_every = 5s;
constexpr Duration collection_every = 20s;
constexpr Duration collection_quarantine = 40s;

/// How the controller watches the nodes of a region.
MonitorRules watch_of(const Region& region) { return {.grace = region.grace}; }

/// A moment of a loop with this period whose phase is not known.
Duration phase(const Agenda& agenda, std::string_view purpose, std::uint64_t entity, std::uint64_t n, Duration period) {
  auto draw = agenda.draw(sim::luck(purpose, entity), n);
  return Duration{static_cast<Duration::rep>(draw.below(static_cast<std::uint64_t>(period.count())))};
}

}  // namespace

NodeHealth::NodeHealth(const Fleet& fleet)
    : tolerations_(fleet.tolerations), zones_(fleet.zones.size()), judged_at_(fleet.regions.size()) {}

NodeHealth::NodeRow& NodeHealth::made(NodeId node) {
  if (index_of(node) >= rows_.size()) {
    rows_.resize(index_of(node) + 1, NodeRow{.ready = false, .counted = false});
    departures_.resize(rows_.size() * tolerations_.size());
  }
  return rows_[index_of(node)];
}

std::span<NodeHealth::Departure> NodeHealth::departures(NodeId node) {
  return std::span(departures_).subspan(index_of(node) * tolerations_.size(), tolerations_.size());
}

void NodeHealth::registers(NodeId node, Time when) { made(node).registers = when; }

void NodeHealth::add(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  NodeRow& row = made(node);
  ZoneRow& zone = zones_[index_of(nodes[node].zone)];
  agenda.cancel(row.pending);
  if (row.counted) {  // it registered, was given up, and is there after all
    --(row.ready ? zone.nodes.ready : zone.nodes.not_ready);
    untaint(agenda, node, zone);
    ask_for_judgement(agenda, fleet[nodes[node].zone].region);
  }
  row = NodeRow{};
  std::ranges::fill(departures(node), Departure{});
  ++zone.nodes.ready;
}

Time NodeHealth::next_look(const Agenda& agenda, const Fleet& fleet, RegionId region, Time after) const {
  const Duration every = watch_of(fleet[region]).period;
  const Duration offset = phase(agenda, "node_monitor.phase", sim::hash_name(fleet[region].name), 0, every);
  const Duration since = after.time_since_epoch() - offset;
  const auto below = since.count() < 0 ? every.count() - 1 : 0;  // rounds down on both sides of time 0
  const auto looks = (since.count() - below) / every.count();
  return Time{offset + every * (looks + 1)};
}

void NodeHealth::lease_stops(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  if (!knows(node)) return;
  NodeRow& row = rows_[index_of(node)];
  agenda.cancel(row.pending);
  const RegionId region = fleet[nodes[node].zone].region;
  if (row.registers && !row.counted && *row.registers <= agenda.now()) {
    const Time patience = patience_ends(*row.registers, watch_of(fleet[region]).startup_grace);
    row.because = agenda.current();
    row.pending = agenda.at(next_look(agenda, fleet, region, std::max(patience, agenda.now())), NodeUnknown{node});
  }
  if (!row.counted || !row.ready) return;
  const Duration age = phase(agenda, "node.lease_age", nodes[node].luck, nodes[node].failures, renew_every);
  // The controller is taken to see a renewal when it is made (assumed), so that its patience begins with the last one,
  // or with its own beginning.
  const Time heard = std::max(agenda.now() - age, zones_[index_of(nodes[node].zone)].acts_from);
  const Time silent = patience_ends(heard, watch_of(fleet[region]).grace);
  row.because = agenda.current();
  row.pending = agenda.at(next_look(agenda, fleet, region, std::max(silent, agenda.now())), NodeUnknown{node});
}

void NodeHealth::lease_returns(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  NodeRow& row = rows_[index_of(node)];
  agenda.cancel(row.pending);
  if (!row.counted || row.ready) return;
  const Time from = std::max(agenda.now(), zones_[index_of(nodes[node].zone)].acts_from);
  row.pending = agenda.at(next_look(agenda, fleet, fleet[nodes[node].zone].region, from), NodeReady{node});
}

void NodeHealth::new_leader(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, RegionId region, Time acts_from) {
  const Time silent = patience_ends(acts_from, watch_of(fleet[region]).grace);
  for (const ZoneId id : fleet[region].zones) {
    ZoneRow& zone = zones_[index_of(id)];
    zone.acts_from = acts_from;
    for (const NodeId node : nodes.of_zone(id)) {
      if (!knows(node)) continue;
      NodeRow& row = rows_[index_of(node)];
      if (row.pending && row.counted) {
        agenda.cancel(*row.pending);
        const Time look = next_look(agenda, fleet, region, row.ready ? silent : acts_from);
        row.pending = row.ready ? agenda.at(look, NodeUnknown{node}, row.because) : agenda.at(look, NodeReady{node});
      }
      for (std::size_t n = 0; n < tolerations_.size(); ++n)
        if (const auto when = departures(node)[n].timer.deletes_at(); when && *when >= agenda.now())
          post_end_of_tolerations(agenda, node, n, zone);
    }
    plan_taint(agenda, id);
  }
}

void NodeHealth::unknown(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, NodeId node) {
  NodeRow& row = rows_[index_of(node)];
  ZoneRow& zone = zones_[index_of(nodes[node].zone)];
  row.pending.reset();
  if (row.counted) --zone.nodes.ready;
  row.counted = true;
  row.ready = false;
  ++zone.nodes.not_ready;
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
  ++zone.nodes.ready;
  --zone.nodes.not_ready;
  untaint(agenda, node, zone);
  ask_for_judgement(agenda, fleet[nodes[node].zone].region);
}

void NodeHealth::untaint(Agenda& agenda, NodeId node, ZoneRow& zone) {
  NodeRow& row = rows_[index_of(node)];
  if (row.queued) std::erase(zone.queue, node);
  row.queued = row.tainted = false;
  retime(agenda, node, zone);
}

void NodeHealth::retime(Agenda& agenda, NodeId node, const ZoneRow& zone) {
  static constexpr std::array taints{NodeTaint::unreachable};
  for (std::size_t n = 0; n < tolerations_.size(); ++n) {
    EvictionTimer& timer = departures(node)[n].timer;
    const bool rang = timer.deletes_at() && std::max(*timer.deletes_at(), zone.acts_from) < agenda.now();
    if (rang) timer = {};  // those pods are gone; others may come
    const std::array tolerated{Toleration{NodeTaint::unreachable, tolerations_[n]}};
    timer.look(agenda.now(), std::span(taints).first(rows_[index_of(node)].tainted ? 1 : 0), tolerated);
    post_end_of_tolerations(agenda, node, n, zone);
  }
}

void NodeHealth::post_end_of_tolerations(Agenda& agenda, NodeId node, std::size_t nth, const ZoneRow& zone) {
  auto& [timer, over] = departures(node)[nth];
  agenda.cancel(over);
  if (const auto when = timer.deletes_at())
    over = agenda.at(std::max(*when, zone.acts_from), TolerationsOver{node, static_cast<std::uint32_t>(nth)},
                     rows_[index_of(node)].because);
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
  const auto& zones = fleet[region].zones;
  const bool some_alive =
      std::ranges::any_of(zones, [&](ZoneId id) { return zone_alive(zones_[index_of(id)].nodes, rules); });
  for (const ZoneId id : zones) {
    ZoneRow& zone = zones_[index_of(id)];
    const ZoneJudgement judgement = judge_zone(zone.nodes, some_alive, flavour, rules);
    zone.state = judgement.state;
    zone.limiter.set_rate(agenda.now(), judgement.taints_per_s);
    if (judgement.takes_taints_back)
      for (const NodeId node : nodes.of_zone(id))
        if (knows(node)) take_back_taint(agenda, node, zone);
    plan_taint(agenda, id);
  }
}

void NodeHealth::take_back_taint(Agenda& agenda, NodeId node, ZoneRow& zone) {
  NodeRow& row = rows_[index_of(node)];
  if (!row.tainted) return;
  row.tainted = false;
  retime(agenda, node, zone);
  row.queued = true;
  zone.queue.push_back(node);
}

void NodeHealth::plan_taint(Agenda& agenda, ZoneId id) {
  ZoneRow& zone = zones_[index_of(id)];
  agenda.cancel(zone.next_taint);
  if (zone.queue.empty()) return;
  if (const auto when = zone.limiter.next(agenda.now()))
    zone.next_taint = agenda.at(std::max(*when, zone.acts_from), TaintAllowed{id});
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
  retime(agenda, node, zone);
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
  --(row.ready ? zone.nodes.ready : zone.nodes.not_ready);
  row.ready = false;
  agenda.cancel(row.pending);
  untaint(agenda, node, zone);
  const Duration wait = phase(agenda, "pod_gc.phase", nodes[node].luck, nodes[node].failures, collection_every);
  agenda.after(collection_quarantine + wait, PodsCollected{node}, row.because);
  ask_for_judgement(agenda, fleet[nodes[node].zone].region);
}

}  // namespace paddock::models
