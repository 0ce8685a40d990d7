// paddock lint: everything that is wrong with files, without running them.
#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/language/compose.hpp"

namespace paddock::scenarios::cli {

namespace {

std::vector<std::string> notes_on_fleet(const std::string& file, const LoadedFleet& loaded) {
  std::vector<std::string> notes{file + ": a fleet of " + std::to_string(loaded.fleet.tenants.size()) + " tenants"};
  for (const models::TenantSpec& tenant : loaded.spec.tenants)
    if (tenant.budget && tenant.budget->min_available >= tenant.replicas && tenant.replicas > 0)
      notes.push_back(file + ": warning: " + tenant.group.value_or(tenant.name.value_or("")) + " keeps min_available " +
                      std::to_string(tenant.budget->min_available) + " of " + std::to_string(tenant.replicas) +
                      " replicas: a drain would block for ever");
  return notes;
}

/// What is good to know of one file; what is wrong with it goes to problems.
std::vector<std::string> look_at(const std::string& file, Problems& problems) {
  const auto node = load(file, problems);
  if (!node) return {};
  if (node->find("scenario") != nullptr) {
    const auto designs = load_designs(*node, file, {}, problems);
    if (!designs) return {};
    return {file + ": a scenario of " + std::to_string(designs->rows.size()) + " rows"};
  }
  if (node->find("fleet") != nullptr) {
    const auto loaded = make_fleet_from(*node, {}, problems);
    return loaded ? notes_on_fleet(file, *loaded) : std::vector<std::string>{};
  }
  problems.add(node->position, "", "neither a scenario nor a fleet", "a file with `scenario: NAME` or `fleet: NAME`");
  return {};
}

}  // namespace

int lint_command(const LintOptions& options) {
  Problems problems;
  for (const std::string& file : options.files) {
    Problems own;
    for (const std::string& note : look_at(file, own)) std::cout << escaped(note) << "\n";
    problems.add(own);
  }
  return problems.empty() ? 0 : refuse(problems);
}

}  // namespace paddock::scenarios::cli
