// The eviction API: whether a pod may be evicted, and what the server answers. From kubernetes/kubernetes
// pkg/registry/core/pod/storage/eviction.go (Create, checkAndDecrement, canIgnorePDB).
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>

#include "models/kubernetes/disruption_budget.hpp"
#include "sim/time.hpp"

namespace paddock::models {

enum class ReportedPhase : std::uint8_t { pending, running, succeeded, failed, unknown };

struct EvictedPod {
  ReportedPhase phase = ReportedPhase::running;
  bool ready = true;
  bool terminating = false;
};

/// A budget as the API server sees it.
struct EvictionBudget {
  BudgetStatus status;
  std::int64_t disrupted_pods = 0;  // evictions granted that the controller has not confirmed
  bool observed = true;             // the status is of the newest spec
  UnhealthyPodEviction unhealthy = UnhealthyPodEviction::if_healthy_budget;
};

struct EvictionRequest {
  bool dry_run = false;
  bool own_version = false;  // the client names the version of the pod that it means
};

/// What came of deleting the pod object.
enum class Deletion : std::uint8_t { done, conflict, refused };

namespace http {
constexpr int created = 201, bad_request = 400, forbidden = 403, conflict = 409, too_many_requests = 429,
              server_error = 500;
}  // namespace http

struct EvictionAnswer {
  int status = http::created;
  std::optional<sim::Duration> retry_after;
  std::int64_t delete_calls = 0;
  bool evicted() const { return status == http::created; }
};

/// EvictionsRetry.Steps: how often the server tries to delete a pod that keeps changing.
constexpr std::int64_t eviction_tries = 20;

/// A pod that has ended, has not begun or is going disrupts nothing more: no budget is asked.
bool passes_budgets(const EvictedPod& pod);

/// Asks the only budget of the pod and takes from it. `without_budget`: a pod that is not Ready goes and takes nothing.
struct Grant {
  std::optional<EvictionAnswer> refused;
  bool without_budget = false;
};
Grant ask(EvictionBudget& budget, const EvictedPod& pod, bool dry_run);

/// An eviction, from the request to the answer. `remove(pod)` tries to delete the pod object and says what came of it;
/// where that is a conflict, the pod has changed and `remove` may say how.
EvictionAnswer evict(EvictedPod pod, std::span<EvictionBudget> budgets, const EvictionRequest& request,
                     std::invocable<EvictedPod&> auto&& remove) {
  EvictionAnswer answer;
  const auto answered = [&answer](int status, std::optional<sim::Duration> retry = std::nullopt) {
    answer.status = status;
    answer.retry_after = retry;
    return answer;
  };
  while (passes_budgets(pod)) {
    ++answer.delete_calls;
    const Deletion deletion = remove(pod);
    if (deletion == Deletion::done) return answer;
    if (deletion == Deletion::refused) return answered(http::bad_request);
    if (request.own_version || answer.delete_calls == eviction_tries) return answered(http::conflict);
  }
  if (budgets.size() > 1) return answered(http::server_error);
  Grant grant;
  if (!budgets.empty()) grant = ask(budgets.front(), pod, request.dry_run);
  if (grant.refused) return answered(grant.refused->status, grant.refused->retry_after);
  ++answer.delete_calls;
  switch (remove(pod)) {
    case Deletion::done:
      return answer;
    case Deletion::conflict:
      // The server itself insisted on the version: the pod may have become Ready meanwhile. The client tries again.
      if (grant.without_budget && !request.own_version)
        return answered(http::too_many_requests, std::chrono::seconds{10});
      return answered(http::conflict);
    case Deletion::refused:
      return answered(http::bad_request);
  }
  return answer;
}

}  // namespace paddock::models
