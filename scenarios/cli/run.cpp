// paddock run: one scenario, one report.
#include "scenarios/cli/console.hpp"

namespace paddock::scenarios::cli {

int run_command(const RunOptions& options) {
  Problems problems;
  const auto file = find_scenario(options.scenario, problems);
  const auto design = design_options(options.common, problems);
  const auto designs = file && design ? load_designs(*file, *design, problems) : std::nullopt;
  if (designs) spare_inputs(options.common.out, designs->files, problems);
  if (!designs || !problems.empty()) return refuse(problems);
  const std::vector<ScenarioReport> reports{run_with_progress(*designs, options.common)};
  warn_of_age(reports, options.common.today);
  if (!deliver(formatted(reports, options.common), options.common.out)) return 2;
  return verdict_code(reports.front().verdict, options.common.undecided);
}

}  // namespace paddock::scenarios::cli
