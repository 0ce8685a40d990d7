// The control plane behind a dump: its version, and whose it is.
#pragma once

#include <string>
#include <vector>

#include "models/infrastructure/region_spec.hpp"
#include "scenarios/import/dump.hpp"
#include "scenarios/import/places.hpp"
#include "scenarios/import/provenance.hpp"

namespace paddock::scenarios {

/// By the kubelets, provider IDs and labels of a region's nodes.
models::ClusterSpec cluster_of(const Dump& dump, const Places& places, const std::string& region,
                               std::vector<Provenance>& provenance);

}  // namespace paddock::scenarios
