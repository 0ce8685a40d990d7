#include <algorithm>
#include <array>

#include "scenarios/import/time_stamp.hpp"
#include "scenarios/objects/cluster_objects.hpp"
#include "scenarios/objects/object_reader.hpp"

namespace paddock::scenarios {
namespace {

using namespace objects;  // NOLINT(google-build-using-namespace): the readers beside this file

std::string name_of(const json& object, ObjectProblems& problems) {
  return text(member(object, "metadata"), "name", "metadata", problems);
}

std::string namespace_of(const json& object, ObjectProblems& problems) {
  const auto name = text(member(object, "metadata"), "namespace", "metadata", problems);
  return name.empty() ? "default" : name;
}

bool is_finished(const json& pod) {
  const json& phase = member(member(pod, "status"), "phase");
  return phase == "Succeeded" || phase == "Failed";
}

}  // namespace

ServiceSpec read_service(const json& object, ObjectProblems& problems) {
  ServiceSpec service;
  service.namespace_name = namespace_of(object, problems);
  const json& spec = member(object, "spec");
  if (!member(spec, "selector").is_null()) service.selector = labels(spec, "selector", "spec", problems);
  return service;
}

ControllerSpec read_controller(const json& object, std::string kind, ObjectProblems& problems) {
  ControllerSpec controller;
  controller.kind = std::move(kind);
  controller.namespace_name = namespace_of(object, problems);
  controller.name = name_of(object, problems);
  const json& spec = member(object, "spec");
  if (controller.kind == "ReplicationController")
    controller.selector = LabelSelector{labels(spec, "selector", "spec", problems), {}};
  else
    controller.selector = read_selector(spec, "selector", "spec", problems);
  return controller;
}

PodObject read_pod_object(const json& object, ObjectProblems& problems) {
  PodObject pod{.spec = read_pod(object, problems), .name = name_of(object, problems), .start = {}};
  const auto start = text(member(object, "status"), "startTime", "status", problems);
  if (const auto seconds = seconds_of(start)) pod.start = sim::Time{std::chrono::seconds{*seconds}};
  pod.terminating = !member(member(object, "metadata"), "deletionTimestamp").is_null();
  return pod;
}

bool ClusterBuilder::is_new(const json& object, std::string_view kind, bool namespaced, ObjectProblems& problems) {
  ObjectProblems said_elsewhere;
  std::string name = name_of(object, said_elsewhere);
  if (namespaced) name = namespace_of(object, said_elsewhere) + "/" + name;
  if (seen_.insert(std::string(kind) + " " + name).second) return true;
  problems.add("metadata.name", in_quotes(name) + " is there already", "every " + std::string(kind) + " once");
  return false;
}

void ClusterBuilder::add_pod(const json& object, ObjectProblems& problems) {
  if (is_finished(object)) return void(++objects_.finished);
  PodObject pod = read_pod_object(object, problems);
  (pod.spec.node_name ? objects_.pods : objects_.pending).push_back(std::move(pod));
}

void ClusterBuilder::add_claim(const json& object, ObjectProblems& problems) {
  Claim claim;
  const json& spec = member(object, "spec");
  claim.spec.namespace_name = namespace_of(object, problems);
  claim.spec.name = name_of(object, problems);
  for (const auto& mode : texts(spec, "accessModes", "spec", problems))
    claim.spec.read_write_once_pod |= mode == "ReadWriteOncePod";
  claim.volume_name = text(spec, "volumeName", "spec", problems);
  claim.spec.bound = !claim.volume_name.empty();
  claim.storage_class = text(spec, "storageClassName", "spec", problems);
  claims_.push_back(std::move(claim));
}

void ClusterBuilder::add_volume(const json& object, ObjectProblems& problems) {
  Volume& volume = volumes_[name_of(object, problems)];
  volume.labels = labels(member(object, "metadata"), "labels", "metadata", problems);
  const json& required = member(member(member(object, "spec"), "nodeAffinity"), "required");
  if (!required.is_object()) return;
  volume.node_affinity.emplace();
  for_each(
      required, "nodeSelectorTerms", "spec.nodeAffinity.required", problems,
      [&](const json& term, const std::string& at) { volume.node_affinity->push_back(node_term(term, at, problems)); });
}

void ClusterBuilder::add_budget(const json& object, ObjectProblems& problems) {
  BudgetObject budget{.namespace_name = namespace_of(object, problems),
                      .name = name_of(object, problems),
                      .selector = read_selector(member(object, "spec"), "selector", "spec", problems)};
  const json& status = member(object, "status");
  budget.disruptions_allowed = integer(status, "disruptionsAllowed", 0, "status", problems);
  const json& disrupted = member(status, "disruptedPods");
  if (disrupted.is_object())
    for (const auto& [pod, since] : disrupted.items()) budget.disrupted_pods.insert(pod);
  objects_.budgets.push_back(std::move(budget));
}

void ClusterBuilder::add_priority_class(const json& object, ObjectProblems& problems) {
  PriorityClassObject& priority = objects_.priority_classes[name_of(object, problems)];
  priority.value = int32(object, "value", 0, "", problems);
  priority.never_preempts = text(object, "preemptionPolicy", "", problems) == "Never";
  priority.global_default = flag(object, "globalDefault", false, "", problems);
}

bool ClusterBuilder::add(const json& object, std::string_view kind, ObjectProblems& problems) {
  constexpr std::array controllers{"ReplicationController", "ReplicaSet", "StatefulSet"};
  const auto fresh = [&](bool namespaced) { return is_new(object, kind, namespaced, problems); };
  if (kind == "Pod") {
    if (fresh(true)) add_pod(object, problems);
  } else if (kind == "Node") {
    if (fresh(false)) objects_.nodes.push_back(read_node(object, problems));
  } else if (kind == "Namespace") {
    if (fresh(false))
      objects_.namespaces.emplace_back(name_of(object, problems),
                                       labels(member(object, "metadata"), "labels", "metadata", problems));
  } else if (kind == "Service") {
    if (fresh(true)) objects_.services.push_back(read_service(object, problems));
  } else if (std::ranges::find(controllers, kind) != controllers.end()) {
    if (fresh(true)) objects_.controllers.push_back(read_controller(object, std::string(kind), problems));
  } else if (kind == "PodDisruptionBudget") {
    if (fresh(true)) add_budget(object, problems);
  } else if (kind == "PersistentVolumeClaim") {
    if (fresh(true)) add_claim(object, problems);
  } else if (kind == "PersistentVolume") {
    if (fresh(false)) add_volume(object, problems);
  } else if (kind == "StorageClass") {
    if (text(object, "volumeBindingMode", "", problems) == "WaitForFirstConsumer")
      waiting_classes_.insert(name_of(object, problems));
  } else if (kind == "PriorityClass") {
    if (fresh(false)) add_priority_class(object, problems);
  } else if (kind == "KubeSchedulerConfiguration") {
    objects_.profiles = read_profiles(object, problems);
  } else {
    return false;
  }
  return true;
}

ClusterObjects ClusterBuilder::take() {
  for (Claim& claim : claims_) {
    if (const auto volume = volumes_.find(claim.volume_name); volume != volumes_.end()) {
      claim.spec.volume_labels = volume->second.labels;
      claim.spec.volume_node_affinity = volume->second.node_affinity;
    }
    claim.spec.wait_for_first_consumer = waiting_classes_.contains(claim.storage_class);
    objects_.claims.push_back(std::move(claim.spec));
  }
  return std::move(objects_);
}

}  // namespace paddock::scenarios
