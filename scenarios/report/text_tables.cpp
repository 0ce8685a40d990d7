#include <algorithm>

#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/text.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

std::optional<Verdict> colour(const TargetReport& target) {
  return target.watched ? std::nullopt : std::optional(target.verdict);
}

/// The expressions of all rows, each once, in order: the columns of the table.
std::vector<std::string> expressions(const ScenarioReport& report) {
  std::vector<std::string> out;
  for (const auto& row : report.rows)
    for (const auto& t : row.targets)
      if (std::find(out.begin(), out.end(), t.expression) == out.end()) out.push_back(t.expression);
  return out;
}

std::vector<std::string> choice_paths(const ScenarioReport& report) {
  std::vector<std::string> out;
  for (const auto& row : report.rows)
    for (const auto& [path, value] : row.choices)
      if (std::find(out.begin(), out.end(), path) == out.end()) out.push_back(path);
  return out;
}

std::string choice(const Report& row, const std::string& path) {
  const auto found =
      std::find_if(row.choices.begin(), row.choices.end(), [&](const auto& c) { return c.first == path; });
  return found == row.choices.end() ? "" : shown(found->second);
}

const TargetReport* target_of(const Report& row, const std::string& expression) {
  const auto found = std::find_if(row.targets.begin(), row.targets.end(),
                                  [&](const TargetReport& t) { return t.expression == expression; });
  return found == row.targets.end() ? nullptr : &*found;
}

std::string number(std::size_t i) { return "[" + std::to_string(i + 1) + "]"; }

/// True if both ends read like the estimate, at the digits that are shown.
bool reads_as_one(const TargetReport& target) {
  const std::string estimate = estimate_text(target);
  return interval_text(target) == "exact" || interval_text(target) == estimate + " to " + estimate;
}

/// "38m (37m to 39m) FAIL": the number with its uncertainty, and what is wrong with it if the row's verdict does not
/// say.
Cell short_cell(const TargetReport* target, bool says_verdict) {
  if (!target) return "";
  std::string text = shown(estimate_text(*target));
  const std::string interval = shown(interval_text(*target));
  if (!interval.empty() && !reads_as_one(*target)) text += " (" + interval + ")";
  if (says_verdict && !target->watched && target->verdict != Verdict::pass)
    text += (text.empty() ? "" : " ") + std::string(verdict_word(target->verdict));
  return {text, colour(*target)};
}

/// The last two words of each path if they tell the paths apart, for paths are long and their values short.
std::vector<std::string> short_titles(const std::vector<std::string>& paths) {
  std::vector<std::string> titles;
  for (const auto& p : paths) {
    const auto last = p.rfind('.');
    const auto before = last == std::string::npos || last == 0 ? std::string::npos : p.rfind('.', last - 1);
    const std::string title = before == std::string::npos ? p : p.substr(before + 1);
    if (std::find(titles.begin(), titles.end(), title) != titles.end()) return paths;
    titles.push_back(title);
  }
  return titles;
}

std::vector<Column> choice_columns(const std::vector<std::string>& paths) {
  std::vector<Column> columns;
  for (const auto& title : short_titles(paths)) columns.push_back({.title = shown(title), .shrink = Shrink::elide});
  return columns;
}

/// Whether a row has more than one target that gates, so that its verdict does not say which.
bool many_gates(const ScenarioReport& report) {
  return std::any_of(report.rows.begin(), report.rows.end(), [](const Report& row) {
    return std::count_if(row.targets.begin(), row.targets.end(), [](const auto& t) { return !t.watched; }) > 1;
  });
}

/// One line a row: choices, a cell a target, runs if they differ, verdict.
Table wide_table(const ScenarioReport& report) {
  const bool says_runs = !runs_of_each_row(report), says_verdicts = many_gates(report);
  const auto paths = choice_paths(report);
  const auto targets = expressions(report);
  auto columns = choice_columns(paths);
  for (std::size_t i = 0; i < targets.size(); ++i) columns.push_back({.title = number(i)});
  columns.push_back({.title = "runs", .right = true});
  columns.push_back({.title = "verdict"});
  Table table(std::move(columns));
  for (const auto& row : report.rows) {
    std::vector<Cell> cells;
    cells.reserve(paths.size() + targets.size() + 2);
    for (const auto& p : paths) cells.emplace_back(choice(row, p));
    for (const auto& t : targets) cells.push_back(short_cell(target_of(row, t), says_verdicts));
    cells.emplace_back(says_runs ? std::to_string(row.replications) : "");
    cells.emplace_back(std::string(verdict_word(row.verdict)), row.verdict);
    table.add(std::move(cells));
  }
  return table;
}

/// One line a target of each row, for screens that do not hold the wide table.
Table long_table(const ScenarioReport& report) {
  const auto paths = choice_paths(report);
  const auto targets = expressions(report);
  auto columns = choice_columns(paths);
  for (const char* title : {"target", "estimate", "interval", "runs held", "verdict"})
    columns.push_back({.title = title});
  columns[paths.size() + 1].right = true;
  Table table(std::move(columns));
  for (const auto& row : report.rows) {
    bool first = true;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const TargetReport* t = target_of(row, targets[i]);
      if (!t) continue;
      std::vector<Cell> cells;
      cells.reserve(paths.size() + 5);
      for (const auto& p : paths) cells.emplace_back(first ? choice(row, p) : "");
      for (auto& text : {number(i), shown(estimate_text(*t)), shown(interval_text(*t)), held_text(*t)})
        cells.emplace_back(text);
      cells.emplace_back(verdict_text(*t), colour(*t));
      table.add(std::move(cells));
      first = false;
    }
  }
  return table;
}

}  // namespace

std::string target_table(const Report& row, const Paper& paper) {
  Table table({{.title = "", .right = true},
               {.title = "target", .shrink = Shrink::wrap},
               {.title = "estimate", .shrink = Shrink::elide, .right = true},
               {.title = interval_title(row), .shrink = Shrink::wrap},
               {.title = "runs held", .shrink = Shrink::wrap},
               {.title = "verdict"}});
  for (std::size_t i = 0; i < row.targets.size(); ++i) {
    const TargetReport& t = row.targets[i];
    table.add({std::to_string(i + 1),
               shown(t.expression),
               shown(estimate_text(t)),
               shown(interval_text(t)),
               held_text(t),
               {verdict_text(t), colour(t)}});
  }
  return table.empty() ? "" : table.text(paper);
}

std::string row_table(const ScenarioReport& report, const Paper& paper) {
  const auto targets = expressions(report);
  Table legend({{.title = ""}, {.title = "", .shrink = Shrink::wrap}});
  for (std::size_t i = 0; i < targets.size(); ++i) legend.add({number(i), shown(targets[i])});
  std::string out = legend.empty() ? "" : legend.text(paper);
  const auto paths = choice_paths(report);
  if (short_titles(paths) != paths) out += paragraph("rows by " + shown(list_text(paths)), paper);
  if (!out.empty()) out += "\n";
  const Table wide = wide_table(report);
  out += wide.fits(paper) || targets.empty() ? wide.text(paper) : long_table(report).text(paper);
  return out;
}

}  // namespace paddock::scenarios
