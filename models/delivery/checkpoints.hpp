// The state of a stack is written whole, one write at a time, before and after every step: a single server, first come
// first served. Costs no events: each write's time takes the place of those before it.
#pragma once

#include <algorithm>
#include <optional>

#include "models/fwd.hpp"

namespace paddock::models {

/// A write that has been queued: when it is done, and why then.
struct QueuedWrite {
  Time done{};
  std::optional<Because> because;  // if it had to wait: what began the busy period that it waits in
};

class Checkpoints {
 public:
  /// Queues one write. `current` is the event that asks for it.
  QueuedWrite write(Time now, Duration service, std::optional<Because> current) {
    const bool waits = free_at_ > now;
    if (!waits) busy_since_ = current;
    free_at_ = std::max(free_at_, now) + service;
    return {free_at_, waits ? busy_since_ : current};
  }

 private:
  Time free_at_{};
  std::optional<Because> busy_since_;
};

}  // namespace paddock::models
