// From the outcomes of runs to a verdict: a test at the stated confidence, with a minimum number of runs.
#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/experiment/replication.hpp"
#include "scenarios/language/target.hpp"
#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// The first look of automatic stopping; each further one has twice as many runs. The j-th spends alpha / 2^j, so a
/// target that must hold in 95 % of runs can pass at the first: 0.95^72 < 0.05 / 2.
inline constexpr std::int64_t first_look = 72;

/// Judges one target by the runs so far. `alpha`: the error that this look may spend. Bounds that are shown are those
/// of the confidence.
TargetReport judge(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                   double confidence, bool deterministic);

/// The worst of several: error, then fail, then undecided, then pass.
Verdict worse(Verdict a, Verdict b);

}  // namespace paddock::scenarios
