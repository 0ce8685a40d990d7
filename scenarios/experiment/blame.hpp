// What is to blame for an entity's miss: names of causes, and the event in which the chain ends.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/experiment/evaluate.hpp"
#include "scenarios/experiment/trace.hpp"

namespace paddock::scenarios {

/// A cause that a chain may end in, and that `because` may name.
struct Cause {
  std::string_view name;
  std::string_view meaning;
  std::string_view setting = {};  // a piece of the paths of what may be assumed about it; empty: nothing is
};
std::span<const Cause> causes();

struct Blame {
  std::string summary;
  std::vector<std::string> causes;
  const TraceEntry* last = nullptr;  // of the trace; nullptr: nothing in the run speaks of the entity
};

Blame find_blame(const Target& target, const RunFacts& facts, const Trace& trace, const EntityValue& value);

}  // namespace paddock::scenarios
