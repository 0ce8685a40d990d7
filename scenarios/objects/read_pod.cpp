#include "scenarios/objects/object_reader.hpp"

namespace paddock::scenarios {
namespace {

using namespace objects;  // NOLINT(google-build-using-namespace): the readers beside this file
using models::scheduling::ContainerSpec;
using models::scheduling::PodAffinity;
using models::scheduling::PodAffinityTerm;
using models::scheduling::TaintEffect;
using models::scheduling::Toleration;

/// `host_network`: its ports are ports of the node, as SetDefaults_PodSpec of the API has it.
ContainerSpec read_container(const json& c, bool host_network, const std::string& where, ObjectProblems& problems) {
  ContainerSpec container;
  container.image = text(c, "image", where, problems);
  const json& wanted = member(c, "resources");
  const std::string wanted_at = path_join(where, "resources");
  container.requests = resources(wanted, "requests", wanted_at, problems);
  container.limits = resources(wanted, "limits", wanted_at, problems);
  container.sidecar = text(c, "restartPolicy", where, problems) == "Always";
  for_each(c, "ports", where, problems, [&](const json& p, const std::string& at) {
    const int own = host_network ? int32(p, "containerPort", 0, at, problems) : 0;
    const int port = int32(p, "hostPort", own, at, problems);
    if (port < 0 || port > 65535) problems.add(path_join(at, "hostPort"), std::to_string(port), "0 to 65535");
    if (port > 0)
      container.host_ports.push_back({text(p, "hostIP", at, problems), text(p, "protocol", at, problems), port});
  });
  return container;
}

PodAffinityTerm read_term(const json& t, const std::string& where, ObjectProblems& problems) {
  PodAffinityTerm term;
  term.selector = read_selector(t, "labelSelector", where, problems);
  term.topology_key = text(t, "topologyKey", where, problems);
  term.namespaces = texts(t, "namespaces", where, problems);
  term.namespace_selector = read_selector(t, "namespaceSelector", where, problems);
  term.match_label_keys = texts(t, "matchLabelKeys", where, problems);
  term.mismatch_label_keys = texts(t, "mismatchLabelKeys", where, problems);
  return term;
}

PodAffinity read_affinity(const json& affinity, const std::string& where, ObjectProblems& problems) {
  PodAffinity result;
  for_each(affinity, "requiredDuringSchedulingIgnoredDuringExecution", where, problems,
           [&](const json& t, const std::string& at) { result.required.push_back(read_term(t, at, problems)); });
  for_each(affinity, "preferredDuringSchedulingIgnoredDuringExecution", where, problems,
           [&](const json& t, const std::string& at) {
             const int weight = int32(t, "weight", 0, at, problems);
             if (weight < 1 || weight > 100) problems.add(path_join(at, "weight"), std::to_string(weight), "1 to 100");
             result.preferred.push_back(
                 {weight, read_term(member(t, "podAffinityTerm"), path_join(at, "podAffinityTerm"), problems)});
           });
  return result;
}

std::optional<TaintEffect> effect_named(const std::string& name, const std::string& where, ObjectProblems& problems) {
  if (name == "NoSchedule") return TaintEffect::no_schedule;
  if (name == "PreferNoSchedule") return TaintEffect::prefer_no_schedule;
  if (name == "NoExecute") return TaintEffect::no_execute;
  if (!name.empty())
    none_of(problems, where, name, std::vector<std::string>{"NoSchedule", "PreferNoSchedule", "NoExecute"});
  return std::nullopt;
}

Toleration read_toleration(const json& t, const std::string& where, ObjectProblems& problems) {
  Toleration toleration;
  toleration.key = text(t, "key", where, problems);
  const std::string op = text(t, "operator", where, problems);
  if (!op.empty() && op != "Equal" && op != "Exists")
    none_of(problems, path_join(where, "operator"), op, std::vector<std::string>{"Equal", "Exists"});
  toleration.exists = op == "Exists";
  toleration.value = text(t, "value", where, problems);
  toleration.effect = effect_named(text(t, "effect", where, problems), path_join(where, "effect"), problems);
  return toleration;
}

void read_metadata(const json& metadata, const std::string& where, PodSpec& pod, ObjectProblems& problems) {
  if (const auto name = text(metadata, "namespace", where, problems); !name.empty()) pod.namespace_name = name;
  pod.labels = labels(metadata, "labels", where, problems);
  for_each(metadata, "ownerReferences", where, problems, [&](const json& owner, const std::string& at) {
    if (flag(owner, "controller", false, at, problems))
      pod.controller = {text(owner, "kind", at, problems), text(owner, "name", at, problems)};
  });
}

void read_containers(const json& spec, const std::string& where, PodSpec& pod, ObjectProblems& problems) {
  const bool host_network = flag(spec, "hostNetwork", false, where, problems);
  for_each(spec, "containers", where, problems, [&](const json& c, const std::string& at) {
    pod.containers.push_back(read_container(c, host_network, at, problems));
    pod.containers.back().sidecar = false;
  });
  for_each(spec, "initContainers", where, problems, [&](const json& c, const std::string& at) {
    pod.init_containers.push_back(read_container(c, host_network, at, problems));
  });
  pod.overhead = resources(spec, "overhead", where, problems);
  pod.pod_requests = resources(member(spec, "resources"), "requests", path_join(where, "resources"), problems);
}

void read_placement(const json& spec, const std::string& where, PodSpec& pod, ObjectProblems& problems) {
  const json& affinity = member(spec, "affinity");
  const auto at = [&, path = path_join(where, "affinity")](const char* key) { return path_join(path, key); };
  pod.node_selector = labels(spec, "nodeSelector", where, problems);
  pod.node_affinity = node_affinity(member(affinity, "nodeAffinity"), at("nodeAffinity"), problems);
  pod.pod_affinity = read_affinity(member(affinity, "podAffinity"), at("podAffinity"), problems);
  pod.pod_anti_affinity = read_affinity(member(affinity, "podAntiAffinity"), at("podAntiAffinity"), problems);
  for_each(spec, "tolerations", where, problems,
           [&](const json& t, const std::string& p) { pod.tolerations.push_back(read_toleration(t, p, problems)); });
  for_each(spec, "topologySpreadConstraints", where, problems,
           [&](const json& c, const std::string& p) { pod.spread.push_back(spread_constraint(c, p, problems)); });
}

}  // namespace

PodSpec read_pod(const json& object, ObjectProblems& problems, const std::string& where) {
  PodSpec pod;
  const json& spec = member(object, "spec");
  const std::string at = path_join(where, "spec");
  read_metadata(member(object, "metadata"), path_join(where, "metadata"), pod, problems);
  read_containers(spec, at, pod, problems);
  read_placement(spec, at, pod, problems);
  pod.priority = int32(spec, "priority", 0, at, problems);
  const std::string policy = text(spec, "preemptionPolicy", at, problems);
  pod.never_preempts = policy == "Never";
  if (!policy.empty() && !pod.never_preempts && policy != "PreemptLowerPriority")
    none_of(problems, path_join(at, "preemptionPolicy"), policy,
            std::vector<std::string>{"Never", "PreemptLowerPriority"});
  for_each(spec, "volumes", at, problems, [&](const json& volume, const std::string& v) {
    const json& claim = member(volume, "persistentVolumeClaim");
    if (claim.is_object())
      pod.claims.push_back(text(claim, "claimName", path_join(v, "persistentVolumeClaim"), problems));
  });
  if (const auto name = text(spec, "schedulerName", at, problems); !name.empty()) pod.scheduler_name = name;
  if (const auto name = text(spec, "nodeName", at, problems); !name.empty()) pod.node_name = name;
  return pod;
}

NodeSpec read_node(const json& object, ObjectProblems& problems) {
  NodeSpec node;
  const json& metadata = member(object, "metadata");
  const json& spec = member(object, "spec");
  const json& status = member(object, "status");
  node.name = text(metadata, "name", "metadata", problems);
  if (const json& name = member(metadata, "name"); name.is_null() || (name.is_string() && node.name.empty()))
    problems.add("metadata.name", "nothing", "the node's name");
  node.labels = labels(metadata, "labels", "metadata", problems);
  node.unschedulable = flag(spec, "unschedulable", false, "spec", problems);
  for_each(spec, "taints", "spec", problems, [&](const json& t, const std::string& at) {
    const auto effect = effect_named(text(t, "effect", at, problems), path_join(at, "effect"), problems);
    if (!effect) return;
    node.taints.push_back({text(t, "key", at, problems), text(t, "value", at, problems), *effect});
  });
  const char* amounts = member(status, "allocatable").is_null() ? "capacity" : "allocatable";
  node.allocatable = resources(status, amounts, "status", problems);
  for_each(status, "images", "status", problems, [&](const json& i, const std::string& at) {
    node.images.push_back({texts(i, "names", at, problems), integer(i, "sizeBytes", 0, at, problems)});
  });
  return node;
}

}  // namespace paddock::scenarios
