// The report as a screen: what a person reads after `paddock run`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/report/report.hpp"
#include "scenarios/report/table.hpp"

namespace paddock::scenarios {

struct TextOptions {
  Paper paper = {};
  bool everything = false;                            ///< long lists in full
  std::optional<std::vector<std::string>> next = {};  ///< commands to suggest; absent: next_commands(report)
};

/// Header, verdict, targets (or one row a choice), what was hit, why it missed, assumptions, coverage, warnings, next
/// commands. A block with nothing to say is absent.
std::string text_report(const ScenarioReport& report, const TextOptions& options = {});

/// `paddock test`: one line a scenario, then the sum: "12 scenarios: 11 as expected, 1 not".
std::string text_summary(std::span<const ScenarioReport> reports, const Paper& paper = {});

/// The targets of one row as a table.
std::string target_table(const Report& row, const Paper& paper);

/// Several rows as one table: choices first, then the targets' numbers; where that is too wide, a line a target.
std::string row_table(const ScenarioReport& report, const Paper& paper);

}  // namespace paddock::scenarios
