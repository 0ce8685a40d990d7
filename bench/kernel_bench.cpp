// The kernel beside the reference kernel. A benchmark NAME/paddock is compared with NAME/reference of the same run.
#include <benchmark/benchmark.h>

#include <cmath>

#include "bench/hold.hpp"
#include "bench/mm1.hpp"

namespace paddock::bench {
namespace {

constexpr sim::LuckKey key{.seed = 1};
constexpr std::int64_t customers = 1'000'000;
// The mean of a million customers at 90 % load has a standard deviation of 0.19 s (Daley 1968: n times the variance
// tends to rho (2 + 5 rho - 4 rho^2 + rho^3) / (1 - rho)^4).
constexpr double tolerance_s = 0.5;

template <class Simulate>
void mm1(benchmark::State& state, Simulate simulate) {
  double mean_s = 0;
  for (auto _ : state) mean_s = simulate();
  if (!(std::abs(mean_s - Station::mean_time_in_system_s) < tolerance_s)) state.SkipWithError("not the mean of M/M/1");
  state.SetItemsProcessed(state.iterations() * customers);
  state.counters["mean_s"] = mean_s;
  state.counters["s/customer"] = benchmark::Counter(
      static_cast<double>(customers), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(mm1, paddock, [] { return mm1_on_paddock(key, customers); })
    ->Name("mm1/paddock")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(mm1, reference, [] { return ReferenceStation(key).run(customers); })
    ->Name("mm1/reference")
    ->Unit(benchmark::kMillisecond);

void hold_paddock(benchmark::State& state) {
  auto run = hold_on_paddock(key, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) run.step();
}
void hold_reference(benchmark::State& state) {
  ReferenceHold run(key, static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) run.step();
}
BENCHMARK(hold_paddock)->Name("hold/paddock")->Arg(100)->Arg(10'000)->Arg(1'000'000);
BENCHMARK(hold_reference)->Name("hold/reference")->Arg(100)->Arg(10'000)->Arg(1'000'000);

}  // namespace
}  // namespace paddock::bench
