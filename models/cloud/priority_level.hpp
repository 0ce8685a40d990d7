// API priority and fairness: the levels that share an API server's seats, and the queue of one of them.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/time.hpp"

namespace paddock::models {

enum class PriorityLevel : std::uint8_t {
  system,
  node_high,
  leader_election,
  workload_high,
  workload_low,
  global_default,
  catch_all
};

/// What a level may do. A row of a constexpr table.
struct LevelRules {
  std::string_view name;
  std::int64_t shares = 0;
  std::int64_t waiting = 0;  // requests that its queues hold together; 0: it turns away what finds no seat
};

// kubernetes/kubernetes pkg/apis/flowcontrol/bootstrap/default.go; a queue holds 50.
inline constexpr std::array<LevelRules, 7> level_rules{{{"system", 30, 64 * 50},
                                                        {"node-high", 40, 64 * 50},
                                                        {"leader-election", 10, 16 * 50},
                                                        {"workload-high", 40, 128 * 50},
                                                        {"workload-low", 100, 128 * 50},
                                                        {"global-default", 20, 128 * 50},
                                                        {"catch-all", 5, 0}}};

constexpr const LevelRules& rules_of(PriorityLevel level) { return level_rules[static_cast<std::size_t>(level)]; }

/// The level's part of the server's seats, rounded up.
std::int64_t nominal_seats(PriorityLevel level, std::int64_t seats_of_server);

/// How long a request may wait for a seat: a quarter of its time limit of 60 s, and at most a minute.
inline constexpr sim::Duration patience_of_requests = std::chrono::seconds{15};

/// Who holds the seats of a level, and until when; first come, first served. Costs no events: it is asked at the
/// moment of a call and knows the answer.
class LevelQueue {
 public:
  struct Turn {
    sim::Time when{};  // it gets its seat, or it is turned away (429)
    bool seated = true;
  };
  /// A request that comes at `arrives` and holds its seat for `service`. Requests are asked for in the order in which
  /// they are made, not always of arrival: a client may have handed out its calls ahead.
  Turn take(sim::Time arrives, sim::Duration service, std::int64_t seats, std::int64_t waiting_room);

 private:
  void occupy(std::size_t seat, sim::Time until);

  std::vector<sim::Time> free_at_;  // seats that have been used, in the order in which they fall free
  std::vector<sim::Time> waiting_;  // when those that wait leave the queue
};

}  // namespace paddock::models
