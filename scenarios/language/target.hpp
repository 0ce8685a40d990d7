// A target: one line, one meaning.
//   AGG(METRIC[{label op value, ...}]) OP LIMIT [before|during|after STEP [+ d]] [in N% of runs]
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/experiment/metrics.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"
#include "sim/time.hpp"

namespace paddock::scenarios {

enum class Aggregate : std::uint8_t { min, max, mean, sum, count, rate, percentile, end, share };
enum class Comparison : std::uint8_t { less, at_most, greater, at_least, equal, not_equal };
enum class LabelOp : std::uint8_t { equal, not_equal, matches };

struct LabelFilter {
  std::string label;
  LabelOp op = LabelOp::equal;
  std::vector<std::string> values;  // names, patterns of =~, or references like loss.zone
};

/// The part of a run that a target looks at.
struct Window {
  enum class Kind : std::uint8_t { whole, before, during, after };
  Kind kind = Kind::whole;
  std::string step;
  sim::Duration plus{};  // moves the beginning
};

struct Target {
  std::string text;  // as written
  Aggregate aggregate = Aggregate::max;
  double percentile = 0;  // of Aggregate::percentile: 0.95 for p95
  const Metric* metric = nullptr;
  std::vector<LabelFilter> labels;
  std::optional<Comparison> condition;  // of share(METRIC OP VALUE)
  double condition_value = 0;
  Comparison comparison = Comparison::at_most;
  double limit = 0;       // in the metric's unit; a share for share(...); a count for count(...)
  bool has_limit = true;  // false: watched, never judged
  Window window;
  std::optional<double> share_of_runs;  // empty: the scenario's confidence rules

  /// Whether the aggregate holds in a run or does not; otherwise it speaks of all runs pooled.
  bool per_run() const {
    return aggregate != Aggregate::mean && aggregate != Aggregate::rate && aggregate != Aggregate::percentile;
  }
  bool holds(double value) const;
};

bool compare(double left, Comparison comparison, double right);
std::string_view symbol(Comparison comparison);

/// Reads a target, or adds problems at its place. `watched`: written without a comparison.
std::optional<Target> parse_target(const Node& node, std::string_view path, bool watched, Problems& problems);

/// The target as a sentence: "In at least 95 of 100 runs, the largest tenant.outage (op=poll) during loss is at most 50
/// s."
std::string sentence(const Target& target, double confidence);

}  // namespace paddock::scenarios
