#include "scenarios/import/budgets.hpp"

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
    if (covered.empty() || !says_something) {
      ++out.idle;
      continue;
    }
    models::BudgetRule rule = budget.rule;
    if (covered.size() > 1) rule.shared = budget.space + "/" + budget.name;
    std::int64_t wanted = 0;
    for (const std::size_t i : covered) {
      out.of_workload[i].push_back(rule);
      wanted += workloads[i].what.replicas;
    }
    out.blocking += desired_of(rule, wanted) >= wanted ? 1 : 0;
  }
  return out;
}

}  // namespace paddock::scenarios
