// What a scenario lets happen, with every name resolved: the constant part of a run beside the fleet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/fwd.hpp"
#include "sim/distributions.hpp"

namespace paddock::models {

enum class Verb : std::uint8_t {
  lose_zone,
  lose_region,
  crash_node,
  fail_over,
  refuse_api,
  add_nodes,
  add_tenants,
  push,
  drain_node,
  drain_group,
  set_replicas,
  roll_back,
  zonal_shift,
  restart_daemons,
  restart_control_plane
};

/// Verbs that end by themselves, when all that they began is done.
constexpr bool ends_itself(Verb verb) {
  return verb == Verb::drain_node || verb == Verb::drain_group || verb == Verb::restart_daemons ||
         verb == Verb::restart_control_plane;
}

/// Which of a step's objects it acts on. `fullest` is the node with most CPU requested when the step begins, `named`
/// the one that has the step's name for it then.
enum class Choice : std::uint8_t { all, any, fullest, named };

/// How a zone or region is lost: its machines lose power, or the network parts them from everybody else.
enum class Loss : std::uint8_t { power, partition };

/// When a step begins: a while after the start of the run, after another step began, or after it was over.
struct Trigger {
  enum class From : std::uint8_t { start, step_begins, step_over };
  From from = From::start;
  StepId step{};
  sim::Distribution delay_s;
};

struct StepDefinition {
  std::string name;
  Verb verb = Verb::lose_zone;
  Choice choice = Choice::all;
  // Rows of the fleet that the verb is about: zones, regions, nodes (empty: any node of `region`), databases, APIs,
  // node groups, tenants.
  std::vector<std::uint32_t> objects;
  std::optional<RegionId> region;  // of crash_node and push: only there
  std::string node = {};           // of Choice::named: "eu-central-1/a/general/3"
  std::string daemon = {};         // of restart_daemons: the name of the DaemonSet
  Loss loss = Loss::power;
  double share_of_nodes = 1;  // of lose_zone: less than all of its machines, and the zone itself stands
  std::int64_t count = 1;     // of add_nodes: machines for each group; of set_replicas: pods for each tenant
  double at_once = 1;         // of drain_group: nodes together, or a share of the group's if below 1
  bool replace = false;       // of drain: each drained node by another
  // Of zonal_shift: away from the zone that this step was about, and what is shifted.
  std::optional<StepId> zone_of = {};
  bool shifts_cluster = true, shifts_balancer = true;
  bool by_delivery = false;  // of add_tenants: through the pipelines, not at once
  // Of push: the version is a bad one, whose process ends so long after its start or whose image is nowhere.
  std::optional<Duration> exits_after = {};
  bool image_missing = false;
  Trigger trigger;
  std::optional<sim::Distribution> lasts_s;  // empty: for good
  double share_of_runs = 1;
};

struct Timeline {
  std::vector<StepDefinition> steps;
  Duration aged{};            // how long the fleet has lived when the scenario begins, at time 0
  bool life_goes_on = false;  // after that

  const StepDefinition& operator[](StepId id) const { return steps[index_of(id)]; }
};

}  // namespace paddock::models
