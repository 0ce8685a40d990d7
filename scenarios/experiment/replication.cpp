#include "scenarios/experiment/replication.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace paddock::scenarios {

using namespace models;

namespace {

/// What every replication does; `watch` is called for each event first.
template <class Observe>
void run_to_horizon(const Design& design, Run& run, Recording& recording, const Observe& watch) {
  if (run.now() < Time{}) {
    run.run_until(Time{} - Duration{1});
    recording.begin(run.world());
  }
  run.run_until(Time{design.horizon}, [&](const World& world, Time now, const sim::EventRecord& event) {
    watch(world, now, event);
    recording.observe(world, now, event);
  });
  recording.finish(run.world(), Time{design.horizon});
}

/// An outage of an API hit the calls that it refused; if there were none, it hit nothing.
void count_refused(const Design& design, const World& world, std::size_t step, StepRow& row) {
  for (const std::uint32_t api : design.timeline->steps[step].objects)
    row.hits.calls += static_cast<std::uint32_t>(world.apis.counts(static_cast<ApiId>(api)).refused);
}

}  // namespace

sim::LuckKey luck_of(std::uint64_t seed, std::int64_t replication) {
  return {seed, sim::hash_pair(sim::hash_name("replication"), static_cast<std::uint64_t>(replication))};
}

RunResult replicate(const Design& design, sim::LuckKey key) {
  Run run = make_run(design.fleet, design.timeline, key);
  Recording recording(*design.fleet);
  run_to_horizon(design, run, recording, [](const World&, Time, const sim::EventRecord&) {});
  const RunFacts facts{design, run.world(), recording, key};
  RunResult result{.digest = static_cast<std::uint64_t>(run.digest()), .events = run.events()};
  for (const Target& target : design.targets) result.outcomes.push_back(evaluate(target, facts));
  for (std::size_t i = 0; i < run.world().steps.size(); ++i) {
    result.steps.push_back(run.world().steps[static_cast<StepId>(i)]);
    if (design.timeline->steps[i].verb == Verb::refuse_api) count_refused(design, run.world(), i, result.steps.back());
  }
  return result;
}

void replay(const Design& design, sim::LuckKey key, const Watch& watch,
            const std::function<void(const RunFacts&)>& use) {
  Run run = make_run(design.fleet, design.timeline, key);
  Recording recording(*design.fleet);
  run_to_horizon(design, run, recording, watch);
  use({design, run.world(), recording, key});
}

std::vector<RunResult> replicate_all(const Design& design, std::uint64_t seed, std::int64_t from, std::int64_t to,
                                     unsigned jobs, const std::function<void()>& done) {
  std::vector<RunResult> results(static_cast<std::size_t>(to - from));
  std::atomic<std::int64_t> next{from};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto work = [&] {
    for (std::int64_t i = next++; i < to; i = next++) {
      try {
        results[static_cast<std::size_t>(i - from)] = replicate(design, luck_of(seed, i));
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
