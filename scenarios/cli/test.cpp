// paddock test: runs scenarios and compares their verdicts with what they expect.
#include <algorithm>
#include <filesystem>

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/post.hpp"
#include "scenarios/report/text.hpp"

namespace paddock::scenarios::cli {
namespace {

namespace fs = std::filesystem;

/// Scenario files of a path: itself, or the .yaml files of a folder in the order of their names.
std::vector<std::string> scenario_files(const std::string& path, Problems& problems) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    const auto file = find_scenario(path, problems);
    return file ? std::vector<std::string>{*file} : std::vector<std::string>{};
  }
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(path, error))
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".json")
      files.push_back(entry.path().string());
  std::ranges::sort(files);
  if (files.empty()) problems.add({.file = path, .found = "no scenario in this folder", .allowed = "files NAME.yaml"});
  return files;
}

}  // namespace

int test_command(const TestOptions& options) {
  Problems problems;
  std::vector<std::string> files;
  for (const std::string& path : options.paths)
    for (std::string& file : scenario_files(path, problems)) files.push_back(std::move(file));
  const auto design = design_options(options.common, problems);
  std::vector<Designs> all;
  if (design)
    for (const std::string& file : files) {
      Problems own;
      if (auto designs = load_designs(file, *design, own)) all.push_back(std::move(*designs));
      problems.add(own);
    }
  for (const Designs& designs : all) spare_inputs(options.common.out, designs.files, problems);
  if (!problems.empty()) return refuse(problems);

  std::vector<ScenarioReport> reports;
  reports.reserve(all.size());
  for (const Designs& designs : all) reports.push_back(run_with_progress(designs, options.common));
  warn_of_age(reports, options.common.today);
  const bool text = options.common.format == Format::text;
  const std::string out =
      text ? text_summary(reports, {.colour = colours(options.common)}) : formatted(reports, options.common);
  if (!deliver(out, options.common.out)) return 2;
  if (options.post && !write_post(*options.post, reports, problems)) return refuse(problems);
  const bool good = std::ranges::all_of(reports, &ScenarioReport::as_expected);
  return good ? 0 : 1;
}

}  // namespace paddock::scenarios::cli
