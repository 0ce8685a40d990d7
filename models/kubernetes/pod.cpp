#include "models/kubernetes/pod.hpp"

#include <algorithm>
#include <utility>

#include "models/events/kubernetes.hpp"
#include "models/events/traffic.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/database.hpp"
#include "models/kubernetes/watch.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

/// Whatever is to become of the pod by itself.
void cancel_own(Agenda& agenda, PodRow& row) {
  for (auto* event : {&row.next_event, &row.exit_event, &row.kill_event}) agenda.cancel(*event);
}

/// Whether the readiness probe of a process that answers passes now.
bool passes(const Fleet& fleet, const Databases& databases, const PodRow& row) {
  const auto& database = fleet[row.tenant].database;
  return !fleet.workload(row.tenant).pod.probes.readiness.asks_database || !database || databases[*database].available;
}

}  // namespace

Duration drawn(const Agenda& agenda, const sim::Distribution& seconds, std::string_view purpose, const PodRow& row,
               std::uint64_t n) {
  return sim::sample_length(seconds, agenda.draw(sim::luck(purpose, row.luck), n));
}

Pods::Pods(const Fleet& fleet) : tenants_(fleet.tenants.size()), endpoints_from_(fleet.regions.size(), Time::min()) {}

PodId Pods::create(Agenda& agenda, const Fleet& fleet, TenantId tenant, std::uint32_t version, Time when,
                   std::optional<Because> because, std::uint32_t ordinal) {
  TenantPods& owner = tenants_[index_of(tenant)];
  const PodId id = rows_.insert({.tenant = tenant,
                                 .version = version,
                                 .ordinal = ordinal,
                                 .luck = sim::hash_pair(sim::hash_name(fleet[tenant].name), ++owner.created),
                                 .created = when,
                                 .because = because});
  join_tenant(id);
  const Duration seen = seen_after(agenda, fleet, fleet[tenant].region, "watch.scheduler", rows_[id].luck);
  rows_[id].call_event = agenda.at(when + seen, PodQueued{id}, because);
  return id;
}

PodId Pods::create_serving(Agenda& agenda, const Fleet& fleet, TenantId tenant, NodeId node, std::uint32_t ordinal) {
  TenantPods& owner = tenants_[index_of(tenant)];
  const PodId id = rows_.insert({.tenant = tenant,
                                 .ordinal = ordinal,
                                 .luck = sim::hash_pair(sim::hash_name(fleet[tenant].name), ++owner.created),
                                 .phase = PodPhase::running,
                                 .taken_up = true,
                                 .alive = true,
                                 .answers = true,
                                 .ready = true,
                                 .listed = true,
                                 .created = agenda.now(),
                                 .started = agenda.now()});
  // Nobody knows when it started: its probes fall anywhere in their period.
  const ProbeRules& probes = fleet.workload(tenant).pod.probes;
  if (probes.ask_database())
    rows_[id].started -=
        drawn(agenda, sim::Distribution::uniform(0, sim::to_seconds(probes.readiness.period)), "pod.probes", rows_[id]);
  join_tenant(id);
  join_node(id, node);
  return id;
}

void Pods::queued(Agenda& agenda, PodId id) {
  rows_[id].call_event.reset();
  rows_[id].because = agenda.current();
}

void Pods::binding_seen_at(Agenda& agenda, PodId id, Time when) {
  rows_[id].call_event = agenda.at(when, PodBound{id}, rows_[id].because);
}

void Pods::bind(Agenda& agenda, PodId id) {
  rows_[id].call_event.reset();
  rows_[id].phase = PodPhase::bound;
  rows_[id].bound_at = agenda.now();
}

/// Requests meet a process that answers, or not.
void Pods::set_process(Agenda& agenda, PodId id, bool alive, bool answers) {
  PodRow& row = rows_[id];
  const bool seen = row.answers != answers;
  row.alive = alive;
  row.answers = answers;
  if (row.listed && seen) agenda.emit(ServingChanged{row.tenant});
}

/// The last change is what the nodes hear of.
template <class Change>
void Pods::change_endpoint(Agenda& agenda, const Fleet& fleet, PodId id) {
  PodRow& row = rows_[id];
  const RegionId region = fleet[row.tenant].region;
  const sim::Distribution& propagation_s = fleet[region].path.service.propagation.seconds;
  row.endpoint_at = std::max(endpoints_from_[index_of(region)], agenda.now()) +
                    drawn(agenda, propagation_s, "endpoint.propagation", row, row.listings++);
  agenda.cancel(row.endpoint_event);
  row.endpoint_event = agenda.at(row.endpoint_at, Change{id});
}

