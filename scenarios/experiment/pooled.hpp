// Targets that speak of all runs together: means, rates and percentiles of everything that was observed.
#pragma once

#include <vector>

#include "scenarios/experiment/replication.hpp"
#include "scenarios/language/target.hpp"
#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// Estimate, bounds and verdict from the runs that had something to measure. `alpha`: the error that the verdict may
/// make; the bounds are those of the report's confidence. docs/statistics.md has the arithmetic.
void judge_mean(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                TargetReport& report);
void judge_percentile(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                      TargetReport& report);

}  // namespace paddock::scenarios
