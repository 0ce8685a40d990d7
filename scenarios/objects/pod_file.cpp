#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "models/kubernetes/scheduler/selector.hpp"
#include "scenarios/import/object_stream.hpp"
#include "scenarios/objects/cluster_files.hpp"
#include "scenarios/objects/from_node.hpp"
#include "scenarios/objects/manifest_fields.hpp"
#include "scenarios/objects/object_reader.hpp"
#include "scenarios/objects/wanted.hpp"

namespace paddock::scenarios {
namespace {

using namespace objects;  // NOLINT(google-build-using-namespace): the readers beside this file

constexpr std::string_view wanted =
    "a Pod, or a Deployment, ReplicaSet, StatefulSet, ReplicationController, Job or CronJob";
constexpr std::size_t most_pods = 100'000;  // assumed: a file that asks for more has a slip of the finger in it

/// Where a kind of workload keeps its template and the number of its pods.
struct Workload {
  std::string_view kind, template_at, replicas;
  bool spreads;  ///< it is one of those that the default spread constraints look up
};
constexpr std::array workloads{Workload{"Deployment", "spec", "replicas", true},
                               Workload{"ReplicaSet", "spec", "replicas", true},
                               Workload{"StatefulSet", "spec", "replicas", true},
                               Workload{"ReplicationController", "spec", "replicas", true},
                               Workload{"Job", "spec", "parallelism", false},
                               Workload{"CronJob", "spec.jobTemplate.spec", "parallelism", false}};

/// The member at a path of plain words.
const json& at_path(const json& object, std::string_view path) {
  const json* at = &object;
  while (!path.empty()) {
    const std::string key(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(path.size(), key.size() + 1));
    at = &member(*at, key.c_str());
  }
  return *at;
}

// Source: pkg/apis/scheduling/types.go, v1.34.
const std::map<std::string, std::int32_t>& system_classes() {
  static const std::map<std::string, std::int32_t> classes{{"system-cluster-critical", 2'000'000'000},
                                                           {"system-node-critical", 2'000'001'000}};
  return classes;
}

class PodReading {
 public:
  PodReading(const ClusterObjects& cluster, bool each_replica, Problems& problems)
      : cluster_(cluster), each_replica_(each_replica), problems_(problems) {}

  void take(const Node& node, std::string_view kind) {
    ObjectProblems found;
    const json object = to_json(node);
    const auto workload = std::ranges::find(workloads, kind, &Workload::kind);
    if (kind == "Pod")
      take_pod(object, found);
    else if (workload != workloads.end())
      take_workload(object, *workload, found);
    else if (member(member(object, "spec"), "template").is_object() && kind.empty())
      take_workload(object, workloads.front(), found);
    else if (kind == "DaemonSet" || kind.empty())
      found.add("kind", kind.empty() ? "nothing" : "'DaemonSet', which has a pod for each node", std::string(wanted));
    else
      pods_.notes.push_back(called(node, kind) + " of the pods' file left out");
    add_located(found, node, called(node, kind), problems_);
  }

  PendingPods result() { return std::move(pods_); }

 private:
  void take_pod(const json& object, ObjectProblems& found) {
    check_pod_fields(object, "", found);
    const json& metadata = member(object, "metadata");
    std::string name = text(metadata, "name", "metadata", found);
    if (name.empty()) name = text(metadata, "generateName", "metadata", found);
    if (name.empty()) found.add("metadata.name", "nothing", "the pod's name");
    add(complete(object, "", found), std::move(name));
  }

  void take_workload(const json& object, const Workload& workload, ObjectProblems& found) {
    const json& spec = at_path(object, workload.template_at);
    const std::string at = path_join(std::string(workload.template_at), "template");
    if (!member(spec, "template").is_object())
      return found.add(at, shown(member(spec, "template")), "a pod's template");
    check_pod_fields(member(spec, "template"), at, found);
    PodSpec pod = complete(member(spec, "template"), at, found);
    const json& metadata = member(object, "metadata");
    const std::string name = text(metadata, "name", "metadata", found);
    if (name.empty()) found.add("metadata.name", "nothing", "the name of the " + std::string(workload.kind));
    if (const auto space = text(metadata, "namespace", "metadata", found); !space.empty()) pod.namespace_name = space;
    if (workload.spreads) own(pod, object, name, workload, found);
    const std::string replicas(workload.replicas);
    const int n = int32(spec, replicas.c_str(), 1, std::string(workload.template_at), found);
    if (n < 0 || static_cast<std::size_t>(n) > most_pods - pods_.pods.size())
      return found.add(path_join(std::string(workload.template_at), replicas), std::to_string(n),
                       "0 or more, and at most " + std::to_string(most_pods) + " pods in a file");
    if (!each_replica_) return add(std::move(pod), name);
    for (int i = 0; i < n; ++i) add(pod, name + "-" + std::to_string(i));
  }

  static void check_selector(const ControllerSpec& controller, const PodSpec& pod, ObjectProblems& found) {
    models::scheduling::Symbols symbols;
    const models::scheduling::LabelSet labels(pod.labels, symbols);
    if (controller.selector && !compile(controller.selector, symbols).matches(labels, symbols))
      found.add("spec.selector", "a selector that does not select the template's pods", "one that does");
  }

  /// Makes the pod one of its controller's, which the default spread constraints look up. Those of a Deployment belong
  /// to the ReplicaSet of the newest template, which does not count pods of older ones.
  void own(PodSpec& pod, const json& object, const std::string& name, const Workload& workload, ObjectProblems& found) {
    constexpr const char* hash_label = "pod-template-hash";
    ControllerSpec controller = read_controller(object, std::string(workload.kind), found);
    check_selector(controller, pod, found);
    if (workload.kind == "Deployment") {
      controller.kind = "ReplicaSet";
      controller.name = name + "-new";
      pod.labels[hash_label] = "new";
      if (controller.selector) controller.selector->match_labels[hash_label] = "new";
    }
    pod.controller = {controller.kind, controller.name};
    const bool known = std::ranges::any_of(cluster_.controllers, [&](const ControllerSpec& c) {
      return c.kind == controller.kind && c.namespace_name == controller.namespace_name && c.name == controller.name;
    });
    if (!known) pods_.controllers.push_back(std::move(controller));
  }

  /// The pod as the API server's admission would leave it.
  PodSpec complete(const json& object, const std::string& where, ObjectProblems& found) {
    PodSpec pod = admit(read_pod(object, found, where));
    const json& spec = member(object, "spec");
    const std::string at = path_join(where, "spec");
    set_priority(spec, at, pod, found);
    check_limits(pod, at, found);
    std::vector<std::string> profiles;
    for (const Profile& p : cluster_.profiles.value_or(std::vector<Profile>(1))) profiles.push_back(p.name);
    if (const auto name = pod.scheduler_name.value_or("default-scheduler");
        !profiles.empty() && std::ranges::find(profiles, name) == profiles.end())  // none: it could not be read
      none_of(found, path_join(at, "schedulerName"), name, profiles);
    if (!member(spec, "schedulingGates").empty())
      pods_.notes.emplace_back("schedulingGates are taken as lifted: with them a pod is not scheduled at all");
    return pod;
  }

  static void check_limits(const PodSpec& pod, const std::string& at, ObjectProblems& found) {
    for (std::size_t i = 0; i < pod.containers.size(); ++i)
      for (const auto& [resource, limit] : pod.containers[i].limits) {
        const auto request = pod.containers[i].requests.find(resource);
        if (request != pod.containers[i].requests.end() && request->second > limit)
          found.add(path_join(path_join(at, "containers"), i) + ".resources.requests." + resource,
                    "more than the limit", "at most the limit");
      }
  }

  void set_priority(const json& spec, const std::string& at, PodSpec& pod, ObjectProblems& found) {
    const std::string name = text(spec, "priorityClassName", at, found);
    if (!member(spec, "priority").is_null()) return;
    if (name.empty()) {
      for (const auto& [_, c] : cluster_.priority_classes)
        if (c.global_default) set_priority(c, spec, pod);
      return;
    }
    if (const auto c = cluster_.priority_classes.find(name); c != cluster_.priority_classes.end())
      return set_priority(c->second, spec, pod);
    if (const auto s = system_classes().find(name); s != system_classes().end())
      return set_priority({.value = s->second}, spec, pod);
    std::vector<std::string> known;
    for (const auto& [class_name, _] : cluster_.priority_classes) known.push_back(class_name);
    for (const auto& [class_name, _] : system_classes()) known.push_back(class_name);
    found.add(path_join(at, "priorityClassName"),
              in_quotes(name) + ", which is not among the cluster's priorityclasses",
              name_list(known) + "; or write `priority: NUMBER` beside it", did_you_mean(name, known));
  }

  static void set_priority(const PriorityClassObject& c, const json& spec, PodSpec& pod) {
    pod.priority = c.value;
    if (member(spec, "preemptionPolicy").is_null()) pod.never_preempts = c.never_preempts;
  }

  void add(PodSpec pod, std::string name) { pods_.pods.push_back({std::move(pod), std::move(name)}); }

  const ClusterObjects& cluster_;
  bool each_replica_;
  Problems& problems_;
  PendingPods pods_;
};

}  // namespace

PendingPods read_pod_file(const std::string& file, const ClusterObjects& cluster, bool each_replica,
                          Problems& problems) {
  PodReading reading(cluster, each_replica, problems);
  const std::size_t before = problems.size();
  if (auto open = open_file(file, problems)) {
    const ObjectSink sink = [&](const Node& object, std::string_view kind) { reading.take(object, kind); };
    read_objects(*open->source, whole_objects(), wanted, sink, problems);
  }
  PendingPods pods = reading.result();
  const std::string name = file == "-" ? "standard input" : file;
  if (pods.pods.empty() && problems.size() == before) problems.add_file(name, "no pod in it", std::string(wanted));
  if (!each_replica && pods.pods.size() > 1)
    problems.add_file(name, std::to_string(pods.pods.size()) + " pods", "one pod, or --pods for several");
  return pods;
}

}  // namespace paddock::scenarios
