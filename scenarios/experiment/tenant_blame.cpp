#include "scenarios/experiment/tenant_blame.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "scenarios/counted.hpp"
#include "scenarios/experiment/container_blame.hpp"
#include "scenarios/experiment/losses.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/report/numbers.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

bool any_of_kinds(const Trace& trace, const TraceEntry& last, std::initializer_list<std::string_view> kinds) {
  return std::ranges::any_of(
      trace.chain(last), [&](const TraceEntry* entry) { return std::ranges::find(kinds, entry->kind) != kinds.end(); });
}

/// Finds what happened to one tenant around an interval.
class TenantBlame {
 public:
  TenantBlame(const Target& target, const RunFacts& facts, const Trace& trace, const EntityValue& value)
      : target_(target),
        facts_(facts),
        fleet_(*facts.design.fleet),
        trace_(trace),
        value_(value),
        tenant_(static_cast<TenantId>(value.entity)),
        when_(value.when) {}

  Blame find() {
    if (target_.metric->entity == Entity::pod || target_.metric->name == "tenant.first_ready")
      blame_waiting();
    else if (target_.metric->name == "tenant.ready_replicas")
      blame_ready();
    else
      blame_requests();
    if (blame_.causes.empty()) blame_control_plane();
    const std::int64_t replicas = fleet_.workload(tenant_).replicas;
    for (const TraceEntry& entry : trace_.entries())
      if (entry.kind == "pod.waits_for_volume" && entry.tenant == tenant_ && entry.at >= when_.from &&
          entry.at <= when_.to)
        add("volume-on-other-node");
    for (const TraceEntry& entry : trace_.entries())
      if (entry.kind == "pod.refused" && entry.tenant == tenant_ && entry.at >= when_.from && entry.at <= when_.to)
        add("quota-exceeded");
    blame_.summary = fleet_[tenant_].name + " (" + counted(replicas, "replica") + "): " + sentence();
    if (no_room_) blame_.summary += "; " + missing_room();
    return blame_;
  }

 private:
  void add(std::string_view cause) {
    if (std::ranges::find(blame_.causes, cause) == blame_.causes.end()) blame_.causes.emplace_back(cause);
  }

  void blame_requests() {
    const Losses losses = losses_of(target_, facts_, value_);
    if (losses.when) when_ = *losses.when;
    if (fleet_.workload(tenant_).replicas == 0) {
      known_ = "it has no pods by design";
      return;
    }
    const double pods_s = losses.dead_s + losses.none_s;
    if (losses.matters(pods_s)) {
      const TraceEntry* const event = last_before("tenant.serving_changed", losses.pods_from);
      if (event) blame_pods(*event, endpoints_at(losses.pods_from).alive == 0, false);
      if (losses.matters(losses.dead_s)) add("dead-pod-keeps-its-share");
      const TraceEntry* const pending = unschedulable();
      blame_.last = pending ? pending : event;
    }
    // A lost region takes databases and addresses with it: they are no causes of their own unless they lasted longer.
    const bool region = std::ranges::find(blame_.causes, "region-lost") != blame_.causes.end();
    const double others_s = std::max(pods_s, losses.path_s);
    if (losses.matters(losses.database_s) && (region ? losses.database_s > others_s : losses.database_s >= others_s)) {
      const TraceEntry* const blocked = last_before("migration.began", losses.database_from);
      const TraceEntry* event = database_down(losses.database_from);
      if (event) add("database-failover");
      if (!event && blocked) add("migration"), event = blocked;
      if (event && (losses.database_s > pods_s || !blame_.last)) blame_.last = event;
    }
    if (losses.matters(losses.path_s) && (!region || losses.path_s > pods_s)) {
      add("dead-address-in-dns");
      if (!blame_.last) blame_.last = path_changed(losses.path_from);
    }
    known_ = losses.text();
  }

  void blame_ready() {
    const auto [at, count] = fewest_ready();
    const std::int64_t replicas = fleet_.workload(tenant_).replicas;
    known_ = std::to_string(count) + " of " + std::to_string(replicas) + " wanted were Ready at " +
             readable_seconds(sim::to_seconds(at.time_since_epoch()));
    const TraceEntry* const event = last_before("tenant.ready_changed", at);
    if (!event) {
      if (count < replicas) blame_.last = unschedulable();
      return;
    }
    if (count < replicas)
      blame_pods(*event, count == 0, true);
    else
      blame_replacement(*event);
    const TraceEntry* const pending = count < replicas ? unschedulable() : nullptr;
    blame_.last = pending ? pending : event;
  }

