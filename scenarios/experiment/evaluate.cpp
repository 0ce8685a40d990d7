#include "scenarios/experiment/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "scenarios/experiment/labels.hpp"
#include "scenarios/experiment/observations.hpp"

namespace paddock::scenarios {

using namespace models;

std::optional<Interval> window_of(const Window& window, const Design& design, const Recording& recording, bool& cut) {
  const Time end{design.horizon};
  if (window.kind == Window::Kind::whole) return Interval{Time{}, end};
  const auto& steps = design.timeline->steps;
  const auto at = std::ranges::find(steps, window.step, &StepDefinition::name) - steps.begin();
  const StepTimes& times = recording.steps[static_cast<std::size_t>(at)];
  if (!times.began) return std::nullopt;
  const StepDefinition& step = steps[static_cast<std::size_t>(at)];
  const bool lasts = step.lasts_s || ends_itself(step.verb);
  Interval in;
  switch (window.kind) {
    case Window::Kind::before:
      in = {Time{} + window.plus, *times.began};
      break;
    case Window::Kind::during:
      cut = !times.over;
      in = {*times.began + window.plus, times.over.value_or(end)};
      break;
    case Window::Kind::after:
      if (lasts && !times.over) return std::nullopt;
      in = {(lasts ? *times.over : *times.began) + window.plus, end};
      break;
    case Window::Kind::whole:
      break;
  }
  return in.from < in.to ? std::optional(in) : std::nullopt;
}

namespace {

/// The value of an aggregate over entities, and which entity it comes from.
void aggregate(const Target& target, const std::vector<EntityValue>& values, Interval window, Outcome& outcome) {
  switch (target.aggregate) {
    case Aggregate::min:
    case Aggregate::max:
    case Aggregate::end: {
      // Ascending limits are threatened by the largest value, descending ones by the smallest: `end` follows the limit.
      const bool smallest = target.aggregate == Aggregate::min ||
                            (target.aggregate == Aggregate::end &&
                             (target.comparison == Comparison::at_least || target.comparison == Comparison::greater));
      for (const EntityValue& v : values)
        if (!outcome.decisive || (smallest ? v.value < outcome.decisive->value : v.value > outcome.decisive->value))
          outcome.decisive = v;
      if (outcome.decisive) outcome.value = outcome.decisive->value;
      if (target.has_limit)
        for (const EntityValue& v : values)
          if (!target.holds(v.value)) outcome.missing.push_back(v);
      break;
    }
    case Aggregate::share: {
      double met = 0;
      for (const EntityValue& v : values) met += v.value;
      if (!values.empty()) outcome.value = met / static_cast<double>(values.size());
      break;
    }
    case Aggregate::sum: {
      double sum = 0;
      for (const EntityValue& v : values) sum += v.value;
      outcome.value = sum;
      break;
    }
    case Aggregate::count:
      outcome.value = static_cast<double>(values.size());
      break;
    case Aggregate::rate:
      outcome.pooled = {static_cast<double>(values.size()) / sim::to_seconds(window.length())};
      break;
    case Aggregate::mean:
    case Aggregate::percentile:
      for (const EntityValue& v : values) outcome.pooled.push_back(v.value);
      break;
  }
}

}  // namespace

Outcome evaluate(const Target& target, const RunFacts& facts) {
  Outcome outcome;
  const auto window = window_of(target.window, facts.design, facts.recording, outcome.cut);
  if (!window) {
    outcome.no_window = true;
    return outcome;
  }
  Observations observations = observe_metric(target, facts, *window);
  outcome.none_chosen = observations.none_chosen;
  if (!outcome.none_chosen) aggregate(target, observations.values, *window, outcome);
  return outcome;
}

}  // namespace paddock::scenarios
