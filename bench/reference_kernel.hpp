// What people write first: a priority queue of std::function. It exists only to be compared with, in the same run and
// on the same luck.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "sim/draw.hpp"
#include "sim/time.hpp"

namespace paddock::bench {

/// Calls functions in the order of (time, posting). No cancelling, no digest, no copies of a run, no causes.
class ReferenceKernel {
 public:
  explicit ReferenceKernel(sim::LuckKey key) : key_(key) {}

  sim::Time now() const { return now_; }
  sim::LuckKey luck_key() const { return key_; }
  void after(sim::Duration delay, std::function<void()> act) {
    pending_.push({now_ + delay, posted_++, std::move(act)});
  }
  bool step() {
    if (pending_.empty()) return false;
    // The standard's queue has no way to move out of the top; everybody who needs one does this.
    Pending next = std::move(const_cast<Pending&>(pending_.top()));
    pending_.pop();
    now_ = next.when;
    next.act();
    return true;
  }

 private:
  struct Pending {
    sim::Time when;
    std::uint64_t number;
    std::function<void()> act;
    bool operator>(const Pending& other) const {
      return when != other.when ? when > other.when : number > other.number;
    }
  };

  sim::LuckKey key_;
  sim::Time now_{};
  std::uint64_t posted_ = 0;
  std::priority_queue<Pending, std::vector<Pending>, std::greater<>> pending_;
};

}  // namespace paddock::bench
