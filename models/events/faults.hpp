// The steps of a scenario.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

/// The moment of a step has come.
struct StepDue {
  static constexpr sim::Kind kind{"step.due"};
  StepId step;
};
void react(World&, Agenda&, const StepDue&);

/// What the step did is undone: the zone comes back, the API answers again.
struct StepOver {
  static constexpr sim::Kind kind{"step.over"};
  StepId step;
};
void react(World&, Agenda&, const StepOver&);

/// The step began and hit something. For observers.
struct StepBegan {
  static constexpr sim::Kind kind{"step.began"};
  StepId step;
};
void react(World&, Agenda&, const StepBegan&);

struct StepEnded {
  static constexpr sim::Kind kind{"step.ended"};
  StepId step;
};
void react(World&, Agenda&, const StepEnded&);

}  // namespace paddock::models
