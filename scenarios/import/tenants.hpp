// From workloads to tenants.
#pragma once

#include <string>
#include <vector>

#include "models/tenancy/tenant_spec.hpp"
#include "scenarios/import/dump.hpp"
#include "scenarios/import/places.hpp"
#include "scenarios/import/tenant_names.hpp"

namespace paddock::scenarios {

struct ImportedTenants {
  std::vector<models::TenantSpec> tenants;
  std::vector<std::string> comments;  // one a tenant: where its values come from
  std::vector<std::string> notes;
  std::vector<std::string> not_modelled;
};

/// One tenant a workload, by name. Nothing is folded into populations: names would be lost.
ImportedTenants tenants_of(const Dump& dump, const Places& places, const TenantNaming& naming);

}  // namespace paddock::scenarios
