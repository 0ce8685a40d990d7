// paddock conform: the models against answers of the real thing.
#include "scenarios/conform/conform.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "scenarios/cli/console.hpp"

namespace paddock::scenarios::cli {
namespace {

namespace fs = std::filesystem;

bool is_vector_file(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".jsonl") || name.ends_with(".jsonl.gz");
}

/// Vector files of a path: itself, or those below a folder in the order of their names.
std::vector<fs::path> vector_files(const std::string& path, Problems& problems) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    if (!fs::exists(path, error))
      problems.add_file(path, "no such file", "vector files (.jsonl, .jsonl.gz) or a folder of them");
    return {path};
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path, error))
    if (is_vector_file(entry.path())) files.push_back(entry.path());
  std::ranges::sort(files);
  if (files.empty()) problems.add_file(path, "no vector file in this folder", "files NAME.jsonl or NAME.jsonl.gz");
  return files;
}

}  // namespace

int conform_command(const ConformOptions& options) {
  Problems problems;
  std::vector<fs::path> files;
  for (const std::string& path : options.paths)
    for (fs::path& file : vector_files(path, problems)) files.push_back(std::move(file));
  if (!problems.empty()) return refuse(problems);
  ConformResult all;
  for (const fs::path& file : files) all += conform_file(file);
  for (const ConformFailure& failure : all.failures)
    std::cout << "FAILED " << escaped(failure.name) << ": expected " << escaped(failure.expected) << ", found "
              << escaped(failure.found) << "\n";
  for (const ConformSkip& skip : all.skips)
    std::cout << "skipped " << escaped(skip.name) << ": " << escaped(skip.feature) << "\n";
  for (const std::string& problem : all.problems) std::cerr << escaped(problem) << "\n";
  std::cout << all.passed << " passed, " << all.failures.size() << " failed, " << all.skips.size() << " skipped\n";
  if (!all.problems.empty()) return 2;
  return all.failures.empty() ? 0 : 1;
}

}  // namespace paddock::scenarios::cli
