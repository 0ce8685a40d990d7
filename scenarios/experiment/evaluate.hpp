// One target in one run: which entities, which part of the run, one value each, one value of all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/world.hpp"
#include "scenarios/experiment/availability.hpp"
#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/recording.hpp"
#include "scenarios/language/target.hpp"

namespace paddock::scenarios {

/// A run that is over, as targets see it.
struct RunFacts {
  const Design& design;
  const models::World& world;
  const Recording& recording;
  sim::LuckKey key;
};

/// One entity's value, and where in the run it came about.
struct EntityValue {
  std::uint32_t entity = 0;
  double value = 0;
  Interval when;
};

struct Outcome {
  bool no_window = false;               // the step of the target's window did not happen in this run
  bool none_chosen = false;             // no entity has the labels
  bool cut = false;                     // the horizon cut the window
  std::optional<double> value;          // of aggregates that hold in a run or do not
  std::optional<EntityValue> decisive;  // the entity that the value comes from, where it comes from one
  std::vector<EntityValue> missing;     // entities whose own value misses the limit (min and max)
  std::vector<double> pooled;           // of mean, rate and percentiles: what the run adds to the pool
};

Outcome evaluate(const Target& target, const RunFacts& facts);

/// The name of an entity of the metric's kind, for reports.
std::string entity_name(const Target& target, const RunFacts& facts, std::uint32_t entity);

/// The interval of a run that a window speaks of; empty: its step did not happen. `cut`: the horizon ended it.
std::optional<Interval> window_of(const Window& window, const Design& design, const Recording& recording, bool& cut);

/// Whether tenants of a fleet can be chosen by these labels at all, references aside.
bool any_tenant(const Target& target, const models::Fleet& fleet);

}  // namespace paddock::scenarios
