#include "scenarios/experiment/blame.hpp"

#include <algorithm>
#include <array>

#include "scenarios/counted.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/report/numbers.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

constexpr auto all_causes = std::to_array<Cause>({
    {"single-replica-in-lost-zone", "the tenant's only pod was in a zone that was lost"},
    {"all-replicas-in-lost-zone", "every pod of the tenant was in a zone that was lost"},
    {"region-lost", "the tenant's region was lost as a whole"},
    {"node-crashed", "the machine under the tenant's pods stopped"},
    {"no-room-for-pods", "a pod found no node with room for it"},
    {"budget-allows-no-eviction", "a disruption budget never let a pod of the node go"},
    {"database-failover", "the writer of the tenant's database was away"},
    {"dead-pod-keeps-its-share", "a dead pod was sent requests until Kubernetes noticed"},
    {"dead-address-in-dns", "clients held the address of a balancer in a lost zone"},
    {"serial-state-writes", "the engine wrote its state before and after each change, one write at a time"},
    {"serial-walk", "the engine walked over every resource of the stack, one after the other"},
    {"rollout-wait", "the release waited for its pods to become Ready"},
    {"rollout-timeout", "a rollout took longer than the engine waits"},
    {"api-throttled", "look-ups were throttled and had to be tried again"},
    {"api-refused", "an API refused its calls"},
    {"stack-locked", "another job held the stack"},
    {"runner-queue", "the job waited for a runner"},
});

bool in_chain(const Trace& trace, const TraceEntry& last, std::string_view kind) {
  return std::ranges::any_of(trace.chain(last), [&](const TraceEntry* entry) { return entry->kind == kind; });
}

/// Finds what happened to one tenant around an interval.
class TenantBlame {
 public:
  TenantBlame(const RunFacts& facts, const Trace& trace, const EntityValue& value)
      : facts_(facts), trace_(trace), tenant_(static_cast<TenantId>(value.entity)), when_(value.when) {}

  Blame find() {
    const Fleet& fleet = *facts_.design.fleet;
    const Workload& workload = fleet.workload(tenant_);
    const TraceEntry* const ready = last_of("tenant.ready_changed");
    const TraceEntry* const serving = last_of("tenant.serving_changed");
    const TraceEntry* const down = database_down();
    const TraceEntry* const pods = serving ? serving : ready;
    if (pods && (in_chain(trace_, *pods, "zone.lost") || in_chain(trace_, *pods, "zone.cut_off"))) {
      const bool all = lost_all();
      if (region_step(*pods))
        add("region-lost");
      else if (workload.replicas == 1)
        add("single-replica-in-lost-zone");
      else if (all)
        add("all-replicas-in-lost-zone");
      if (!all) add("dead-pod-keeps-its-share");
    } else if (pods && (in_chain(trace_, *pods, "node.down") || in_chain(trace_, *pods, "node.cut_off"))) {
      add("node-crashed");
      add("dead-pod-keeps-its-share");
    }
    if (down) add("database-failover");
    const TraceEntry* const pending = unschedulable();
    if (pending) add("no-room-for-pods");
    blame_.last = pending ? pending : pods ? pods : down;
    if (down && (!pods || down->at >= when_.from)) blame_.last = pending ? pending : down;
    if (pods && workload.replicas == 1 && !pending) blame_.last = pods;
    if (blame_.causes.empty() && !blame_.last) {
      add("dead-address-in-dns");
      blame_.last = last_path();
    }
    blame_.summary = fleet[tenant_].name + " (" + counted(workload.replicas, "replica") + "): " + sentence();
    if (pending) blame_.summary += "; " + missing_room();
    return blame_;
  }

 private:
  void add(std::string_view cause) {
    if (std::ranges::find(blame_.causes, cause) == blame_.causes.end()) blame_.causes.emplace_back(cause);
  }

