// The report as annotations of a GitHub workflow: lines that the runner turns into notes beside the code.
#pragma once

#include <span>
#include <string>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// `::error` for every target that missed unexpectedly, could not be judged, or held where failure was expected;
/// `::warning` for what is undecided and for the report's warnings. GitHub shows ten of each a step and drops the rest
/// silently, so the tenth says how many more there are. Nothing to say: empty.
std::string github_report(std::span<const ScenarioReport> reports);

}  // namespace paddock::scenarios
