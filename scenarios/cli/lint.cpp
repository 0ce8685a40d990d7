// paddock lint: everything that is wrong with files, without running them.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/language/parse.hpp"

namespace paddock::scenarios::cli {

int lint_command(const LintOptions& options) {
  Problems problems;
  std::vector<std::string> notes;
  for (const std::string& file : options.files) {
    const auto node = parse_file(file, problems);
    if (!node) continue;
    if (node->find("scenario") != nullptr) {
      const auto designs = load_designs(file, {}, problems);
      if (designs) notes.push_back(file + ": a scenario of " + std::to_string(designs->rows.size()) + " rows");
    } else if (node->find("fleet") != nullptr) {
      const auto loaded = load_fleet(file, {}, problems);
      if (!loaded) continue;
      notes.push_back(file + ": a fleet of " + std::to_string(loaded->fleet.tenants.size()) + " tenants");
      for (const models::TenantSpec& tenant : loaded->spec.tenants)
        if (tenant.budget && tenant.budget->min_available >= tenant.replicas && tenant.replicas > 0)
          notes.push_back(file + ": warning: " + tenant.group.value_or(tenant.name.value_or("")) +
                          " keeps min_available " + std::to_string(tenant.budget->min_available) + " of " +
                          std::to_string(tenant.replicas) + " replicas: a drain would block for ever");
    } else {
      problems.add(node->position, "", "neither a scenario nor a fleet",
                   "a file with `scenario: NAME` or `fleet: NAME`");
    }
  }
  for (const std::string& note : notes) std::cout << escaped(note) << "\n";
  return problems.empty() ? 0 : refuse(problems);
}

}  // namespace paddock::scenarios::cli
