#include "scenarios/experiment/counting.hpp"

#include "sim/intervals.hpp"
#include "sim/math.hpp"

namespace paddock::scenarios {
namespace {

double proven_share(std::int64_t held, std::int64_t runs, double alpha) {
  return sim::binomial_lower(static_cast<std::uint64_t>(held), static_cast<std::uint64_t>(runs), alpha);
}
double possible_share(std::int64_t held, std::int64_t runs, double alpha) {
  return sim::binomial_upper(static_cast<std::uint64_t>(held), static_cast<std::uint64_t>(runs), alpha);
}

}  // namespace

Verdict judge_by_count(TargetReport& report, std::int64_t held, double alpha) {
  report.runs_held = held;
  report.share_low = proven_share(held, report.runs, 1 - report.confidence);
  report.share_high = possible_share(held, report.runs, 1 - report.confidence);
  if (report.runs < least_runs) return Verdict::undecided;
  if (proven_share(held, report.runs, alpha) >= report.required_share) return Verdict::pass;
  if (possible_share(held, report.runs, alpha) < report.required_share) return Verdict::fail;
  return Verdict::undecided;
}

std::optional<std::int64_t> fewest_that_prove(double share, std::int64_t runs, double alpha) {
  if (runs == 0 || proven_share(runs, runs, alpha) < share) return std::nullopt;
  std::int64_t too_few = -1, enough = runs;
  while (enough - too_few > 1) {
    const std::int64_t middle = too_few + (enough - too_few) / 2;
    (proven_share(middle, runs, alpha) >= share ? enough : too_few) = middle;
  }
  return enough;
}

std::int64_t fewest_runs(double share, double alpha) {
  auto runs = static_cast<std::int64_t>(sim::log(alpha) / sim::log(share));  // share^runs <= alpha, but for rounding
  if (runs < 1) runs = 1;
  while (runs > 1 && proven_share(runs - 1, runs - 1, alpha) >= share) --runs;
  while (proven_share(runs, runs, alpha) < share) ++runs;
  return runs;
}

bool larger_is_worse(const Target& target) {
  return target.comparison != Comparison::at_least && target.comparison != Comparison::greater;
}

Verdict verdict_of_bounds(const Target& target, std::optional<double> low, std::optional<double> high) {
  const double limit = target.limit;
  const bool above = low && *low > limit, below = high && *high < limit;
  const bool at_least = low && *low >= limit, at_most = high && *high <= limit;
  bool holds = false, misses = false;
  switch (target.comparison) {
    case Comparison::less:
      holds = below, misses = at_least;
      break;
    case Comparison::at_most:
      holds = at_most, misses = above;
      break;
    case Comparison::greater:
      holds = above, misses = at_most;
      break;
    case Comparison::at_least:
      holds = at_least, misses = below;
      break;
    case Comparison::equal:
      holds = at_least && at_most, misses = above || below;
      break;
    case Comparison::not_equal:
      holds = above || below, misses = at_least && at_most;
      break;
  }
  return holds ? Verdict::pass : misses ? Verdict::fail : Verdict::undecided;
}

}  // namespace paddock::scenarios
