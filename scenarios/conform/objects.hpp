// Kubernetes objects as JSON (core/v1, policy/v1, apps/v1, kubescheduler.config.k8s.io/v1) into the scheduler's specs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "models/kubernetes/scheduler/profile.hpp"
#include "models/kubernetes/scheduler/spec.hpp"

namespace paddock::scenarios {

/// Collects what is wrong while objects are read: "spec.containers[0].resources.requests.cpu: is negative: -1".
class ObjectProblems {
 public:
  void add(std::string where, std::string_view what) { found_.push_back(std::move(where) + ": " + std::string(what)); }
  const std::vector<std::string>& found() const { return found_; }
  bool none() const { return found_.empty(); }

 private:
  std::vector<std::string> found_;
};

using models::scheduling::ClaimSpec;
using models::scheduling::ControllerSpec;
using models::scheduling::LabelSelector;
using models::scheduling::NodeSpec;
using models::scheduling::PodSpec;
using models::scheduling::Profile;
using models::scheduling::ServiceSpec;

/// What is absent keeps the API's default. Wrong types, unknown operators and bad quantities are problems.
PodSpec read_pod(const nlohmann::json&, ObjectProblems&);
NodeSpec read_node(const nlohmann::json&, ObjectProblems&);
ServiceSpec read_service(const nlohmann::json&, ObjectProblems&);
ControllerSpec read_controller(const nlohmann::json&, std::string kind, ObjectProblems&);
/// The claim with what it is bound to, found by name among the volumes, and its storage class's binding mode.
ClaimSpec read_claim(const nlohmann::json& claim, const nlohmann::json& volumes, const nlohmann::json& storage_classes,
                     ObjectProblems&);
std::optional<LabelSelector> read_selector(const nlohmann::json& holder, const char* key, const std::string& where,
                                           ObjectProblems&);

/// The profiles of a KubeSchedulerConfiguration; at least one.
std::vector<Profile> read_profiles(const nlohmann::json& configuration, ObjectProblems&);

}  // namespace paddock::scenarios
