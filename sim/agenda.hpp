// The agenda: what a model may do. Look at the clock, post events, draw luck. It never sees the world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "sim/check.hpp"
#include "sim/draw.hpp"
#include "sim/event.hpp"
#include "sim/event_queue.hpp"
#include "sim/time.hpp"

namespace paddock::sim {

template <class World>
class Run;

template <class World>
class Agenda {
 public:
  explicit Agenda(LuckKey key = {}) : key_(key) {}

  Time now() const { return now_; }

  /// Posts an event. Its cause is the event being handled unless the model knows better. Requires: when >= now().
  template <Event<World> E>
  EventId at(Time when, const E& event, std::optional<Because> because = {}) {
    check(when >= now_, "an event was posted into the past");
    const std::uint64_t number = next_number();
    const std::uint32_t slot = take_slot();
    slots_[slot] = {&type_of<E>, number, cause_or_current(because), pack(event)};
    queue_.push(QueueEntry::make(when, rank_of<E>(), number, slot));
    return EventId{(number << QueueEntry::slot_bits) | slot};
  }
  template <Event<World> E>
  EventId after(Duration delay, const E& event, std::optional<Because> because = {}) {
    return at(now_ + delay, event, because);
  }

  /// This instant: reacts after the running reaction has returned, before anything else pending, first in first out.
  template <Event<World> E>
  void emit(const E& event, std::optional<Because> because = {}) {
    immediate_.push_back({&type_of<E>, next_number(), cause_or_current(because), pack(event)});
  }

  /// Harmless if the event has fired or was cancelled before.
  void cancel(EventId id) {
    const auto value = static_cast<std::uint64_t>(id);
    const auto slot = static_cast<std::size_t>(value & ((1u << QueueEntry::slot_bits) - 1));
    if (slot >= slots_.size()) return;
    Slot& s = slots_[slot];
    if (s.type == nullptr || s.number != value >> QueueEntry::slot_bits) return;
    s.type = nullptr;
    if (++cancelled_ > 64 && cancelled_ * 2 > queue_.size()) drop_cancelled();
  }

  /// The n-th variate of one source of luck. The model keeps n beside its state.
  Draw draw(Luck luck, std::uint64_t n) const { return Draw(key_, luck, n); }
  LuckKey luck_key() const { return key_; }

  /// The event being handled, for state that waits and later says why.
  std::optional<Because> current() const {
    return current_ == 0 ? std::nullopt : std::optional<Because>{{EventNumber{current_}}};
  }

  /// Events posted so far and not yet handled, cancelled ones included.
  std::size_t pending() const { return queue_.size() + (immediate_.size() - next_immediate_); }

 private:
  friend class Run<World>;

  struct Type {
    Kind kind;
    void (*fire)(World&, Agenda&, const Payload&);
  };
  template <class E>
  static void fire(World& world, Agenda& agenda, const Payload& payload) {
    E event{};
    if constexpr (!std::is_empty_v<E>) std::memcpy(static_cast<void*>(&event), payload.data(), sizeof event);
    react(world, agenda, static_cast<const E&>(event));
  }
  template <class E>
  static constexpr Type type_of{E::kind, &fire<E>};

  struct Slot {
    const Type* type = nullptr;  // nullptr: cancelled or free
    std::uint64_t number = 0;
    std::uint64_t because = 0;  // 0: nothing in this run
    Payload payload{};
  };

  template <class E>
  static Payload pack(const E& event) {
    Payload payload{};
    if constexpr (!std::is_empty_v<E>) std::memcpy(payload.data(), &event, sizeof event);
    return payload;
  }

  std::uint64_t next_number() {
    check(posted_ + 1 < (std::uint64_t{1} << QueueEntry::number_bits), "a run has too many events for its order");
    return ++posted_;
  }
  std::uint64_t cause_or_current(std::optional<Because> because) const {
    return because ? static_cast<std::uint64_t>(because->event) : current_;
  }

  std::uint32_t take_slot() {
    if (free_.empty()) {
      check(slots_.size() < (std::size_t{1} << QueueEntry::slot_bits), "too many events are pending at once");
      slots_.emplace_back();
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void drop_cancelled() {
    queue_.remove_if([this](const QueueEntry& entry) {
      if (slots_[entry.slot()].type != nullptr) return false;
      free_.push_back(entry.slot());
      return true;
    });
    cancelled_ = 0;
  }

  bool has_immediate() const { return next_immediate_ < immediate_.size(); }

  Slot take_immediate() {
    const Slot slot = immediate_[next_immediate_++];
    if (next_immediate_ == immediate_.size()) {
      immediate_.clear();
      next_immediate_ = 0;
    } else if (next_immediate_ >= 4096 && next_immediate_ * 2 >= immediate_.size()) {
      immediate_.erase(immediate_.begin(), immediate_.begin() + static_cast<std::ptrdiff_t>(next_immediate_));
      next_immediate_ = 0;
    }
    return slot;
  }

  /// When the next live event is due, dropping cancelled ones from the front.
  std::optional<Time> next_due() {
    if (has_immediate()) return now_;
    while (const QueueEntry* top = queue_.top()) {
      if (slots_[top->slot()].type != nullptr) return top->when();
      free_.push_back(queue_.pop().slot());
      --cancelled_;
    }
    return std::nullopt;
  }

  Slot take_due() {
    if (has_immediate()) return take_immediate();
    const QueueEntry entry = queue_.pop();
    now_ = entry.when();
    Slot& stored = slots_[entry.slot()];
    const Slot slot = stored;
    stored.type = nullptr;
    free_.push_back(entry.slot());
    return slot;
  }

  Time now_{};
  std::uint64_t posted_ = 0;
  std::uint64_t current_ = 0;  // number of the event being handled; 0: none
  std::size_t cancelled_ = 0;  // cancelled entries still in the queue
  std::size_t next_immediate_ = 0;
  LuckKey key_;
  HeapQueue queue_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<Slot> immediate_;
};

}  // namespace paddock::sim
