// The report as JUnit XML, which GitLab, Jenkins and GitHub's reporters read.
#pragma once

#include <span>
#include <string>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// One suite a scenario, one test case a target (of each row), with a name that is unique in its class. An undecided
/// target is skipped, one that cannot be judged is an error, a failure that the scenario expects has passed and says so
/// in its output. A scenario that should have failed and did not gets a case of its own. What failed stands in the
/// content too, as GitLab reads no attribute there. XML 1.0; no times: the same run gives the same bytes.
std::string junit_report(std::span<const ScenarioReport> reports);

}  // namespace paddock::scenarios
