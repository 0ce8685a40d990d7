#include "scenarios/report/markdown.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "scenarios/report/assumptions.hpp"
#include "scenarios/report/markdown_blocks.hpp"
#include "scenarios/report/misses.hpp"
#include "scenarios/report/numbers.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

using Blocks = std::vector<MarkdownBlock>;

std::string bold(std::string_view word) { return "**" + std::string(word) + "**"; }

std::string verdict_cell(const TargetReport& t) {
  return t.watched || t.verdict == Verdict::pass ? verdict_text(t) : bold(verdict_text(t));
}

MarkdownBlock details(const std::string& summary, std::string open = {}) {
  return {.open = "\n<details><summary>" + summary + "</summary>\n\n" + std::move(open),
          .lines = {},
          .close = "\n</details>\n"};
}

MarkdownBlock overview(std::span<const ScenarioReport> reports) {
  MarkdownBlock block{.open = markdown_head({"scenario", "verdict", "as expected"}), .lines = {}, .close = "\n"};
  for (const auto& r : reports)
    block.lines.push_back(markdown_cells(
        {markdown_code(r.scenario, 60), markdown_text(verdict_line(r), 160), r.as_expected ? "yes" : bold("no")}));
  return block;
}

MarkdownBlock header(const ScenarioReport& report) {
  std::string out = "### " + markdown_code(report.scenario, 60) + "\n\n";
  const std::string line = verdict_line(report);
  const std::string_view word = verdict_word(report.verdict);
  out += bold(word) + (line.starts_with(word) ? markdown_text(line.substr(word.size())) : "") + "\n\n";
  if (const Report* row = decisive_row(report)) {
    out += fmt::format("fleet {}, seed {}, ", markdown_text(fleet_text(*row), 100), row->seed);
    out += report.rows.size() > 1 ? rows_text(report) : runs_text(*row);
    out += report.digest.empty() ? "\n\n" : ", digest " + markdown_code(report.digest, 40) + "\n\n";
  }
  return {.open = out, .lines = {}, .close = {}};
}

MarkdownBlock target_table(const Report& row) {
  MarkdownBlock block{.open = markdown_head({"target", ">estimate", interval_title(row), "runs held", "verdict"}),
                      .lines = {},
                      .close = {}};
  for (const auto& t : row.targets)
    block.lines.push_back(
        markdown_cells({markdown_code(t.expression), markdown_text(estimate_text(t)), markdown_text(interval_text(t)),
                        markdown_text(held_text(t)), verdict_cell(t)}));
  return block;
}

/// One line a target of each row: pages scroll, so nothing has to be folded.
MarkdownBlock row_table(const ScenarioReport& report) {
  MarkdownBlock block{.open = markdown_head({"choice", "target", ">estimate", "interval", "runs held", "verdict"}),
                      .lines = {},
                      .close = {}};
  for (const auto& row : report.rows) {
    std::string choices = markdown_code(choices_text(row));
    for (const auto& t : row.targets) {
      block.lines.push_back(
          markdown_cells({choices, markdown_code(t.expression), markdown_text(estimate_text(t)),
                          markdown_text(interval_text(t)), markdown_text(held_text(t)), verdict_cell(t)}));
      choices.clear();
    }
    if (row.targets.empty())
      block.lines.push_back(markdown_cells({choices, "", "", "", "", bold(verdict_word(row.verdict))}));
  }
  return block;
}

