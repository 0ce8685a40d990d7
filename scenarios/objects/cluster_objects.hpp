// The objects of a cluster, read and joined; and the builder that takes them one by one, in any order.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/objects/objects.hpp"
#include "sim/time.hpp"

namespace paddock::scenarios {

using models::scheduling::ClaimSpec;

/// A pod of the cluster. `spec.node_name` is where it is.
struct PodObject {
  PodSpec spec;
  std::string name;
  std::optional<sim::Time> start;
  bool terminating = false;

  std::string full_name() const { return spec.namespace_name + "/" + name; }
};

/// A PodDisruptionBudget with what its controller last wrote.
struct BudgetObject {
  std::string namespace_name = "default", name;
  std::optional<LabelSelector> selector;
  std::int64_t disruptions_allowed = 0;
  std::set<std::string> disrupted_pods;  ///< evictions that are granted already
};

struct PriorityClassObject {
  std::int32_t value = 0;
  bool never_preempts = false;
  bool global_default = false;
};

struct ClusterObjects {
  std::optional<std::vector<Profile>> profiles;  ///< absent: no configuration came with the cluster
  std::vector<std::pair<std::string, models::scheduling::Labels>> namespaces;
  std::vector<ServiceSpec> services;
  std::vector<ControllerSpec> controllers;
  std::vector<ClaimSpec> claims;
  std::map<std::string, PriorityClassObject> priority_classes;
  std::vector<NodeSpec> nodes;
  std::vector<PodObject> pods;  ///< those that hold room on a node
  std::vector<PodObject> pending;
  std::vector<BudgetObject> budgets;
  std::uint64_t finished = 0;  ///< pods that have succeeded or failed: they hold nothing
};

PodObject read_pod_object(const nlohmann::json&, ObjectProblems&);

/// Puts a cluster together. What is wrong with an object is added to the problems that come with it.
class ClusterBuilder {
 public:
  /// False: the scheduler has no use for objects of this kind.
  bool add(const nlohmann::json& object, std::string_view kind, ObjectProblems&);
  ClusterObjects take();

 private:
  struct Volume {
    models::scheduling::Labels labels;
    std::optional<std::vector<models::scheduling::NodeSelectorTerm>> node_affinity;
  };
  struct Claim {
    ClaimSpec spec;
    std::string volume_name, storage_class;
  };

  void add_pod(const nlohmann::json&, ObjectProblems&);
  void add_claim(const nlohmann::json&, ObjectProblems&);
  void add_volume(const nlohmann::json&, ObjectProblems&);
  void add_budget(const nlohmann::json&, ObjectProblems&);
  void add_priority_class(const nlohmann::json&, ObjectProblems&);
  /// False, with a problem: an object of this kind and name was there before.
  bool is_new(const nlohmann::json& object, std::string_view kind, bool namespaced, ObjectProblems&);

  ClusterObjects objects_;
  std::set<std::string> seen_;  ///< "Kind namespace/name"
  std::vector<Claim> claims_;
  std::map<std::string, Volume> volumes_;
  std::set<std::string> waiting_classes_;  ///< storage classes with WaitForFirstConsumer
};

}  // namespace paddock::scenarios
