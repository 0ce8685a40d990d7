#include "scenarios/cli/console.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>

#include "scenarios/cli/version.hpp"
#include "scenarios/counted.hpp"
#include "scenarios/files.hpp"
#include "scenarios/report/github.hpp"
#include "scenarios/report/json.hpp"
#include "scenarios/report/junit.hpp"
#include "scenarios/report/markdown.hpp"
#include "scenarios/report/progress.hpp"
#include "scenarios/report/text.hpp"

namespace paddock::scenarios::cli {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string with_extension(const std::string& name) { return name.ends_with(".yaml") ? name : name + ".yaml"; }

}  // namespace

std::optional<std::string> library_folder() {
  std::error_code error;
  const fs::path here = "scenarios/library";
  if (fs::is_directory(here, error)) return here.string();
  // Beside the program: in the tree it was built in, or where it was installed.
  fs::path at = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (; !error && at.has_relative_path(); at = at.parent_path())
    for (const char* folder : {"scenarios/library", "share/paddock/scenarios/library"})
      if (std::error_code ignored; fs::is_directory(at / folder, ignored)) return (at / folder).string();
  return std::nullopt;
}

std::optional<std::string> find_scenario(const std::string& name, Problems& problems) {
  std::error_code error;
  if (name == "-" || fs::exists(name, error)) return name;
  const auto library = library_folder();
  std::vector<std::string> known;
  if (name.find('/') == std::string::npos) {
    if (is_file(with_extension(name))) return with_extension(name);
    if (library) {
      const fs::path path = fs::path(*library) / with_extension(name);
      if (is_file(path)) return path.string();
      for (const auto& entry : fs::directory_iterator(*library, error))
        if (entry.path().extension() == ".yaml") known.push_back(entry.path().stem().string());
      std::ranges::sort(known);
    }
  }
  std::string allowed = "a scenario file";
  if (!known.empty()) allowed += ", or one of the library: " + name_list(known);
  problems.add({.file = name, .found = "no such scenario", .allowed = allowed, .hint = did_you_mean(name, known)});
  return std::nullopt;
}

std::optional<DesignOptions> design_options(const CommonOptions& common, Problems& problems) {
  DesignOptions options{.fleet = common.fleet, .set = {}, .vary = {}};
  const auto split = [&](const std::string& text,
                         const char* flag) -> std::optional<std::pair<std::string, std::string>> {
    const auto equals = text.find('=');
    if (equals != std::string::npos && equals > 0) return std::pair(text.substr(0, equals), text.substr(equals + 1));
    problems.add({.file = flag, .found = in_quotes(text), .allowed = std::string(flag) + " PATH=VALUE"});
    return std::nullopt;
  };
  for (const std::string& text : common.set)
    if (const auto parts = split(text, "--set")) options.set.push_back({parts->first, parts->second});
  for (const std::string& text : common.vary) {
    const auto parts = split(text, "--vary");
    if (!parts) continue;
    std::vector<std::string> values;
    for (std::size_t at = 0; at <= parts->second.size();) {
      const auto comma = std::min(parts->second.find(',', at), parts->second.size());
      values.push_back(parts->second.substr(at, comma - at));
      at = comma + 1;
    }
    options.vary.emplace_back(parts->first, values);
  }
  return problems.empty() ? std::optional(options) : std::nullopt;
}

ExperimentOptions experiment_options(const CommonOptions& common) {
  return {.seed = common.seed,
          .jobs = common.jobs != 0 ? common.jobs : std::max(1u, std::thread::hardware_concurrency()),
          .replications = common.replications,
          .most_replications = common.most_replications,
          .progress = {}};
}

ScenarioReport run_with_progress(const Designs& designs, const CommonOptions& common) {
  Pasts pasts(designs.rows);
  return run_with_progress(designs, common, pasts);
}

ScenarioReport run_with_progress(const Designs& designs, const CommonOptions& common, Pasts& pasts) {
  ExperimentOptions options = experiment_options(common);
  Progress progress(std::cerr, isatty(STDERR_FILENO) != 0);
  std::mutex mutex;
  options.progress = [&](std::int64_t done, std::int64_t planned) {
    const std::scoped_lock lock(mutex);
    progress.update(designs.scenario, done, planned);
  };
  ScenarioReport report = run_designs(designs, options, pasts);
  report.paddock = version();
  progress.clear();
  return report;
}

