// HOLD: N events pending, each of which posts itself again after an exponential delay with mean 1 s. What a queue costs
// when it is full. On paddock's kernel and on the reference kernel, with the same luck: both clocks show the same.
#pragma once

#include <cstdint>

#include "bench/reference_kernel.hpp"
#include "sim/run.hpp"
#include "sim/ziggurat.hpp"

namespace paddock::bench {

/// Delays with mean 1 s, one after another.
struct Delays {
  sim::BufferedLuck luck{sim::luck("hold", 0)};
  sim::Duration next(sim::LuckKey key) {
    sim::Draw draw = luck.next(key);
    return sim::Duration{static_cast<std::int64_t>(1e9 * sim::standard_exponential(draw))};
  }
};

struct Hop {
  static constexpr sim::Kind kind{"hold.hop"};
  std::uint32_t who = 0;
};
inline void react(Delays& delays, sim::Agenda<Delays>& agenda, const Hop& e) {
  agenda.after(delays.next(agenda.luck_key()), e);
}

/// A run with this many events pending.
inline sim::Run<Delays> hold_on_paddock(sim::LuckKey key, std::uint32_t pending) {
  Delays delays;
  sim::Run<Delays> run(delays, key);
  for (std::uint32_t who = 0; who < pending; ++who) run.agenda().emit(Hop{who});
  for (std::uint32_t who = 0; who < pending; ++who) run.step();
  return run;
}

/// The same as closures.
class ReferenceHold {
 public:
  ReferenceHold(sim::LuckKey key, std::uint32_t pending) : kernel_(key) {
    for (std::uint32_t who = 0; who < pending; ++who) hop(who);
  }
  ReferenceHold(const ReferenceHold&) = delete;
  ReferenceHold& operator=(const ReferenceHold&) = delete;
  ~ReferenceHold() = default;

  void step() { kernel_.step(); }
  sim::Time now() const { return kernel_.now(); }

 private:
  void hop(std::uint32_t who) {
    kernel_.after(delays_.next(kernel_.luck_key()), [this, who] { hop(who); });
  }
  ReferenceKernel kernel_;
  Delays delays_;
};

}  // namespace paddock::bench
