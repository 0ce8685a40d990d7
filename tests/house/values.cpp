#include <array>
#include <regex>
#include <sstream>

#include "tests/house/outline.hpp"
#include "tests/house/rules.hpp"

namespace paddock::house {
namespace {

std::string line_of(const Source& s, std::size_t number) {
  std::istringstream in(s.text);
  std::string line;
  for (std::size_t i = 0; i < number && std::getline(in, line); ++i) {
  }
  return line;
}

/// What no run holds says so in a comment, on the line of the type or in the two above: a parameter that is handed to a
/// function and gone after it, and the row of a constant table.
bool stands_outside_runs(const Source& s, const Member& m) {
  static const std::regex mark{"lives for one call|row of a constexpr table"};
  for (auto line = m.type_line; line > 0 && line + 3 > m.type_line; --line)
    if (std::regex_search(line_of(s, line), mark)) return true;
  return false;
}

struct Forbidden {
  std::regex pattern;
  std::string what;
};

/// A call or name that makes a result depend on something other than the seed, and where it is forbidden.
struct Rule {
  std::regex pattern;
  std::string what, remedy;
  std::vector<std::string_view> folders;
  std::string_view except = {};
};

const std::vector<Rule>& rules() {
  static const std::vector<std::string_view> all{"sim/", "models/", "scenarios/"}, state{"sim/", "models/"};
  static const std::vector<Rule> table{
      {std::regex{
           R"((std|[^\w>)\]])::(log|log2|log10|log1p|exp|exp2|expm1|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|)"
           R"(asinh|acosh|atanh|cbrt|hypot|erf|erfc|tgamma|lgamma|beta)[fl]?\s*\()"},
       "a function of libm, whose bits differ by CPU", "Use sim/math.hpp (std::sqrt, floor, ceil, fma are exact)", all},
      {std::regex{R"(#\s*include\s*<(random|ctime|time\.h|math\.h)>)"}, "a header of what may differ by machine",
       "Draw from the agenda (sim/distributions.hpp); time is sim/time.hpp; mathematics is sim/math.hpp", all},
      {std::regex{R"(\b(rand|srand|random_shuffle)\s*\(|\bstd::(random_device|default_random_engine|mt19937(_64)?)\b)"},
       "luck that has no seed of ours", "Draw from the agenda: agenda.draw(luck, n)", all},
      {std::regex{R"(\bsystem_clock\b|\bstd::time\s*\(|\b(gettimeofday|clock_gettime|localtime|gmtime)\s*\()"},
       "the wall clock", "A report holds no date; inside a run the clock is agenda.now()", all, "scenarios/cli/"},
      {std::regex{R"(\b(steady_clock|high_resolution_clock)\b)"}, "a machine's clock",
       "Inside a run the clock is agenda.now()", state},
      {std::regex{R"(\b(std::)?(secure_)?getenv\s*\()"}, "the environment",
       "Read it in scenarios/cli and pass what it says as a parameter", all, "scenarios/cli/"},
      {std::regex{R"(\bstd::function\s*<)"}, "std::function, which has no place in a run",
       "A strategy is a row of a constexpr table", state},
  };
  return table;
}

void check_rules(const Source& s, std::vector<Problem>& problems) {
  for (const auto& rule : rules()) {
    bool applies = false;
    for (const auto folder : rule.folders) applies = applies || under(s.path, folder);
    if (!applies || (!rule.except.empty() && under(s.path, rule.except))) continue;
    for (std::sregex_iterator m(s.code.begin(), s.code.end(), rule.pattern), end; m != end; ++m)
      problems.push_back({s.path, line_at(s.code, static_cast<std::size_t>(m->position() + m->length() - 1)),
                          "uses " + rule.what, rule.remedy});
  }
}

/// Names declared as unordered containers in this file, followed by a walk over one of them.
void check_unordered(const Source& s, std::vector<Problem>& problems) {
  static const std::regex declaration{R"(\bunordered_(?:multi)?(?:map|set)\s*<[^;(){}]*>\s*&?\s*(\w+)\s*[;={,)])"};
  for (std::sregex_iterator d(s.code.begin(), s.code.end(), declaration), end; d != end; ++d) {
    const auto name = (*d)[1].str();
    const std::regex walk{"for\\s*\\([^;()]*:\\s*(\\w+\\.)*" + name + "\\s*\\)|\\b" + name +
                          "\\s*\\.\\s*c?begin\\s*\\("};
    for (std::sregex_iterator w(s.code.begin(), s.code.end(), walk); w != end; ++w)
      problems.push_back(
          {s.path, line_at(s.code, static_cast<std::size_t>(w->position())), "walks the unordered container " + name,
           "Its order differs by library: keep a vector or std::map beside it, or sort what you take out"});
  }
}

}  // namespace

std::vector<Problem> check_members(const Sources& sources) {
  static const std::array<Forbidden, 4> forbidden{
      {{std::regex{R"([*&])"}, "a pointer or reference"},
       {std::regex{R"(\b(unique_ptr|shared_ptr|weak_ptr|reference_wrapper)\b|\bstd::function\b)"},
        "a pointer in disguise"},
       {std::regex{R"(\bspan\s*<|\bstring_view\b)"}, "a view of somebody else's memory"},
       {std::regex{R"(\bmutable\b)"}, "mutable"}}};
  static const std::regex constant{R"(^(std::)?shared_ptr<\s*(const \w+|\w+ const)\s*> \w+$)"};
  std::vector<Problem> problems;
  for (const auto& s : sources) {
    // describe.hpp holds the visitors' vocabulary, which never lives in a run.
    if (!under(s.path, "models/") || !s.path.ends_with(".hpp") || s.path == "models/describe.hpp") continue;
    for (const auto& m : outline_of(s).members) {
      if (stands_outside_runs(s, m)) continue;
      if (s.path == "models/world.hpp" && std::regex_search(m.declaration, constant)) continue;
      for (const auto& f : forbidden)
        if (std::regex_search(m.declaration, f.pattern))
          problems.push_back(
              {s.path, m.line, m.type + " holds " + f.what + ": " + m.declaration,
               "A run is a value: hold ids and numbers; what no run holds says in a comment `lives for one call` or "
               "`row of a constexpr table`"});
    }
  }
  return problems;
}

std::vector<Problem> check_determinism(const Sources& sources) {
  std::vector<Problem> problems;
  for (const auto& s : sources) {
    check_rules(s, problems);
    if (under(s.path, "sim/") || under(s.path, "models/") || under(s.path, "scenarios/")) check_unordered(s, problems);
  }
  return problems;
}

}  // namespace paddock::house