void spare_inputs(const std::optional<std::string>& out, const std::vector<std::string>& inputs, Problems& problems) {
  if (!out || *out == "-") return;
  for (const std::string& input : inputs)
    if (same_file(*out, input))
      return problems.add_file(*out, "the output would overwrite the input " + in_quotes(input), "another file");
}

bool deliver(const std::string& text, const std::optional<std::string>& out) {
  if (!out || *out == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return std::fflush(stdout) == 0;
  }
  Problems problems;
  if (write_file_atomically(*out, text, problems)) return true;
  std::cerr << problems.to_text();
  return false;
}

void say_notes(const ImportResult& imported) {
  for (const std::string& note : imported.notes) std::cerr << "paddock: note: " << escaped(note) << "\n";
  for (const std::string& what : imported.coverage.not_modelled)
    std::cerr << "paddock: note: not modelled: " << escaped(what) << "\n";
}

int refuse(Problems& problems) {
  problems.sort();
  std::cerr << problems.to_text();
  const std::size_t count = problems.size();
  std::cerr << "paddock: " << count << (count == 1 ? " problem" : " problems") << "; nothing was run\n";
  return 2;
}

std::optional<TenantNaming> naming_of(const std::string& text, Problems& problems) {
  auto naming = parse_tenant_naming(text);
  if (!naming) problems.add({.file = "--tenant-from", .found = in_quotes(text), .allowed = "namespace, or label:KEY"});
  return naming;
}

bool colours(const CommonOptions& common) {
  const char* const no_color = std::getenv("NO_COLOR");
  return !common.no_color && (no_color == nullptr || *no_color == '\0') && isatty(STDOUT_FILENO) != 0 && !common.out;
}

std::string formatted(const std::vector<ScenarioReport>& reports, const CommonOptions& common) {
  switch (common.format) {
    case Format::text: {
      std::string text;
      TextOptions options{.paper = {.colour = colours(common)}, .everything = common.everything};
      for (const ScenarioReport& report : reports) text += text_report(report, options);
      return text;
    }
    case Format::json:
      return reports.size() == 1 ? json_report(reports.front()) : json_reports(reports);
    case Format::junit:
      return junit_report(reports);
    case Format::github:
      return github_report(reports);
    case Format::markdown:
      return markdown_report(reports);
  }
  return {};
}

int verdict_code(Verdict verdict, Undecided undecided) {
  if (verdict != Verdict::undecided || undecided == Undecided::error) return exit_code(verdict);
  if (undecided == Undecided::warn) std::cerr << "paddock: warning: undecided within the budget\n";
  return undecided == Undecided::fail ? 1 : 0;
}

namespace {

/// Years of a date YYYY-MM-DD, to a day or so; empty if it is none.
std::optional<double> years_of(const std::string& date) {
  int year = 0, month = 0, day = 0;
  char after = 0;
  if (std::sscanf(date.c_str(), "%4d-%2d-%2d%c", &year, &month, &day, &after) != 3) return std::nullopt;
  return year + (month - 1) / 12.0 + (day - 1) / 365.0;
}

}  // namespace

std::string today_text(const std::optional<std::string>& given) {
  if (given) return *given;
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::year_month_day date(day);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

void warn_of_age(const std::vector<ScenarioReport>& reports, const std::optional<std::string>& today) {
  const std::string day = today_text(today);
  const auto now = years_of(day);
  std::vector<std::string> said;
  for (const ScenarioReport& report : reports)
    for (const Report& row : report.rows) {
      const auto seen = row.observed ? years_of(*row.observed) : std::nullopt;
      if (!now || !seen || std::ranges::find(said, row.fleet) != said.end()) continue;
      const auto years = static_cast<std::int64_t>(*now - *seen);
      const bool future = *row.observed > day;
      if (years < 1 && !future) continue;
      said.push_back(row.fleet);
      std::cerr << "paddock: warning: fleet " << escaped(row.fleet) << " was observed on " << escaped(*row.observed)
                << ", " << (future ? "which is after today" : counted(years, "year") + " ago") << "\n";
    }
}

}  // namespace paddock::scenarios::cli
