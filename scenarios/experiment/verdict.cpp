#include "scenarios/experiment/verdict.hpp"

#include <algorithm>
#include <optional>

#include "scenarios/experiment/counting.hpp"
#include "scenarios/experiment/pooled.hpp"

namespace paddock::scenarios {
namespace {

std::string unit_of(const Target& target) {
  if (target.aggregate == Aggregate::share) return "1";
  if (target.aggregate == Aggregate::count) return "";
  if (target.aggregate == Aggregate::rate) return "1/s";
  return std::string(unit_name(target.metric->unit));
}

/// Bounds by counting: so many runs, and no fewer, prove that the share holds, so the value that just so many lie at or
/// below bounds the share from above. A run with nothing to measure lies on the good side of everything.
void bound_runs(const std::vector<double>& sorted, const Target& target, TargetReport& report) {
  const double alpha = 1 - report.confidence;
  const auto needed = fewest_that_prove(report.required_share, report.runs, alpha);
  if (!needed) {
    report.runs_for_bounds = fewest_runs(report.required_share, alpha);
    return;
  }
  if (*needed <= report.runs_empty) return;
  const auto values = static_cast<std::size_t>(*needed - report.runs_empty);
  report.high = sorted[values - 1];
  report.low = sorted[sorted.size() - values];
  // Small shares cross: 20 % of runs lie below what 20 % of runs lie above. Only one side is about the limit then.
  if (*report.low > *report.high) (larger_is_worse(target) ? report.low : report.high).reset();
}

void judge_per_run(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                   TargetReport& report) {
  std::vector<double> values;
  std::int64_t held = 0;
  for (const RunResult& run : runs) {
    const Outcome& outcome = run.outcomes[index];
    if (outcome.no_window) continue;
    report.runs_empty += outcome.value ? 0 : 1;
    held += !outcome.value || !target.has_limit || target.holds(*outcome.value) ? 1 : 0;
    if (outcome.value) values.push_back(*outcome.value);
  }
  if (values.empty()) return;
  std::ranges::sort(values);
  report.estimate = values[(values.size() - 1) / 2];
  report.worst = larger_is_worse(target) ? values.back() : values.front();
  if (report.method == Method::deterministic) {
    report.low = report.high = report.estimate;
    report.runs_held = held;
    report.verdict = held == report.runs ? Verdict::pass : Verdict::fail;
    return;
  }
  bound_runs(values, target, report);
  report.verdict = judge_by_count(report, held, alpha);
}

/// Of a target whose window exists in no run.
std::string why_no_window(const WithoutWindow& without) {
  if (without.all() == without.too_short) return "the window is empty: the step is over before the window begins";
  if (without.all() == without.horizon) return "not exercised: the run ends before the window begins";
  if (without.all() == without.step_absent) return "not exercised: the step did not happen";
  return "not exercised: no run has the window";
}

/// What stands in the way of a verdict. Counts the runs that have the window, and the others by why they have not.
std::optional<std::string> why_no_verdict(const Target& target, std::size_t index, const std::vector<RunResult>& runs,
                                          TargetReport& report) {
  std::size_t chosen = 0, measured = 0, with_window = 0;
  for (const RunResult& run : runs) {
    const Outcome& outcome = run.outcomes[index];
    report.runs_cut += outcome.cut ? 1 : 0;
    if (outcome.no_window) {
      ++(*outcome.no_window == NoWindow::step_absent ? report.without_window.step_absent
         : *outcome.no_window == NoWindow::horizon   ? report.without_window.horizon
                                                     : report.without_window.too_short);
      continue;
    }
    ++with_window;
    chosen += outcome.none_chosen ? 0 : 1;
    measured += outcome.nothing ? 0 : 1;
  }
  report.runs = static_cast<std::int64_t>(with_window);
  if (with_window == 0) return why_no_window(report.without_window);
  if (chosen == 0) return "no entity has these labels";
  const bool empty_is_zero = target.aggregate == Aggregate::count || target.aggregate == Aggregate::sum;
  if (measured > 0 || empty_is_zero) return std::nullopt;
  return "nothing to measure: " + std::string(target.metric->nothing) + " in any run";
}

}  // namespace

TargetReport judge(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                   double confidence, bool deterministic) {
  TargetReport report{.expression = target.text,
                      .sentence = sentence(target, confidence),
                      .metric = std::string(target.metric->name),
                      .unit = unit_of(target),
                      .confidence = confidence,
                      .required_share = target.share_of_runs.value_or(confidence),
                      .method = deterministic ? Method::deterministic : Method::exact_binomial,
                      .watched = !target.has_limit};
  if (target.has_limit) report.limit = target.limit;
  report.error = why_no_verdict(target, index, runs, report);
  if (report.error)
    report.verdict = Verdict::error;
  else if (target.per_run())
    judge_per_run(target, index, runs, alpha, report);
  else if (target.aggregate == Aggregate::percentile)
    judge_percentile(target, index, runs, alpha, report);
  else
    judge_mean(target, index, runs, alpha, report);
  if (report.watched) {
    report.verdict = Verdict::pass;
    report.runs_held.reset(), report.share_low.reset(), report.share_high.reset();
  }
  return report;
}

Verdict worse(Verdict a, Verdict b) {
  constexpr auto badness = [](Verdict v) {
    return v == Verdict::error ? 3 : v == Verdict::fail ? 2 : v == Verdict::undecided ? 1 : 0;
  };
  return badness(a) >= badness(b) ? a : b;
}

}  // namespace paddock::scenarios
