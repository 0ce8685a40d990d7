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
  std::optional<std::size_t> operation = {};  // of an outage: which of the tenant's kinds of request
};

/// Why a run is no evidence for a target: the part of the run that it speaks of does not exist.
enum class NoWindow : std::uint8_t {
  step_absent,  // the step did not happen in this run
  horizon,      // the run ended before the window began
  too_short     // the window would begin where it has ended already: `during STEP + d` of a shorter step
};

struct Outcome {
  std::optional<NoWindow> no_window;
  bool none_chosen = false;             // no entity has the labels
  bool nothing = false;                 // there was nothing to measure
  bool cut = false;                     // the horizon cut the window
  std::optional<double> value;          // of aggregates that hold in a run or do not; empty: nothing to measure
  std::optional<EntityValue> decisive;  // the entity that the value comes from, or that adds most to it
  std::vector<EntityValue> missing;     // entities whose own value misses the limit (min, max, mean, percentiles)
  std::vector<double> pooled;           // what the run adds to the pool: values of mean and percentiles, or its rate
  double exposure_s = 0;                // of a rate: the length of the window
};

Outcome evaluate(const Target& target, const RunFacts& facts);

/// The name of an entity of the metric's kind, for reports.
std::string entity_name(const Target& target, const RunFacts& facts, std::uint32_t entity);

/// The interval of a run that the target's window speaks of; empty: why there is none. `cut`: the horizon ended it.
struct WindowFound {
  std::optional<Interval> interval;
  NoWindow why = NoWindow::step_absent;
  bool cut = false;
};
WindowFound window_of(const Target& target, const RunFacts& facts);

}  // namespace paddock::scenarios
