// Which disruption budgets hold for which workload.
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/import/dump.hpp"
#include "scenarios/import/workloads.hpp"

namespace paddock::scenarios {

struct Budgets {
  std::vector<std::vector<models::BudgetRule>> of_workload;
  std::size_t idle = 0;      // budgets that select no workload or say nothing
  std::size_t blocking = 0;  // budgets that let no pod go
};

Budgets budgets_of(const Dump& dump, const std::vector<Workload>& workloads);

}  // namespace paddock::scenarios
