#include "scenarios/experiment/recording.hpp"

#include <algorithm>
#include <bit>

#include "models/events/cloud.hpp"
#include "models/events/delivery.hpp"
#include "models/events/faults.hpp"
#include "models/events/infrastructure.hpp"
#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "models/events/run.hpp"
#include "models/events/traffic.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// Zones that hold a Ready pod of the tenant.
std::uint32_t zones_of(const World& world, TenantId tenant) {
  std::uint32_t zones = 0;
  for (auto id = world.pods.first_of(tenant); id; id = world.pods[*id].next_of_tenant) {
    if (!world.pods[*id].ready) continue;
    const auto& in_region = (*world.fleet)[(*world.fleet)[tenant].region].zones;
    zones |= 1U << static_cast<unsigned>(std::ranges::find(in_region, world.nodes[*world.pods[*id].node].zone) -
                                         in_region.begin());
  }
  return static_cast<std::uint32_t>(std::popcount(zones));
}

}  // namespace

Recording::Recording(const Fleet& fleet)
    : ready(fleet.tenants.size()),
      serving(fleet.tenants.size()),
      zones(fleet.tenants.size()),
      ready_at_start(fleet.tenants.size(), 0),
      zones_at_start(fleet.tenants.size(), 0),
      serving_at_start(fleet.tenants.size()),
      reach(fleet.regions.size()),
      database_up(fleet.databases.size()),
      schema_free(fleet.tenants.size()),
      calls(fleet.delivery.apis.size()),
      added_at_(fleet.tenants.size()),
      down_since_(fleet.databases.size()) {}

void Recording::begin(const World& world) {
  steps.resize(world.steps.size());
  for (std::size_t i = 0; i < world.fleet->tenants.size(); ++i) {
    ready_at_start[i] = world.pods.ready_of(static_cast<TenantId>(i));
    zones_at_start[i] = zones_of(world, static_cast<TenantId>(i));
    serving_at_start[i] = world.pods.endpoints_of(static_cast<TenantId>(i));
  }
  for (std::size_t i = 0; i < reach.size(); ++i)
    reach[i].set(Time{}, world.path.reach(Time{}, *world.fleet, world.zones, static_cast<RegionId>(i)));
  for (std::size_t i = 0; i < database_up.size(); ++i)
    database_up[i].set(Time{}, world.databases[static_cast<DatabaseId>(i)].available ? 1 : 0);
  calls_made(world, Time{} - Duration{1});  // those of its past are in no window
}

void Recording::ready_changed(const World& world, Time now, TenantId tenant) {
  const std::size_t i = index_of(tenant);
  const std::uint32_t count = world.pods.ready_of(tenant);
  ready[i].set(now, count);
  zones[i].set(now, zones_of(world, tenant));
  if (count > 0 && added_at_[i]) {
    first_ready.push_back({*added_at_[i], now - *added_at_[i], static_cast<std::uint32_t>(i)});
    added_at_[i].reset();
  }
}

/// The counts of those APIs that were called since the last look.
void Recording::calls_made(const World& world, Time now) {
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const ApiCounts& counts = world.apis.counts(static_cast<ApiId>(i));
    const std::int64_t known = calls[i].empty() ? 0 : calls[i].changes().back().value.attempts;
    if (counts.attempts != known) calls[i].set(now, counts);
  }
}

void Recording::joined(const World& world, Time now, NodeId node) {
  const std::size_t i = index_of(node);
  if (i >= asked_at_.size() || !asked_at_[i] || !world.nodes[node].joined) return;
  joins.push_back({*asked_at_[i], now - *asked_at_[i], static_cast<std::uint32_t>(i),
                   static_cast<std::uint32_t>(world.nodes[node].zone)});
  asked_at_[i].reset();
}

void Recording::step_began(const World& world, Time now, StepId id) {
  steps[index_of(id)].began = now;
  note_launches(world, now);
  const StepDefinition& step = (*world.timeline)[id];
  if (step.verb == Verb::add_tenants)
    for (const std::uint32_t tenant : step.objects) added_at_[tenant] = now;
}

bool Recording::observe_drain(const World& world, Time now, const sim::EventRecord& event) {
  if (const auto blocked = event.as<DrainBlocked>())
    blocked_since_[blocked->node] = now;
  else if (const auto drained = event.as<NodeDrained>())
    end_blocked_drain(world, drained->node, now, false);
  else if (const auto expired = event.as<DrainExpired>())
    end_blocked_drain(world, expired->node, now, false);
  else if (const auto failed = event.as<DrainFailed>())
    end_blocked_drain(world, failed->node, now, false);
  else if (event.as<NodeTerminated>())
    note_launches(world, now);
  else
    return false;
  return true;
}

