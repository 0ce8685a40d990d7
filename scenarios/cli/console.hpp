// What the sub-commands share: where scenarios are found, where output goes, what is said on stderr.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/cli/options.hpp"
#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/import/import.hpp"
#include "scenarios/import/tenant_names.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/report/report.hpp"

namespace paddock::scenarios::cli {

/// The scenario file of this name: a path, NAME.yaml, or NAME in the library that came with the program. Empty: there
/// is none, and a problem says where it was looked for.
std::optional<std::string> find_scenario(const std::string& name, Problems& problems);
/// The folder of shipped scenarios, or empty.
std::optional<std::string> library_folder();

/// PATH=VALUE and PATH=VALUE,VALUE of the command line; problems for what is neither.
std::optional<DesignOptions> design_options(const CommonOptions& common, Problems& problems);

ExperimentOptions experiment_options(const CommonOptions& common);

/// Runs the designs with progress on stderr where that is a terminal.
ScenarioReport run_with_progress(const Designs& designs, const CommonOptions& common);
ScenarioReport run_with_progress(const Designs& designs, const CommonOptions& common, Pasts& pasts);

/// A problem if --out names one of the files that were read.
void spare_inputs(const std::optional<std::string>& out, const std::vector<std::string>& inputs, Problems& problems);

/// Prints to stdout, or writes the file of --out. False: it could not be written.
bool deliver(const std::string& text, const std::optional<std::string>& out);

/// Says on stderr what an import has to say of itself.
void say_notes(const ImportResult& imported);

/// Says all problems on stderr. The exit code of bad input.
int refuse(Problems& problems);

/// The reports in the format that was asked for.
std::string formatted(const std::vector<ScenarioReport>& reports, const CommonOptions& common);

/// The exit code of a verdict under --undecided.
int verdict_code(Verdict verdict, Undecided undecided);

/// Warns on stderr when a fleet was observed more than a year ago. Never in a report.
void warn_of_age(const std::vector<ScenarioReport>& reports, const std::optional<std::string>& today);

/// The day of --today, or of the clock: "2026-01-31".
std::string today_text(const std::optional<std::string>& given);

/// The rule of --tenant-from, or a problem.
std::optional<TenantNaming> naming_of(const std::string& text, Problems& problems);

bool colours(const CommonOptions& common);

}  // namespace paddock::scenarios::cli
