// Which disruption budget holds for which workload.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/import/dump.hpp"
#include "scenarios/import/workloads.hpp"

namespace paddock::scenarios {

struct BudgetOfWorkload {
  std::int64_t min_available = 0;
  std::string how;  // "maxUnavailable 50% of 4"; empty: it stands there as a count
};

struct Budgets {
  std::vector<std::optional<BudgetOfWorkload>> of_workload;
  std::size_t shared = 0;    // budgets over several workloads, which were left out
  std::size_t blocking = 0;  // workloads whose budget lets no pod go
};

/// Percentages are rounded up, as Kubernetes does. Of several budgets over one workload the strictest counts.
Budgets budgets_of(const Dump& dump, const std::vector<Workload>& workloads);

}  // namespace paddock::scenarios
