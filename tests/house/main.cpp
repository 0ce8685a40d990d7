// house: the rules of the house, as a program. `house layering|size|values ROOT` prints every problem and exits 1 if
// any.
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/house/rules.hpp"

namespace {

using namespace paddock::house;

constexpr const char* exceptions_path = "tests/house/size_exceptions.txt";

std::vector<Problem> run(std::string_view rule, const std::filesystem::path& root, const Sources& sources) {
  if (rule == "layering") {
    print_readers(std::cout, sources);
    return check_layering(sources);
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
  if (arguments.size() != 2 || (arguments[0] != "layering" && arguments[0] != "size" && arguments[0] != "values")) {
    std::cerr << "usage: house layering|size|values ROOT\n";
    return 2;
  }
  const auto sources = read_tree(arguments[1]);
  if (sources.empty()) {
    std::cerr << arguments[1] << ": no source below sim models scenarios viz bench tests\n";
    return 2;
  }
  const auto problems = run(arguments[0], arguments[1], sources);
  for (const auto& p : problems) std::cout << p << '\n';
  std::cout << arguments[0] << ": " << sources.size() << " files, " << problems.size() << " problems\n";
  return problems.empty() ? 0 : 1;
}
