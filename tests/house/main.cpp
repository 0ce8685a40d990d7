// house: the rules of the house, as a program. `house layering|size|values ROOT` prints every problem and exits 1 if
// any; `house reactions ROOT` prints docs/reactions.md, and `house reactions-current ROOT` says whether it is up to
// date.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/house/reactions.hpp"
#include "tests/house/rules.hpp"

namespace {

using namespace paddock::house;

constexpr const char* reactions_path = "docs/reactions.md";
constexpr std::string_view rules[] = {"layering", "size", "values", "reactions", "reactions-current"};
constexpr const char* exceptions_path = "tests/house/size_exceptions.txt";

std::vector<Problem> run(std::string_view rule, const std::filesystem::path& root, const Sources& sources) {
  if (rule == "layering") {
    print_readers(std::cout, sources);
    return check_layering(sources);
  }
  if (rule == "reactions-current") {
    std::ifstream in(root / reactions_path);
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    if (page == reactions_page(sources)) return {};
    return {{reactions_path, 1, "is not what models/reactions/ says",
             "house reactions ROOT > " + std::string(reactions_path)}};
  }
  if (rule == "size") {
    std::ifstream in(root / exceptions_path);
    const std::string exceptions{std::istreambuf_iterator<char>(in), {}};
    return check_size(sources, exceptions, exceptions_path);
  }
  auto problems = check_members(sources);
  const auto more = check_determinism(sources);
  problems.insert(problems.end(), more.begin(), more.end());
  return problems;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 2 || std::find(std::begin(rules), std::end(rules), arguments[0]) == std::end(rules)) {
    std::cerr << "usage: house layering|size|values|reactions|reactions-current ROOT\n";
    return 2;
  }
  const auto sources = read_tree(arguments[1]);
  if (sources.empty()) {
    std::cerr << arguments[1] << ": no source below sim models scenarios viz bench tests\n";
    return 2;
  }
  if (arguments[0] == "reactions") {
    std::cout << reactions_page(sources);
    return 0;
  }
  const auto problems = run(arguments[0], arguments[1], sources);
  for (const auto& p : problems) std::cout << p << '\n';
  std::cout << arguments[0] << ": " << sources.size() << " files, " << problems.size() << " problems\n";
  return problems.empty() ? 0 : 1;
}
