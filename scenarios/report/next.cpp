#include "scenarios/report/next.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "scenarios/language/problem.hpp"
#include "scenarios/report/assumptions.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

/// What can be pasted: a name with control characters cannot be.
bool printable(std::string_view text) { return escaped(text) == text; }

/// Whether the assumption may turn this verdict: what failed, by its causes; what passed, by what was measured.
bool may_turn(const Report& row, const AssumptionReport& assumption) {
  const auto& path = assumption.path;
  if (row.verdict == Verdict::fail)
    return std::ranges::any_of(row.explanations, [&](const Explanation& why) {
      return std::ranges::any_of(why.settings,
                                 [&](const std::string& setting) { return path.find(setting) != std::string::npos; });
    });
  const bool of_delivery = path.starts_with("delivery") || path.starts_with("apis");
  return std::ranges::any_of(row.targets, [&](const TargetReport& target) {
    const bool about_delivery = target.metric.starts_with("deploy") || target.metric.starts_with("api");
    return !target.watched && about_delivery == of_delivery;
  });
}

std::optional<std::string> least_certain(const Report& row) {
  for (const auto& ranked : least_certain_first(row))
    for (const auto& a : ranked.places) {
      const auto value = other_end(a);
      if (!value || !concerns(row, a) || !may_turn(row, a)) continue;
      const std::string setting = a.path + "=" + *value;
      if (printable(setting)) return setting;
    }
  return {};
}

}  // namespace

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+%@";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::vector<std::string> next_commands(const ScenarioReport& report) {
  const Report* row = decisive_row(report);
  const std::string name = row && !row->scenario_file.empty() ? row->scenario_file : report.scenario;
  if (!row || !printable(name) || name.starts_with("-")) return {};
  const std::string run = "paddock run " + shell_word(name);
  std::vector<std::string> out;
  if (report.verdict == Verdict::undecided)
    out.push_back(fmt::format("{} --replications {}", run, 4 * std::max<std::int64_t>(row->replications, 15)));
  if (report.verdict != Verdict::error)
    if (const auto setting = least_certain(*row)) out.push_back(run + " --set " + shell_word(*setting));
  out.push_back(run + " --format json");
  return out;
}

}  // namespace paddock::scenarios
