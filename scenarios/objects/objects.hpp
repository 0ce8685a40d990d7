// Kubernetes objects as JSON (core/v1, policy/v1, apps/v1, kubescheduler.config.k8s.io/v1) into the scheduler's specs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/kubernetes/scheduler/profile.hpp"
#include "models/kubernetes/scheduler/spec.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// Collects what is wrong while objects are read, by path: "spec.containers[0].resources.requests.cpu". JSON has no
/// places; whoever knows the file that an object came from adds them (located()).
class ObjectProblems {
 public:
  void add(std::string path, std::string_view found, std::string allowed = {}, std::string hint = {});
  const std::vector<Problem>& all() const { return all_; }
  /// One line each: "path: found; allowed: ...".
  std::vector<std::string> found() const;
  bool none() const { return all_.empty(); }

 private:
  std::vector<Problem> all_;
};

using models::scheduling::ControllerSpec;
using models::scheduling::LabelSelector;
using models::scheduling::NodeSpec;
using models::scheduling::PodSpec;
using models::scheduling::Profile;
using models::scheduling::ServiceSpec;

/// What is absent keeps the API's default. Wrong types, unknown operators and bad quantities are problems. `where`: the
/// path of the object itself.
PodSpec read_pod(const nlohmann::json&, ObjectProblems&, const std::string& where = {});
NodeSpec read_node(const nlohmann::json&, ObjectProblems&);
ServiceSpec read_service(const nlohmann::json&, ObjectProblems&);
ControllerSpec read_controller(const nlohmann::json&, std::string kind, ObjectProblems&);
std::optional<LabelSelector> read_selector(const nlohmann::json& holder, const char* key, const std::string& where,
                                           ObjectProblems&);

/// The profiles of a KubeSchedulerConfiguration; at least one.
std::vector<Profile> read_profiles(const nlohmann::json& configuration, ObjectProblems&);

}  // namespace paddock::scenarios
