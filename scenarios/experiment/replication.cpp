#include "scenarios/experiment/replication.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "scenarios/experiment/invariants.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// What every replication does; `watch` is called for each event first.
template <class Observe>
void run_to_horizon(const Design& design, Run& run, Recording& recording, const Observe& watch) {
  if (run.events() > 0) recording.begin(run.world());  // its past lies behind it
  InvariantWatch invariants;
  run.run_until(Time{design.horizon}, [&](const World& world, Time now, const sim::EventRecord& event) {
    watch(world, now, event);
    recording.observe(world, now, event);
    invariants.observe(world, now, event);
  });
  InvariantWatch::end(run.world());
  recording.finish(run.world(), Time{design.horizon});
}

/// An outage of an API hit the calls that it refused while it lasted; if there were none, it hit nothing.
void count_refused(const RunFacts& facts, std::size_t step, StepRow& row) {
  if (!row.began) return;
  for (const std::uint32_t api : facts.design.timeline->steps[step].objects) {
    std::int64_t before = 0, refused = 0;
    for (const auto& [at, counts] : facts.recording.calls[api].changes()) {
      if (row.over && at > *row.over) break;
      (at < *row.began ? before : refused) = counts.refused;
    }
    row.hits.calls += static_cast<std::uint32_t>(std::max(refused - before, std::int64_t{0}));
  }
}

}  // namespace

sim::LuckKey luck_of(std::uint64_t seed, std::int64_t replication) {
  return {seed, sim::hash_pair(sim::hash_name("replication"), static_cast<std::uint64_t>(replication))};
}

RunResult replicate(const Design& design, sim::LuckKey key, Pasts& pasts) {
  Run run = pasts.begin(design, key);
  Recording recording(*design.fleet);
  run_to_horizon(design, run, recording, [](const World&, Time, const sim::EventRecord&) {});
  const RunFacts facts{design, run.world(), recording, key};
  RunResult result{
      .digest = static_cast<std::uint64_t>(run.digest()), .events = run.events(), .ties = run.world().scheduler.ties()};
  for (const Target& target : design.targets) {
    result.outcomes.push_back(evaluate(target, facts));
    result.outcomes.back().missing = {};  // the decisive run tells them again; others need not keep them
  }
  for (std::size_t i = 0; i < run.world().steps.size(); ++i) {
    result.steps.push_back(run.world().steps[static_cast<StepId>(i)]);
    if (design.timeline->steps[i].verb == Verb::refuse_api) count_refused(facts, i, result.steps.back());
  }
  return result;
}

void replay(const Design& design, sim::LuckKey key, Pasts& pasts, const Watch& watch,
            const std::function<void(const RunFacts&)>& use) {
  Run run = pasts.begin(design, key);
  Recording recording(*design.fleet);
  run_to_horizon(design, run, recording, watch);
  use({design, run.world(), recording, key});
}

std::vector<RunResult> replicate_all(const Design& design, std::uint64_t seed, std::int64_t from, std::int64_t to,
                                     unsigned jobs, Pasts& pasts, const std::function<void()>& done) {
  std::vector<RunResult> results(static_cast<std::size_t>(to - from));
  std::atomic<std::int64_t> next{from};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto work = [&] {
    for (std::int64_t i = next++; i < to; i = next++) {
      try {
        results[static_cast<std::size_t>(i - from)] = replicate(design, luck_of(seed, i), pasts);
        done();
      } catch (...) {  // carried to the calling thread, which throws it again
        const std::scoped_lock lock(failure_mutex);
        if (!failure) failure = std::current_exception();
        next = to;
      }
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < jobs && i < results.size(); ++i) threads.emplace_back(work);
  work();
  threads.clear();
  if (failure) std::rethrow_exception(failure);
  return results;
}

}  // namespace paddock::scenarios
