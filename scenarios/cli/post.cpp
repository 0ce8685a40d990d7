#include "scenarios/cli/post.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scenarios/files.hpp"
#include "scenarios/language/parse.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios::cli {
namespace {

/// "PASS, as expected"; where a scenario expects nothing, the verdict alone.
std::string verdict_text(Verdict verdict, bool any, bool as_expected) {
  std::string word(verdict_word(verdict));
  if (any && as_expected) return word;
  return word + (as_expected ? ", as expected" : ", not as expected");
}

/// "PASS in 5 rows, FAIL in 11": of a curve, no row speaks for the others.
std::string rows_that_expect_nothing(const std::vector<Report>& rows) {
  std::string text;
  for (const Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::undecided}) {
    const auto count = std::ranges::count(rows, verdict, &Report::verdict);
    if (count == 0) continue;
    text += (text.empty() ? "" : ", ") + std::string(verdict_word(verdict)) + " in " + std::to_string(count);
    if (text.find("row") == std::string::npos) text += count == 1 ? " row" : " rows";
  }
  return text;
}

std::string verdict_of_all(const ScenarioReport& report) {
  const bool any = std::ranges::all_of(report.rows, [](const Report& row) { return row.expected == "any"; });
  if (any && report.as_expected && report.rows.size() > 1) return rows_that_expect_nothing(report.rows);
  return verdict_text(report.verdict, any, report.as_expected);
}

/// What a line of the page asks of a report: all of it by `[zone-loss](`, its second row by `[zone-loss#2](`.
std::optional<std::string> verdict_for(std::string_view line, const ScenarioReport& report) {
  const std::string link = "[" + report.scenario;
  for (auto at = line.find(link); at != std::string_view::npos; at = line.find(link, at + 1)) {
    std::string_view after = line.substr(at + link.size());
    if (after.starts_with("](")) return verdict_of_all(report);
    if (!after.starts_with('#')) continue;
    after.remove_prefix(1);
    std::size_t row = 0;
    const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), row);
    if (error != std::errc{} || !std::string_view(end, after.data() + after.size()).starts_with("](")) continue;
    if (row == 0 || row > report.rows.size()) return "no such row";
    const Report& one = report.rows[row - 1];
    return verdict_text(one.verdict, one.expected == "any", one.as_expected);
  }
  return std::nullopt;
}

}  // namespace

std::string with_verdicts(const std::string& page, const std::vector<ScenarioReport>& reports) {
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size() - 1) + 1;
    std::string line = page.substr(at, end - at);
    for (const ScenarioReport& report : reports) {
      const auto verdict = line.starts_with("|") ? verdict_for(line, report) : std::nullopt;
      if (!verdict) continue;
      const std::size_t close = line.rfind('|');
      const std::size_t open = line.rfind('|', close - 1);
      line = line.substr(0, open + 1) + " " + *verdict + " |\n";
    }
    out += line;
    at = end;
  }
  return out;
}

bool write_post(const std::string& page, const std::vector<ScenarioReport>& reports, Problems& problems) {
  const auto text = read_bytes(page, problems);
  return text && write_file_atomically(page, with_verdicts(*text, reports), problems);
}

}  // namespace paddock::scenarios::cli
