#include "scenarios/experiment/evaluate.hpp"

#include <algorithm>
#include <map>

#include "scenarios/experiment/labels.hpp"
#include "scenarios/experiment/observations.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// Why a step has not begun: it was drawn out, or waits for one that was; otherwise the horizon came first.
NoWindow why_absent(const RunFacts& facts, StepId id) {
  for (;;) {
    if (facts.world.steps[id].drawn_out) return NoWindow::step_absent;
    const Trigger& trigger = (*facts.design.timeline)[id].trigger;
    if (trigger.from == Trigger::From::start || facts.world.steps[trigger.step].began) return NoWindow::horizon;
    id = trigger.step;
  }
}

/// A label that refers to what a step chose says nothing in a run in which the step did not happen.
std::optional<NoWindow> unresolved(const Target& target, const RunFacts& facts) {
  for (const LabelFilter& filter : target.labels)
    for (const std::string& value : filter.values) {
      const auto step = referred_step(value, *facts.design.timeline);
      if (!step || facts.world.steps[*step].chosen) continue;
      return facts.world.steps[*step].began ? NoWindow::step_absent : why_absent(facts, *step);
    }
  return std::nullopt;
}

WindowFound window_at_step(const Window& window, const RunFacts& facts) {
  const Time end{facts.design.horizon};
  const auto& steps = facts.design.timeline->steps;
  const auto at = std::ranges::find(steps, window.step, &StepDefinition::name) - steps.begin();
  const StepTimes& times = facts.recording.steps[static_cast<std::size_t>(at)];
  if (!times.began) return {std::nullopt, why_absent(facts, static_cast<StepId>(at))};
  const StepDefinition& step = steps[static_cast<std::size_t>(at)];
  const bool lasts = step.lasts_s || ends_itself(step.verb);
  Interval in{Time{} + window.plus, *times.began};
  NoWindow why = NoWindow::too_short;
  bool cut = false;
  if (window.kind == Window::Kind::during) {
    cut = !times.over;
    if (cut) why = NoWindow::horizon;
    in = {*times.began + window.plus, times.over.value_or(end)};
  } else if (window.kind == Window::Kind::after) {
    why = NoWindow::horizon;
    if (lasts && !times.over) return {std::nullopt, why};
    in = {(lasts ? *times.over : *times.began) + window.plus, end};
  }
  return in.from < in.to ? WindowFound{in, why, cut} : WindowFound{std::nullopt, why};
}

/// Whether the smallest value is the one that a limit is about. Ascending limits are threatened by the largest.
bool smallest_decides(const Target& target) {
  if (target.aggregate == Aggregate::min) return true;
  return target.aggregate != Aggregate::max &&
         (target.comparison == Comparison::at_least || target.comparison == Comparison::greater);
}

/// The entity with the extreme value, the first of these.
std::optional<EntityValue> extreme(const std::vector<EntityValue>& values, bool smallest) {
  std::optional<EntityValue> found;
  for (const EntityValue& v : values)
    if (!found || (smallest ? v.value < found->value : v.value > found->value)) found = v;
  return found;
}

/// The entity that most events are of, and the longest of these.
std::optional<EntityValue> most_frequent(const std::vector<EntityValue>& values) {
  std::map<std::uint32_t, std::size_t> counts;
  for (const EntityValue& v : values) ++counts[v.entity];
  std::optional<EntityValue> found;
  for (const EntityValue& v : values)
    if (!found || counts[v.entity] > counts[found->entity] ||
        (v.entity == found->entity && v.when.length() > found->when.length()))
      found = v;
  return found;
}

double sum_of(const std::vector<EntityValue>& values) {
  double sum = 0;
  for (const EntityValue& v : values) sum += v.value;
  return sum;
}

/// The value of an aggregate over entities, and which entity it comes from.
void aggregate(const Target& target, const std::vector<EntityValue>& values, Interval window, Outcome& outcome) {
  const auto count = static_cast<double>(values.size());
  outcome.decisive = extreme(values, smallest_decides(target));
  switch (target.aggregate) {
    case Aggregate::min:
    case Aggregate::max:
    case Aggregate::end:
      if (outcome.decisive) outcome.value = outcome.decisive->value;
      break;
    case Aggregate::share:
      if (!values.empty()) outcome.value = sum_of(values) / count;
      return;
    case Aggregate::sum:
      outcome.value = sum_of(values);
      return;
    case Aggregate::count:
      outcome.value = count;
      outcome.decisive = most_frequent(values);
      return;
    case Aggregate::rate:
      outcome.exposure_s = sim::to_seconds(window.length());
      outcome.pooled = {count / outcome.exposure_s};
      outcome.decisive = most_frequent(values);
      return;
    case Aggregate::mean:
    case Aggregate::percentile:
      for (const EntityValue& v : values) outcome.pooled.push_back(v.value);
      break;
  }
  if (!target.has_limit) return;
  for (const EntityValue& v : values)
    if (!target.holds(v.value)) outcome.missing.push_back(v);
}

}  // namespace

WindowFound window_of(const Target& target, const RunFacts& facts) {
  if (const auto why = unresolved(target, facts)) return {std::nullopt, *why};
  if (target.window.kind == Window::Kind::whole) return {Interval{Time{}, Time{facts.design.horizon}}};
  return window_at_step(target.window, facts);
}

Outcome evaluate(const Target& target, const RunFacts& facts) {
  Outcome outcome;
  const WindowFound window = window_of(target, facts);
  if (!window.interval) {
    outcome.no_window = window.why;
    return outcome;
  }
  outcome.cut = window.cut;
  const Observations observations = observe_metric(target, facts, *window.interval);
  outcome.none_chosen = observations.none_chosen;
  outcome.nothing = observations.values.empty();
  if (!outcome.none_chosen) aggregate(target, observations.values, *window.interval, outcome);
  return outcome;
}

}  // namespace paddock::scenarios
