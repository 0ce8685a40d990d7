// A fleet file, read and made: every name resolved, with all that is wrong in either way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/fleet.hpp"
#include "scenarios/language/compose.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/language/reader.hpp"

namespace paddock::scenarios {

struct LoadedFleet {
  models::FleetSpec spec;
  Assumptions assumptions;
  std::vector<NotModelled> not_modelled;
  models::Fleet fleet;
};

/// Tenants that the steps of a scenario add, and where each stands: "timeline[2].add.tenants[0]".
struct AddedTenants {
  std::vector<models::TenantSpec> tenants;
  std::vector<std::string> paths;
  const Node* scenario = nullptr;  // where the paths lead
};

/// Of a tree with the settings laid over it; `like` is worked in here. Empty: there are problems.
std::optional<LoadedFleet> read_fleet(const Node& base, const std::vector<Setting>& settings, const AddedTenants& added,
                                      Problems& problems);

/// A fleet file alone.
std::optional<LoadedFleet> load_fleet(const std::string& fleet_file, const std::vector<Setting>& settings,
                                      Problems& problems);

/// Findings as problems: each at the deepest node that its path reaches. Left out is what may be the mere echo of a
/// problem that stands there already.
void add_findings(models::Findings findings, const Node& root, Problems& problems);

/// The deepest node that the path reaches.
const Node& node_at(const Node& root, const std::string& path);

}  // namespace paddock::scenarios
