// paddock import kubectl: a fleet file from what a cluster says of itself.
#include "scenarios/import/import.hpp"

#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/report/next.hpp"

namespace paddock::scenarios::cli {

int import_command(const ImportCommand& options) {
  Problems problems;
  const auto naming = naming_of(options.tenant_from, problems);
  if (!naming) return refuse(problems);
  spare_inputs(options.out, options.files, problems);
  if (!problems.empty()) return refuse(problems);
  const auto result = import_kubectl(options.files, {.tenants = *naming}, problems);
  if (!result) return refuse(problems);
  say_notes(*result);
  if (!deliver(result->yaml, options.out)) return 2;
  if (options.out != "-") std::cerr << "next: paddock gameday " << escaped(shell_word(options.out)) << "\n";
  return 0;
}

}  // namespace paddock::scenarios::cli
