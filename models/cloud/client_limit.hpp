// What a client of the API server allows itself: client-go's token bucket, whose callers wait their turn.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/time.hpp"

namespace paddock::models {

struct ClientRate {
  std::int64_t per_s = 5;
  std::int64_t burst = 10;
};

/// Costs no events: one moment says how far ahead the calls have been handed out.
class ClientLimit {
 public:
  /// The moment at which one more call may go out. Calls are handed out in the order of asking.
  sim::Time next_call(sim::Time now, const ClientRate& rate) {
    const sim::Duration interval = sim::Duration{sim::Duration{std::chrono::seconds{1}}.count() / rate.per_s};
    spent_until_ = std::max(spent_until_, now) + interval;
    return std::max(now, spent_until_ - interval * rate.burst);
  }

 private:
  sim::Time spent_until_ = sim::Time::min();  // when the bucket is full again if nobody calls
};

}  // namespace paddock::models
