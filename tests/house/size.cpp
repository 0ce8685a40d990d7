#include <algorithm>
#include <regex>
#include <sstream>

#include "tests/house/outline.hpp"
#include "tests/house/rules.hpp"

namespace paddock::house {
namespace {

constexpr std::size_t file_limit = 400;
constexpr std::size_t function_limit = 60;

/// Something with a length: a file, or a function as "PATH:NAME".
struct Measured {
  std::string path, key;
  std::size_t line, lines, limit;
};

std::vector<Measured> measure(const Sources& sources) {
  std::vector<Measured> all;
  for (const auto& s : sources) {
    const auto lines = static_cast<std::size_t>(std::count(s.text.begin(), s.text.end(), '\n'));
    all.push_back({s.path, s.path, 1, lines, file_limit});
    for (const auto& f : outline_of(s).functions)
      all.push_back({s.path, s.path + ":" + f.name, f.first_line, f.last_line - f.first_line + 1, function_limit});
  }
  return all;
}

/// One line of the list of exceptions.
struct Exception {
  std::size_t line;
  std::string key;
  std::size_t lines;
  bool needed = false;
};

std::vector<Exception> parse(std::string_view text, const std::string& path, std::vector<Problem>& problems) {
  static const std::regex form{R"((\d{4}-\d{2}-\d{2}) (\S+) (\d{1,5}) (\S.*))"};
  std::vector<Exception> all;
  std::istringstream in{std::string(text)};
  std::string row;
  for (std::size_t number = 1; std::getline(in, row); ++number) {
    if (row.empty() || row.front() == '#') continue;
    if (std::smatch m; std::regex_match(row, m, form))
      all.push_back({number, m[2].str(), std::stoul(m[3].str())});
    else
      problems.push_back({path, number, "not an exception: " + row, "Write: YYYY-MM-DD PATH[:FUNCTION] LINES reason"});
  }
  return all;
}

}  // namespace

std::vector<Problem> check_size(const Sources& sources, std::string_view exceptions,
                                const std::string& exceptions_path) {
  std::vector<Problem> problems;
  auto allowed = parse(exceptions, exceptions_path, problems);
  for (const auto& m : measure(sources)) {
    if (m.lines <= m.limit) continue;
    std::size_t limit = m.limit;
    for (auto& e : allowed) {
      if (e.key != m.key) continue;
      e.needed = true;
      limit = std::max(limit, e.lines);
    }
    if (m.lines > limit)
      problems.push_back({m.path, m.line,
                          m.key + " has " + std::to_string(m.lines) + " lines, at most " + std::to_string(limit),
                          "Split it where a name suggests itself"});
  }
  for (const auto& e : allowed)
    if (!e.needed)
      problems.push_back({exceptions_path, e.line, e.key + " needs no exception any more", "Delete the line"});
  return problems;
}

}  // namespace paddock::house
