// Reports made by hand, with round numbers, of which every format is checked.
#pragma once

#include <string>
#include <vector>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios::example {

/// Escape sequences, line ends, quotes, a table cell, markup, a mention, a runner's command, emoji, a right-to-left
/// override, a C1 control sequence introducer and a byte that is no UTF-8.
std::string hostile_name();

/// One row: a target that holds, one that misses with a chain, one undecided, one that cannot be judged, one watched.
/// Fails as the scenario expects.
ScenarioReport expected_failure();
/// The same, where a pass was expected.
ScenarioReport failure();
/// A passing scenario with one deterministic run.
ScenarioReport pass();
/// A pass where a failure was expected.
ScenarioReport unexpected_pass();
/// A fault that hit nothing.
ScenarioReport error();
/// Six rows: tenants in one stack by how many of them changed.
ScenarioReport sweep();
/// A failing scenario whose every name is hostile.
ScenarioReport hostile();
std::vector<ScenarioReport> all();

}  // namespace paddock::scenarios::example
