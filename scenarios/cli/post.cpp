#include "scenarios/cli/post.hpp"

#include <algorithm>

#include "scenarios/files.hpp"
#include "scenarios/language/parse.hpp"

namespace paddock::scenarios::cli {
namespace {

std::string verdict_text(const ScenarioReport& report) {
  constexpr std::string_view words[] = {"PASS", "FAIL", "UNDECIDED", "ERROR"};
  std::string text(words[static_cast<std::size_t>(report.verdict)]);
  return report.as_expected ? text + ", as expected" : text + ", not as expected";
}

}  // namespace

std::string with_verdicts(const std::string& page, const std::vector<ScenarioReport>& reports) {
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size() - 1) + 1;
    std::string line = page.substr(at, end - at);
    for (const ScenarioReport& report : reports) {
      if (!line.starts_with("|") || line.find("[" + report.scenario + "](") == std::string::npos) continue;
      const std::size_t close = line.rfind('|');
      const std::size_t open = line.rfind('|', close - 1);
      line = line.substr(0, open + 1) + " " + verdict_text(report) + " |\n";
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
