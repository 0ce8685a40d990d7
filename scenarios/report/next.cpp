#include "scenarios/report/next.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "scenarios/language/problem.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

/// What can be pasted: a name with control characters cannot be.
bool printable(std::string_view text) { return escaped(text) == text; }

/// The end of a range that is not the value itself: the other world in which the verdict might flip.
std::optional<std::string> other_end(const AssumptionReport& a) {
  if (!a.high.empty() && a.high != a.value) return a.high;
  if (!a.low.empty() && a.low != a.value) return a.low;
  return {};
}

std::optional<std::string> least_certain(const Report& row) {
  for (const std::string_view confidence : {"low", "medium", "", "high"})
    for (const auto& a : row.assumptions)
      if (const auto value = other_end(a); a.confidence == confidence && value) {
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
