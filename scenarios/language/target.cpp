#include "scenarios/language/target.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <utility>

#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {
namespace {

constexpr auto aggregate_names =
    std::to_array<std::string_view>({"min", "max", "mean", "sum", "count", "rate", "end", "share"});
constexpr Aggregate aggregates[] = {Aggregate::min,   Aggregate::max,  Aggregate::mean, Aggregate::sum,
                                    Aggregate::count, Aggregate::rate, Aggregate::end,  Aggregate::share};

std::vector<std::string> strings(std::span<const std::string_view> views) { return {views.begin(), views.end()}; }

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-' || c == '%' || c == '/' ||
         c == ':' || c == '*';
}

/// A cursor over one target's text. The first problem ends the reading of that target.
class TargetParser {
 public:
  TargetParser(const Node& node, std::string_view path, Problems& problems)
      : node_(node), path_(path), problems_(problems), text_(node.text) {}

  std::optional<Target> parse(bool watched) {
    target_.text = node_.text;
    const bool read = aggregate() && (watched ? unlimited() : limited()) && suffixes() && at_end() && sensible();
    return read ? std::optional(std::move(target_)) : std::nullopt;
  }

 private:
  bool fail(std::string found, std::string allowed, std::string hint = {}) {
    Position where = node_.position;
    where.column += static_cast<std::uint32_t>(at_ + (node_.quoted ? 1 : 0));
    problems_.add(where, path_, std::move(found), std::move(allowed), std::move(hint));
    return false;
  }

  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(std::string_view token) {
    skip();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  bool expect(std::string_view token) {
    if (take(token)) return true;
    return fail(rest(), "'" + std::string(token) + "' here");
  }
  std::string word() {
    skip();
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  std::string peek_word() {
    const std::size_t at = at_;
    std::string next = word();
    at_ = at;
    return next;
  }
  std::string rest() {
    skip();
    return at_ < text_.size() ? in_quotes(text_.substr(at_)) : "the end of the target";
  }

  bool aggregate() {
    const std::size_t begin = at_;
    const std::string name = word();
    bool known = false;
    for (std::size_t i = 0; i < aggregate_names.size(); ++i)
      if (name == aggregate_names[i]) target_.aggregate = aggregates[i], known = true;
    if (name.size() >= 2 && name.front() == 'p') {
      const auto number = parse_number(name.substr(1));
      if (const double* percent = std::get_if<double>(&number); percent && *percent > 0 && *percent < 100) {
        target_.aggregate = Aggregate::percentile;
        target_.percentile = *percent / 100;
        known = true;
      }
    }
    if (!known) {
      at_ = begin;
      return fail("unknown aggregate " + in_quotes(name),
                  "min, max, mean, sum, count, rate, end, share, or pNN such as p95",
                  did_you_mean(name, strings(aggregate_names)));
    }
    if (!expect("(") || !metric()) return false;
    if (target_.aggregate == Aggregate::share && !condition()) return false;
    return expect(")");
  }

  bool metric() {
    skip();
    const std::size_t begin = at_;
    const std::string name = word();
    target_.metric = find_metric(name);
    if (target_.metric == nullptr) {
      at_ = begin;
      std::vector<std::string> known;
      for (const Metric& m : metrics()) known.emplace_back(m.name);
      return fail("unknown metric " + in_quotes(name), name_list(known), did_you_mean(name, known));
    }
    if (!take("{")) return true;
    do {
      if (!label()) return false;
    } while (take(","));
    return expect("}");
  }

  bool label() {
    skip();
    const std::size_t begin = at_;
    LabelFilter filter{.label = word()};
    const auto known = labels_of(target_.metric->entity);
    if (std::find(known.begin(), known.end(), filter.label) == known.end()) {
      at_ = begin;
      return fail("unknown label " + in_quotes(filter.label), name_list(strings(known)),
                  did_you_mean(filter.label, strings(known)));
    }
    if (take("!="))
      filter.op = LabelOp::not_equal;
    else if (take("=~"))
      filter.op = LabelOp::matches;
    else if (!take("="))
      return fail(rest(), "= or != or =~ after a label");
    if (take("[")) {
      do {
        if (!value(filter)) return false;
      } while (take(","));
      if (!expect("]")) return false;
    } else if (!value(filter)) {
      return false;
    }
    target_.labels.push_back(std::move(filter));
    return true;
  }

  bool value(LabelFilter& filter) {
    std::string text = word();
    if (text.empty()) return fail(rest(), "a value for label " + filter.label);
    filter.values.push_back(std::move(text));
    return true;
  }

  std::optional<Comparison> comparison() {
    if (take("<=")) return Comparison::at_most;
    if (take(">=")) return Comparison::at_least;
    if (take("!=")) return Comparison::not_equal;
    if (take("==") || take("=")) return Comparison::equal;
    if (take("<")) return Comparison::less;
    if (take(">")) return Comparison::greater;
    fail(rest(), "a comparison: <, <=, >, >=, = or !=");
    return std::nullopt;
  }

  /// A value in a unit. Counts are plain numbers, seconds durations, ratios percentages.
  std::optional<double> quantity(Unit unit) {
    return scalar(unit == Unit::seconds ? parse_seconds : unit == Unit::ratio ? parse_percentage : parse_number);
  }

  std::optional<double> scalar(Parsed<double> (*reads)(std::string_view)) {
    skip();
    const std::size_t begin = at_;
    const std::string text = word();
    const auto parsed = reads(text);
    if (const double* number = std::get_if<double>(&parsed)) return *number;
    const auto& wrong = std::get<Misread>(parsed);
    at_ = begin;
    fail(text.empty() ? rest() : in_quotes(text) + (wrong.why.empty() ? "" : ": " + wrong.why), wrong.allowed,
         wrong.hint);
    return std::nullopt;
  }

  bool condition() {
    const auto op = comparison();
    if (!op) return false;
    const auto number = quantity(target_.metric->unit);
    if (!number) return false;
    target_.condition = op;
    target_.condition_value = *number;
    return true;
  }

  Unit limit_unit() const {
    if (target_.aggregate == Aggregate::share) return Unit::ratio;
    if (target_.aggregate == Aggregate::count || target_.aggregate == Aggregate::rate) return Unit::count;
    return target_.metric->unit;
  }

  bool limited() {
    const auto op = comparison();
    if (!op) return false;
    target_.comparison = *op;
    const auto number = target_.aggregate == Aggregate::rate ? scalar(parse_rate) : quantity(limit_unit());
    if (!number) return false;
    target_.limit = *number;
    return true;
  }
  bool unlimited() {
    target_.has_limit = false;
    return true;
  }

  bool suffixes() {
    for (std::string next = peek_word(); !next.empty(); next = peek_word()) {
      if (next == "before" || next == "during" || next == "after") {
        if (!window(next)) return false;
      } else if (next == "in") {
        if (!share_of_runs()) return false;
      } else {
        return fail(in_quotes(next), "before, during or after a step, `in N% of runs`, or the end");
      }
    }
    return true;
  }

  bool window(const std::string& kind) {
    if (target_.window.kind != Window::Kind::whole) return fail("a second window", "one of before, during, after");
    word();
    target_.window.kind = kind == "before"   ? Window::Kind::before
                          : kind == "during" ? Window::Kind::during
                                             : Window::Kind::after;
    target_.window.step = word();
    if (target_.window.step.empty()) return fail(rest(), "the name of a step after `" + kind + "`");
    if (!take("+")) return true;
    const auto plus = quantity(Unit::seconds);
    if (plus) target_.window.plus = sim::from_seconds(*plus);
    return plus.has_value();
  }

  bool share_of_runs() {
    if (!target_.has_limit) return fail("`in N% of runs` on what is only watched", "a window, or the end");
    word();
    const auto share = quantity(Unit::ratio);
    if (!share) return false;
    if (!(*share > 0 && *share < 1))
      return fail("a share of runs of 0% or 100%", "a share between 0% and 100%: no number of runs proves either");
    if (word() != "of" || word() != "runs") return fail(rest(), "`in N% of runs`");
    if (!target_.per_run())
      return fail("`in N% of runs` on a pooled aggregate", "it goes with min, max, sum, count, share and end");
    target_.share_of_runs = share;
    return true;
  }

  bool at_end() {
    skip();
    return at_ == text_.size() || fail(rest(), "the end of the target");
  }

  /// What is well formed and means nothing.
  bool sensible() {
    const Metric& metric = *target_.metric;
    at_ = 0;
    const bool counts = target_.aggregate == Aggregate::count || target_.aggregate == Aggregate::sum ||
                        target_.aggregate == Aggregate::rate;
    if (metric.kind == MetricKind::over_time && counts)
      return fail("count, sum or rate of " + std::string(metric.name),
                  "min, max, mean, end or share of a metric over time");
    if (metric.kind == MetricKind::per_entity && counts && target_.aggregate != Aggregate::sum)
      return fail("count or rate of " + std::string(metric.name), "min, max, mean, sum, share or pNN of its values");
    if (target_.aggregate == Aggregate::end && metric.kind != MetricKind::over_time)
      return fail("end of " + std::string(metric.name), "end goes with metrics over time");
    if (target_.has_limit && cannot_fail())
      return fail("a target that cannot fail", "a limit that " + std::string(metric.name) + " can miss");
    if (target_.has_limit && cannot_hold())
      return fail("a target that cannot hold", "a limit that " + std::string(metric.name) + " can meet");
    return true;
  }

  struct Range {
    double least, most;
  };
  /// What the aggregate can be, by the range of its metric.
  Range range() const {
    const Range values{target_.metric->least.value_or(-HUGE_VAL), target_.metric->most.value_or(HUGE_VAL)};
    if (target_.aggregate == Aggregate::share) {
      // A condition that every value meets, or none, leaves one share.
      const bool always = certain(values, *target_.condition, target_.condition_value);
      const bool never = certain(values, opposite(*target_.condition), target_.condition_value);
      return {always ? 1.0 : 0.0, never ? 0.0 : 1.0};
    }
    const bool counts = target_.aggregate == Aggregate::count || target_.aggregate == Aggregate::rate;
    if (counts || target_.aggregate == Aggregate::sum) return {0, HUGE_VAL};
    return values;
  }

  /// Whether every number of the range compares so with the limit.
  static bool certain(Range range, Comparison comparison, double limit) {
    switch (comparison) {
      case Comparison::at_least:
        return limit <= range.least;
      case Comparison::greater:
        return limit < range.least;
      case Comparison::at_most:
        return limit >= range.most;
      case Comparison::less:
        return limit > range.most;
      case Comparison::equal:
        return range.least == range.most && limit == range.least;
      case Comparison::not_equal:
        return limit < range.least || limit > range.most;
    }
    return false;
  }
  static Comparison opposite(Comparison comparison) {
    constexpr Comparison opposites[] = {Comparison::at_least, Comparison::greater,   Comparison::at_most,
                                        Comparison::less,     Comparison::not_equal, Comparison::equal};
    return opposites[static_cast<std::size_t>(comparison)];
  }

  bool cannot_fail() const { return certain(range(), target_.comparison, target_.limit); }
  bool cannot_hold() const { return certain(range(), opposite(target_.comparison), target_.limit); }

  const Node& node_;
  std::string_view path_;
  Problems& problems_;
  std::string_view text_;
  std::size_t at_ = 0;
  Target target_;
};

}  // namespace

bool compare(double left, Comparison comparison, double right) {
  switch (comparison) {
    case Comparison::less:
      return left < right;
    case Comparison::at_most:
      return left <= right;
    case Comparison::greater:
      return left > right;
    case Comparison::at_least:
      return left >= right;
    case Comparison::equal:
      return left == right;
    case Comparison::not_equal:
      return left != right;
  }
  return false;
}

std::string_view symbol(Comparison comparison) {
  constexpr std::string_view symbols[] = {"<", "<=", ">", ">=", "=", "!="};
  return symbols[static_cast<std::size_t>(comparison)];
}

bool Target::holds(double value) const { return compare(value, comparison, limit); }

std::optional<Target> parse_target(const Node& node, std::string_view path, bool watched, Problems& problems) {
  if (!node.is_scalar()) {
    problems.add(node.position, path, found_text(node),
                 "a target in one line, like \"max(tenant.outage) <= 50s during loss\"");
    return std::nullopt;
  }
  return TargetParser(node, path, problems).parse(watched);
}

}  // namespace paddock::scenarios
