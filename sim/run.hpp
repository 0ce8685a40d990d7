// One run: a world and its agenda. A value: copying it forks history.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "sim/agenda.hpp"
#include "sim/check.hpp"
#include "sim/event.hpp"

namespace paddock::sim {

/// Names a branch of history: two forks of one run with different branches share the past and not their luck.
enum class Branch : std::uint64_t {};

/// Hash of (time, kind, payload) of every event handled, in order.
enum class Digest : std::uint64_t {};

template <class World>
class Run {
 public:
  explicit Run(World world, LuckKey key = {}) : world_(std::move(world)), agenda_(key) {}

  // Requires of a copy: no reaction is running, none has thrown.
  Run(const Run& other)
      : world_(other.usable().world_), agenda_(other.agenda_), digest_(other.digest_), events_(other.events_) {}
  Run& operator=(const Run& other) { return *this = Run(other); }
  Run(Run&&) = default;
  Run& operator=(Run&&) = default;
  ~Run() = default;

  /// For observers, experiments and tests.
  const World& world() const { return world_; }
  /// For posting what a run begins with.
  Agenda<World>& agenda() { return agenda_; }
  Time now() const { return agenda_.now(); }
  /// Events handled so far.
  std::uint64_t events() const { return events_; }
  Digest digest() const { return Digest{digest_}; }

  /// Handles one event and shows it to observe(world, time, record). False: nothing was pending.
  template <class Observe>
  bool step(Observe&& observe) {
    usable();
    if (!agenda_.next_due()) return false;
    handle(observe);
    return true;
  }
  bool step() {
    return step([](const World&, Time, const EventRecord&) {});
  }

  /// Handles the events up to `end` and those at `end`; now() == end afterwards. Requires: end >= now().
  template <class Observe>
  void run_until(Time end, Observe&& observe) {
    usable();
    check(end >= now(), "a run cannot go back in time");
    for (auto due = agenda_.next_due(); due && *due <= end; due = agenda_.next_due()) handle(observe);
    agenda_.now_ = end;
  }
  void run_until(Time end) {
    run_until(end, [](const World&, Time, const EventRecord&) {});
  }

  /// The same past, other luck from here on. A plain copy keeps its luck.
  Run fork(Branch branch) const {
    Run copy(*this);
    copy.agenda_.key_.stream = hash_pair(copy.agenda_.key_.stream, static_cast<std::uint64_t>(branch));
    return copy;
  }

 private:
  const Run& usable() const {
    check(!reacting_, "a run was copied or used inside a reaction, or after one of its reactions threw");
    return *this;
  }

  template <class Observe>
  void handle(Observe& observe) {
    const auto slot = agenda_.take_due();
    ++events_;
    add_to_digest(slot.type->kind.hash, slot.payload);
    agenda_.current_ = slot.number;
    reacting_ = true;  // stays set if the reaction throws
    slot.type->fire(world_, agenda_, slot.payload);
    reacting_ = false;
    agenda_.current_ = 0;
    observe(std::as_const(world_), agenda_.now(),
            EventRecord{EventNumber{slot.number},
                        slot.because == 0 ? std::nullopt : std::optional<Because>{{EventNumber{slot.because}}},
                        agenda_.now(), slot.type->kind, slot.payload});
  }

  void add_to_digest(std::uint64_t kind, const Payload& payload) {
    std::uint64_t words[2];
    std::memcpy(words, payload.data(), sizeof words);
    const auto mix = [this](std::uint64_t word) {
      digest_ = (digest_ ^ word) * 0x9e3779b97f4a7c15u;  // odd multiplier, 2^64 / golden ratio
      digest_ ^= digest_ >> 29;
    };
    mix(static_cast<std::uint64_t>(agenda_.now().time_since_epoch().count()));
    mix(kind);
    mix(words[0]);
    mix(words[1]);
  }

  World world_;
  Agenda<World> agenda_;
  std::uint64_t digest_ = 0x5061'6464'6f63'6b31u;
  std::uint64_t events_ = 0;
  bool reacting_ = false;
};

}  // namespace paddock::sim
