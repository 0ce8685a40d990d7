// bench_compare RUN.json BASELINE.json           judges: exit 0, 1 on a regression, 2 on a file that cannot be used
// bench_compare --store RUN.json BASELINE.json   makes this run the stored one
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "bench/compare/compare.hpp"

namespace {

using namespace paddock::bench;  // NOLINT(google-build-using-namespace): this file is about little else

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) throw BadInput("cannot be read");
  return text.str();
}

/// The same, where what goes wrong says in which file.
template <class Read>
auto from(const std::string& path, Read read) {
  try {
    return read(contents(path));
  } catch (const BadInput& e) {
    throw BadInput(path + ": " + e.what());
  }
}

void replace(const std::string& path, const std::string& text) {
  const std::string half = path + ".tmp";
  std::ofstream file(half, std::ios::binary);
  file << text << std::flush;
  if (!file || std::rename(half.c_str(), path.c_str()) != 0) throw BadInput(path + ": cannot be written");
}

int run(const std::vector<std::string>& arguments) {
  const bool storing = !arguments.empty() && arguments.front() == "--store";
  if (arguments.size() != (storing ? 3 : 2)) {
    std::cerr << "usage: bench_compare [--store] RUN.json BASELINE.json\n";
    return 2;
  }
  const std::string& run_path = arguments[arguments.size() - 2];
  const std::string& baseline_path = arguments.back();
  const auto ratios = from(run_path, [](const std::string& json) { return ratios_of(read_run(json)); });
  if (storing) {
    const bool stored_before = static_cast<bool>(std::ifstream(baseline_path));
    const Baseline before = stored_before ? from(baseline_path, read_baseline) : Baseline{};
    replace(baseline_path, write(store(before, ratios)));
    return 0;
  }
  const auto rows = judge(from(baseline_path, read_baseline), ratios);
  std::cout << table(rows);
  int regressions = 0;
  for (const Row& row : rows) regressions += is_regression(row.verdict) ? 1 : 0;
  std::cout << rows.size() << " benchmarks, " << regressions << " regressions\n";
  return regressions > 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const BadInput& e) {
    std::cerr << "bench_compare: " << e.what() << '\n';
    return 2;
  }
}
