// paddock import kubectl: a fleet file from what a cluster says of itself.
#include "scenarios/import/import.hpp"

#include <iostream>

#include "scenarios/cli/console.hpp"

namespace paddock::scenarios::cli {

int import_command(const ImportCommand& options) {
  Problems problems;
  const auto naming = naming_of(options.tenant_from, problems);
  if (!naming) return refuse(problems);
  const auto result = import_kubectl(options.files, {.tenants = *naming}, problems);
  if (!result) return refuse(problems);
  for (const std::string& note : result->notes) std::cerr << "paddock: note: " << escaped(note) << "\n";
  return deliver(result->yaml, options.out) ? 0 : 2;
}

}  // namespace paddock::scenarios::cli
