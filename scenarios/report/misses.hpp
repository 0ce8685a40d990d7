// What is wrong with a target, in lines of plain words, and whether a CI system should count it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// What a test report says of one target. A target that fails as the scenario expects has passed as a test.
enum class CaseResult : std::uint8_t { passed, failed, skipped, errored };

CaseResult case_result(const ScenarioReport& report, const Report& row, const TargetReport& target);

/// True if the scenario did not come out as expected although no target's outcome says so: an expected failure that
/// did not happen, an error of the scenario as a whole.
bool verdict_is_the_news(const ScenarioReport& report);

/// The target as a sentence, its numbers, why it missed, the chain of causes (at most `most` links of it). Names as
/// they were written: make each line `safe`.
std::vector<std::string> target_lines(const Report& row, const TargetReport& target, std::size_t most = 24);

/// The explanation of a target, or null.
const Explanation* explanation_of(const Report& row, const TargetReport& target);

/// "+40 s": what passed since the cause before link `i`; empty: nothing did.
std::string wait_text(const Explanation& why, std::size_t i);

/// "20m40s  +40 s  node.unknown  eu-central-1/a/general/7": link `i` of the chain.
std::string link_text(const Explanation& why, std::size_t i);

/// "estimate 47 s (31 s to 50 s, 95 % confidence), held in 409/412 (...) runs, worst 52 s (acme)".
std::string numbers_text(const TargetReport& target);

}  // namespace paddock::scenarios
