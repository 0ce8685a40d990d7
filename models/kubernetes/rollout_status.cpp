#include "models/kubernetes/rollout_status.hpp"

namespace paddock::models {

bool rollout_complete(std::int64_t wanted, const DeploymentStatus& status) {
  return status.updated == wanted && status.total == wanted && status.available == wanted;
}

bool rollout_progresses(const DeploymentStatus& before, const DeploymentStatus& now) {
  return now.updated > before.updated || now.total - now.updated < before.total - before.updated ||
         now.ready > before.ready || now.available > before.available;
}

bool rollout_timed_out(std::optional<sim::Duration> deadline, ProgressReason reason,
                       std::optional<sim::Duration> without_news) {
  if (!deadline || *deadline == no_progress_deadline || !without_news) return false;
  if (reason == ProgressReason::new_replica_set_available) return false;
  return reason == ProgressReason::deadline_exceeded || *without_news > *deadline;
}

}  // namespace paddock::models
