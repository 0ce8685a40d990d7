// From nodes to regions with node groups.
#pragma once

#include <string>
#include <vector>

#include "models/infrastructure/region_spec.hpp"
#include "scenarios/import/dump.hpp"
#include "scenarios/import/places.hpp"
#include "scenarios/import/provenance.hpp"

namespace paddock::scenarios {

struct ImportedRegions {
  models::NamedMap<models::RegionSpec> regions;
  std::vector<Provenance> provenance;
  std::vector<std::string> notes;
};

/// Equal nodes of one owner make a group: by the label of whoever bought them, else by type, else by size. A group
/// stands evenly over its zones, so one that does not becomes a group a zone.
ImportedRegions regions_of(const Dump& dump, const Places& places);

}  // namespace paddock::scenarios
