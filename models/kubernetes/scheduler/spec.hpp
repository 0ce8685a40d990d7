// What the scheduler is told about pods, nodes and the objects around them, in the words of the Kubernetes API
// (core/v1, policy/v1). Plain values with text in them; the catalogue compiles them into ids once.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/kubernetes/quantity.hpp"

namespace paddock::models::scheduling {

using Labels = std::map<std::string, std::string>;
using ResourceList = std::map<std::string, ResourceQuantity>;

enum class Operator : std::uint8_t { in, not_in, exists, does_not_exist, greater, less };

struct LabelRequirement {
  std::string key;
  Operator op = Operator::in;
  std::vector<std::string> values;
  friend auto operator<=>(const LabelRequirement&, const LabelRequirement&) = default;
};

/// Everything must hold. With nothing in it, it selects everything; where one is optional, an absent one selects
/// nothing.
struct LabelSelector {
  Labels match_labels;
  std::vector<LabelRequirement> match_expressions;
  friend auto operator<=>(const LabelSelector&, const LabelSelector&) = default;
};

enum class TaintEffect : std::uint8_t { no_schedule, prefer_no_schedule, no_execute };

struct Taint {
  std::string key, value;
  TaintEffect effect = TaintEffect::no_schedule;
  friend auto operator<=>(const Taint&, const Taint&) = default;
};

struct Toleration {
  std::string key;  ///< empty with `exists`: every key
  bool exists = false;
  std::string value;
  std::optional<TaintEffect> effect;  ///< absent: every effect
  friend auto operator<=>(const Toleration&, const Toleration&) = default;
};

/// One of several alternatives. With nothing in it, it matches no node.
struct NodeSelectorTerm {
  std::vector<LabelRequirement> match_expressions;
  std::vector<LabelRequirement> match_fields;  ///< key is always "metadata.name"
  friend auto operator<=>(const NodeSelectorTerm&, const NodeSelectorTerm&) = default;
};

struct PreferredNodeTerm {
  std::int32_t weight = 1;  ///< 1 to 100
  NodeSelectorTerm preference;
  friend auto operator<=>(const PreferredNodeTerm&, const PreferredNodeTerm&) = default;
};

struct NodeAffinity {
  std::optional<std::vector<NodeSelectorTerm>> required;  ///< one must match; none given: no node matches
  std::vector<PreferredNodeTerm> preferred;
  friend auto operator<=>(const NodeAffinity&, const NodeAffinity&) = default;
};

struct PodAffinityTerm {
  std::optional<LabelSelector> selector;
  std::string topology_key;
  std::vector<std::string> namespaces;  ///< none and no namespace_selector: the pod's own
  std::optional<LabelSelector> namespace_selector;
  std::vector<std::string> match_label_keys, mismatch_label_keys;  ///< folded into `selector` by admit()
  friend auto operator<=>(const PodAffinityTerm&, const PodAffinityTerm&) = default;
};

struct WeightedPodAffinityTerm {
  std::int32_t weight = 1;  ///< 1 to 100
  PodAffinityTerm term;
  friend auto operator<=>(const WeightedPodAffinityTerm&, const WeightedPodAffinityTerm&) = default;
};

struct PodAffinity {
  std::vector<PodAffinityTerm> required;
  std::vector<WeightedPodAffinityTerm> preferred;
  friend auto operator<=>(const PodAffinity&, const PodAffinity&) = default;
};

struct SpreadConstraint {
  std::int32_t max_skew = 1;
  std::string topology_key;
  bool do_not_schedule = true;  ///< false: ScheduleAnyway
  std::optional<LabelSelector> selector;
  std::optional<std::int32_t> min_domains;
  bool honor_node_affinity = true;  ///< nodeAffinityPolicy
  bool honor_node_taints = false;   ///< nodeTaintsPolicy
  std::vector<std::string> match_label_keys;
  friend auto operator<=>(const SpreadConstraint&, const SpreadConstraint&) = default;
};

struct HostPort {
  std::string ip;        ///< empty: every address
  std::string protocol;  ///< empty: TCP
  std::int32_t port = 0;
  friend auto operator<=>(const HostPort&, const HostPort&) = default;
};

struct ContainerSpec {
  std::string image;
  ResourceList requests, limits;
  std::vector<HostPort> host_ports;
  bool sidecar = false;  ///< an init container with restartPolicy Always
  friend auto operator<=>(const ContainerSpec&, const ContainerSpec&) = default;
};

/// The controller that owns a pod: what system default spreading looks up.
struct ControllerRef {
  std::string kind, name;
  friend auto operator<=>(const ControllerRef&, const ControllerRef&) = default;
};

/// Pods with equal specs are one class. A pod's name, node and start are not part of it.
struct PodSpec {
  std::string namespace_name = "default";
  Labels labels;
  std::vector<ContainerSpec> containers, init_containers;
  ResourceList overhead;
  ResourceList pod_requests;  ///< pod-level resources: they replace what the containers ask for
  std::optional<std::string> node_name;
  Labels node_selector;
  NodeAffinity node_affinity;
  PodAffinity pod_affinity, pod_anti_affinity;
  std::vector<Toleration> tolerations;
  std::vector<SpreadConstraint> spread;
  std::int32_t priority = 0;
  bool never_preempts = false;  ///< preemptionPolicy Never
  std::vector<std::string> claims;
  std::optional<ControllerRef> controller;
  std::optional<std::string> scheduler_name;  ///< the profile; absent: the first
  friend auto operator<=>(const PodSpec&, const PodSpec&) = default;
};

struct ContainerImage {
  std::vector<std::string> names;
  std::int64_t size_bytes = 0;
  friend auto operator<=>(const ContainerImage&, const ContainerImage&) = default;
};

struct NodeSpec {
  std::string name;
  Labels labels;
  std::vector<Taint> taints;
  bool unschedulable = false;
  ResourceList allocatable;
  std::vector<ContainerImage> images;
};

struct ServiceSpec {
  std::string namespace_name = "default";
  std::optional<Labels> selector;  ///< absent: selects no pods
};

struct ControllerSpec {
  std::string kind;  ///< ReplicationController, ReplicaSet, StatefulSet
  std::string namespace_name = "default", name;
  std::optional<LabelSelector> selector;
};

/// A persistent volume claim together with the volume it is bound to.
struct ClaimSpec {
  std::string namespace_name = "default", name;
  bool bound = false;                    ///< false: unbound
  bool wait_for_first_consumer = false;  ///< of its storage class, when unbound
  bool read_write_once_pod = false;      ///< one pod in the cluster at a time
  Labels volume_labels;                  ///< of the volume: zone and region
  std::optional<std::vector<NodeSelectorTerm>> volume_node_affinity;
};

/// What the API server does to a pod before any scheduler sees it, as far as scheduling depends on it: requests that
/// are absent become the limits, and (mis)matchLabelKeys of affinity terms become expressions of the selector.
/// Source: pkg/apis/core/v1/defaults.go and pkg/registry/core/pod/strategy.go, v1.34.
PodSpec admit(PodSpec);

}  // namespace paddock::models::scheduling
