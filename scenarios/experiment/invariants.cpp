#include "scenarios/experiment/invariants.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/events/life.hpp"
#include "models/events/maintenance.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

// A look walks once over pods and nodes. On zone-loss 1.7 % of the instructions of a run, all but a twentieth of that
// the look at its end (callgrind, -O1).
constexpr std::uint64_t looks_apart = 4096;
constexpr std::uint64_t events_a_row = 64;  // and as many events for each pod and node that a look walks over

using Broken = std::optional<std::string>;

Broken room_adds_up(const World& w) {
  for (std::size_t i = 0; i < w.nodes.size(); ++i) {
    const auto node = static_cast<NodeId>(i);
    if (!w.scheduler.has(node)) continue;  // its Node object is gone: nobody counts its room
    NodeRoom sum = w.scheduler.room(*w.fleet, w.nodes, node);
    for (auto id = w.pods.first_on(node); id; id = w.pods[*id].next_on_node) {
      const NodeRoom& request = w.fleet->workload(w.pods[*id].tenant).request;
      sum.cpu += request.cpu;
      sum.memory += request.memory;
      sum.pods += 1;
    }
    const NodeRoom& room = (*w.fleet)[w.nodes[node].group].room;  // what daemonsets leave of the allocatable
    if (sum.cpu != room.cpu || sum.memory != room.memory || sum.pods != room.pods)
      return "requests that are bound and what is free are not what is allocatable: " + std::to_string(sum.cpu.value) +
             "m and " + std::to_string(sum.pods) + " pods, not " + std::to_string(room.cpu.value) + "m and " +
             std::to_string(room.pods) + ", on " + w.nodes.name(*w.fleet, node);
  }
  return std::nullopt;
}

/// Each pod is in one tenant's list; one that has a node is in that node's list.
Broken pods_are_counted_once(const World& w) {
  std::size_t of_tenants = 0, with_node = 0, on_nodes = 0;
  for (std::size_t t = 0; t < w.fleet->tenants.size(); ++t)
    for (auto id = w.pods.first_of(static_cast<TenantId>(t)); id; id = w.pods[*id].next_of_tenant) {
      if (index_of(w.pods[*id].tenant) != t)
        return "a pod is in the list of another tenant, " + w.fleet->tenants[t].name;
      ++of_tenants;
      with_node += w.pods[*id].node ? 1 : 0;
    }
  for (std::size_t i = 0; i < w.nodes.size(); ++i) {
    const auto node = static_cast<NodeId>(i);
    for (auto id = w.pods.first_on(node); id; id = w.pods[*id].next_on_node) {
      ++on_nodes;
      if (w.pods[*id].node != node)
        return "a pod stands on two nodes: one is " + w.nodes.name(*w.fleet, node) + ", of " +
               (*w.fleet)[w.pods[*id].tenant].name;
    }
  }
  if (of_tenants != w.pods.size()) return "pods and the lists of their tenants are not the same";
  if (with_node != on_nodes) return "a pod is on no node, or on more than one";
  return std::nullopt;
}

Broken names_are_taken_once(const World& w, TenantId tenant) {
  for (auto id = w.pods.first_of(tenant); id; id = w.pods[*id].next_of_tenant)
    for (auto other = w.pods[*id].next_of_tenant; other; other = w.pods[*other].next_of_tenant)
      if (w.pods[*id].ordinal == w.pods[*other].ordinal)
        return "two pods of a StatefulSet have one name: " + (*w.fleet)[tenant].name + "-" +
               std::to_string(w.pods[*id].ordinal);
  return std::nullopt;
}

Broken replica_sets_add_up(const World& w, TenantId tenant, Time now, Moment moment) {
  const DeploymentRow& row = w.deployments[tenant];
  if (row.looking) return std::nullopt;  // the controller is about to see to it
  const CountedReplicaSets sets = w.deployments.count(w.pods, tenant, now);
  std::int64_t wanted = 0, counted = 0, pods = 0;
  const auto add_up = [&](const CountedReplicaSet& set) {
    wanted += set.wanted;
    counted += set.pods;
    return set.pods == set.wanted || (moment == Moment::any && set.pods < set.wanted);
  };
  bool right = add_up(sets.current);
  for (const CountedReplicaSet& set : sets.old) right = add_up(set) && right;
  for (auto id = w.pods.first_of(tenant); id; id = w.pods[*id].next_of_tenant)
    pods += w.pods[*id].deleted || w.pods[*id].leaving ? 0 : 1;
  const Rollout rollout = rollout_of(w.fleet->workload(tenant).rollout, row.replicas);
  if (right && counted == pods && wanted <= row.replicas + rollout.surge()) return std::nullopt;
  return "the ReplicaSets of " + (*w.fleet)[tenant].name + " do not add up: they should have " +
         std::to_string(wanted) + " pods, have " + std::to_string(counted) + " of its " + std::to_string(pods) +
         ", and " + std::to_string(row.replicas) + " are wanted";
}

