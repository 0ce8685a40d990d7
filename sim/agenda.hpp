// The agenda: what a model may do. Look at the clock, post events, draw luck. It never sees the world.
#pragma once

#include <cstddef>
#include <cstdint>

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

/// What one run may grow to. Going beyond is a failed check: without it a model that never rests would never end.
struct Limits {
  std::uint64_t events = QueueEntry::number_end - 1;  ///< posted and emitted, in all. At most the default.
  std::size_t pending = QueueEntry::slot_end;         ///< at once, emitted ones not counted. At most the default.
};

/// A value: a copy goes on exactly like its original. Requires of its holder: World is complete where events are
/// handled, which only Run does.
template <class World>
class Agenda {
 public:
  explicit Agenda(LuckKey key = {}, Limits limits = {}, Time start = {}) : now_(start), key_(key), limits_(limits) {
    check(limits.events < QueueEntry::number_end && limits.pending <= QueueEntry::slot_end,
          "limits of a run beyond what an event's place in the order can hold");
  }

  Time now() const { return now_; }

  /// Posts an event. Its cause is the event being handled unless the model knows better; events of one instant react
  /// in the order of rank, then of posting. Requires: when >= now().
  template <Event<World> E>
  EventId at(Time when, const E& event, std::optional<Because> because = {}) {
    check(when >= now_, "an event was posted into the past");
    const std::uint64_t number = next_number();
    const std::uint32_t slot = take_slot();
    slots_[slot] = {&type_of<E>, number, cause_or_current(because), pack(event)};
    queue_.push(QueueEntry::make(when, rank_of<E>(), number, slot));
    return EventId{(number << QueueEntry::slot_bits) | slot};
  }
  /// Posts an event for `delay` from now; beyond the end of time it waits there. Requires: delay >= 0.
  template <Event<World> E>
  EventId after(Duration delay, const E& event, std::optional<Because> because = {}) {
    check(delay >= Duration{0}, "an event was posted into the past");
    return at(later(delay), event, because);
  }

  /// This instant: reacts after the running reaction has returned, before anything else pending, first in first out.
  template <Event<World> E>
  void emit(const E& event, std::optional<Because> because = {}) {
    immediate_.push_back({&type_of<E>, next_number(), cause_or_current(because), pack(event)});
  }

  /// Harmless if the event has fired or was cancelled before.
  void cancel(EventId id) {
    const auto value = static_cast<std::uint64_t>(id);
    const auto slot = static_cast<std::size_t>(value % QueueEntry::slot_end);
    if (slot >= slots_.size()) return;
    Slot& s = slots_[slot];
    if (s.type == nullptr || s.number != value >> QueueEntry::slot_bits) return;
    s.type = nullptr;
    if (++cancelled_ > 64 && cancelled_ * 2 > queue_.size()) drop_cancelled();
  }

  /// The same for an event that may be there, which is then forgotten.
  void cancel(std::optional<EventId>& id) {
    if (id) cancel(*id);
    id.reset();
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
    void (*fire)(World&, Agenda&, Payload);  // by value: two registers, not memory
  };
  template <class E>
  static void fire(World& world, Agenda& agenda, Payload payload) {
    const E event = unpack<E>(payload);
    react(world, agenda, event);
  }
  template <class E>
  static constexpr Type type_of{E::kind, &fire<E>};

  struct Slot {
    const Type* type = nullptr;  // nullptr: cancelled or free
    std::uint64_t number = 0;
    std::uint64_t because = 0;  // 0: nothing in this run
    Payload payload{};
  };

  std::uint64_t next_number() {
    check(posted_ < limits_.events, "a run posted more events than its limit");
    return ++posted_;
  }
  Time later(Duration delay) const {
    std::int64_t sum = 0;
    return __builtin_add_overflow(now_.time_since_epoch().count(), delay.count(), &sum) ? Time::max()
                                                                                        : Time{Duration{sum}};
  }
  std::uint64_t cause_or_current(std::optional<Because> because) const {
    return because ? static_cast<std::uint64_t>(because->event) : current_;
  }

  std::uint32_t take_slot() {
    if (free_.empty()) {
      check(slots_.size() < limits_.pending, "a run has more events pending than its limit");
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

  /// The next live event if it is due by `end`. Good until the next call of take, at, after or emit.
  const Slot* due(Time end) {
    if (!immediate_.empty()) return &immediate_[next_immediate_];
    while (const QueueEntry* top = queue_.top()) {
      const Slot& slot = slots_[top->slot()];
      if (slot.type != nullptr) return top->when() <= end ? &slot : nullptr;
      --cancelled_;
      free_.push_back(queue_.pop().slot());
    }
    return nullptr;
  }

  /// Removes what due() found and sets the clock to it.
  void take() {
    if (!immediate_.empty()) return take_immediate();
    const QueueEntry entry = queue_.pop();
    now_ = entry.when();
    slots_[entry.slot()].type = nullptr;
    free_.push_back(entry.slot());
  }
  void take_immediate() {
    if (++next_immediate_ == immediate_.size()) {
      immediate_.clear();
      next_immediate_ = 0;
    } else if (next_immediate_ >= 4096 && next_immediate_ * 2 >= immediate_.size()) {
      immediate_.erase(immediate_.begin(), immediate_.begin() + static_cast<std::ptrdiff_t>(next_immediate_));
      next_immediate_ = 0;
    }
  }

  Time now_{};
  std::uint64_t posted_ = 0;
  std::uint64_t current_ = 0;  // number of the event being handled; 0: none
  std::size_t cancelled_ = 0;  // cancelled entries still in the queue
  std::size_t next_immediate_ = 0;
  LuckKey key_;
  Limits limits_;
  HeapQueue queue_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<Slot> immediate_;
};

}  // namespace paddock::sim
