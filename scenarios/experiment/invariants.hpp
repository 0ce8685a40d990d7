// What no run may break, whatever happens in it. Looks at the world from outside, in tests after every event, in a
// release now and then: a broken one is a mistake of a model, never of a scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/world.hpp"

namespace paddock::scenarios {

/// Between two events of one instant the controllers may have something left to do; at its end they may not.
enum class Moment : std::uint8_t { any, end_of_instant };

/// The words of the first that does not hold; none: all hold.
/// - Requests that are bound and what is free make up what is allocatable, on every node.
/// - A pod stands on one node at most, and in the list of its tenant once.
/// - ReplicaSets have the pods that they should have, and no more than wanted and surge together; no two pods of a
///   StatefulSet have one name.
std::optional<std::string> broken_invariant(const models::World& world, Moment moment = Moment::any);

/// The invariants of what happens: voluntary evictions break no budget, and no event that acts on a pod names a dead
/// one. Throws sim::CheckFailed.
class InvariantWatch {
 public:
  /// After each reaction. Looks at the event, and at the whole world after so many events that it costs next to
  /// nothing: the more pods and nodes there are, the fewer looks.
  void observe(const models::World& world, models::Time now, const sim::EventRecord& event);
  /// When the run is over. Throws sim::CheckFailed.
  static void end(const models::World& world);

 private:
  std::vector<sim::EventNumber> evictions_;  // voluntary ones of this instant
  models::Time at_{};
  std::uint64_t events_ = 0, next_look_ = 4096;
};

}  // namespace paddock::scenarios
