#include "scenarios/import/import.hpp"

#include "scenarios/import/fleet_text.hpp"
#include "scenarios/import/kubectl_reader.hpp"

namespace paddock::scenarios {

std::optional<ImportResult> import_kubectl(const std::vector<std::string>& files, const ImportOptions& options,
                                           Problems& problems) {
  Dump dump = read_kubectl(files, problems);
  if (!problems.empty()) return std::nullopt;
  const std::vector<std::string> names = dump.files;
  ImportedFleet fleet = fleet_from_dump(std::move(dump), options);
  models::Findings findings;
  models::make_fleet(fleet.spec, {}, findings);
  for (const models::Finding& finding : findings)
    problems.add({.file = names.front(),
                  .place = {},
                  .path = finding.path,
                  .found = finding.message,
                  .allowed = {},
                  .hint = {}});
  if (!findings.empty()) return std::nullopt;
  ImportResult result;
  result.yaml = fleet_text(fleet, names);
  result.spec = std::move(fleet.spec);
  result.coverage = std::move(fleet.coverage);
  result.notes = std::move(fleet.notes);
  return result;
}

}  // namespace paddock::scenarios
