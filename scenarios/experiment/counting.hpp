// Runs that hold, counted: exact tests and bounds that ask nothing of distributions.
#pragma once

#include <cstdint>
#include <optional>

#include "scenarios/language/target.hpp"
#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// Fewer runs than this decide nothing, unless nothing in them is random.
inline constexpr std::int64_t least_runs = 30;

/// Held of the report's runs against the share that must hold, each side by an exact binomial test that errs with
/// probability alpha. Fills runs_held and, at the report's confidence, the bounds of the share. Requires: runs > 0.
Verdict judge_by_count(TargetReport& report, std::int64_t held, double alpha);

/// Fewest of `runs` that have to hold to prove that so large a share does; empty: all of them prove nothing.
std::optional<std::int64_t> fewest_that_prove(double share, std::int64_t runs, double alpha);
/// Fewest runs that prove it if all of them hold. Requires: 0 < share < 1.
std::int64_t fewest_runs(double share, double alpha);

/// Whether a target is missed by large values rather than small ones.
bool larger_is_worse(const Target& target);

/// What bounds of a quantity say of the target's limit. A bound that is not known says nothing.
Verdict verdict_of_bounds(const Target& target, std::optional<double> low, std::optional<double> high);

}  // namespace paddock::scenarios
