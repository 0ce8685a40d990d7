#include "scenarios/report/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "scenarios/report/assumptions.hpp"
#include "scenarios/report/misses.hpp"
#include "scenarios/report/next.hpp"
#include "scenarios/report/numbers.hpp"
#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/width.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

constexpr std::size_t name_width = 48;  // columns of a name in a line of prose

std::string name(std::string_view text) { return elided(shown(text), name_width); }

/// The first line; what does not fit goes on below.
std::string header(const ScenarioReport& report, const Report* row, const Paper& paper) {
  const std::string title = name(report.scenario);
  std::string out = painted(title, {}, paper);
  if (!row) return out + "\n";
  std::vector<std::string> parts;
  if (!row->fleet.empty()) parts.push_back("fleet " + elided(shown(fleet_text(*row)), name_width));
  parts.push_back(fmt::format("seed {}", row->seed));
  parts.push_back(report.rows.size() > 1 ? rows_text(report) : runs_text(*row));
  std::size_t used = columns_of(title);
  for (const auto& part : parts) {
    const bool fits = used + 3 + columns_of(part) <= paper.width;
    out += (fits ? "   " : "\n  ") + part;
    used = (fits ? used + 3 : 2) + columns_of(part);
  }
  const std::string choices = report.rows.size() > 1 ? "" : choices_text(*row);
  return out + "\n" + (choices.empty() ? "" : paragraph("with " + shown(choices), paper));
}

std::string verdict(const ScenarioReport& report, const Paper& paper) {
  std::string out;
  for (const auto& line : wrapped(shown(verdict_line(report)), paper.width)) out += line + "\n";
  const std::string_view word = verdict_word(report.verdict);
  return out.starts_with(word) ? painted(word, report.verdict, paper) + out.substr(word.size()) : out;
}

/// What is to be said of targets, and the numbers of those of which it is.
std::vector<std::pair<std::string, std::vector<std::string>>> caveats_of(const Report& row) {
  std::vector<std::pair<std::string, std::vector<std::string>>> out;
  for (std::size_t i = 0; i < row.targets.size(); ++i) {
    const std::string text = caveat_text(row.targets[i]);
    if (text.empty()) continue;
    auto said = std::find_if(out.begin(), out.end(), [&](const auto& o) { return o.first == text; });
    if (said == out.end()) said = out.insert(out.end(), {text, {}});
    said->second.push_back(std::to_string(i + 1));
  }
  return out;
}

/// Why numbers are missing or to be read with care.
std::string caveats(const ScenarioReport& report, const Paper& paper) {
  std::string out;
  for (const auto& row : report.rows) {
    const bool many = report.rows.size() > 1;
    const std::string where = many ? choices_text(row) + ": " : "";
    if (row.error && many) out += paragraph(shown(where + *row.error), paper);
    for (const auto& [text, targets] : caveats_of(row))
      out += paragraph(
          shown(fmt::format("{}target{} {}: {}", where, targets.size() > 1 ? "s" : "", list_text(targets), text)),
          paper);
  }
  return out;
}

std::string faults(const Report& row, const Paper& paper) {
  Table table({{.title = "what happened", .shrink = Shrink::elide},
               {.title = "", .shrink = Shrink::elide},
               {.title = "at", .right = true},
               {.title = "hit", .shrink = Shrink::wrap},
               {.title = "in runs", .right = true}});
  for (const auto& f : row.faults)
    table.add({shown(f.step), shown(f.what), readable_seconds(f.at_s), hit_text(f),
               fmt::format("{}/{}", f.runs_hit, f.runs)});
  return table.empty() ? "" : table.text(paper);
}

std::string chain(const Explanation& why, const TextOptions& options) {
  constexpr std::size_t most = 16, ends = 8;
  Table table({{.title = "", .right = true},
               {.title = "", .right = true},
               {.title = "", .shrink = Shrink::elide},
               {.title = "", .shrink = Shrink::elide}});
  const auto& links = why.chain;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!options.everything && links.size() > most && i == ends) {
      i = links.size() - ends;
      table.add({"...", "", fmt::format("({} more)", links.size() - 2 * ends), ""});
    }
    table.add({readable_seconds(links[i].at_s), wait_text(why, i), shown(links[i].event), shown(links[i].subject)});
  }
  return table.empty() ? "" : table.text(options.paper);
}

std::string explanation(const Report& row, const Explanation& why, const TextOptions& options) {
  const Paper& paper = options.paper;
  const auto target = std::find_if(row.targets.begin(), row.targets.end(),
                                   [&](const TargetReport& t) { return t.expression == why.target; });
  std::string out;
  if (target == row.targets.end()) {
    out = paragraph("missed: " + shown(why.target), paper, 0);
  } else {
    const auto& words = target->sentence.empty() ? why.target : target->sentence;
    out = paragraph(fmt::format("{} missed: ", target - row.targets.begin() + 1) + shown(words), paper, 0);
  }
  std::string where = fmt::format("run {}", why.run);
  if (!why.subject.empty()) where += ", " + name(why.subject);
  out += paragraph(where + (why.summary.empty() ? "" : ": " + shown(why.summary)), paper);
  if (target != row.targets.end() && target->worst) {
    std::string worst = "worst of all runs: " + shown(readable(*target->worst, target->unit));
    if (target->worst_entity) worst += " (" + name(*target->worst_entity) + ")";
    out += paragraph(worst, paper);
  }
  if (!why.causes.empty()) out += paragraph("cause: " + shown(others_text(why.causes, 0, why.causes.size())), paper);
  out += chain(why, options);
  const std::string others =
      others_text(why.others, why.others_count, options.everything ? why.others.size() : std::size_t{8});
  return others.empty() ? out : out + paragraph("so too: " + shown(others), paper);
}

