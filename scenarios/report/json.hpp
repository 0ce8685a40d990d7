// The report as a document for machines, of which every other format is a view.
#pragma once

#include <span>
#include <string>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// One document, `"schema": "paddock.report/1"`, ended by a line end. One row: its fields stand at the top level;
/// several: `rows` beside the summary. Keys in a fixed order; doubles read back to the same bits; what is unknown,
/// infinite or not a number is absent; invalid UTF-8 becomes U+FFFD and hidden characters \uNNNN.
std::string json_report(const ScenarioReport& report);

/// `paddock test`: `"schema": "paddock.test/1"`, `as_expected` of all, and `reports`, each a document as above.
std::string json_reports(std::span<const ScenarioReport> reports);

}  // namespace paddock::scenarios
