// What is pending, in the one total order of the project: (time, rank, order of posting).
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/time.hpp"

namespace paddock::sim {

/// At one instant, the world changes first, controllers look next, ticks of loops after them, observers last: a control
/// loop that ticks at the same instant sees the instant complete.
enum class Rank : std::uint8_t { state_change, controller, tick, observer };

/// One pending event: 16 bytes, four to a cache line. The payload waits in a slot elsewhere.
struct QueueEntry {
  __extension__ using Key = unsigned __int128;
  static constexpr int slot_bits = 24;    // 16.7 million pending
  static constexpr int number_bits = 38;  // 2.7e11 events in a run
  static constexpr std::uint64_t slot_end = std::uint64_t{1} << slot_bits;
  static constexpr std::uint64_t number_end = std::uint64_t{1} << number_bits;

  std::uint64_t time = 0;   // biased, so that unsigned order is the order of time
  std::uint64_t order = 0;  // rank : number : slot

  static constexpr QueueEntry make(Time when, Rank rank, std::uint64_t number, std::uint32_t slot) {
    return {static_cast<std::uint64_t>(when.time_since_epoch().count()) ^ (std::uint64_t{1} << 63),
            (static_cast<std::uint64_t>(rank) << (number_bits + slot_bits)) | (number << slot_bits) | slot};
  }
  constexpr Time when() const { return Time{Duration{static_cast<std::int64_t>(time ^ (std::uint64_t{1} << 63))}}; }
  constexpr std::uint32_t slot() const { return static_cast<std::uint32_t>(order % slot_end); }

  /// Assigns word by word: what was just written as two words is slow to read back as one of 16 bytes.
  constexpr void set(const QueueEntry& other) {
    time = other.time;
    order = other.order;
  }
  /// Both words as one number: comparing it takes two instructions and no branch.
  constexpr Key key() const { return Key{time} << 64 | order; }
  friend constexpr bool operator<(const QueueEntry& a, const QueueEntry& b) { return a.key() < b.key(); }
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

/// The least entry, and behind it a 4-ary heap whose every four siblings share a cache line. Most reactions post one
/// event: the push after a pop costs one way down the heap, and none at all if what it posts comes next.
class HeapQueue {
 public:
  std::size_t size() const { return end_ - root + (has_front_ ? 1 : 0); }

  /// The least entry, or nullptr when nothing is pending.
  const QueueEntry* top() {
    if (!has_front_ && !refill()) return nullptr;
    return &front_;
  }

  /// Takes the least entry. Requires: top() is not nullptr.
  QueueEntry pop() {
    if (!has_front_) refill();
    has_front_ = false;
    return front_;
  }

  void push(const QueueEntry& entry) {
    if (has_front_) {
      if (entry < front_)
        append(std::exchange(front_, entry));
      else
        append(entry);
      return;
    }
    has_front_ = true;
    if (end_ == root || entry < at(root)) {
      front_.set(entry);
    } else {
      front_.set(at(root));
      sift_down(root, entry);
    }
  }

  /// Drops the entries for which `dead` holds; the order of the others is untouched, being total.
  template <class Dead>
  void remove_if(Dead dead) {
    if (has_front_ && dead(front_)) has_front_ = false;
    const std::size_t old_end = end_;
    end_ = root;
    for (std::size_t i = root; i < old_end; ++i)
      if (!dead(at(i))) at(end_++) = at(i);
    for (std::size_t i = end_; i < old_end; ++i) at(i) = never;
    for (std::size_t i = end_; i-- > root;) sift_down(i, at(i));
  }

 private:
  static constexpr std::size_t siblings = 4;
  static constexpr std::size_t root = siblings - 1;
  // After every real entry. What is unused in the last line holds it, so that the least of four needs no counting.
  static constexpr QueueEntry never{~std::uint64_t{0}, ~std::uint64_t{0}};

  // Places count from the front of line 0, of which the root is the last; the children of place n are line n - 2.
  struct alignas(64) Line {
    std::array<QueueEntry, siblings> entries{never, never, never, never};
  };
  /// Without branches: which of four is the least, nobody can predict.
  static constexpr std::size_t least_of(const Line& line) {
    const auto& e = line.entries;
    const std::size_t left = e[1] < e[0];
    const std::size_t right = 2 + std::size_t{e[3] < e[2]};
    return left ^ ((left ^ right) & (0 - std::size_t{e[right] < e[left]}));
  }
  QueueEntry& at(std::size_t place) { return lines_[place / siblings].entries[place % siblings]; }
  static constexpr std::size_t parent(std::size_t place) { return place / siblings + 2; }
  static constexpr std::size_t children(std::size_t place) { return place - 2; }

  /// The root becomes the front. False: the heap is empty.
  bool refill() {
    if (end_ == root) return false;
    front_.set(at(root));
    has_front_ = true;
    const QueueEntry last = at(--end_);
    at(end_) = never;
    if (end_ != root) sift_down(root, last);
    return true;
  }

  void append(const QueueEntry& entry) {
    if (end_ / siblings >= lines_.size()) lines_.resize(end_ / siblings + 1);
    std::size_t place = end_++;
    while (place > root && entry < at(parent(place))) {
      at(place).set(at(parent(place)));
      place = parent(place);
    }
    at(place).set(entry);
  }

  void sift_down(std::size_t place, const QueueEntry entry) {
    for (std::size_t line = children(place); line * siblings < end_; line = children(place)) {
      const std::size_t least = least_of(lines_[line]);
      const QueueEntry& child = lines_[line].entries[least];
      if (!(child < entry)) break;
      at(place).set(child);
      place = line * siblings + least;
    }
    at(place).set(entry);
  }

  QueueEntry front_{};
  bool has_front_ = false;
  std::vector<Line> lines_;
  std::size_t end_ = root;  // one past the last place in use
};

static_assert(EventQueue<HeapQueue>);

}  // namespace paddock::sim