void Pods::became_ready(Agenda& agenda, const Fleet& fleet, PodId id) {
  PodRow& row = rows_[id];
  row.next_event.reset();
  row.ready = true;
  if (!row.ready_at) row.ready_at = agenda.now();
  const Duration min_ready = fleet.workload(row.tenant).rollout.min_ready;
  row.available_from = agenda.now() + min_ready;
  agenda.cancel(row.available_event);  // Ready before, and nobody heard that it was not
  if (min_ready > Duration{}) row.available_event = agenda.after(min_ready, PodAvailable{id});
  agenda.emit(ReadyChanged{row.tenant});
  change_endpoint<EndpointListed>(agenda, fleet, id);
}

void Pods::became_unready(Agenda& agenda, const Fleet& fleet, PodId id) {
  PodRow& row = rows_[id];
  if (!row.ready) return;
  row.ready = false;
  agenda.cancel(row.available_event);
  agenda.emit(ReadyChanged{row.tenant});
  change_endpoint<EndpointGone>(agenda, fleet, id);
}

void Pods::mark_unready_at(Agenda& agenda, PodId id, Time when) {
  agenda.cancel(rows_[id].call_event);
  rows_[id].call_event = agenda.at(when, PodMarkedNotReady{id});
}

bool Pods::to_be_listed(PodId id) const {
  const PodRow& row = rows_[id];
  return !row.listed && row.ready && !row.deleted && !row.left_out;
}

bool Pods::to_be_unlisted(PodId id) const { return rows_[id].listed && (!rows_[id].ready || rows_[id].left_out); }

void Pods::list(Agenda& agenda, PodId id) {
  if (!to_be_listed(id)) return;
  PodRow& row = rows_[id];
  row.listed = true;
  agenda.emit(ServingChanged{row.tenant});
}

void Pods::unlist(Agenda& agenda, PodId id) {
  if (!to_be_unlisted(id)) return;
  PodRow& row = rows_[id];
  row.listed = false;
  agenda.emit(ServingChanged{row.tenant});
}

void Pods::remove(Agenda& agenda, const Fleet& fleet, PodId id, bool in_touch) {
  PodRow& row = rows_[id];
  if (row.deleted) return;
  row.deleted = true;
  cancel_own(agenda, row);
  agenda.cancel(row.call_event);
  agenda.emit(PodDeleted{id});
  became_unready(agenda, fleet, id);
  if (!row.node)
    go(agenda, id);
  else if (in_touch)
    stop(agenda, fleet, id);
}

void Pods::remove_at(Agenda& agenda, PodId id, Time when) {
  PodRow& row = rows_[id];
  if (row.deletion_event && row.deletion_at <= when) return;
  agenda.cancel(row.deletion_event);
  row.deletion_event = agenda.at(when, PodDeletionDue{id});
  row.deletion_at = when;
}

void Pods::leave(Agenda& agenda, PodId id, Time when) {
  rows_[id].leaving = true;
  remove_at(agenda, id, when);
}

/// What does not run yet is gone. A kubelet that was cut off meanwhile has not begun anew.
void Pods::stop(Agenda& agenda, const Fleet& fleet, PodId id) {
  PodRow& row = rows_[id];
  if (row.stop_event) return;
  const PodPlan& plan = fleet.workload(row.tenant).pod;
  const Duration seen = seen_after(agenda, fleet, fleet[row.tenant].region, "watch.deletion", row.luck);
  const Duration wait = row.alive ? time_to_stop(plan.pre_stop, plan.shutdown, plan.grace) : Duration{};
  row.stop_event = agenda.after(seen + wait, PodStopped{id});
}

void Pods::stopped(Agenda& agenda, PodId id) {
  rows_[id].stop_event.reset();
  set_process(agenda, id, false, false);
  if (!rows_[id].cut_off) go(agenda, id);  // else the kubelet says so later
}

void Pods::go(Agenda& agenda, PodId id) {
  if (!rows_[id].going) agenda.emit(PodGone{id});
  rows_[id].going = true;
}

void Pods::erase(Agenda& agenda, PodId id) {
  PodRow& row = rows_[id];
  cancel_own(agenda, row);
  if (row.listed) {
    TenantPods& owner = tenants_[index_of(row.tenant)];
    ++owner.dead_endpoints;
    if (row.endpoint_event)
      agenda.at(row.endpoint_at, DeadEndpointGone{row.tenant});
    else
      ++owner.dead_heard;  // the slice waits to be written
    agenda.emit(ServingChanged{row.tenant});
  }
  for (auto* event : {&row.call_event, &row.available_event, &row.endpoint_event, &row.deletion_event, &row.stop_event})
    agenda.cancel(*event);
  if (row.ready) agenda.emit(ReadyChanged{row.tenant});
  leave_lists(id);
  rows_.erase(id);
}

