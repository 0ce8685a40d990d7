// What every format says in the same words. These texts hold names as they were written: make them `safe` before they
// are printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

std::string_view verdict_name(Verdict verdict);  ///< "pass", as in documents
std::string_view verdict_word(Verdict verdict);  ///< "PASS", as on screens
std::string_view method_name(Method method);     ///< "exact_binomial"

/// The row that earned the scenario its verdict, the first if several did; its details are worth a screen. Null: no
/// rows.
const Report* decisive_row(const ScenarioReport& report);

/// "FAIL, as expected: single-replica-in-lost-zone", "ERROR: fault not exercised: ...": the second line of a report.
std::string verdict_line(const ScenarioReport& report);

/// "replicas=2, how=power"; empty: nothing is varied.
std::string choices_text(const Report& row);
/// The runs of each row if all rows have as many.
std::optional<std::int64_t> runs_of_each_row(const ScenarioReport& report);
/// "16 rows of 72 runs", or "16 rows".
std::string rows_text(const ScenarioReport& report);
/// "412 runs", "1 run, deterministic".
std::string runs_text(const Report& row);
/// "unleash-2022 (observed 2022-04-30)".
std::string fleet_text(const Report& row);

/// "47 s", "412"; empty: no run had a value.
std::string estimate_text(const TargetReport& target);
/// "31 s to 47 s"; "exact" where one run says it all; "..." where there are too few runs; empty: unknown.
std::string interval_text(const TargetReport& target);
/// "95 % interval", or "interval" where the row's targets differ in confidence.
std::string interval_title(const Report& row);
/// "409/412", with the bounds of the share of runs that hold where they are known: "409/412 (97.9 % to 99.9 %)".
std::string held_text(const TargetReport& target);
/// "PASS"; "watched" for what is reported and never gates.
std::string verdict_text(const TargetReport& target);

/// "10 nodes, 77 pods"; "nothing".
std::string hit_text(const FaultReport& fault);
/// "a, b, c".
std::string list_text(const std::vector<std::string>& names);
/// "a, b, c and 12 more"; at most `most` names of `names`, which are some of `count`.
std::string others_text(const std::vector<std::string>& names, std::int64_t count, std::size_t most = 8);
/// Why a target has no verdict or a careful one: its error, runs without a window or with a cut one, too few runs.
/// Empty: nothing to say.
std::string caveat_text(const TargetReport& target);

}  // namespace paddock::scenarios
