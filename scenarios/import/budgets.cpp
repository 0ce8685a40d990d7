#include "scenarios/import/budgets.hpp"

#include <algorithm>
#include <map>

namespace paddock::scenarios {

namespace {

std::optional<BudgetOfWorkload> apply(const KubeBudget& budget, std::int64_t replicas) {
  const std::string of = " of " + std::to_string(replicas);
  if (budget.min_available) {
    const bool count = !budget.min_available->is_percent;
    return BudgetOfWorkload{pods_of(*budget.min_available, replicas, models::Rounding::up),
                            count ? "" : "minAvailable " + text_of(*budget.min_available) + of};
  }
  if (!budget.max_unavailable) return std::nullopt;
  const std::int64_t left = replicas - pods_of(*budget.max_unavailable, replicas, models::Rounding::up);
  return BudgetOfWorkload{std::max<std::int64_t>(left, 0), "maxUnavailable " + text_of(*budget.max_unavailable) + of};
}

}  // namespace

Budgets budgets_of(const Dump& dump, const std::vector<Workload>& workloads) {
  Budgets out;
  out.of_workload.resize(workloads.size());
  std::map<std::string, std::vector<std::size_t>> by_space;
  for (std::size_t i = 0; i < workloads.size(); ++i) by_space[workloads[i].what.space].push_back(i);
  for (const KubeBudget& budget : dump.budgets) {
    std::vector<std::size_t> covered;
    for (const std::size_t i : by_space[budget.space])
      if (selects(budget.selector, workloads[i].what.pod_labels)) covered.push_back(i);
    if (covered.size() > 1) ++out.shared;
    if (covered.size() != 1) continue;
    auto& at = out.of_workload[covered.front()];
    auto found = apply(budget, workloads[covered.front()].what.replicas);
    if (found && (!at || found->min_available > at->min_available)) at = std::move(found);
  }
  for (std::size_t i = 0; i < workloads.size(); ++i)
    if (out.of_workload[i] && out.of_workload[i]->min_available >= workloads[i].what.replicas) ++out.blocking;
  return out;
}

}  // namespace paddock::scenarios
