// What can happen to calls of the cloud's APIs.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

using CallId = sim::Id<struct CallTag>;  // a call that was turned away and waits for its next attempt

/// The SDK has waited out its back-off and tries again.
struct CallRetried {
  static constexpr sim::Kind kind{"api.retried"};
  CallId call;
};
void react(World&, Agenda&, const CallRetried&);

/// A call was let through after so long a wait, having been turned away so many times. For observers.
struct CallPassed {
  static constexpr sim::Kind kind{"api.passed"};
  Duration wait;
  ApiId api;
  std::uint32_t turned_away;
};
void react(World&, Agenda&, const CallPassed&);

}  // namespace paddock::models
