#include "scenarios/experiment/verdict.hpp"

#include <algorithm>
#include <cmath>

#include "sim/intervals.hpp"
#include "sim/tally.hpp"

namespace paddock::scenarios {
namespace {

std::string unit_of(const Target& target) {
  if (target.aggregate == Aggregate::share) return "1";
  if (target.aggregate == Aggregate::count) return "";
  if (target.aggregate == Aggregate::rate) return "1/s";
  return std::string(unit_name(target.metric->unit));
}

bool larger_is_worse(const Target& target) {
  return target.comparison != Comparison::at_least && target.comparison != Comparison::greater;
}

/// The value at a share of the way through sorted values, without interpolation.
double at_share(const std::vector<double>& sorted, double share) {
  const auto place = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(place, 1, sorted.size()) - 1];
}

/// Held of runs against the share that must hold, each side by an exact binomial test.
Verdict binomial_verdict(TargetReport& report, std::int64_t held, std::int64_t runs, double alpha) {
  report.runs_held = held;
  report.share_low = sim::binomial_lower(static_cast<std::uint64_t>(held), static_cast<std::uint64_t>(runs), alpha);
  report.share_high = sim::binomial_upper(static_cast<std::uint64_t>(held), static_cast<std::uint64_t>(runs), alpha);
  if (runs < least_runs) return Verdict::undecided;
  if (*report.share_low >= report.required_share) return Verdict::pass;
  if (*report.share_high < report.required_share) return Verdict::fail;
  return Verdict::undecided;
}

void judge_per_run(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                   TargetReport& report) {
  std::vector<double> values;
  std::int64_t held = 0;
  for (const RunResult& run : runs) {
    const Outcome& outcome = run.outcomes[index];
    if (!outcome.value) {
      held += 1;  // nothing to lose: the step did not happen in this run
      continue;
    }
    held += !target.has_limit || target.holds(*outcome.value) ? 1 : 0;
    values.push_back(*outcome.value);
  }
  std::ranges::sort(values);
  if (!values.empty()) {
    report.estimate = at_share(values, 0.5);
    report.low = at_share(values, 0.025);
    report.high = at_share(values, 0.975);
    report.worst = larger_is_worse(target) ? values.back() : values.front();
  }
  if (report.method == Method::deterministic) {
    report.runs_held = held;
    report.verdict = held == report.runs ? Verdict::pass : Verdict::fail;
  } else {
    report.verdict = binomial_verdict(report, held, report.runs, alpha);
  }
}

/// The mean of all pooled values with bounds from the means of runs.
void judge_mean(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                TargetReport& report) {
  sim::Tally means;
  std::int64_t held = 0, with_values = 0;
  for (const RunResult& run : runs) {
    const auto& pooled = run.outcomes[index].pooled;
    if (pooled.empty()) continue;
    double sum = 0;
    for (const double value : pooled) sum += value;
    const double mean = sum / static_cast<double>(pooled.size());
    means.add(mean);
    ++with_values;
    held += target.holds(mean) ? 1 : 0;
  }
  if (with_values == 0) return;
  report.estimate = *means.mean();
  report.worst = larger_is_worse(target) ? *means.max() : *means.min();
  if (report.method == Method::deterministic) {
    report.low = report.high = report.estimate;
    report.verdict = target.holds(*report.estimate) ? Verdict::pass : Verdict::fail;
    return;
  }
  if (const auto interval = sim::mean_interval(means, alpha)) {
    report.method = Method::skewness_adjusted_t;
    report.low = interval->low;
    report.high = interval->high;
    const bool low_holds = target.holds(interval->low), high_holds = target.holds(interval->high);
    report.verdict = low_holds && high_holds     ? Verdict::pass
                     : !low_holds && !high_holds ? Verdict::fail
                                                 : Verdict::undecided;
  } else {
    report.verdict = binomial_verdict(report, held, with_values, alpha);  // zero observed variance proves little
  }
}

/// A percentile holds when at most so large a share of all values misses the limit: a mean of shares over runs.
void judge_percentile(const Target& target, std::size_t index, const std::vector<RunResult>& runs, double alpha,
                      TargetReport& report) {
  std::vector<double> all;
  sim::Tally misses;
  std::int64_t held = 0, with_values = 0;
  const bool worse_above = larger_is_worse(target);
  const double allowed = worse_above ? 1 - target.percentile : target.percentile;
  for (const RunResult& run : runs) {
    const auto& pooled = run.outcomes[index].pooled;
    if (pooled.empty()) continue;
    all.insert(all.end(), pooled.begin(), pooled.end());
    const auto missed = std::ranges::count_if(pooled, [&](double value) { return !target.holds(value); });
    const double share = static_cast<double>(missed) / static_cast<double>(pooled.size());
    misses.add(share);
    ++with_values;
    held += share <= allowed ? 1 : 0;
  }
  if (all.empty()) return;
  std::ranges::sort(all);
  report.estimate = at_share(all, target.percentile);
  report.worst = worse_above ? all.back() : all.front();
  if (report.method == Method::deterministic) {
    report.low = report.high = report.estimate;
    report.verdict = target.holds(*report.estimate) ? Verdict::pass : Verdict::fail;
    return;
  }
  if (const auto interval = sim::mean_interval(misses, alpha)) {
    report.method = Method::skewness_adjusted_t;
    const double spread = (interval->high - interval->low) / 2;
    report.low = at_share(all, std::max(0.0, target.percentile - spread));
    report.high = at_share(all, std::min(1.0, target.percentile + spread));
    report.verdict = interval->high <= allowed ? Verdict::pass
                     : interval->low > allowed ? Verdict::fail
                                               : Verdict::undecided;
  } else {
    report.low = all.front();
    report.high = all.back();
    report.verdict = binomial_verdict(report, held, with_values, alpha);
  }
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
                      .runs = static_cast<std::int64_t>(runs.size()),
                      .watched = !target.has_limit};
  if (target.has_limit) report.limit = target.limit;
  std::size_t without_window = 0, none_chosen = 0;
  for (const RunResult& run : runs) {
    const Outcome& outcome = run.outcomes[index];
    report.runs_cut += outcome.cut ? 1 : 0;
    without_window += outcome.no_window ? 1 : 0;
    none_chosen += outcome.none_chosen ? 1 : 0;
  }
  if (none_chosen + without_window == runs.size()) {
    report.verdict = Verdict::error;
    report.error = none_chosen > 0 ? "no entity has these labels"
                                   : "the window never opened: " + target.window.step + " did not happen in any run";
    return report;
  }
  if (target.per_run())
    judge_per_run(target, index, runs, alpha, report);
  else if (target.aggregate == Aggregate::percentile)
    judge_percentile(target, index, runs, alpha, report);
  else
    judge_mean(target, index, runs, alpha, report);
  if (!report.estimate && !target.per_run()) {
    report.verdict = Verdict::error;
    report.error = "nothing to measure: no run had a value";
  }
  if (report.watched && report.verdict != Verdict::error) report.verdict = Verdict::pass;
  return report;
}

Verdict worse(Verdict a, Verdict b) {
  constexpr auto badness = [](Verdict v) {
    return v == Verdict::error ? 3 : v == Verdict::fail ? 2 : v == Verdict::undecided ? 1 : 0;
  };
  return badness(a) >= badness(b) ? a : b;
}

}  // namespace paddock::scenarios
