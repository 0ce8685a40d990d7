// Whole replications, as the command line runs them: the loss of a zone on the story's fleet and on a large one.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <iostream>
#include <optional>

#include "bench/memory.hpp"
#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/replication.hpp"

namespace paddock::bench {
namespace {

using namespace scenarios;  // NOLINT(google-build-using-namespace)

/// The scenario of the library on a fleet; says what is wrong with it and is empty if it cannot be read.
std::optional<Designs> zone_loss(std::optional<std::string> fleet) {
  Problems problems;
  auto designs = load_designs(PADDOCK_ROOT "/scenarios/library/zone-loss.yaml",
                              {.fleet = std::move(fleet), .set = {}, .vary = {}}, problems);
  std::cerr << problems.to_text();
  return designs;
}

void drill(benchmark::State& state, std::optional<std::string> fleet) {
  const auto designs = zone_loss(std::move(fleet));
  if (!designs) return state.SkipWithError("the fleet or the scenario cannot be read");
  const Design& design = designs->rows.front();
  malloc_trim(0);
  const auto before_mb = status_mb("VmRSS");
  forget_most();
  std::int64_t replication = 0;
  std::uint64_t events = 0;
  for (auto _ : state) events += replicate(design, luck_of(1, replication++)).events;
  const auto most_mb = status_mb("VmHWM");
  if (before_mb && most_mb) state.counters["MB_after_loading"] = *most_mb - *before_mb;
  state.counters["events"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kAvgIterations);
}
BENCHMARK_CAPTURE(drill, zone_loss_on_unleash_2022, std::nullopt)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(drill, zone_loss_on_5000_nodes_25000_pods, PADDOCK_ROOT "/bench/large.yaml")
    ->Unit(benchmark::kMillisecond);

/// A thousand replications on two threads: wall time.
void thousand(benchmark::State& state) {
  const auto designs = zone_loss(std::nullopt);
  if (!designs) return state.SkipWithError("the fleet or the scenario cannot be read");
  for (auto _ : state) replicate_all(designs->rows.front(), 1, 0, 1000, 2, [] {});
}
BENCHMARK(thousand)
    ->Name("drill/1000_zone_losses_on_2_threads")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace paddock::bench
