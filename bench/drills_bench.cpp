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

using namespace scenarios;  // NOLINT(google-build-using-namespace): this file is about little else

constexpr const char* zone_loss = PADDOCK_ROOT "/scenarios/library/zone-loss.yaml";

/// A scenario on its fleet or on another; says what is wrong with it and is empty if it cannot be read.
std::optional<Designs> designs_of(const char* scenario, std::optional<std::string> fleet) {
  Problems problems;
  auto designs = load_designs(scenario, {.fleet = std::move(fleet), .set = {}, .vary = {}}, problems);
  std::cerr << problems.to_text();
  return designs;
}

void drill(benchmark::State& state, const char* scenario, std::optional<std::string> fleet) {
  const auto designs = designs_of(scenario, std::move(fleet));
  if (!designs) return state.SkipWithError("the fleet or the scenario cannot be read");
  const Design& design = designs->rows.front();
  malloc_trim(0);
  const auto before_mb = status_mb("VmRSS");
  forget_most();
  std::int64_t replication = 0;
  std::uint64_t events = 0;
  Pasts pasts;
  for (auto _ : state) events += replicate(design, luck_of(1, replication++), pasts).events;
  const auto most_mb = status_mb("VmHWM");
  if (before_mb && most_mb) state.counters["MB_after_loading"] = *most_mb - *before_mb;
  state.counters["events"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kAvgIterations);
}
BENCHMARK_CAPTURE(drill, zone_loss_on_unleash_2022, zone_loss, std::nullopt)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(drill, zone_loss_on_5000_nodes_25000_pods, zone_loss, PADDOCK_ROOT "/bench/large.yaml")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(drill, year_of_unleash_2022, PADDOCK_ROOT "/bench/year.yaml", std::nullopt)
    ->Unit(benchmark::kMillisecond);

/// A thousand replications on two threads: wall time.
void thousand(benchmark::State& state) {
  const auto designs = designs_of(zone_loss, std::nullopt);
  if (!designs) return state.SkipWithError("the fleet or the scenario cannot be read");
  Pasts pasts;
  for (auto _ : state) replicate_all(designs->rows.front(), 1, 0, 1000, 2, pasts, [] {});
}
BENCHMARK(thousand)
    ->Name("drill/1000_zone_losses_on_2_threads")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace paddock::bench
