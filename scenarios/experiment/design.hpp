// A design ready to run: a fleet and a timeline with every name resolved, the targets, and how the file said it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/faults/timeline.hpp"
#include "models/fleet.hpp"
#include "scenarios/experiment/fleet_file.hpp"
#include "scenarios/language/compose.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/language/reader.hpp"
#include "scenarios/language/scenario_spec.hpp"
#include "scenarios/language/target.hpp"

namespace paddock::scenarios {

/// One choice of everything that is varied: path or step -> value.
using Choices = std::vector<std::pair<std::string, std::string>>;

/// Where chance stands in a design as such. What else is random shows itself: it moves the moments of events.
struct Chance {
  bool steps = false;  // in some runs a step may not happen, or not in time, or not for long enough
  bool lots = false;   // something is drawn by lot, so that a few runs may be equal although others are not
};

struct Design {
  std::string scenario, about, fleet_name;
  std::string scenario_file, fleet_file;
  std::optional<std::string> observed;
  std::shared_ptr<const models::Fleet> fleet;
  std::shared_ptr<const models::Timeline> timeline;
  std::vector<Target> targets;  // judged, then watched
  models::Duration horizon{};
  double confidence = 0.95;
  Expectation expect = Expectation::pass;
  std::optional<std::string> because;
  Assumptions assumptions;
  Choices choices;
  Chance chance;
  std::vector<std::string> described;  // parts of the fleet that the file describes
  std::vector<std::string> not_described;
  std::vector<std::string> not_modelled;  // fields that the fleet file sets and no model reads
  std::vector<std::string> warnings;      // of the fleet: possible, and probably not meant
};

/// What the command line adds to the files.
struct DesignOptions {
  std::optional<std::string> fleet;  // instead of the scenario's
  std::vector<Setting> set;          // into the scenario or the fleet, by the path's first word
  std::vector<std::pair<std::string, std::vector<std::string>>> vary;  // more of it
};

/// All designs of a scenario: one, or one for each combination of `vary` values and of zones, regions or databases of a
/// step with `each` or `worst`.
struct Designs {
  std::string scenario;
  std::vector<Design> rows;
  bool worst_only = false;              // a step chose `worst`: the worst row is the verdict
  std::vector<std::string> files = {};  // that were read
};

/// Reads a scenario file and its fleet. Empty: there are problems, all of them.
std::optional<Designs> load_designs(const std::string& scenario_file, const DesignOptions& options, Problems& problems);
/// The same for a scenario that is a tree already; its fleet stands beside `scenario_file`.
std::optional<Designs> load_designs(const Node& scenario, const std::string& scenario_file,
                                    const DesignOptions& options, Problems& problems);

/// Where the trees came from.
struct FileNames {
  std::string scenario, fleet;
};
/// The same for a scenario and a fleet that are trees already, `like` not yet worked in: what gameday does for each of
/// its drills, all with one reader.
std::optional<Designs> make_designs(const Node& scenario, FleetReader& fleet, const FileNames& files,
                                    const DesignOptions& options, Problems& problems);

}  // namespace paddock::scenarios
