#include "scenarios/experiment/blame.hpp"

#include <algorithm>
#include <array>

#include "scenarios/experiment/container_blame.hpp"
#include "scenarios/experiment/tenant_blame.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/report/numbers.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

constexpr auto all_causes = std::to_array<Cause>({
    {"single-replica-in-lost-zone", "the tenant's only pod was in a zone that was lost"},
    {"all-replicas-in-lost-zone", "every pod of the tenant was in a zone that was lost"},
    {"replica-in-lost-zone", "a pod of the tenant, of several, was in a zone that was lost"},
    {"region-lost", "the tenant's region was lost as a whole"},
    {"node-crashed", "the machine under the tenant's pods stopped"},
    {"no-room-for-pods", "a pod found no node with room for it", ".size."},
    {"larger-than-any-node", "a pod requests more than any node of the region has, even an empty one"},
    {"volume-in-lost-zone", "a pod's volume keeps it in a zone that has no room for it, while others have"},
    {"volume-on-other-node", "a pod waited for its volume, which another machine had not let go"},
    {"quota-exceeded", "the quota of the tenant's namespace had no room for a pod"},
    {"evicted-for-memory", "the kubelet ended a pod of the tenant because its machine ran short of memory"},
    {"preempted", "a pod of the tenant was deleted for one of higher priority"},
    {"replicas-in-one-zone", "every Ready pod of the tenant stands in the same zone"},
    {"budget-allows-no-eviction", "a disruption budget never let a pod of the node go"},
    {"budgets-overlap",
     "two budgets select one pod: the eviction API answers with an error, 500, and never lets it go"},
    {"rollout", "pods of the tenant were replaced by those of another release"},
    {"stateful-set-waits-for-old-pod",
     "a StatefulSet's pod on a lost node was deleted, and none takes its place until its object is gone"},
    {"progress-deadline-exceeded", "an update got no further for as long as its progress deadline"},
    {"daemonset-update", "a pod waited for the network of its node, whose DaemonSet was replaced"},
    {"control-plane-without-leader", "a leader of the control plane was replaced, and nobody acted for up to 17 s"},
    {"scaled-down", "somebody set the tenant to fewer pods"},
    {"drain", "pods of the tenant were evicted from a node that was drained"},
    {"image-missing", "a pod's image could not be pulled"},
    {"crash-loop", "a container ended again and again, and was run again ever later"},
    {"killed-by-probe", "a liveness or startup probe killed a container that did not answer"},
    {"readiness-asks-database", "readiness probes failed because they ask a database that was away"},
    {"migration", "a change of a schema ran, or was waited for, before a pod could start, or blocked requests"},
    {"database-failover", "the writer of the tenant's database was away", ".failover"},
    {"dead-pod-keeps-its-share", "a dead pod was sent requests until Kubernetes noticed", ".service."},
    {"dead-address-in-dns", "clients held the address of a balancer in a lost zone", ".dns."},
    {"serial-state-writes", "the engine wrote its state before and after each change, one write at a time",
     "delivery."},
    {"serial-walk", "the engine walked over every resource of the stack, one after the other", "delivery."},
    {"rollout-wait", "the release waited for its pods to become Ready", "delivery."},
    {"rollout-timeout", "a rollout took longer than the engine waits", "delivery."},
    {"api-throttled", "look-ups were throttled and had to be tried again", "apis."},
    {"api-refused", "an API refused its calls"},
    {"stack-locked", "another job held the stack"},
    {"runner-queue", "the job waited for a runner", "delivery.runner"},
});

/// A quota refused a pod of the tenant.
bool refused_before(const Trace& trace, TenantId tenant, Time at) {
  return std::ranges::any_of(trace.entries(), [&](const TraceEntry& entry) {
    return entry.kind == "pod.refused" && entry.tenant == tenant && entry.at <= at;
  });
}

/// What held up the pods of a stack.
std::vector<std::string_view> start_causes_of(const Delivery& delivery, const Trace& trace, const EntityValue& value) {
  return start_causes(trace, value.when, [&](TenantId tenant) {
    return delivery.stack_of[index_of(tenant)] == static_cast<StackId>(value.entity);
  });
}

