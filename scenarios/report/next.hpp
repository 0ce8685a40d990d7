// What to type after reading a report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// Commands that exist and follow from this report, most useful first: more runs where undecided, the least certain
/// assumption at the end of its range, everything as JSON.
std::vector<std::string> next_commands(const ScenarioReport& report);

/// One word for a POSIX shell, in quotes where it needs them.
std::string shell_word(std::string_view text);

}  // namespace paddock::scenarios
