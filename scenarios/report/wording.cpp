#include "scenarios/report/wording.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "scenarios/counted.hpp"
#include "scenarios/report/numbers.hpp"

namespace paddock::scenarios {
namespace {

std::string causes_found(const Report& row) {
  std::vector<std::string> causes;
  for (const auto& e : row.explanations)
    for (const auto& c : e.causes)
      if (std::find(causes.begin(), causes.end(), c) == causes.end()) causes.push_back(c);
  return causes.empty() ? "no cause was found" : "found: " + list_text(causes);
}

std::string error_of(const Report& row) {
  if (row.error) return *row.error;
  for (const auto& t : row.targets)
    if (t.error) return t.expression + ": " + *t.error;
  return "the scenario could not be judged";
}

/// What a row that is as expected does not say: that others are not.
std::string other_rows(const ScenarioReport& report) {
  const auto unlike = std::ranges::count(report.rows, false, &Report::as_expected);
  return report.as_expected ? "" : fmt::format("; not as expected in {} of {} rows", unlike, report.rows.size());
}

std::string failed(const ScenarioReport& report, const Report& row) {
  const std::string allowed = row.expected == "any" ? ", which this scenario allows" : "";
  if (row.expected == "fail" && row.as_expected)
    return "FAIL, as expected" + (row.because ? ": " + *row.because : "") + other_rows(report);
  if (row.expected == "fail" && row.because)
    return "FAIL, but not because of " + *row.because + " (" + causes_found(row) + ")";
  if (report.rows.size() > 1) {
    const auto rows = std::count_if(report.rows.begin(), report.rows.end(),
                                    [](const Report& r) { return r.verdict == Verdict::fail; });
    return fmt::format("FAIL in {} of {} rows{}", rows, report.rows.size(), allowed);
  }
  const auto gates = [](const TargetReport& t) { return !t.watched; };
  const auto misses = [&](const TargetReport& t) { return gates(t) && t.verdict == Verdict::fail; };
  const auto gating = std::count_if(row.targets.begin(), row.targets.end(), gates);
  const auto missed = std::count_if(row.targets.begin(), row.targets.end(), misses);
  return fmt::format("FAIL: {} of {} missed{}", missed, counted(gating, "target"), allowed);
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  constexpr std::array<std::string_view, 4> names{"pass", "fail", "undecided", "error"};
  return names.at(static_cast<std::size_t>(verdict));
}

std::string_view verdict_word(Verdict verdict) {
  constexpr std::array<std::string_view, 4> words{"PASS", "FAIL", "UNDECIDED", "ERROR"};
  return words.at(static_cast<std::size_t>(verdict));
}

std::string_view method_name(Method method) {
  constexpr std::array<std::string_view, 3> names{"deterministic", "exact_binomial", "skewness_adjusted_t"};
  return names.at(static_cast<std::size_t>(method));
}

const Report* decisive_row(const ScenarioReport& report) {
  const auto first = [&](auto condition) {
    const auto found = std::find_if(report.rows.begin(), report.rows.end(), condition);
    return found == report.rows.end() ? nullptr : &*found;
  };
  const Report* row =
      first([&](const Report& r) { return r.verdict == report.verdict && r.as_expected == report.as_expected; });
  if (!row) row = first([&](const Report& r) { return r.verdict == report.verdict; });
  return row ? row : first([](const Report&) { return true; });
}

std::string verdict_line(const ScenarioReport& report) {
  const Report* row = decisive_row(report);
  if (!row) return std::string(verdict_word(report.verdict));
  switch (report.verdict) {
    case Verdict::error:
      return "ERROR: " + error_of(*row);
    case Verdict::fail:
      return failed(report, *row);
    case Verdict::undecided:
      return "UNDECIDED within " + counted(row->replications, "run");
    case Verdict::pass:
      break;
  }
  if (row->expected != "fail" || report.as_expected) return "PASS";
  return "PASS, but a failure was expected" + (row->because ? ": " + *row->because : "");
}

std::string choices_text(const Report& row) {
  std::string out;
  for (const auto& [path, value] : row.choices) out += (out.empty() ? "" : ", ") + path + "=" + value;
  return out;
}

std::optional<std::int64_t> runs_of_each_row(const ScenarioReport& report) {
  if (report.rows.empty()) return {};
  const auto runs = report.rows.front().replications;
  const bool same =
      std::all_of(report.rows.begin(), report.rows.end(), [&](const Report& row) { return row.replications == runs; });
  return same ? std::optional(runs) : std::nullopt;
}

std::string rows_text(const ScenarioReport& report) {
  const auto runs = runs_of_each_row(report);
  return counted(static_cast<std::int64_t>(report.rows.size()), "row") + (runs ? " of " + counted(*runs, "run") : "");
}

std::string runs_text(const Report& row) {
  return counted(row.replications, "run") + (row.deterministic ? ", deterministic" : "");
}

std::string fleet_text(const Report& row) {
  return row.fleet + (row.observed ? " (observed " + *row.observed + ")" : "");
}

std::string estimate_text(const TargetReport& target) {
  return target.estimate ? readable(*target.estimate, target.unit) : "";
}

std::string interval_text(const TargetReport& target) {
  if (target.method == Method::deterministic) return target.estimate ? "exact" : "";
  if (target.runs_for_bounds && target.estimate) return "...";
  return readable_interval(target.low, target.high, target.unit);
}

std::string interval_title(const Report& row) {
  for (const auto& t : row.targets)
    if (t.confidence != row.targets.front().confidence) return "interval";
  return row.targets.empty() ? "interval" : readable_share(row.targets.front().confidence) + " interval";
}

std::string held_text(const TargetReport& target) {
  if (!target.runs_held) return {};
  const std::string share = fmt::format("{}/{}", *target.runs_held, target.runs);
  if (target.method == Method::deterministic) return share;
  const bool all = *target.runs_held == target.runs, none = *target.runs_held == 0;
  const std::string bounds =
      readable_interval(none ? std::nullopt : target.share_low, all ? std::nullopt : target.share_high, "1");
  return bounds.empty() ? share : share + " (" + bounds + ")";
}

std::string verdict_text(const TargetReport& target) {
  return target.watched ? "watched" : std::string(verdict_word(target.verdict));
}

std::string hit_text(const FaultReport& fault) {
  const std::array<std::pair<std::int64_t, std::string_view>, 5> kinds{{{fault.nodes, "node"},
                                                                        {fault.pods, "pod"},
                                                                        {fault.tenants, "tenant"},
                                                                        {fault.databases, "database"},
                                                                        {fault.calls, "call"}}};
  std::string out;
  for (const auto& [count, noun] : kinds)
    if (count > 0) out += (out.empty() ? "" : ", ") + counted(count, noun);
  return out.empty() ? "nothing" : out;
}

std::string list_text(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "" : ", ") + n;
  return out;
}

std::string others_text(const std::vector<std::string>& names, std::int64_t count, std::size_t most) {
  const std::size_t shown = std::min(names.size(), most);
  std::string out = list_text({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown)});
  const auto left = std::max(count, static_cast<std::int64_t>(names.size())) - static_cast<std::int64_t>(shown);
  if (left > 0) out += fmt::format("{}{} more", out.empty() ? "" : " and ", left);
  return out;
}

