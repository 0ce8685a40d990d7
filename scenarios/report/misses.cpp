#include "scenarios/report/misses.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/report/numbers.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {

CaseResult case_result(const ScenarioReport& report, const Report& row, const TargetReport& target) {
  if (target.watched || target.verdict == Verdict::pass) return CaseResult::passed;
  if (target.verdict == Verdict::error) return CaseResult::errored;
  if (target.verdict == Verdict::undecided) return CaseResult::skipped;
  return report.as_expected || row.as_expected ? CaseResult::passed : CaseResult::failed;
}

bool verdict_is_the_news(const ScenarioReport& report) {
  if (report.as_expected) return false;
  for (const auto& row : report.rows)
    for (const auto& t : row.targets)
      if (case_result(report, row, t) != CaseResult::passed) return false;
  return true;
}

const Explanation* explanation_of(const Report& row, const TargetReport& target) {
  const auto found = std::find_if(row.explanations.begin(), row.explanations.end(),
                                  [&](const Explanation& e) { return e.target == target.expression; });
  return found == row.explanations.end() ? nullptr : &*found;
}

std::string wait_text(const Explanation& why, std::size_t i) {
  const double waited = i == 0 ? 0 : why.chain[i].at_s - why.chain[i - 1].at_s;
  return waited == 0 ? "" : "+" + readable_seconds(waited);
}

std::string link_text(const Explanation& why, std::size_t i) {
  const std::string waited = wait_text(why, i);
  return readable_seconds(why.chain[i].at_s) + "  " + (waited.empty() ? "" : waited + "  ") + why.chain[i].event +
         "  " + why.chain[i].subject;
}

std::string numbers_text(const TargetReport& target) {
  const std::string estimate = estimate_text(target), interval = interval_text(target), held = held_text(target);
  std::string out = estimate.empty() ? "no run had a value" : "estimate " + estimate;
  if (interval == "exact")
    out += ", exact";
  else if (!interval.empty() && !target.runs_for_bounds)
    out += fmt::format(" ({}, {} confidence)", interval, readable_share(target.confidence));
  if (!held.empty()) out += ", held in " + held + " runs";
  if (target.worst) {
    out += ", worst " + readable(*target.worst, target.unit);
    if (target.worst_entity) out += " (" + *target.worst_entity + ")";
  }
  return out;
}

std::vector<std::string> target_lines(const Report& row, const TargetReport& target, std::size_t most) {
  std::vector<std::string> lines{target.sentence.empty() ? target.expression : target.sentence};
  lines.push_back(numbers_text(target));
  if (const auto caveat = caveat_text(target); !caveat.empty()) lines.push_back(caveat);
  const Explanation* why = explanation_of(row, target);
  if (!why) return lines;
  if (!why->summary.empty()) lines.push_back(fmt::format("run {}: {}", why->run, why->summary));
  if (!why->causes.empty()) lines.push_back("cause: " + others_text(why->causes, 0, why->causes.size()));
  for (std::size_t i = 0; i < std::min(most, why->chain.size()); ++i) lines.push_back(link_text(*why, i));
  if (why->chain.size() > most) lines.push_back(fmt::format("... and {} more", why->chain.size() - most));
  if (const auto others = others_text(why->others, why->others_count); !others.empty())
    lines.push_back("so too: " + others);
  return lines;
}

}  // namespace paddock::scenarios
