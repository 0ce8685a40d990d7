// One run: a world and its agenda. A value: copying it forks history.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
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
  /// Begins at `start`; what is before time 0 is the past of what is studied.
  explicit Run(World world, LuckKey key = {}, Limits limits = {}, Time start = {})
      : world_(std::move(world)), agenda_(key, limits, start) {}

  // Requires, of everything below that changes, copies or moves a run: none of its reactions is running, and none has
  // thrown. A run that was moved from, or whose reaction threw, can be assigned to and is then as good as new.
  Run(const Run& other)
      : world_(other.usable().world_), agenda_(other.agenda_), digest_(other.digest_), events_(other.events_) {}
  Run(Run&& other) noexcept(std::is_nothrow_move_constructible_v<World>)
      : world_(std::move(other.world_)),
        agenda_(std::move(other.agenda_)),
        digest_(other.digest_),
        events_(other.events_),
        state_(std::exchange(other.state_, State::moved_from)) {}
  Run& operator=(Run other) {
    check(state_ != State::reacting, "a run was assigned to inside one of its reactions");
    world_ = std::move(other.world_);
    agenda_ = std::move(other.agenda_);
    digest_ = other.digest_;
    events_ = other.events_;
    state_ = other.state_;
    return *this;
  }
  ~Run() = default;

  /// For observers, experiments and tests.
  const World& world() const { return world_; }
  /// For posting what a run begins with.
  Agenda<World>& agenda() { return usable().agenda_; }
  Time now() const { return agenda_.now(); }
  /// Events handled so far.
  std::uint64_t events() const { return events_; }
  Digest digest() const { return Digest{digest_}; }

  /// Handles one event and shows it to observe(world, time, record). False: nothing was pending.
  template <class Observe>
  bool step(Observe&& observe) {
    usable();
    return handle_due(Time::max(), observe);
  }
  bool step() {
    return step([](const World&, Time, const EventRecord&) {});
  }

  /// Handles the events up to `end` and those at `end`; now() == end afterwards. Requires: end >= now().
  template <class Observe>
  void run_until(Time end, Observe&& observe) {
    usable();
    check(end >= now(), "a run cannot go back in time");
    while (handle_due(end, observe)) {
    }
    agenda_.now_ = end;
  }
  void run_until(Time end) {
    run_until(end, [](const World&, Time, const EventRecord&) {});
  }

  /// The same past and luck in a world that `change(world, agenda)` has made ready for another future. Requires: the
  /// change leaves alone what the pending events are about.
  template <class Change>
  Run changed(Change&& change) const& {
    return Run(*this).changed(change);
  }
  template <class Change>
  Run changed(Change&& change) && {
    usable();
    change(world_, agenda_);
    return std::move(*this);
  }

  /// The same past, other luck from here on. A plain copy keeps its luck.
  Run fork(Branch branch) const {
    Run copy(*this);
    copy.agenda_.key_.stream = hash_pair(copy.agenda_.key_.stream, static_cast<std::uint64_t>(branch));
    return copy;
  }

 private:
  enum class State : std::uint8_t { at_rest, reacting, threw, moved_from };

  const Run& usable() const {
    if (state_ != State::at_rest) [[unlikely]]
      fail_check(state_ == State::reacting ? "a run was copied or used inside one of its reactions"
                 : state_ == State::threw  ? "a run was used after one of its reactions threw"
                                           : "a run was used after it was moved from");
    return *this;
  }
  Run& usable() { return std::as_const(*this).usable(), *this; }

  template <class Observe>
  bool handle_due(Time end, Observe& observe) {
    const auto* due = agenda_.due(end);
    if (due == nullptr) return false;
    const auto& type = *due->type;
    const Payload payload{due->payload[0], due->payload[1]};
    const std::uint64_t number = due->number, because = due->because;
    agenda_.take();
    ++events_;
    add_to_digest(type.kind.hash, payload);
    react_to(type, payload, number);
    observe(
        std::as_const(world_), agenda_.now(),
        EventRecord{EventNumber{number}, because == 0 ? std::nullopt : std::optional<Because>{{EventNumber{because}}},
                    agenda_.now(), type.kind, payload});
    return true;
  }

  void react_to(const typename Agenda<World>::Type& type, Payload payload, std::uint64_t number) {
    agenda_.current_ = number;
    state_ = State::reacting;
    try {
      type.fire(world_, agenda_, payload);
    } catch (...) {
      state_ = State::threw;  // half a reaction has happened
      throw;
    }
    state_ = State::at_rest;
    agenda_.current_ = 0;
  }

  // One multiplication after another is slow, so the words are mixed side by side and then into what came before.
  // The multipliers are odd: a change of any one word always changes the sum. (Fractions of pi and e.)
  void add_to_digest(std::uint64_t kind, const Payload& payload) {
    const auto time = static_cast<std::uint64_t>(agenda_.now().time_since_epoch().count());
    const std::uint64_t event =
        time * 0x243f6a8885a308d3u + kind + payload[0] * 0xb7e151628aed2a6bu + payload[1] * 0x452821e638d01377u;
    digest_ = (digest_ ^ event) * 0x9e3779b97f4a7c15u;  // 2^64 / golden ratio
    digest_ ^= digest_ >> 32;
  }

  World world_;
  Agenda<World> agenda_;
  std::uint64_t digest_ = 0x5061'6464'6f63'6b31u;
  std::uint64_t events_ = 0;
  State state_ = State::at_rest;
};

}  // namespace paddock::sim
