// docs/post.md: the sentences of the story, each with the scenario that shows it and the verdict it came to.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/problem.hpp"
#include "scenarios/report/report.hpp"

namespace paddock::scenarios::cli {

/// Rewrites the verdicts of a page: in each table row that links a scenario (`[zone-loss](...)`), the last cell becomes
/// its verdict; `[stack-per-database#1](...)` asks for its first row alone. Rows of scenarios that were not run stay as
/// they are. False: the page could not be read or written.
bool write_post(const std::string& page, const std::vector<ScenarioReport>& reports, Problems& problems);

/// The same on text.
std::string with_verdicts(const std::string& page, const std::vector<ScenarioReport>& reports);

}  // namespace paddock::scenarios::cli
