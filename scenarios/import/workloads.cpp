#include "scenarios/import/workloads.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "scenarios/import/places.hpp"

namespace paddock::scenarios {

namespace {

using Key = std::tuple<std::string, std::string, std::string>;  // namespace, name, kind

std::string_view kind_name(WorkloadKind kind) {
  switch (kind) {
    case WorkloadKind::deployment:
      return "Deployment";
    case WorkloadKind::stateful_set:
      return "StatefulSet";
    case WorkloadKind::replica_set:
      return "ReplicaSet";
    case WorkloadKind::daemon_set:
      return "DaemonSet";
    case WorkloadKind::bare_pod:
      return "Pod";
    case WorkloadKind::other:
      break;
  }
  return "";
}

/// "web" of the ReplicaSet web-5d4f8c7b9 with that hash; without a hash, what stands before the last dash.
std::string deployment_of(const KubePod& pod) {
  const std::string& set = pod.owner_name;
  const std::string tail = "-" + pod.template_hash;
  if (!pod.template_hash.empty() && set.ends_with(tail)) return set.substr(0, set.size() - tail.size());
  const auto dash = set.rfind('-');
  return dash == std::string::npos || dash == 0 ? set : set.substr(0, dash);
}

struct Owner {
  std::string kind, name;
  bool guessed = false;
};

/// ReplicaSets that no Deployment owns: (namespace, name).
using OwnSets = std::set<std::pair<std::string, std::string>>;

Owner owner_of(const Dump& dump, const OwnSets& own_sets, const KubePod& pod) {
  if (pod.owner_kind.empty()) return {"Pod", pod.name};
  if (pod.owner_kind != "ReplicaSet") return {pod.owner_kind, pod.owner_name};
  const auto set = dump.deployment_of_set.find({pod.space, pod.owner_name});
  if (set != dump.deployment_of_set.end()) return {"Deployment", set->second};
  if (own_sets.contains({pod.space, pod.owner_name})) return {"ReplicaSet", pod.owner_name};
  return {"Deployment", deployment_of(pod), true};
}

WorkloadKind kind_of(std::string_view name) {
  for (const auto kind : {WorkloadKind::deployment, WorkloadKind::stateful_set, WorkloadKind::replica_set,
                          WorkloadKind::daemon_set, WorkloadKind::bare_pod})
    if (kind_name(kind) == name) return kind;
  return WorkloadKind::other;
}

/// A workload whose object is not in the dump, as its pods show it.
Workload from_pod(const KubePod& pod, const Owner& owner) {
  Workload workload;
  workload.kind = owner.kind;
  workload.declared = false;
  workload.guessed_name = owner.guessed;
  workload.what.kind = kind_of(owner.kind);
  workload.what.space = pod.space;
  workload.what.name = owner.name;
  workload.what.replicas = 0;  // its pods are counted when all are there
  if (workload.what.kind == WorkloadKind::stateful_set) workload.what.rollout = {{false, 0}, {false, 1}};
  workload.what.pod_labels = pod.labels;
  workload.what.shape = pod.shape;
  return workload;
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// Whether the pod waits for something that no model knows, so that in a fleet it would run.
bool waits_beyond_models(const KubePod& pod) {
  if (pod.phase != PodPhase::pending) return false;
  const bool says_nothing =
      pod.waits_for.empty() || (pod.waits_for.size() == 1 && pod.waits_for.front() == "no reason given");
  if (!pod.node.empty())
    return std::any_of(pod.waits_for.begin(), pod.waits_for.end(), [](const std::string& reason) {
      return !one_of(reason, {"no reason given", "ContainerCreating", "PodInitializing"});
    });
  if (says_nothing) return pod.shape.other_resources || pod.shape.steered;
  return std::any_of(pod.waits_for.begin(), pod.waits_for.end(), [&](const std::string& reason) {
    const bool spread = reason == "topology spread" && pod.shape.spread;
    return !spread && !one_of(reason, {"Insufficient cpu", "Insufficient memory", "Too many pods"});
  });
}

/// Takes from a workload the pods that wait so, and their replicas.
void set_waiting_aside(Workload& workload, std::vector<Waiting>& all) {
  const auto live = static_cast<std::int64_t>(workload.pods.size());
  Waiting waiting{.workload = workload.what.space + "/" + workload.what.name, .reasons = {}};
  std::erase_if(workload.pods, [&](const KubePod* pod) {
    if (!waits_beyond_models(*pod)) return false;
    ++waiting.pods;
    for (const std::string& reason : pod->waits_for)
      if (std::find(waiting.reasons.begin(), waiting.reasons.end(), reason) == waiting.reasons.end())
        waiting.reasons.push_back(reason);
    return true;
  });
  if (waiting.pods == 0) return;
  // A rollout may have one pod more than there are replicas: what runs is kept.
  std::int64_t& replicas = workload.what.replicas;
  waiting.of = std::max(live, replicas);
  replicas = std::max({replicas - waiting.pods, std::min(replicas, live - waiting.pods), std::int64_t{0}});
  all.push_back(std::move(waiting));
}

}  // namespace

Workloads workloads_of(const Dump& dump) {
  Workloads out;
  std::map<Key, Workload> by_key;
  OwnSets own_sets;
  for (const KubeWorkload& what : dump.workloads) {
    if (what.kind == WorkloadKind::daemon_set) continue;
    const std::string kind(kind_name(what.kind));
    if (what.kind == WorkloadKind::replica_set) own_sets.emplace(what.space, what.name);
    by_key.emplace(Key{what.space, what.name, kind}, Workload{what, kind, true, false, {}});
  }
  for (const KubePod& pod : dump.pods) {
    if (pod.phase == PodPhase::finished)
      ++out.finished;
    else if (pod.owner_kind == "Job")
      ++out.jobs;
    if (pod.phase == PodPhase::finished || pod.owner_kind == "Job" || comes_with_node(pod) || pod.deleted) continue;
    const Owner owner = owner_of(dump, own_sets, pod);
    const Key key{pod.space, owner.name, owner.kind};
    auto at = by_key.find(key);
    if (at == by_key.end()) at = by_key.emplace(key, from_pod(pod, owner)).first;
    at->second.pods.push_back(&pod);
    // Admission writes the cluster's own defaults into pods and never into templates.
    if (auto& said = at->second.what.shape.tolerations; !said) said = pod.shape.tolerations;
  }
  for (auto& [key, workload] : by_key) {
    if (!workload.declared) workload.what.replicas = static_cast<std::int64_t>(workload.pods.size());
    const bool asleep = workload.what.replicas == 0;
    if (asleep)
      ++out.asleep;
    else
      set_waiting_aside(workload, out.waiting);
    if (workload.what.replicas > 0) out.all.push_back(std::move(workload));
  }
  return out;
}

}  // namespace paddock::scenarios
