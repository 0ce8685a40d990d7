// The values of a metric in one run: one for each entity that the labels choose, or one for each event in the window.
#pragma once

#include <vector>

#include "scenarios/experiment/evaluate.hpp"

namespace paddock::scenarios {

struct Observations {
  bool none_chosen = false;  // no entity of the fleet has the labels; events may be none without that
  std::vector<EntityValue> values;
};

Observations observe_metric(const Target& target, const RunFacts& facts, Interval window);

/// Whether the tenant has an operation that the target's `op` labels choose.
bool has_operation(const Target& target, const models::Fleet& fleet, models::TenantId tenant);

}  // namespace paddock::scenarios
