// The report as GitHub's Markdown, for step summaries and comments on pull requests.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// What GitHub takes in a comment is 65,536 characters; bytes are never fewer. A step summary may have 1 MiB.
constexpr std::size_t comment_bytes = 65'000;
constexpr std::size_t summary_bytes = 900'000;

/// Several scenarios begin with an overview. Each has its verdict, its targets (or one row a choice), and behind a
/// click why it missed, what was hit and what is assumed. What does not fit into `most_bytes` is left out between two
/// lines and the end says how much; tables and details that were opened are closed. Requires: most_bytes >= 4,000.
std::string markdown_report(std::span<const ScenarioReport> reports, std::size_t most_bytes = comment_bytes);

}  // namespace paddock::scenarios