  /// The last event of this kind about the tenant that stands at the beginning of the interval or, failing that, in it.
  const TraceEntry* last_of(std::string_view kind) const {
    const TraceEntry* found = nullptr;
    for (const TraceEntry& entry : trace_.entries()) {
      if (entry.at > when_.from && found) break;
      if (entry.at > when_.to) break;
      if (entry.kind == kind && entry.tenant == tenant_) found = &entry;
    }
    return found;
  }
  const TraceEntry* database_down() const {
    const auto database = (*facts_.design.fleet)[tenant_].database;
    if (!database) return nullptr;
    for (const TraceEntry& entry : trace_.entries())
      if (entry.kind == "database.down" && entry.database == database && entry.at >= when_.from && entry.at <= when_.to)
        return &entry;
    return nullptr;
  }
  const TraceEntry* unschedulable() const {
    for (const TraceEntry& entry : trace_.entries())
      if (entry.kind == "pod.unschedulable" && entry.tenant == tenant_ && entry.at <= when_.to) return &entry;
    return nullptr;
  }
  /// What the pods of the region that wait in the middle of the interval would need.
  std::string missing_room() const {
    const Fleet& fleet = *facts_.design.fleet;
    const RegionId region = fleet[tenant_].region;
    const Time middle = when_.from + when_.length() / 2;
    std::int64_t pods = 0, cpu_milli = 0, memory = 0;
    for (const Span& span : facts_.recording.pending) {
      const auto tenant = static_cast<TenantId>(span.entity);
      if (fleet[tenant].region != region || span.from > middle || span.from + span.length <= middle) continue;
      ++pods;
      cpu_milli += fleet.workload(tenant).request.cpu.value;
      memory += fleet.workload(tenant).request.memory.value;
    }
    constexpr std::int64_t mebibyte = 1024 * 1024;
    return counted(pods, "pod") + " of " + fleet[region].name + (pods == 1 ? " waits" : " wait") +
           " at once: its nodes that are left need room for " + std::to_string(cpu_milli) + "m of CPU and " +
           std::to_string(memory / mebibyte) + " MiB more";
  }
  const TraceEntry* last_path() const {
    const std::string& region = (*facts_.design.fleet)[(*facts_.design.fleet)[tenant_].region].name;
    for (const TraceEntry& entry : trace_.entries())
      if (entry.kind == "path.changed" && entry.subject == region && entry.at >= when_.from) return &entry;
    return nullptr;
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
  /// No pod of the tenant answered, right after the beginning of the interval.
  bool lost_all() const {
    const auto& changes = facts_.recording.serving[index_of(tenant_)].changes();
    EndpointCount count = facts_.recording.serving_at_start[index_of(tenant_)];
    for (const auto& change : changes)
      if (change.at <= when_.from) count = change.value;
    return count.alive == 0;
  }

  std::string sentence() const {
    std::string text;
    for (const std::string& name : blame_.causes) {
      const auto at = std::ranges::find(all_causes, std::string_view(name), &Cause::name);
      text += (text.empty() ? "" : "; ") + std::string(at->meaning);
    }
    if (when_.length().count() > 0)
      text += " (from " + readable_seconds(sim::to_seconds(when_.from.time_since_epoch())) + " to " +
              readable_seconds(sim::to_seconds(when_.to.time_since_epoch())) + ")";
    return text;
  }

  const RunFacts& facts_;
  const Trace& trace_;
  TenantId tenant_;
  Interval when_;
  Blame blame_;
};

/// Where the time of a deploy went, by what its events say.
Blame deploy_blame(const RunFacts& facts, const Trace& trace, const EntityValue& value) {
  Blame blame;
  const auto& delivery = facts.design.fleet->delivery;
  const std::string& stack = delivery.stacks[value.entity].name;
  Duration walk{}, rollout{}, writes{};
  Time walk_began{}, walk_ended{}, last_sent{}, last_seen{};
  bool timed_out = false;
  for (const TraceEntry& entry : trace.entries()) {
    if (!entry.deploy || facts.world.pipelines[*entry.deploy].stack != static_cast<StackId>(value.entity)) continue;
    if (entry.at < value.when.from || entry.at > value.when.to) continue;
    if (entry.kind == "deploy.lookups_done") walk_began = entry.at;
    if (entry.kind == "deploy.tenant_checked")
      walk += entry.at - std::max(walk_began, walk_ended), walk_ended = entry.at;
    if (entry.kind == "release.sent") last_sent = entry.at;
    if (entry.kind == "release.rollout_seen") last_seen = entry.at, rollout = entry.at - last_sent;
    if (entry.kind == "release.rollout_expired") timed_out = true;
    if (entry.kind == "release.recorded" || entry.kind == "deploy.ended") blame.last = &entry;
  }
  // After the walk the engine waits for the last rollout; whatever else it does then stands in line for its state.
  writes = std::max(Duration{}, value.when.to - std::max(walk_ended, value.when.from) - rollout);
  const Duration longest = std::max({walk, rollout, writes});
  const auto add = [&](std::string_view cause) { blame.causes.emplace_back(cause); };
  const auto has = [&](std::string_view cause) { return std::ranges::find(blame.causes, cause) != blame.causes.end(); };
  if (timed_out) add("rollout-timeout");
  if (longest == writes) add("serial-state-writes");
  if (longest == walk || walk * 4 >= value.when.length()) add("serial-walk");
  if (longest == rollout || rollout * 4 >= value.when.length()) add("rollout-wait");
  std::uint32_t turned_away = 0;
  facts.world.pipelines.for_each_deploy([&](DeployId, const Deploy& deploy) {
    if (deploy.stack != static_cast<StackId>(value.entity)) return;
    if (deploy.outcome == DeployOutcome::locked) add("stack-locked");
    turned_away += deploy.turned_away;
  });
  for (std::size_t i = 0; i < delivery.apis.size() && turned_away > 0; ++i) {
    const ApiCounts& counts = facts.world.apis.counts(static_cast<ApiId>(i));
    if (counts.refused > 0 && !has("api-refused")) add("api-refused");
    if (counts.throttled > 0 && !has("api-throttled")) add("api-throttled");
  }
  blame.summary = stack + ": " + readable_seconds(sim::to_seconds(value.when.length())) + ", of which walk " +
                  readable_seconds(sim::to_seconds(walk)) + ", state writes after the walk " +
                  readable_seconds(sim::to_seconds(writes)) + ", last rollout " +
                  readable_seconds(sim::to_seconds(rollout));
  return blame;
}

/// What held up the drain of a node.
Blame drain_blame(const RunFacts& facts, const Trace& trace, const EntityValue& value) {
  const Fleet& fleet = *facts.design.fleet;
  const std::string node = facts.world.nodes.name(fleet, static_cast<NodeId>(value.entity));
  Blame blame;
  for (const TraceEntry& entry : trace.entries())
    if (entry.kind == "drain.blocked" && entry.subject == node && entry.at == value.when.from) blame.last = &entry;
  std::vector<std::string> held;
  for (auto id = facts.world.pods.first_on(static_cast<NodeId>(value.entity)); id;
       id = facts.world.pods[*id].next_on_node)
    if (!facts.world.pods[*id].deleted && !may_evict(fleet, facts.world.pods, *id))
      held.push_back(fleet[facts.world.pods[*id].tenant].name);
  if (!held.empty()) blame.causes.emplace_back("budget-allows-no-eviction");
  blame.summary = node + ": an eviction was refused at " +
                  readable_seconds(sim::to_seconds(value.when.from.time_since_epoch())) + "; at the end " +
                  (held.empty() ? "nothing is held" : "the budgets of " + name_list(held) + " still allow no eviction");
  return blame;
}

}  // namespace

std::span<const Cause> causes() { return all_causes; }

Blame find_blame(const Target& target, const RunFacts& facts, const Trace& trace, const EntityValue& value) {
  if (target.metric->entity == Entity::deploy) return deploy_blame(facts, trace, value);
  if (target.metric->entity == Entity::tenant || target.metric->entity == Entity::pod)
    return TenantBlame(facts, trace, value).find();
  if (target.metric->name == "node.drain_blocked_for") return drain_blame(facts, trace, value);
  return {"the largest value is that of " + entity_name(target, facts, value.entity), {}, nullptr};
}

}  // namespace paddock::scenarios