void Recording::observe(const World& world, Time now, const sim::EventRecord& event) {
  if (const auto e = event.as<ServingChanged>()) {
    serving[index_of(e->tenant)].set(now, world.pods.endpoints_of(e->tenant));
  } else if (const auto ready_event = event.as<ReadyChanged>()) {
    ready_changed(world, now, ready_event->tenant);
  } else if (const auto schema = event.as<SchemaBlocked>()) {
    schema_free[index_of(schema->tenant)].set(now, world.migrations.runs(schema->tenant) ? 0 : 1);
  } else if (const auto path = event.as<PathChanged>()) {
    reach[index_of(path->region)].set(now, world.path.reach(now, *world.fleet, world.zones, path->region));
  } else if (const auto bound = event.as<PodBound>()) {
    const PodRow& pod = world.pods[bound->pod];
    pending.push_back({pod.created, now - pod.created, static_cast<std::uint32_t>(pod.tenant),
                       static_cast<std::uint32_t>(world.nodes[*pod.node].zone)});
  } else if (const auto ready_pod = event.as<PodReady>()) {
    if (!world.pods.contains(ready_pod->pod)) return;
    const PodRow& pod = world.pods[ready_pod->pod];
    if (pod.ready_at == now && pod.bound_at)
      start_times.push_back({*pod.bound_at, now - *pod.bound_at, static_cast<std::uint32_t>(pod.tenant),
                             static_cast<std::uint32_t>(world.nodes[*pod.node].zone)});
  } else if (const auto down = event.as<DatabaseDown>()) {
    database_up[index_of(down->database)].set(now, 0);
    auto& since = down_since_[index_of(down->database)];
    if (!since) since = now;
  } else if (const auto done = event.as<FailoverDone>()) {
    if (!world.databases[done->database].available) return;
    database_up[index_of(done->database)].set(now, 1);
    auto& since = down_since_[index_of(done->database)];
    if (since) failovers.push_back({*since, now - *since, static_cast<std::uint32_t>(done->database)});
    since.reset();
  } else if (event.as<CallRetried>() || event.as<ProgramStarted>()) {
    calls_made(world, now);  // no other event makes calls: finish() checks it
  } else if (const auto join = event.as<NodeJoined>()) {
    joined(world, now, join->node);
  } else if (observe_drain(world, now, event)) {
    return;
  } else if (const auto began = event.as<StepBegan>()) {
    step_began(world, now, began->step);
  } else if (const auto ended = event.as<StepEnded>()) {
    steps[index_of(ended->step)].over = now;
  } else if (event.as<RunBegan>()) {
    begin(world);
  }
}

void Recording::note_launches(const World& world, Time now) {
  asked_at_.resize(world.nodes.size());
  for (std::size_t i = 0; i < asked_at_.size(); ++i)
    if (!world.nodes[static_cast<NodeId>(i)].joined && !asked_at_[i]) asked_at_[i] = now;
}

void Recording::end_blocked_drain(const World& world, NodeId node, Time now, bool cut) {
  const auto since = blocked_since_.find(node);
  if (since == blocked_since_.end()) return;
  blocked_drains.push_back({since->second, now - since->second, static_cast<std::uint32_t>(node),
                            static_cast<std::uint32_t>(world.nodes[node].zone), cut});
  blocked_since_.erase(since);
}

void Recording::finish(const World& world, Time end) {
  horizon = end;
  while (!blocked_since_.empty()) end_blocked_drain(world, blocked_since_.begin()->first, end, true);
  world.pods.for_each([&](PodId, const PodRow& pod) {
    if (!pod.node && !pod.deleted)
      pending.push_back({pod.created, end - pod.created, static_cast<std::uint32_t>(pod.tenant), 0, true});
  });
  for (std::size_t i = 0; i < calls.size(); ++i)
    sim::check((calls[i].empty() ? 0 : calls[i].changes().back().value.attempts) ==
                   world.apis.counts(static_cast<ApiId>(i)).attempts,
               "every call of an API was seen");
  for (std::size_t i = 0; i < asked_at_.size(); ++i)
    if (asked_at_[i])
      joins.push_back({*asked_at_[i], end - *asked_at_[i], static_cast<std::uint32_t>(i),
                       static_cast<std::uint32_t>(world.nodes[static_cast<NodeId>(i)].zone), true});
  for (std::size_t i = 0; i < down_since_.size(); ++i)
    if (down_since_[i])
      failovers.push_back({*down_since_[i], end - *down_since_[i], static_cast<std::uint32_t>(i), 0, true});
  for (std::size_t i = 0; i < added_at_.size(); ++i)
    if (added_at_[i])
      first_ready.push_back({*added_at_[i], end - *added_at_[i], static_cast<std::uint32_t>(i), 0, true});
}

}  // namespace paddock::scenarios
