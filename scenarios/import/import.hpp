// `paddock import kubectl`: from files that kubectl has written to a fleet file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/fleet.hpp"
#include "scenarios/import/fleet_from_dump.hpp"
#include "scenarios/import/provenance.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

struct ImportResult {
  models::FleetSpec spec;
  std::string yaml;  // the fleet file; reading it gives `spec`
  ImportCoverage coverage;
  std::vector<std::string> notes;
};

/// Reads the files ("-": standard input) and makes a fleet that models::make_fleet accepts. Empty: problems say why.
/// Writes nothing; see write_file_atomically.
std::optional<ImportResult> import_kubectl(const std::vector<std::string>& files, const ImportOptions& options,
                                           Problems& problems);

}  // namespace paddock::scenarios
