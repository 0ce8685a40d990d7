// A world for trying the kernel: it does what the test tells it to, and keeps a log.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "sim/run.hpp"

namespace paddock::sim::testing {

struct World;
using TestAgenda = Agenda<World>;
using TestRun = Run<World>;

constexpr Time at_s(std::int64_t s) { return Time{std::chrono::seconds{s}}; }

/// Appends its value to the log. One type a rank.
template <Rank R>
struct Mark {
  static constexpr Kind kind{"test.mark"};
  static constexpr Rank rank = R;
  std::uint64_t value = 0;
};
using Note = Mark<Rank::state_change>;

/// Calls an act of the world.
struct Do {
  static constexpr Kind kind{"test.do"};
  std::uint32_t act = 0;
};

/// Nothing but its kind.
struct Bell {
  static constexpr Kind kind{"test.bell"};
};

struct Entry {
  Time when{};
  std::uint64_t value = 0;
  friend bool operator==(const Entry&, const Entry&) = default;
};

struct World {
  using Act = std::function<void(World&, TestAgenda&)>;
  std::vector<Act> acts;
  std::vector<Entry> log;

  std::vector<std::uint64_t> values() const {
    std::vector<std::uint64_t> all;
    for (const Entry& e : log) all.push_back(e.value);
    return all;
  }
};

template <Rank R>
void react(World& w, TestAgenda& agenda, const Mark<R>& e) {
  w.log.push_back({agenda.now(), e.value});
}
inline void react(World& w, TestAgenda& agenda, const Do& e) { w.acts.at(e.act)(w, agenda); }
inline void react(World& w, TestAgenda& agenda, const Bell&) { w.log.push_back({agenda.now(), 0}); }

/// A run whose act 0 is `act`, which is called at 1 s.
inline TestRun run_that(World::Act act, LuckKey key = {}, Limits limits = {}) {
  TestRun run(World{.acts = {std::move(act)}, .log = {}}, key, limits);
  run.agenda().at(Time{std::chrono::seconds{1}}, Do{0});
  return run;
}

inline void run_out(TestRun& run) {
  while (run.step()) {
  }
}

/// What a failed check says when `use` runs into it; empty if it does not.
template <class Use>
std::string complaint(Use&& use) {
  try {
    use();
  } catch (const CheckFailed& failed) {
    return failed.what();
  }
  return "";
}

}  // namespace paddock::sim::testing