namespace {

/// "the window did not exist in 5 of 72 runs (the step did not happen in 3, the horizon cut it away in 2)".
std::string without_window_text(const TargetReport& target) {
  const WithoutWindow& without = target.without_window;
  std::vector<std::string> why;
  if (without.step_absent > 0) why.push_back(fmt::format("the step did not happen in {}", without.step_absent));
  if (without.horizon > 0) why.push_back(fmt::format("the horizon cut it away in {}", without.horizon));
  if (without.too_short > 0) why.push_back(fmt::format("the step was too short in {}", without.too_short));
  return fmt::format("the window did not exist in {} of {} ({})", without.all(),
                     counted(target.runs + target.runs_without_value + without.all(), "run"), list_text(why));
}

/// Undecided, although the bounds of the share that holds are clear of what must.
bool clears_bounds(const TargetReport& target) {
  if (target.verdict != Verdict::undecided || target.runs_for_bounds || !target.share_low || !target.share_high)
    return false;
  return *target.share_low >= target.required_share || *target.share_high < target.required_share;
}

}  // namespace

std::string caveat_text(const TargetReport& target) {
  std::vector<std::string> parts;
  if (target.error) parts.push_back(*target.error);
  if (target.without_window.all() > 0) parts.push_back(without_window_text(target));
  if (target.runs_cut > 0)
    parts.push_back(
        fmt::format("the horizon cut the window in {} of {}", target.runs_cut, counted(target.runs, "run")));
  if (const auto empty = target.runs_empty + target.runs_without_value; empty > 0 && !target.error)
    parts.push_back(fmt::format("there was nothing to measure in {} of {}", empty,
                                counted(target.runs + target.runs_without_value, "run")));
  if (target.runs_for_bounds && target.estimate)
    parts.push_back(fmt::format("an interval needs at least {}", counted(*target.runs_for_bounds, "run")));
  if (clears_bounds(target)) parts.push_back("the bounds are those of one look; several together ask for more");
  if (target.decided_after) parts.push_back(fmt::format("decided after {}", counted(*target.decided_after, "run")));
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

}  // namespace paddock::scenarios
