// What the pods of one population go through between bound and gone: the constant part of a pod's life on its node.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/fwd.hpp"
#include "models/kubernetes/probes.hpp"
#include "models/tenancy/container_spec.hpp"
#include "sim/distributions.hpp"

namespace paddock::models {

struct TemplateSpec;

/// A change of the tenant's schema: made once a version, by whoever has the lock.
struct Migration {
  sim::Distribution runs_s;
  LockScope lock = LockScope::tenant;
  bool blocks_requests = false;  // those that need the database, while it runs
  bool at_boot = false;          // by the process itself; false: by an init container
};

struct PodPlan {
  Bytes image{};             // its size
  sim::Distribution pull_s;  // how long a pull takes where the size is not known
  sim::Distribution containers_s;
  std::vector<sim::Distribution> before_s, after_s;  // init containers and sidecars before and after a migration by one
  std::optional<Migration> migration;
  sim::Distribution boot_s;  // from container start until the process answers
  bool boots = false;        // and whether that takes any time
  ProbeRules probes;
  Duration pre_stop{}, shutdown{}, grace{};
};

/// What cannot be is reported in findings.
PodPlan pod_plan_of(const TemplateSpec& spec, const std::string& path, Findings& findings);

/// The grace period ends with SIGKILL, but SIGTERM gets two seconds at least, however long the preStop hook took
/// (kubernetes/kubernetes pkg/kubelet/kuberuntime: minimumGracePeriodInSeconds).
inline constexpr Duration least_grace = std::chrono::seconds{2};

/// From the decision to stop a container to its end: the hook, inside the grace period, then SIGTERM, then SIGKILL.
constexpr Duration time_to_stop(Duration pre_stop, Duration shutdown, Duration grace) {
  const Duration hook = std::min(pre_stop, grace);
  return hook + std::min(shutdown, std::max(grace - hook, least_grace));
}

}  // namespace paddock::models
