// How far a Deployment has come: complete, progressing, out of time. From kubernetes/kubernetes
// pkg/controller/deployment/util/deployment_util.go (DeploymentComplete, DeploymentProgressing, DeploymentTimedOut).
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include "sim/time.hpp"

namespace paddock::models {

struct DeploymentStatus {
  std::int64_t total = 0, updated = 0, ready = 0, available = 0;  // pods; updated: of the present version
};

/// Every pod is of the present version and available, and none is left over.
bool rollout_complete(std::int64_t wanted, const DeploymentStatus& status);
/// There are more updated, ready or available pods than before, or fewer old ones.
bool rollout_progresses(const DeploymentStatus& before, const DeploymentStatus& now);

/// What the Progressing condition says last.
enum class ProgressReason : std::uint8_t { other, new_replica_set_available, deadline_exceeded };

/// progressDeadlineSeconds may say that there is no deadline: the largest number that it holds.
constexpr sim::Duration no_progress_deadline = std::chrono::seconds{std::numeric_limits<std::int32_t>::max()};

/// `without_news`: since the condition was last updated; empty if there is no such condition. A Deployment that has
/// been complete does not time out, one that has timed out stays so until it moves.
bool rollout_timed_out(std::optional<sim::Duration> deadline, ProgressReason reason,
                       std::optional<sim::Duration> without_news);

}  // namespace paddock::models
