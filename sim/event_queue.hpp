// What is pending, in the one total order of the project: (time, rank, order of posting).
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/time.hpp"

namespace paddock::sim {

/// At one instant, the world changes first, controllers look next, ticks of loops after them, observers last: a control
/// loop that ticks at the same instant sees the instant complete.
enum class Rank : std::uint8_t { state_change, controller, tick, observer };

/// One pending event: 16 bytes, four to a cache line. The payload waits in a slot elsewhere.
struct QueueEntry {
  static constexpr int slot_bits = 24;    // 16.7 million pending
  static constexpr int number_bits = 38;  // 2.7e11 events in a run

  std::uint64_t time = 0;   // biased, so that unsigned order is the order of time
  std::uint64_t order = 0;  // rank : number : slot

  static constexpr QueueEntry make(Time when, Rank rank, std::uint64_t number, std::uint32_t slot) {
    return {static_cast<std::uint64_t>(when.time_since_epoch().count()) ^ (std::uint64_t{1} << 63),
            (static_cast<std::uint64_t>(rank) << (number_bits + slot_bits)) | (number << slot_bits) | slot};
  }
  constexpr Time when() const { return Time{Duration{static_cast<std::int64_t>(time ^ (std::uint64_t{1} << 63))}}; }
  constexpr std::uint32_t slot() const { return static_cast<std::uint32_t>(order & ((1u << slot_bits) - 1)); }

  friend constexpr bool operator<(const QueueEntry& a, const QueueEntry& b) {
    return (a.time < b.time) | ((a.time == b.time) & (a.order < b.order));
  }
  friend constexpr bool operator==(const QueueEntry&, const QueueEntry&) = default;
};

/// Any structure that pops in the total order may stand behind the agenda.
template <class Q>
concept EventQueue = std::copyable<Q> &&
    requires(Q q, const Q& c, const QueueEntry& e, bool (*dead)(const QueueEntry&)) {
  q.push(e);
  { q.top() } -> std::same_as<const QueueEntry*>;
  { q.pop() } -> std::same_as<QueueEntry>;
  { c.size() } -> std::same_as<std::size_t>;
  q.remove_if(dead);
};

/// A 4-ary heap. A pop leaves a hole at the top that the next push fills, because most reactions post one event: one
/// sift instead of two.
class HeapQueue {
 public:
  std::size_t size() const { return heap_.size() - (hole_ ? 1 : 0); }

  /// The least entry, or nullptr when nothing is pending.
  const QueueEntry* top() {
    if (hole_) close_hole();
    return heap_.empty() ? nullptr : heap_.data();
  }

  /// Takes the least entry. Requires: top() is not nullptr.
  QueueEntry pop() {
    if (hole_) close_hole();
    hole_ = true;
    return heap_.front();
  }

  void push(const QueueEntry& entry) {
    if (hole_) {
      hole_ = false;
      sift_down(0, entry);
    } else {
      heap_.push_back(entry);
      sift_up(heap_.size() - 1, entry);
    }
  }

  /// Drops the entries for which `dead` holds; the order of the others is untouched, being total.
  template <class Dead>
  void remove_if(Dead dead) {
    if (hole_) close_hole();
    std::erase_if(heap_, dead);
    for (std::size_t i = heap_.size() / arity + 1; i-- > 0;)
      if (i < heap_.size()) sift_down(i, heap_[i]);
  }

 private:
  static constexpr std::size_t arity = 4;

  void close_hole() {
    hole_ = false;
    const QueueEntry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(0, last);
  }

  void sift_up(std::size_t at, const QueueEntry entry) {
    while (at > 0) {
      const std::size_t parent = (at - 1) / arity;
      if (!(entry < heap_[parent])) break;
      heap_[at] = heap_[parent];
      at = parent;
    }
    heap_[at] = entry;
  }

  void sift_down(std::size_t at, const QueueEntry entry) {
    const std::size_t size = heap_.size();
    for (;;) {
      const std::size_t first = arity * at + 1;
      if (first >= size) break;
      std::size_t least = first;
      const std::size_t end = first + arity < size ? first + arity : size;
      for (std::size_t child = first + 1; child < end; ++child) least = heap_[child] < heap_[least] ? child : least;
      if (!(heap_[least] < entry)) break;
      heap_[at] = heap_[least];
      at = least;
    }
    heap_[at] = entry;
  }

  std::vector<QueueEntry> heap_;
  bool hole_ = false;  // heap_[0] has been taken and not yet replaced
};

static_assert(EventQueue<HeapQueue>);

}  // namespace paddock::sim