  /// A pod that waits, or starts.
  void blame_waiting() {
    blame_.last = unschedulable();
    if (blame_.last) return;
    for (const TraceEntry& entry : trace_.entries())
      if (entry.tenant == tenant_ && entry.at >= when_.from && entry.at <= when_.to) blame_.last = &entry;
    if (blame_.last) blame_replacement(*blame_.last);
    for (const std::string_view cause : start_causes(trace_, when_, [&](TenantId tenant) { return tenant == tenant_; }))
      add(cause);
    const TraceEntry* const network = last_before("pod.network_ready", when_.to);
    if (network && network->at >= when_.from) add("daemonset-update");
    known_ = "what held its pod back is not recorded";
    if (target_.metric->name != "pod.pending_for") known_ = "what it waited for is its start and its probes";
  }

  /// Why pods of the tenant no longer serve, or are no longer Ready. `all`: none is left.
  void blame_pods(const TraceEntry& event, bool all, bool ready) {
    const std::int64_t replicas = fleet_.workload(tenant_).replicas;
    if (any_of_kinds(trace_, event, {"zone.lost", "zone.cut_off"})) {
      if (region_step(event))
        add("region-lost");
      else if (replicas == 1)
        add("single-replica-in-lost-zone");
      else if (all)
        add("all-replicas-in-lost-zone");
      else if (ready)
        add("replica-in-lost-zone");
      if (keeps_the_name()) add("stateful-set-waits-for-old-pod");
    } else if (any_of_kinds(trace_, event, {"node.down", "node.cut_off"})) {
      add("node-crashed");
      if (keeps_the_name()) add("stateful-set-waits-for-old-pod");
    } else if (const std::string_view cause = container_cause(trace_, event); !cause.empty()) {
      add(cause);
    } else {
      blame_replacement(event);
    }
  }

  void blame_replacement(const TraceEntry& event) {
    if (any_of_kinds(trace_, event, {"pod.preempted"})) return add("preempted");
    if (any_of_kinds(trace_, event, {"pod.evicted"})) return add("evicted-for-memory");
    if (any_of_kinds(trace_, event, {"drain.tried"})) return add("drain");
    if (any_of_kinds(trace_, event, {"deployment.replicas_set"})) return add("scaled-down");
    if (!any_of_kinds(trace_, event, {"release.applied", "release.sent", "life.version", "deployment.rolled_back"}))
      return;
    add("rollout");
    const TraceEntry* const late = last_before("deployment.progress_deadline_exceeded", when_.to);
    if (late && late->at >= when_.from) add("progress-deadline-exceeded");
  }

  /// Nothing else is known, and controllers or scheduler of the region had no leader when it began, or after that.
  void blame_control_plane() {
    constexpr auto longest = std::chrono::seconds{17};
    for (const TraceEntry& entry : trace_.entries()) {
      if (entry.kind != "control_plane.server_replaced" || entry.subject != fleet_[fleet_[tenant_].region].name)
        continue;
      if (entry.at + longest < when_.from || entry.at > when_.to) continue;
      add("control-plane-without-leader");
      if (!blame_.last) blame_.last = &entry;
      return;
    }
  }

  /// A pod of the StatefulSet was deleted in the interval where no kubelet could confirm it.
  bool keeps_the_name() const {
    if (fleet_.workload(tenant_).kind != ControllerKind::stateful_set) return false;
    return std::ranges::any_of(trace_.entries(), [&](const TraceEntry& entry) {
      return entry.kind == "pod.deleted" && entry.tenant == tenant_ && entry.at >= when_.from && entry.at <= when_.to &&
             any_of_kinds(trace_, entry, {"tolerations.over"});
    });
  }

  /// The last event of this kind about the tenant at or before a moment: what comes later caused nothing then.
  const TraceEntry* last_before(std::string_view kind, Time at) const {
    const TraceEntry* found = nullptr;
    for (const TraceEntry& entry : trace_.entries()) {
      if (entry.at > at) break;
      if (entry.kind == kind && entry.tenant == tenant_) found = &entry;
    }
    return found;
  }
  const TraceEntry* database_down(Time at) const {
    const auto database = fleet_[tenant_].database;
    const TraceEntry* found = nullptr;
    for (const TraceEntry& entry : trace_.entries()) {
      if (entry.at > at) break;
      if (database && entry.kind == "database.down" && entry.database == database) found = &entry;
    }
    return found;
  }
  const TraceEntry* path_changed(Time at) const {
    const std::string& region = fleet_[fleet_[tenant_].region].name;
    const TraceEntry* found = nullptr;
    for (const TraceEntry& entry : trace_.entries()) {
      if (entry.at > at) break;
      if (entry.kind == "path.changed" && entry.subject == region) found = &entry;
    }
    return found;
  }