void Pods::drop_dead_endpoints(Agenda& agenda, TenantId tenant) {
  TenantPods& owner = tenants_[index_of(tenant)];
  if (owner.dead_heard == 0) return;
  owner.dead_endpoints -= std::exchange(owner.dead_heard, 0);
  agenda.emit(ServingChanged{tenant});
}

void Pods::machine_stopped(Agenda& agenda, NodeId node) {
  for (auto id = first_on(node); id; id = rows_[*id].next_on_node) {
    PodRow& row = rows_[*id];
    cancel_own(agenda, row);
    row.taken_up = false;
    row.back_off = {};
    set_process(agenda, *id, false, false);
  }
}

void Pods::machine_running(Agenda& agenda, const Fleet& fleet, NodeId node) {
  for (auto id = first_on(node); id; id = rows_[*id].next_on_node) {
    PodRow& row = rows_[*id];
    if (row.deleted) {
      go(agenda, *id);  // the kubelet confirms that nothing of it is left
      continue;
    }
    became_unready(agenda, fleet, *id);
  }
}

void Pods::node_cut_off(Agenda& agenda, NodeId node) {
  for (auto id = first_on(node); id; id = rows_[*id].next_on_node) {
    rows_[*id].cut_off = true;
    if (rows_[*id].listed) agenda.emit(ServingChanged{rows_[*id].tenant});
  }
}

void Pods::node_reconnected(Agenda& agenda, const Fleet& fleet, const Databases& databases, NodeId node,
                            bool machine_running) {
  for (auto id = first_on(node); id; id = rows_[*id].next_on_node) {
    PodRow& row = rows_[*id];
    row.cut_off = false;
    if (row.listed) agenda.emit(ServingChanged{row.tenant});
    if (!machine_running) continue;
    if (row.deleted && row.alive)
      stop(agenda, fleet, *id);
    else if (row.deleted)
      go(agenda, *id);
    else if (!row.alive)
      became_unready(agenda, fleet, *id);
    else if (row.answers && !row.ready && passes(fleet, databases, row))
      report_ready(agenda, *id);
  }
}

/// The kubelet's status manager goes over all pods every 10 s (kubernetes/kubernetes pkg/kubelet/status).
void Pods::report_ready(Agenda& agenda, PodId id) {
  PodRow& row = rows_[id];
  const Time first = agenda.now() + sim::sample_length(sim::Distribution::uniform(0, 10),
                                                       agenda.draw(sim::luck("pod.status", row.luck), row.listings));
  if (!row.next_event) row.next_event = agenda.at(first, PodReady{id});
}

void Pods::leave_out(Agenda& agenda, const Fleet& fleet, NodeId node, bool away) {
  for (auto id = first_on(node); id; id = rows_[*id].next_on_node) {
    PodRow& row = rows_[*id];
    row.left_out = away;
    if (!row.ready || row.listed != away) continue;
    away ? change_endpoint<EndpointGone>(agenda, fleet, *id) : change_endpoint<EndpointListed>(agenda, fleet, *id);
  }
}

std::optional<PodId> Pods::first_on(NodeId node) const {
  return index_of(node) < nodes_.size() ? nodes_[index_of(node)] : std::nullopt;
}

std::uint32_t Pods::ready_of(TenantId tenant) const {
  std::uint32_t ready = 0;
  for (auto id = first_of(tenant); id; id = rows_[*id].next_of_tenant) ready += rows_[*id].ready ? 1 : 0;
  return ready;
}

EndpointCount Pods::endpoints_of(TenantId tenant) const {
  EndpointCount count{.listed = tenants_[index_of(tenant)].dead_endpoints};
  for (auto id = first_of(tenant); id; id = rows_[*id].next_of_tenant) {
    const PodRow& row = rows_[*id];
    count.listed += row.listed ? 1 : 0;
    count.alive += row.listed && row.answers && !row.cut_off ? 1 : 0;
  }
  return count;
}

void Pods::join_tenant(PodId id) {
  auto& first = tenants_[index_of(rows_[id].tenant)].first;
  rows_[id].next_of_tenant = first;
  first = id;
}

void Pods::join_node(PodId id, NodeId node) {
  if (index_of(node) >= nodes_.size()) nodes_.resize(index_of(node) + 1);
  rows_[id].node = node;
  rows_[id].next_on_node = nodes_[index_of(node)];
  nodes_[index_of(node)] = id;
}

void Pods::leave_lists(PodId id) {
  const auto leave = [&](std::optional<PodId>& first, std::optional<PodId> PodRow::*next) {
    std::optional<PodId>* at = &first;
    while (*at != id) at = &(rows_[**at].*next);
    *at = rows_[id].*next;
  };
  leave(tenants_[index_of(rows_[id].tenant)].first, &PodRow::next_of_tenant);
  if (rows_[id].node) leave(nodes_[index_of(*rows_[id].node)], &PodRow::next_on_node);
}

}  // namespace paddock::models
