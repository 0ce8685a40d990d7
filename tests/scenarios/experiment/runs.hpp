// Runs made by hand, for what is judged of them.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/experiment/verdict.hpp"

namespace paddock::scenarios {

inline Target target_of(Aggregate aggregate, Comparison comparison, double limit, double percentile = 0) {
  Target target;
  target.text = "test";
  target.aggregate = aggregate;
  target.percentile = percentile;
  target.metric = find_metric("pod.pending_for");
  target.comparison = comparison;
  target.limit = limit;
  return target;
}

/// One run with this value.
inline RunResult run_with(double value) {
  RunResult run;
  run.outcomes.resize(1);
  run.outcomes[0].value = value;
  return run;
}
/// One run that adds these values to the pool.
inline RunResult run_adding(std::vector<double> values) {
  RunResult run;
  run.outcomes.resize(1);
  run.outcomes[0].nothing = values.empty();
  run.outcomes[0].pooled = std::move(values);
  return run;
}
inline RunResult run_without_window(NoWindow why) {
  RunResult run;
  run.outcomes.resize(1);
  run.outcomes[0].no_window = why;
  return run;
}

/// As `--replications` judges, with all the error to spend at once.
inline TargetReport judged(const Target& target, const std::vector<RunResult>& runs, double confidence = 0.95) {
  return judge(target, 0, runs, 1 - confidence, confidence, false);
}

}  // namespace paddock::scenarios