std::string explanations(const Report& row, const TextOptions& options) {
  std::string out;
  for (const auto& why : row.explanations) out += (out.empty() ? "" : "\n") + explanation(row, why, options);
  return out;
}

/// The first miss of a row in a line or two.
std::string short_explanation(const Report& row, const Paper& paper) {
  const Explanation& why = row.explanations.front();
  std::string text = choices_text(row) + ": " + why.summary;
  if (!why.causes.empty()) text += "; cause: " + others_text(why.causes, 0, why.causes.size());
  return paragraph(shown(text), paper);
}

/// Every row that fails beside the one that was explained.
std::string other_rows(const ScenarioReport& report, const Report& explained, const TextOptions& options) {
  std::string out;
  for (const auto& row : report.rows) {
    if (&row == &explained || row.verdict != Verdict::fail || row.explanations.empty()) continue;
    if (!options.everything)
      out += (out.empty() ? "other rows that fail:\n" : "") + short_explanation(row, options.paper);
    else
      out += (out.empty() ? "" : "\n") + paragraph("in the row " + shown(choices_text(row)) + ":", options.paper, 0) +
             "\n" + explanations(row, options);
  }
  return out;
}

std::string assumptions(const Report& row, const TextOptions& options) {
  constexpr std::size_t most = 12;
  std::vector<AlikeAssumptions> all;
  if (options.everything)
    for (const auto& a : row.assumptions) all.push_back({{a}});
  else
    all = least_certain_first(row);
  const std::size_t count = options.everything ? all.size() : std::min(all.size(), most);
  Table table(
      {{.title = options.everything ? "assumed" : "assumed, least certain first", .shrink = Shrink::elide, .keeps = 44},
       {.title = "value", .shrink = Shrink::elide, .keeps = 16},
       {.title = "confidence", .shrink = Shrink::elide},
       {.title = "range", .shrink = Shrink::elide},
       {.title = "source", .shrink = Shrink::cut, .keeps = 30}});
  for (std::size_t i = 0; i < count; ++i) {
    const auto& a = all[i].places.front();
    table.add({shown(places_text(all[i])), shown(a.value), shown(a.confidence), shown(range_text(a)), shown(a.source)});
  }
  if (table.empty()) return {};
  const std::size_t left = all.size() - count;
  return table.text(options.paper) + (left > 0 ? fmt::format("  and {} more (--all shows them)\n", left) : "");
}

std::string coverage(const CoverageReport& covered, const TextOptions& options) {
  std::string out;
  const auto line = [&](std::string_view title, const std::vector<std::string>& items) {
    if (items.empty()) return;
    const std::size_t most = options.everything ? items.size() : 12;
    const std::string text = others_text(items, 0, most);
    for (const auto& l : wrapped(std::string(title) + ": " + shown(text), options.paper.width - 2))
      out += (l.starts_with(title) ? "" : "  ") + l + "\n";
  };
  line("not described", covered.not_described);
  line("not modelled", covered.not_modelled);
  return out;
}

std::string warnings(const ScenarioReport& report, const Paper& paper) {
  std::vector<std::string> once;
  for (const auto& row : report.rows)
    for (const auto& w : row.warnings)
      if (std::find(once.begin(), once.end(), w) == once.end()) once.push_back(w);
  std::string out;
  for (const auto& w : once) out += paragraph("warning: " + shown(w), paper, 0);
  return out;
}

std::string next(const ScenarioReport& report, const TextOptions& options) {
  std::string out;
  for (const auto& command : options.next ? *options.next : next_commands(report))
    out += (out.empty() ? "next: " : "      ") + shown(command) + "\n";
  return out;
}

}  // namespace

std::string text_report(const ScenarioReport& report, const TextOptions& options) {
  const Report* row = decisive_row(report);
  const Paper& paper = options.paper;
  std::vector<std::string> blocks{header(report, row, paper) + verdict(report, paper)};
  if (row) {
    const bool many = report.rows.size() > 1;
    blocks.push_back((many ? row_table(report, paper) : target_table(*row, paper)) + caveats(report, paper));
    const bool detailed = !row->faults.empty() || !row->explanations.empty() || !row->assumptions.empty();
    if (many && detailed) blocks.push_back(paragraph("in the row " + shown(choices_text(*row)) + ":", paper, 0));
    blocks.push_back(faults(*row, paper));
    blocks.push_back(explanations(*row, options));
    blocks.push_back(other_rows(report, *row, options));
    blocks.push_back(assumptions(*row, options));
    blocks.push_back(coverage(row->coverage, options) + warnings(report, paper));
  }
  blocks.push_back(next(report, options));
  std::string out;
  for (const auto& block : blocks)
    if (!block.empty()) out += (out.empty() ? "" : "\n") + block;
  return out;
}

std::string text_summary(std::span<const ScenarioReport> reports, const Paper& paper) {
  Table table({{.title = ""}, {.title = "", .shrink = Shrink::elide}, {.title = "", .shrink = Shrink::elide}});
  std::size_t good = 0;
  for (const auto& r : reports) {
    good += r.as_expected ? 1 : 0;
    table.add({{r.as_expected ? "ok" : "NOT OK", r.as_expected ? Verdict::pass : Verdict::fail},
               shown(r.scenario),
               shown(verdict_line(r))});
  }
  const std::size_t bad = reports.size() - good;
  return table.text(paper) + fmt::format("{} scenario{}: {} as expected, {} not\n", reports.size(),
                                         reports.size() == 1 ? "" : "s", good, bad);
}

}  // namespace paddock::scenarios
