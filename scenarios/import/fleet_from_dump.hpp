// From a dump of a cluster to a fleet, with a word about every value.
#pragma once

#include <string>
#include <vector>

#include "models/fleet.hpp"
#include "scenarios/import/dump.hpp"
#include "scenarios/import/provenance.hpp"
#include "scenarios/import/tenant_names.hpp"

namespace paddock::scenarios {

struct ImportOptions {
  std::string name = "imported";  // of the fleet
  TenantNaming tenants;
};

struct ImportedFleet {
  models::FleetSpec spec;
  std::vector<Provenance> provenance;        // of what stands above the tenants
  std::vector<std::string> tenant_comments;  // one a tenant
  ImportCoverage coverage;
  std::vector<std::string> notes;
};

/// Nodes that are not in the dump are made up, as large as what is known to have run on them, and the coverage says so.
ImportedFleet fleet_from_dump(Dump dump, const ImportOptions& options);

}  // namespace paddock::scenarios