MarkdownBlock miss(const Report& row, const TargetReport& t) {
  const std::string choices = choices_text(row);
  MarkdownBlock block = details(std::string(verdict_word(t.verdict)) + ": " + markdown_code(t.expression) +
                                (choices.empty() ? "" : " with " + markdown_code(choices)));
  const auto item = [&](std::string_view prefix, std::string_view text) {
    block.lines.push_back("- " + std::string(prefix) + markdown_text(text) + "\n");
  };
  if (!t.sentence.empty()) item("", t.sentence);
  item("", numbers_text(t));
  if (const auto caveat = caveat_text(t); !caveat.empty()) item("", caveat);
  const Explanation* why = explanation_of(row, t);
  if (!why) return block;
  if (!why->summary.empty()) item(fmt::format("run {}: ", why->run), why->summary);
  if (!why->causes.empty()) item("cause: ", others_text(why->causes, 0, why->causes.size()));
  for (std::size_t i = 0; i < why->chain.size(); ++i) {
    const std::string waited = wait_text(*why, i);
    block.lines.push_back(fmt::format("  1. {}{} {} {}\n", readable_seconds(why->chain[i].at_s),
                                      waited.empty() ? "" : ", " + waited, markdown_code(why->chain[i].event),
                                      markdown_code(why->chain[i].subject)));
  }
  if (const auto others = others_text(why->others, why->others_count, 20); !others.empty()) item("so too: ", others);
  return block;
}

void add_misses(Blocks& blocks, const ScenarioReport& report) {
  for (const auto& row : report.rows) {
    for (const auto& t : row.targets)
      if (!t.watched && t.verdict != Verdict::pass && (report.rows.size() == 1 || explanation_of(row, t) || t.error))
        blocks.push_back(miss(row, t));
    if (row.error && report.rows.size() > 1) {  // of one row the verdict has said it
      const std::string choices = choices_text(row);
      blocks.push_back({.open = "\n" + bold("ERROR") + (choices.empty() ? "" : " with " + markdown_code(choices)) +
                                ": " + markdown_text(*row.error) + "\n",
                        .lines = {},
                        .close = {}});
    }
  }
}

MarkdownBlock faults(const Report& row) {
  MarkdownBlock block = details("what happened", markdown_head({"step", "what", ">at", "hit", ">in runs"}));
  for (const auto& f : row.faults)
    block.lines.push_back(markdown_cells({markdown_code(f.step), markdown_text(f.what), readable_seconds(f.at_s),
                                          hit_text(f), fmt::format("{}/{}", f.runs_hit, f.runs)}));
  return block;
}

MarkdownBlock assumptions(const Report& row) {
  MarkdownBlock block = details(fmt::format("{} assumptions", row.assumptions.size()),
                                markdown_head({"path", "value", "confidence", "range", "source"}));
  for (const auto& a : row.assumptions) {
    block.lines.push_back(markdown_cells({markdown_code(a.path), markdown_code(a.value), markdown_text(a.confidence),
                                          markdown_text(range_text(a)), markdown_text(a.source)}));
  }
  return block;
}

MarkdownBlock notes(const ScenarioReport& report, const Report& row) {
  MarkdownBlock block{.open = "\n", .lines = {}, .close = {}};
  const auto list = [&](std::string_view title, const std::vector<std::string>& items) {
    if (!items.empty())
      block.lines.push_back("- " + std::string(title) + markdown_text(others_text(items, 0, 20)) + "\n");
  };
  list("not described: ", row.coverage.not_described);
  list("not modelled: ", row.coverage.not_modelled);
  std::set<std::string> said;
  for (const auto& r : report.rows)
    for (const auto& w : r.warnings)
      if (said.insert(w).second) list("warning: ", {w});
  return block;
}

void add_scenario(Blocks& blocks, const ScenarioReport& report) {
  blocks.push_back(header(report));
  const Report* row = decisive_row(report);
  if (!row) return;
  const bool many = report.rows.size() > 1;
  if (many || !row->targets.empty()) blocks.push_back(many ? row_table(report) : target_table(*row));
  add_misses(blocks, report);
  if (!row->faults.empty()) blocks.push_back(faults(*row));
  if (!row->assumptions.empty()) blocks.push_back(assumptions(*row));
  if (MarkdownBlock block = notes(report, *row); !block.lines.empty()) blocks.push_back(std::move(block));
  blocks.push_back({.open = "\n", .lines = {}, .close = {}});
}

}  // namespace

std::string markdown_report(std::span<const ScenarioReport> reports, std::size_t most_bytes) {
  Blocks blocks;
  if (reports.size() > 1) blocks.push_back(overview(reports));
  for (const auto& report : reports) add_scenario(blocks, report);
  return cut_page(blocks, most_bytes);
}

}  // namespace paddock::scenarios
