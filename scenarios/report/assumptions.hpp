// Which assumptions a reader should doubt first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// What is assumed alike in several places: the same field, value, range, confidence and source. Never empty.
struct AlikeAssumptions {
  std::vector<AssumptionReport> places;  ///< in the order of the report
};

/// Low confidence first, then medium, then the rest; each in the order of the report.
std::vector<AlikeAssumptions> least_certain_first(const Report& row);

/// "regions.us-east-1.nodes.general.size.now (+3)": the first place, and how many more.
std::string places_text(const AlikeAssumptions& assumptions);

/// "18 to 90"; empty: no range.
std::string range_text(const AssumptionReport& assumption);

/// The end of its range that is not the value: the other world in which a verdict might flip.
std::optional<std::string> other_end(const AssumptionReport& assumption);

/// False for what is assumed of a region when the row's faults hit other regions alone.
bool concerns(const Report& row, const AssumptionReport& assumption);

}  // namespace paddock::scenarios