  /// A pod of the tenant that found no room and waits inside the interval. Adds the cause.
  const TraceEntry* unschedulable() {
    for (const TraceEntry& entry : trace_.entries()) {
      if (entry.at > when_.to) break;
      if (entry.kind != "pod.unschedulable" || entry.tenant != tenant_) continue;
      const bool waits = std::ranges::any_of(facts_.recording.pending, [&](const Span& span) {
        return span.entity == value_.entity && span.from <= entry.at && entry.at <= span.from + span.length &&
               span.from + span.length > when_.from;
      });
      if (!waits) continue;
      const bool too_large = any_of_kinds(trace_, entry, {"pod.too_large"});
      const bool held = any_of_kinds(trace_, entry, {"pod.held_by_volume"});
      add(too_large ? "larger-than-any-node" : held ? "volume-in-lost-zone" : "no-room-for-pods");
      no_room_ = !too_large && !held;
      return &entry;
    }
    return nullptr;
  }

  /// What the pods of the region that wait in the middle of the interval would need.
  std::string missing_room() const {
    const RegionId region = fleet_[tenant_].region;
    const Time middle = when_.from + when_.length() / 2;
    std::int64_t pods = 0, cpu_milli = 0, memory = 0;
    for (const Span& span : facts_.recording.pending) {
      const auto tenant = static_cast<TenantId>(span.entity);
      if (fleet_[tenant].region != region || span.from > middle || span.from + span.length <= middle) continue;
      ++pods;
      cpu_milli += fleet_.workload(tenant).request.cpu.value;
      memory += fleet_.workload(tenant).request.memory.value;
    }
    return counted(pods, "pod") + " of " + fleet_[region].name + (pods == 1 ? " waits" : " wait") +
           " at once: its nodes that are left need room for " + std::to_string(cpu_milli) + "m of CPU and " +
           std::to_string(memory / sim::mebibyte.value) + " MiB more";
  }

  bool region_step(const TraceEntry& last) const {
    const auto chain = trace_.chain(last);
    return std::ranges::any_of(chain, [&](const TraceEntry* entry) {
      return entry->kind == "step.due" &&
             std::ranges::any_of(facts_.design.timeline->steps, [&](const StepDefinition& step) {
               return step.name == entry->subject && step.verb == Verb::lose_region;
             });
    });
  }

  EndpointCount endpoints_at(Time at) const {
    EndpointCount count = facts_.recording.serving_at_start[index_of(tenant_)];
    for (const auto& change : facts_.recording.serving[index_of(tenant_)].changes())
      if (change.at <= at) count = change.value;
    return count;
  }

  /// When in the interval fewest pods were Ready, and how many.
  std::pair<Time, std::int64_t> fewest_ready() const {
    std::int64_t fewest = facts_.recording.ready_at_start[index_of(tenant_)];
    Time at = when_.from;
    for (const auto& change : facts_.recording.ready[index_of(tenant_)].changes()) {
      if (change.at > when_.to) break;
      if (change.at <= when_.from || change.value < fewest) fewest = change.value, at = std::max(change.at, when_.from);
    }
    return {at, fewest};
  }

  std::string sentence() const {
    std::string text;
    for (const std::string& name : blame_.causes) {
      const auto at = std::ranges::find(causes(), std::string_view(name), &Cause::name);
      text += (text.empty() ? "" : "; ") + std::string(at->meaning);
    }
    if (text.empty()) text = "no cause is known" + (known_.empty() ? "" : "; " + known_);
    if (when_.length().count() > 0)
      text += " (from " + readable_seconds(sim::to_seconds(when_.from.time_since_epoch())) + " to " +
              readable_seconds(sim::to_seconds(when_.to.time_since_epoch())) + ")";
    return text;
  }

  const Target& target_;
  const RunFacts& facts_;
  const Fleet& fleet_;
  const Trace& trace_;
  const EntityValue& value_;
  TenantId tenant_;
  Interval when_;
  Blame blame_;
  bool no_room_ = false;
  std::string known_;  // what is known where no cause is
};

}  // namespace

Blame tenant_blame(const Target& target, const RunFacts& facts, const Trace& trace, const EntityValue& value) {
  return TenantBlame(target, facts, trace, value).find();
}

}  // namespace paddock::scenarios