/// Where the time of a deploy went, by what its events say.
Blame deploy_blame(const Target& target, const RunFacts& facts, const Trace& trace, const EntityValue& value) {
  Blame blame;
  const auto& delivery = facts.design.fleet->delivery;
  const std::string& stack = delivery.stacks[value.entity].name;
  Duration walk{}, rollout{}, writes{};
  Time walk_began{}, walk_ended{}, last_sent{}, last_seen{};
  bool timed_out = false, refused = false;
  for (const TraceEntry& entry : trace.entries()) {
    if (!entry.deploy || facts.world.pipelines[*entry.deploy].stack != static_cast<StackId>(value.entity)) continue;
    if (entry.at < value.when.from || entry.at > value.when.to) continue;
    if (entry.kind == "deploy.lookups_done") walk_began = entry.at;
    if (entry.kind == "deploy.tenant_checked")
      walk += entry.at - std::max(walk_began, walk_ended), walk_ended = entry.at;
    if (entry.kind == "release.sent") last_sent = entry.at;
    if (entry.kind == "release.rollout_seen") last_seen = entry.at, rollout = entry.at - last_sent;
    if (entry.kind == "release.rollout_expired") {
      timed_out = true;
      refused |= refused_before(trace, *entry.tenant, entry.at);
    }
    if (entry.kind == "release.recorded" || entry.kind == "deploy.ended") blame.last = &entry;
  }
  // After the walk the engine waits for the last rollout; whatever else it does then stands in line for its state.
  if (walk_ended > Time{})
    writes = std::max(Duration{}, value.when.to - std::max(walk_ended, value.when.from) - rollout);
  if (target.metric->name == "deploy.queued") {
    blame.causes.emplace_back("runner-queue");
    blame.summary =
        stack + ": its job waited for a runner for " + readable_seconds(sim::to_seconds(value.when.length()));
    return blame;
  }
  const Duration longest = std::max({walk, rollout, writes});
  const auto add = [&](std::string_view cause) { blame.causes.emplace_back(cause); };
  const auto has = [&](std::string_view cause) { return std::ranges::find(blame.causes, cause) != blame.causes.end(); };
  if (refused) add("quota-exceeded");
  if (timed_out) add("rollout-timeout");
  if (writes > Duration{} && longest == writes) add("serial-state-writes");
  if (walk > Duration{} && (longest == walk || walk * 4 >= value.when.length())) add("serial-walk");
  if (rollout > Duration{} && (longest == rollout || rollout * 4 >= value.when.length())) add("rollout-wait");
  if (timed_out || has("rollout-wait"))
    for (const std::string_view cause : start_causes_of(delivery, trace, value)) add(cause);
  std::uint32_t turned_away = 0;
  facts.world.pipelines.for_each_deploy([&](DeployId, const Deploy& deploy) {
    const bool is_it = deploy.pushed == value.when.from || deploy.started == value.when.from;
    if (deploy.stack != static_cast<StackId>(value.entity) || !is_it) return;
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
  std::vector<std::string> held, overlapping;
  for (auto id = facts.world.pods.first_on(static_cast<NodeId>(value.entity)); id;
       id = facts.world.pods[*id].next_on_node)
    if (const EvictionAnswer answer = ask_to_evict(fleet, facts.world.deployments, facts.world.pods, *id);
        !answer.evicted())
      (answer.status == http::server_error ? overlapping : held).push_back(fleet[facts.world.pods[*id].tenant].name);
  if (!overlapping.empty()) blame.causes.emplace_back("budgets-overlap");
  if (!held.empty()) blame.causes.emplace_back("budget-allows-no-eviction");
  blame.summary =
      node + ": an eviction was refused at " + readable_seconds(sim::to_seconds(value.when.from.time_since_epoch())) +
      "; at the end " +
      (held.empty() ? "no budget is spent" : "the budgets of " + name_list(held) + " still allow no eviction");
  if (!overlapping.empty())
    blame.summary += "; pods of " + name_list(overlapping) + " stand under two budgets, and the API answers 500";
  return blame;
}

/// Where the pods of a tenant stand at the end.
Blame zones_blame(const RunFacts& facts, const Trace& trace, const EntityValue& value) {
  const Fleet& fleet = *facts.design.fleet;
  const auto tenant = static_cast<TenantId>(value.entity);
  Blame blame;
  std::string places;
  for (auto id = facts.world.pods.first_of(tenant); id; id = facts.world.pods[*id].next_of_tenant) {
    const PodRow& pod = facts.world.pods[*id];
    if (pod.ready)
      places += (places.empty() ? "" : ", ") + facts.world.nodes.name(fleet, *pod.node) + " since " +
                (pod.created < Time{} ? readable_seconds(sim::to_seconds(Time{} - pod.created)) + " before the start"
                                      : readable_seconds(sim::to_seconds(pod.created - Time{})));
  }
  if (value.value < 2) blame.causes.emplace_back("replicas-in-one-zone");
  for (const TraceEntry& entry : trace.entries())
    if (entry.tenant == tenant && entry.at <= value.when.to) blame.last = &entry;
  blame.summary = fleet[tenant].name + ": its Ready pods stand on " + (places.empty() ? "no node" : places);
  return blame;
}

}  // namespace

std::span<const Cause> causes() { return all_causes; }

Blame find_blame(const Target& target, const RunFacts& facts, const Trace& trace, const EntityValue& value) {
  if (target.metric->entity == Entity::deploy) return deploy_blame(target, facts, trace, value);
  if (target.metric->name == "tenant.zones") return zones_blame(facts, trace, value);
  if (target.metric->name == "node.drain_blocked_for") return drain_blame(facts, trace, value);
  if (target.metric->entity == Entity::tenant || target.metric->entity == Entity::pod)
    return tenant_blame(target, facts, trace, value);
  return {"the largest value is that of " + entity_name(target, facts, value.entity), {}, nullptr};
}

}  // namespace paddock::scenarios
