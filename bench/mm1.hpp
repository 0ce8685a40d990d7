// M/M/1 at 90 % load, twice: on paddock's kernel and on the reference kernel, with the same station and the same luck,
// so both must end with the same sum to the nanosecond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/reference_kernel.hpp"
#include "sim/run.hpp"
#include "sim/ziggurat.hpp"

namespace paddock::bench {

/// Moments in order of arrival: a ring that doubles when it is full.
class Moments {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  void push(sim::Time t) {
    if (size_ == ring_.size()) grow();
    ring_[(first_ + size_++) & (ring_.size() - 1)] = t;
  }
  sim::Time pop() {
    const sim::Time t = ring_[first_];
    first_ = (first_ + 1) & (ring_.size() - 1);
    --size_;
    return t;
  }

 private:
  void grow() {
    std::vector<sim::Time> twice(ring_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) twice[i] = ring_[(first_ + i) & (ring_.size() - 1)];
    ring_ = std::move(twice);
    first_ = 0;
  }
  std::vector<sim::Time> ring_ = std::vector<sim::Time>(64);
  std::size_t first_ = 0, size_ = 0;
};

/// One server, customers that wait in line. Mean service 1 s, 0.9 arrivals/s: mean time in system 1 / (1 - 0.9) = 10 s.
struct Station {
  static constexpr double arrivals_per_s = 0.9;
  static constexpr double mean_time_in_system_s = 10.0;

  sim::BufferedLuck arrivals{sim::luck("arrival", 0)};
  sim::BufferedLuck services{sim::luck("service", 0)};
  Moments in_system;
  std::uint64_t served = 0;
  std::int64_t total_ns = 0;

  sim::Duration until_arrival(sim::LuckKey key) { return exponential(arrivals, key, 1e9 / arrivals_per_s); }
  sim::Duration service(sim::LuckKey key) { return exponential(services, key, 1e9); }
  void leave(sim::Time now) {
    total_ns += (now - in_system.pop()).count();
    ++served;
  }
  double mean_s() const { return static_cast<double>(total_ns) / 1e9 / static_cast<double>(served); }

  static sim::Duration exponential(sim::BufferedLuck& luck, sim::LuckKey key, double mean_ns) {
    auto draw = luck.next(key);
    return sim::Duration{static_cast<std::int64_t>(mean_ns * sim::standard_exponential(draw))};
  }
};

struct Arrived {
  static constexpr sim::Kind kind{"mm1.arrived"};
};
struct Served {
  static constexpr sim::Kind kind{"mm1.served"};
};
using StationAgenda = sim::Agenda<Station>;

inline void react(Station& s, StationAgenda& agenda, const Served&) {
  s.leave(agenda.now());
  if (!s.in_system.empty()) agenda.after(s.service(agenda.luck_key()), Served{});
}
inline void react(Station& s, StationAgenda& agenda, const Arrived&) {
  agenda.after(s.until_arrival(agenda.luck_key()), Arrived{});
  s.in_system.push(agenda.now());
  if (s.in_system.size() == 1) agenda.after(s.service(agenda.luck_key()), Served{});
}

/// Total time in system of the first `customers`, s/customer.
inline double mm1_on_paddock(sim::LuckKey key, std::uint64_t customers) {
  sim::Run<Station> run(Station{}, key);
  run.agenda().at(sim::Time{}, Arrived{});
  while (run.world().served < customers) run.step();
  return run.world().mean_s();
}

/// The same station as closures.
class ReferenceStation {
 public:
  explicit ReferenceStation(sim::LuckKey key) : kernel_(key) {}
  double run(std::uint64_t customers) {
    kernel_.after(sim::Duration{0}, [this] { arrived(); });
    while (station_.served < customers) kernel_.step();
    return station_.mean_s();
  }

 private:
  void arrived() {
    kernel_.after(station_.until_arrival(kernel_.luck_key()), [this] { arrived(); });
    station_.in_system.push(kernel_.now());
    if (station_.in_system.size() == 1) serve();
  }
  void serve() {
    kernel_.after(station_.service(kernel_.luck_key()), [this] {
      station_.leave(kernel_.now());
      if (!station_.in_system.empty()) serve();
    });
  }
  ReferenceKernel kernel_;
  Station station_;
};

}  // namespace paddock::bench
