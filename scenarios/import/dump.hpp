// What a dump of a cluster says, in the words of Kubernetes: only what a fleet can be made of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/tenancy/tenant_spec.hpp"

namespace paddock::scenarios {

/// Labels, sorted by key.
using Labels = std::vector<std::pair<std::string, std::string>>;
/// The value of a label, or empty.
std::optional<std::string_view> label_of(const Labels& labels, std::string_view key);

struct KubeTaint {
  std::string key, effect;
};

struct KubeNode {
  std::string name;
  Labels labels;  // those that say where it is and who bought it
  std::string provider_id;
  std::string kubelet;  // "v1.29.1-eks-508b6b3"
  std::vector<KubeTaint> taints;
  std::optional<models::AllocatableSpec> allocatable;
  bool from_capacity = false;  // it said only its capacity
  bool ready = true;           // unless it says that it is not
  bool cordoned = false;
  bool assumed = false;  // not in the dump: made up so that its pods have a place
};

/// What a pod, or the template of pods, asks for.
struct PodShape {
  models::ResourcesSpec requests;
  std::optional<sim::MilliCores> cpu_limit;    // where every container has one
  std::optional<sim::Bytes> memory_limit;      // where every container has one
  std::optional<models::ReadinessSpec> probe;  // of the container that takes longest
  std::optional<sim::Duration> grace;
  std::optional<sim::Duration> pre_stop;  // of the longest hook, if its length can be told
  std::optional<models::ZoneSpreadSpec> spread;
  std::optional<models::TolerationsSpec> tolerations;  // where they say what is done about an unreachable node
  bool unread_hook = false;                            // a preStop hook whose length cannot be told
  bool startup_probe = false;                          // the model has none
  bool steered = false;                                // affinity or node selector: the model has none
  bool other_resources = false;                        // GPUs and the like: the model has none
};

enum class PodPhase : std::uint8_t { pending, running, finished };

struct KubePod {
  std::string space, name;
  std::string owner_kind, owner_name;  // empty: nobody owns it
  std::string template_hash;           // of its ReplicaSet
  std::string node;                    // empty: it waits for one
  PodPhase phase = PodPhase::running;
  bool ready = false;
  bool deleted = false;
  std::vector<std::string> waits_for;        // kinds of reasons: "Insufficient cpu", "ImagePullBackOff"
  std::optional<std::int64_t> start_time_s;  // from scheduled to Ready, if it never restarted
  Labels labels;
  PodShape shape;
};

enum class WorkloadKind : std::uint8_t { deployment, stateful_set, replica_set, daemon_set, other, bare_pod };

struct KubeWorkload {
  WorkloadKind kind = WorkloadKind::deployment;
  std::string space, name;
  std::int64_t replicas = 1;
  models::RolloutSpec rollout;
  models::PodManagement pod_management = models::PodManagement::ordered_ready;
  Labels labels;      // its own
  Labels pod_labels;  // of its template
  PodShape shape;
};

struct KubeRequirement {
  std::string key, rule;  // In, NotIn, Exists, DoesNotExist
  std::vector<std::string> values;
};
struct KubeSelector {
  Labels labels;
  std::vector<KubeRequirement> requirements;
};
bool selects(const KubeSelector& selector, const Labels& labels);

struct KubeBudget {
  std::string space, name;
  std::optional<KubeSelector> selector;  // without one it selects nothing
  models::BudgetRule rule;
};

/// All objects of all files, each once, in the order of the files.
struct Dump {
  std::vector<std::string> files;
  std::vector<KubeNode> nodes;
  std::vector<KubePod> pods;
  std::vector<KubeWorkload> workloads;  // ReplicaSets of Deployments excepted
  std::map<std::pair<std::string, std::string>, std::string>
      deployment_of_set;  // (namespace, ReplicaSet) -> Deployment
  std::vector<KubeBudget> budgets;
  std::map<std::string, Labels> spaces;          // labels of namespaces
  std::map<std::string, std::int64_t> not_read;  // objects of other kinds: how many of each
  std::int64_t repeated = 0;                     // objects that had been there before
  std::string newest;                            // the latest of all time stamps: "2024-01-27T15:31:39Z", or empty
};

}  // namespace paddock::scenarios
