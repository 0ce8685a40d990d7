#include "tests/house/reactions.hpp"

#include <regex>

namespace paddock::house {
namespace {

/// From the brace at `open` to its partner.
std::string_view body_at(const std::string& code, std::size_t open) {
  std::size_t depth = 0, at = open;
  do {
    depth += code[at] == '{' ? 1 : 0;
    depth -= code[at] == '}' ? 1 : 0;
    ++at;
  } while (depth > 0 && at < code.size());
  return std::string_view(code).substr(open, at - open);
}

/// What a reaction does, in the order in which it stands there: calls of models that may change, and events posted.
std::string actions_of(std::string_view body) {
  static const std::regex action(R"(\bw\.([a-z_]+)\.([a-z_]+)\(|\bagenda\.(emit|at|after)\([^{;]*?\b([A-Z]\w+)\{)");
  std::string text, last;
  const std::string code(body);
  for (std::sregex_iterator m(code.begin(), code.end(), action), end; m != end; ++m) {
    const bool call = (*m)[1].matched;
    std::string one = call ? (*m)[1].str() + "." + (*m)[2].str() : "posts " + (*m)[4].str();
    if (one == last) continue;
    text += (text.empty() ? "" : ", ") + one;
    last = std::move(one);
  }
  return text.empty() ? "nobody: for observers" : text;
}

}  // namespace

std::string reactions_page(const Sources& sources) {
  static const std::regex reaction(R"(void react\(World&(?: \w+)?, Agenda&(?: \w+)?, const (\w+)&(?: \w+)?\) \{)");
  std::string page =
      "# Reactions\n\nWho acts on each event, in order. Made from `models/reactions/` by `house reactions`; a test "
      "holds it "
      "to them.\nA name like `pods.remove` is a model and what is asked of it.\n";
  for (const Source& source : sources) {
    if (!source.path.starts_with("models/reactions/") || !source.path.ends_with(".cpp")) continue;
    page += "\n## " + source.path + "\n\n| event | in order |\n|---|---|\n";
    for (std::sregex_iterator m(source.code.begin(), source.code.end(), reaction), end; m != end; ++m) {
      const auto open = static_cast<std::size_t>(m->position() + m->length()) - 1;
      page += "| " + (*m)[1].str() + " | " + actions_of(body_at(source.code, open)) + " |\n";
    }
  }
  return page;
}

}  // namespace paddock::house
