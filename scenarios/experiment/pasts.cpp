#include "scenarios/experiment/pasts.hpp"

#include <utility>

namespace paddock::scenarios {

using namespace models;

namespace {

/// On the high side: ninety days of unleash-2022-lived, 460 pods and the nodes that there have been, take 0.6 MB.
std::size_t bytes_of(const Run& run) {
  constexpr std::size_t a_run = 64 << 10U, a_row = 1 << 10U;
  return a_run + a_row * (run.world().pods.size() + run.world().nodes.size());
}

}  // namespace

Pasts::Pasts(const std::vector<Design>& designs, std::size_t most_bytes) : Pasts(most_bytes) {
  for (const Design& design : designs) expect(design);
}

void Pasts::expect(const Design& design) { ++designs_[{design.fleet.get(), design.timeline->aged}]; }

Run Pasts::begin(const Design& design, sim::LuckKey key) {
  const Duration aged = design.timeline->aged;
  if (aged <= Duration{} && design.timeline->life_goes_on) return make_run(design.fleet, design.timeline, key);
  const Life life{design.fleet.get(), aged};
  const auto sharing = designs_.find(life);
  if (sharing == designs_.end() || sharing->second < 2)
    return go_on(make_past(design.fleet, aged, key), design.timeline);

  const Key name{life, key.seed, key.stream};
  std::shared_ptr<const Run> past;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto at = kept_.find(name); at != kept_.end()) past = at->second;
  }
  if (past) return go_on(*past, design.timeline);

  Run first = make_past(design.fleet, aged, key);
  past = std::make_shared<const Run>(first);  // the copy: it leaves behind what the scheduler only remembers
  Run run = go_on(std::move(first), design.timeline);
  const std::scoped_lock lock(mutex_);
  if (const std::size_t bytes = bytes_of(*past); bytes_ + bytes <= most_bytes_ && kept_.emplace(name, past).second)
    bytes_ += bytes;
  return run;
}

std::size_t Pasts::kept() const {
  const std::scoped_lock lock(mutex_);
  return kept_.size();
}

}  // namespace paddock::scenarios
