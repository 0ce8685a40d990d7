#include "scenarios/import/dump_builder.hpp"

#include <algorithm>
#include <array>

#include "scenarios/import/pod_shape.hpp"
#include "scenarios/import/time_stamp.hpp"

namespace paddock::scenarios {

namespace {

struct KindName {
  std::string_view name;
  WorkloadKind kind;
};
constexpr std::array workload_kinds = {
    KindName{"Deployment", WorkloadKind::deployment}, KindName{"StatefulSet", WorkloadKind::stateful_set},
    KindName{"ReplicaSet", WorkloadKind::replica_set}, KindName{"DaemonSet", WorkloadKind::daemon_set}};

/// The reasons of "0/7 nodes are available: 3 Insufficient cpu, 4 node(s) had taint {a: b}, that ...", without the
/// words that could name something.
std::vector<std::string> reasons_in(std::string_view message) {
  struct Reason {
    std::string_view sign, name;
  };
  constexpr std::array reasons = {Reason{"Insufficient cpu", "Insufficient cpu"},
                                  Reason{"Insufficient memory", "Insufficient memory"},
                                  Reason{"Too many pods", "Too many pods"},
                                  Reason{"Insufficient nvidia.com/gpu", "Insufficient nvidia.com/gpu"},
                                  Reason{"taint", "untolerated taint"},
                                  Reason{"node affinity", "node affinity or selector"},
                                  Reason{"node selector", "node affinity or selector"},
                                  Reason{"pod anti-affinity", "pod affinity"},
                                  Reason{"pod affinity", "pod affinity"},
                                  Reason{"topology spread", "topology spread"},
                                  Reason{"volume", "volume"},
                                  Reason{"PersistentVolumeClaim", "volume"},
                                  Reason{"persistentvolumeclaim", "volume"},
                                  Reason{"unschedulable", "cordoned nodes"},
                                  Reason{"free ports", "host port"}};
  message = message.substr(0, message.find("preemption:"));
  std::vector<std::string> found;
  for (const Reason& reason : reasons)
    if (message.find(reason.sign) != std::string_view::npos &&
        std::find(found.begin(), found.end(), reason.name) == found.end())
      found.emplace_back(reason.name);
  if (found.empty()) found.emplace_back("no reason given");
  return found;
}

/// A reason is a word of Kubernetes, like ImagePullBackOff.
bool is_reason(std::string_view text) {
  constexpr std::size_t longest = 40;
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

std::int64_t restarts_of(const Fields& status) {
  constexpr std::int64_t most = 1'000'000'000;
  std::int64_t restarts = 0;
  for (const Fields& container : status.list("containerStatuses"))
    restarts += container.integer("restartCount", 0, most).value_or(0);
  return restarts;
}

void read_pod_status(const Fields& status, KubePod& pod) {
  const std::string phase = status.text("phase");
  pod.phase = phase == "Pending"                          ? PodPhase::pending
              : phase == "Succeeded" || phase == "Failed" ? PodPhase::finished
                                                          : PodPhase::running;
  std::optional<std::int64_t> scheduled, ready;
  for (const Fields& condition : status.list("conditions")) {
    const std::string type = condition.text("type");
    const bool holds = condition.text("status") == "True";
    if (type == "PodScheduled" && holds) scheduled = seconds_of(condition.text("lastTransitionTime"));
    if (type == "PodScheduled" && !holds) pod.waits_for = reasons_in(condition.text("message"));
    if (type == "Ready") pod.ready = holds;
    if (type == "Ready" && holds) ready = seconds_of(condition.text("lastTransitionTime"));
  }
  for (const Fields& container : status.list("containerStatuses")) {
    const std::string reason = container.at("state").at("waiting").text("reason");
    const bool known = std::find(pod.waits_for.begin(), pod.waits_for.end(), reason) != pod.waits_for.end();
    if (is_reason(reason) && !known) pod.waits_for.push_back(reason);
  }
  if (scheduled && ready && *ready >= *scheduled && restarts_of(status) == 0) pod.start_time_s = *ready - *scheduled;
}

std::optional<models::AllocatableSpec> room_in(const Fields& amounts) {
  const auto cpu = amounts.cpu("cpu");
  const auto memory = amounts.memory("memory");
  if (!cpu || !memory) return std::nullopt;
  constexpr std::int64_t most_pods = 1000;
  models::AllocatableSpec room{*cpu, *memory};
  room.pods = amounts.integer("pods", 1, most_pods).value_or(room.pods);
  return room;
}

/// Labels of a node that say where it is and who bought it; a node has hundreds of others.
Labels placing_labels(Labels labels) {
  constexpr std::array signs = {"topology.kubernetes.io/",
                                "failure-domain.beta.kubernetes.io/",
                                "instance-type",
                                "nodegroup",
                                "nodepool",
                                "node-pool",
                                "agentpool",
                                "provisioner-name",
                                "instancegroup",
                                "eks.amazonaws.com/",
                                "node-role.kubernetes.io/"};
  std::erase_if(labels, [&](const auto& label) {
    return std::none_of(signs.begin(), signs.end(),
                        [&](std::string_view sign) { return label.first.find(sign) != std::string::npos; });
  });
  return labels;
}

}  // namespace

void DumpBuilder::note_time(const std::string& stamp) {
  if (seconds_of(stamp) && stamp > dump_.newest) dump_.newest = stamp;
}

bool DumpBuilder::is_new(std::string_view kind, const Fields& metadata) {
  if (seen_.emplace(std::string(kind), metadata.text("namespace"), metadata.text("name")).second) return true;
  ++dump_.repeated;
  return false;
}

void DumpBuilder::add(const Node& node, std::string_view kind) {
  const Fields object(&node, std::string(kind), problems_);
  const Fields metadata = object.at("metadata");
  const auto workload =
      std::find_if(workload_kinds.begin(), workload_kinds.end(), [&](const KindName& k) { return k.name == kind; });
  const bool wanted = kind == "Node" || kind == "Pod" || kind == "PodDisruptionBudget" || kind == "Namespace" ||
                      workload != workload_kinds.end();
  if (!wanted) {
    ++dump_.not_read[kind.empty() ? "(no kind)" : std::string(kind)];
    return;
  }
  if (metadata.text("name").empty()) return object.problem("metadata", "an object without a name", "metadata.name");
  if (!is_new(kind, metadata)) return;
  note_time(metadata.text("creationTimestamp"));
  if (kind == "Node") return add_node(object);
  if (kind == "Pod") return add_pod(object);
  if (kind == "PodDisruptionBudget") return add_budget(object);
  if (kind == "Namespace") {
    dump_.spaces.emplace(metadata.text("name"), metadata.labels("labels"));
    return;
  }
  add_workload(workload->kind, object);
}

void DumpBuilder::add_node(const Fields& object) {
  const Fields metadata = object.at("metadata"), spec = object.at("spec"), status = object.at("status");
  KubeNode node;
  node.name = metadata.text("name");
  node.labels = placing_labels(metadata.labels("labels"));
  node.provider_id = spec.text("providerID");
  node.cordoned = spec.truth("unschedulable").value_or(false);
  for (const Fields& taint : spec.list("taints")) node.taints.push_back({taint.text("key"), taint.text("effect")});
  node.kubelet = status.at("nodeInfo").text("kubeletVersion");
  node.allocatable = room_in(status.at("allocatable"));
  if (!node.allocatable) node.allocatable = room_in(status.at("capacity")), node.from_capacity = true;
  for (const Fields& condition : status.list("conditions")) {
    note_time(condition.text("lastHeartbeatTime"));
    if (condition.text("type") == "Ready") node.ready = condition.text("status") == "True";
  }
  dump_.nodes.push_back(std::move(node));
}

void DumpBuilder::add_pod(const Fields& object) {
  const Fields metadata = object.at("metadata"), spec = object.at("spec");
  KubePod pod;
  pod.space = metadata.text("namespace");
  pod.name = metadata.text("name");
  for (const Fields& owner : metadata.list("ownerReferences"))
    if (pod.owner_kind.empty()) pod.owner_kind = owner.text("kind"), pod.owner_name = owner.text("name");
  pod.deleted = metadata.has("deletionTimestamp");
  pod.labels = metadata.labels("labels");
  pod.template_hash = label_of(pod.labels, "pod-template-hash").value_or("");
  pod.node = spec.text("nodeName");
  read_pod_status(object.at("status"), pod);
  pod.shape = read_pod_shape(spec);
  dump_.pods.push_back(std::move(pod));
}

void DumpBuilder::add_workload(WorkloadKind kind, const Fields& object) {
  const Fields metadata = object.at("metadata"), spec = object.at("spec");
  KubeWorkload workload;
  workload.kind = kind;
  workload.space = metadata.text("namespace");
  workload.name = metadata.text("name");
  if (kind == WorkloadKind::replica_set)
    for (const Fields& owner : metadata.list("ownerReferences")) {
      dump_.deployment_of_set.emplace(std::pair(workload.space, workload.name), owner.text("name"));
      return;
    }
  constexpr std::int64_t most_replicas = 100'000;
  workload.replicas = spec.integer("replicas", 0, most_replicas).value_or(1);
  const Fields strategy = spec.at("strategy"), rolling = strategy.at("rollingUpdate");
  if (const auto surge = rolling.count_or_percent("maxSurge")) workload.rollout.max_surge = *surge;
  if (const auto missing = rolling.count_or_percent("maxUnavailable")) workload.rollout.max_unavailable = *missing;
  // Recreate stops all old pods before it starts a new one; a StatefulSet replaces one pod after the other.
  if (strategy.text("type") == "Recreate") workload.rollout.strategy = models::RolloutStrategy::recreate;
  if (kind == WorkloadKind::stateful_set) workload.rollout = {{false, 0}, {false, 1}};
  if (spec.text("podManagementPolicy") == "Parallel") workload.pod_management = models::PodManagement::parallel;
  workload.labels = metadata.labels("labels");
  const Fields pods = spec.at("template");
  workload.pod_labels = pods.at("metadata").labels("labels");
  workload.shape = read_pod_shape(pods.at("spec"));
  dump_.workloads.push_back(std::move(workload));
}

void DumpBuilder::add_budget(const Fields& object) {
  const Fields metadata = object.at("metadata"), spec = object.at("spec");
  KubeBudget budget;
  budget.space = metadata.text("namespace");
  budget.name = metadata.text("name");
  if (const Fields selector = spec.at("selector"); selector.present()) {
    budget.selector.emplace(KubeSelector{selector.labels("matchLabels"), {}});
    for (const Fields& rule : selector.list("matchExpressions"))
      budget.selector->requirements.push_back({rule.text("key"), rule.text("operator"), rule.words("values")});
  }
  budget.rule.min_available = spec.count_or_percent("minAvailable");
  budget.rule.max_unavailable = spec.count_or_percent("maxUnavailable");
  if (budget.rule.min_available && budget.rule.max_unavailable)
    spec.problem("maxUnavailable", "found beside minAvailable", "one of the two");
  const auto at_most_all = [&](const char* key, const std::optional<models::CountOrPercent>& amount) {
    if (amount && amount->is_percent && amount->value > 1)
      spec.problem(key, "found " + text_of(*amount), "at most 100%");
  };
  at_most_all("minAvailable", budget.rule.min_available);
  at_most_all("maxUnavailable", budget.rule.max_unavailable);
  if (spec.text("unhealthyPodEvictionPolicy") == "AlwaysAllow")
    budget.rule.unhealthy = models::UnhealthyPodEviction::always_allow;
  dump_.budgets.push_back(std::move(budget));
}

}  // namespace paddock::scenarios
