// One variate of one source: as sources of millions draw it (four to a block), and as everybody else does.
#include <benchmark/benchmark.h>

#include "sim/distributions.hpp"
#include "sim/draw.hpp"

namespace paddock::bench {
namespace {

using sim::Distribution;
constexpr sim::LuckKey key{.seed = 1};
constexpr sim::Luck source = sim::luck("sampling", 0);

template <class Sample>
void buffered(benchmark::State& state, Sample sample) {
  sim::BufferedLuck luck(source);
  for (auto _ : state) benchmark::DoNotOptimize(sample(luck.next(key)));
}
template <class Sample>
void single(benchmark::State& state, Sample sample) {
  std::uint64_t n = 0;
  for (auto _ : state) benchmark::DoNotOptimize(sample(sim::Draw(key, source, n++)));
}

constexpr auto unit = [](sim::Draw draw) { return draw.unit(); };
auto of(const Distribution& d) {
  return [d](sim::Draw draw) { return d.sample(draw); };
}
BENCHMARK_CAPTURE(buffered, unit, unit)->Name("sample/unit");
BENCHMARK_CAPTURE(buffered, exponential, of(Distribution::exponential_mean(2)))->Name("sample/exponential");
BENCHMARK_CAPTURE(buffered, normal, of(Distribution::normal(5, 2)))->Name("sample/normal");
BENCHMARK_CAPTURE(buffered, lognormal, of(Distribution::lognormal_median_p95(1, 4)))->Name("sample/lognormal");
BENCHMARK_CAPTURE(single, unit, unit)->Name("sample_single/unit");
BENCHMARK_CAPTURE(single, exponential, of(Distribution::exponential_mean(2)))->Name("sample_single/exponential");

}  // namespace
}  // namespace paddock::bench
