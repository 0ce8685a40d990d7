#include "models/kubernetes/eviction.hpp"

namespace paddock::models {
namespace {

constexpr std::int64_t most_disrupted_pods = 2000;  // MaxDisruptedPodSize

Grant refused(int status, std::optional<sim::Duration> retry_after = std::nullopt) {
  return {.refused = EvictionAnswer{.status = status, .retry_after = retry_after}};
}

}  // namespace

bool passes_budgets(const EvictedPod& pod) {
  return pod.terminating || pod.phase == ReportedPhase::pending || pod.phase == ReportedPhase::succeeded ||
         pod.phase == ReportedPhase::failed;
}

Grant ask(EvictionBudget& budget, const EvictedPod& pod, bool dry_run) {
  using namespace std::chrono_literals;
  BudgetStatus& status = budget.status;
  if (!pod.ready) {
    const bool enough = status.healthy >= status.desired && status.desired > 0;
    if (budget.unhealthy == UnhealthyPodEviction::always_allow || enough) return {.without_budget = true};
  }
  if (!budget.observed) return refused(http::too_many_requests, 10s);
  if (status.allowed < 0 || budget.disrupted_pods > most_disrupted_pods) return refused(http::forbidden);
  if (status.allowed == 0) return refused(http::too_many_requests, 0s);
  if (dry_run) return {};
  --status.allowed;
  ++budget.disrupted_pods;
  return {};
}

}  // namespace paddock::models
