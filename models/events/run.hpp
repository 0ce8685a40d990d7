// The beginning of a run.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

/// The first event of every run: the fleet is stood up as it has been for a long time.
struct RunBegan {
  static constexpr sim::Kind kind{"run.began"};
};
void react(World&, Agenda&, const RunBegan&);

}  // namespace paddock::models