/// A pod that runs went by an eviction: what is left is what its budgets want at least.
void budgets_hold(const World& w, PodId pod) {
  const PodRow& row = w.pods[pod];
  if (row.phase != models::PodPhase::running) return;
  for (std::size_t nth = 0; nth < w.fleet->workload(row.tenant).budgets.size(); ++nth) {
    const bool always =
        w.fleet->workload(row.tenant).budgets[nth].unhealthy == models::UnhealthyPodEviction::always_allow;
    if (always) continue;  // whether the pod was Ready is not to be seen any more
    const BudgetStatus left = budget_status(*w.fleet, w.deployments, w.pods, row.tenant, nth);
    if (left.healthy < left.desired)
      sim::fail_check("an eviction broke a budget: " + (*w.fleet)[row.tenant].name + " has " +
                      std::to_string(left.healthy) + " healthy pods and wants " + std::to_string(left.desired));
  }
}

template <class... Es>
bool any_names_dead_pod(const World& w, const sim::EventRecord& event) {
  const auto dead = [&](const auto& e) { return e && !w.pods.contains(e->pod); };
  return (dead(event.as<Es>()) || ...);
}

/// Nodes, zones, tenants and deploys keep their ids for a whole run; pods alone go, with PodGone.
bool names_dead_pod(const World& w, const sim::EventRecord& event) {
  return any_names_dead_pod<PodQueued, PodUnschedulable, PodTooLarge, PodHeldByVolume, PodWaitsForVolume,
                            VolumeAttached, PodEvicted, PodBound, PullFailed, PullTried, PodStarted, PodBooted,
                            ReadinessFailed, LivenessFailed, ContainerExited, LockAsked, MigrationBegan, MigrationDone,
                            PodReady, PodAvailable, EndpointListed, EndpointGone, PodDeletionDue, PodMarkedNotReady,
                            PodDeleted, PodStopped, NetworkReady>(w, event);
}

}  // namespace

Broken broken_invariant(const World& w, Moment moment) {
  if (auto broken = pods_are_counted_once(w)) return broken;
  if (auto broken = room_adds_up(w)) return broken;
  for (std::size_t t = 0; t < w.fleet->tenants.size(); ++t) {
    const auto tenant = static_cast<TenantId>(t);
    if (!w.deployments[tenant].exists) continue;
    const bool named = w.fleet->workload(tenant).kind == ControllerKind::stateful_set;
    auto broken = named ? names_are_taken_once(w, tenant) : replica_sets_add_up(w, tenant, Time{}, moment);
    if (broken) return broken;
  }
  return std::nullopt;
}

void InvariantWatch::observe(const World& w, Time now, const sim::EventRecord& event) {
  if (now != at_) evictions_.clear();
  at_ = now;
  if (event.as<DrainTried>() || event.as<DeschedulerDue>()) evictions_.push_back(event.number);
  if (names_dead_pod(w, event))
    sim::fail_check("an event refers to a pod that is gone: " + std::string(event.kind.name));
  if (const auto deleted = event.as<PodDeleted>(); deleted && event.because && !evictions_.empty())
    if (std::ranges::find(evictions_, event.because->event) != evictions_.end()) budgets_hold(w, deleted->pod);
  if (++events_ < next_look_) return;
  next_look_ = events_ + std::max<std::uint64_t>(looks_apart, events_a_row * (w.pods.size() + w.nodes.size()));
  end(w);
}

void InvariantWatch::end(const World& w) {
  if (const auto broken = broken_invariant(w)) sim::fail_check(*broken);
}

}  // namespace paddock::scenarios
