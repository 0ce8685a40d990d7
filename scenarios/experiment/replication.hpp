// One replication: a run of a design to its horizon, with its observers, and what every target says of it.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/faults/steps.hpp"
#include "models/world.hpp"
#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/evaluate.hpp"
#include "scenarios/experiment/pasts.hpp"

namespace paddock::scenarios {

struct RunResult {
  std::vector<Outcome> outcomes;  // one a target
  std::vector<models::StepRow> steps;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  std::uint64_t ties = 0;  // decisions of the scheduler that luck made
};

/// The luck of a replication: the user's seed and the replication's number.
sim::LuckKey luck_of(std::uint64_t seed, std::int64_t replication);

/// Runs one replication. What comes out depends on the design and the key alone; `pasts` save work.
RunResult replicate(const Design& design, sim::LuckKey key, Pasts& pasts);

/// Runs it again, showing every event to `watch` before the recording sees it; then hands the facts to `use`.
using Watch = std::function<void(const models::World&, models::Time, const sim::EventRecord&)>;
void replay(const Design& design, sim::LuckKey key, Pasts& pasts, const Watch& watch,
            const std::function<void(const RunFacts&)>& use);

/// Replications [from, to) on `jobs` threads, in order of their numbers. `done` is told after each one, from any
/// thread.
std::vector<RunResult> replicate_all(const Design& design, std::uint64_t seed, std::int64_t from, std::int64_t to,
                                     unsigned jobs, Pasts& pasts, const std::function<void()>& done);

}  // namespace paddock::scenarios
