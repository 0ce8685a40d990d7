#include "scenarios/import/budgets.hpp"

#include <algorithm>
#include <map>

namespace paddock::scenarios {

Budgets budgets_of(const Dump& dump, const std::vector<Workload>& workloads) {
  Budgets out;
  out.of_workload.resize(workloads.size());
  std::map<std::string, std::vector<std::size_t>> by_space;
  for (std::size_t i = 0; i < workloads.size(); ++i) by_space[workloads[i].what.space].push_back(i);
  for (const KubeBudget& budget : dump.budgets) {
    std::vector<std::size_t> covered;
    for (const std::size_t i : by_space[budget.space])
      if (budget.selector && selects(*budget.selector, workloads[i].what.pod_labels)) covered.push_back(i);
    const bool says_something = budget.rule.min_available || budget.rule.max_unavailable;
    if (covered.empty() || !says_something)
      ++out.idle;
    else if (covered.size() > 1)
      ++out.shared;
    else
      out.of_workload[covered.front()].push_back(budget.rule);
  }
  for (std::size_t i = 0; i < workloads.size(); ++i)
    if (std::ranges::any_of(out.of_workload[i], [wanted = workloads[i].what.replicas](const models::BudgetRule& rule) {
          return desired_of(rule, wanted) >= wanted;
        }))
      ++out.blocking;
  return out;
}

}  // namespace paddock::scenarios
