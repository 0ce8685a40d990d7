// A fleet file, read and made: every name resolved, with all that is wrong in either way.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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

/// read_fleet() of one tree, once for all that lay the same settings over it: they have one fleet, and with it one past
/// (Pasts). What was read stays for as long as the reader or a design of it.
class FleetReader {
 public:
  explicit FleetReader(const Node& tree) : tree_(tree) {}  // which outlives the reader
  const Node& tree() const { return tree_; }
  /// Empty: there are problems. A fleet with tenants that steps add is one of its own.
  std::shared_ptr<const LoadedFleet> read(const std::vector<Setting>& settings, const AddedTenants& added,
                                          Problems& problems);

 private:
  const Node& tree_;
  std::map<std::vector<std::pair<std::string, std::string>>, std::shared_ptr<const LoadedFleet>> read_;
};

/// A fleet file alone.
std::optional<LoadedFleet> load_fleet(const std::string& fleet_file, const std::vector<Setting>& settings,
                                      Problems& problems);

/// Findings as problems: each at the deepest node that its path reaches. Left out is what may be the mere echo of a
/// problem that stands there already.
void add_findings(models::Findings findings, const Node& root, Problems& problems);

/// The deepest node that the path reaches.
const Node& node_at(const Node& root, const std::string& path);

}  // namespace paddock::scenarios
