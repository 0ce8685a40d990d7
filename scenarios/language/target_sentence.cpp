// A target as a sentence, for people who did not write it.
#include "scenarios/language/scalars.hpp"
#include "scenarios/language/target.hpp"

namespace paddock::scenarios {
namespace {

std::string aggregate_words(const Target& target) {
  switch (target.aggregate) {
    case Aggregate::min:
      return "the smallest ";
    case Aggregate::max:
      return "the largest ";
    case Aggregate::mean:
      return "the mean ";
    case Aggregate::sum:
      return "the sum of ";
    case Aggregate::count:
      return "the number of ";
    case Aggregate::rate:
      return "the rate per second of ";
    case Aggregate::end:
      return "the last value of ";
    case Aggregate::share:
      return "the share of entities whose ";
    case Aggregate::percentile:
      return "the " + write_number(target.percentile * 100) + "th percentile of ";
  }
  return {};
}

std::string value_words(double value, Unit unit) {
  if (unit == Unit::seconds) return write_number(value) + " s";
  if (unit == Unit::ratio) return write_number(value * 100) + " %";
  return write_number(value);
}

std::string_view comparison_words(Comparison comparison) {
  constexpr std::string_view words[] = {"less than ", "at most ", "more than ", "at least ", "", "not "};
  return words[static_cast<std::size_t>(comparison)];
}

}  // namespace

std::string sentence(const Target& target, double confidence) {
  std::string text;
  if (target.per_run()) {
    const double share = target.share_of_runs.value_or(confidence);
    text += "In at least " + write_number(share * 100) + " of 100 runs, ";
  } else {
    text += "Over all runs, ";
  }
  text += aggregate_words(target) + std::string(target.metric->name);
  for (std::size_t i = 0; i < target.labels.size(); ++i) {
    const LabelFilter& filter = target.labels[i];
    text += (i == 0 ? " of those with " : " and ") + filter.label + (filter.op == LabelOp::not_equal ? " not " : " ");
    for (std::size_t v = 0; v < filter.values.size(); ++v) text += (v == 0 ? "" : " or ") + filter.values[v];
  }
  if (target.condition)
    text += " was ever " + std::string(comparison_words(*target.condition)) +
            value_words(target.condition_value, target.metric->unit);
  if (target.window.kind == Window::Kind::before) text += ", before " + target.window.step + " began";
  if (target.window.kind == Window::Kind::during) text += ", while " + target.window.step + " lasted";
  if (target.window.kind == Window::Kind::after) text += ", after " + target.window.step + " was over";
  if (target.window.plus.count() != 0)
    text += " (from " + value_words(sim::to_seconds(target.window.plus), Unit::seconds) + " later)";
  if (!target.has_limit) return text + " is reported.";
  const Unit unit = target.aggregate == Aggregate::share                                          ? Unit::ratio
                    : target.aggregate == Aggregate::count || target.aggregate == Aggregate::rate ? Unit::count
                                                                                                  : target.metric->unit;
  return text + ", is " + std::string(comparison_words(target.comparison)) + value_words(target.limit, unit) + ".";
}

}  // namespace paddock::scenarios
