#include "scenarios/report/github.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "scenarios/report/misses.hpp"
#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

// docs.github.com, "Workflow commands": 10 error and 10 warning annotations a step.
constexpr std::size_t most_shown = 10;

struct Note {
  std::string file, title;
  std::vector<std::string> lines;
};

struct Notes {
  std::vector<Note> errors, warnings;
};

std::string property(std::string_view text) { return safe(text, Medium::annotation_property); }

std::string command(std::string_view level, const Note& note) {
  std::string out = fmt::format("::{} ", level);
  if (!note.file.empty()) out += "file=" + property(note.file) + ",";
  out += "title=" + property(note.title) + "::";
  for (std::size_t i = 0; i < note.lines.size(); ++i)
    out += (i > 0 ? "%0A" : "") + safe(note.lines[i], Medium::annotation);
  return out + "\n";
}

std::string commands(std::string_view level, const std::vector<Note>& notes) {
  const std::size_t shown = notes.size() > most_shown ? most_shown - 1 : notes.size();
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) out += command(level, notes[i]);
  if (shown < notes.size())
    out +=
        command(level, {.title = "paddock", .lines = {fmt::format("{} more, not shown here", notes.size() - shown)}});
  return out;
}

void add_row(Notes& notes, const ScenarioReport& report, const Report& row, const std::string& title) {
  constexpr std::size_t links = 12;
  const std::string choices = choices_text(row);
  const std::string place = choices.empty() ? title : title + " [" + choices + "]";
  bool said = false;
  for (const auto& t : row.targets) {
    const CaseResult result = case_result(report, row, t);
    if (result == CaseResult::passed) continue;
    said = said || result == CaseResult::errored;
    auto& list = result == CaseResult::skipped ? notes.warnings : notes.errors;
    list.push_back({row.scenario_file, place + ": " + std::string(verdict_word(t.verdict)) + " " + t.expression,
                    target_lines(row, t, links)});
  }
  if (row.verdict == Verdict::error && !said)
    notes.errors.push_back({row.scenario_file, place, {row.error.value_or("the scenario could not be judged")}});
  for (const auto& w : row.warnings) {
    const auto same = [&](const Note& n) { return n.title == title && n.lines.front() == w; };
    if (std::none_of(notes.warnings.begin(), notes.warnings.end(), same))
      notes.warnings.push_back({row.scenario_file, title, {w}});
  }
}

}  // namespace

std::string github_report(std::span<const ScenarioReport> reports) {
  Notes notes;
  for (const auto& report : reports) {
    const std::size_t before = notes.errors.size();
    const std::string title = "paddock: " + report.scenario;
    for (const auto& row : report.rows) add_row(notes, report, row, title);
    if (verdict_is_the_news(report) && notes.errors.size() == before) {
      const Report* row = decisive_row(report);
      notes.errors.push_back({row ? row->scenario_file : "", title, {verdict_line(report)}});
    }
  }
  return commands("error", notes.errors) + commands("warning", notes.warnings);
}

}  // namespace paddock::scenarios
