#include "models/cloud/priority_level.hpp"

#include <algorithm>

namespace paddock::models {

std::int64_t nominal_seats(PriorityLevel level, std::int64_t seats_of_server) {
  constexpr std::int64_t all = [] {
    std::int64_t sum = 0;
    for (const LevelRules& rules : level_rules) sum += rules.shares;
    return sum;
  }();
  static_assert(all > 0);
  return (seats_of_server * rules_of(level).shares + all - 1) / all;
}

LevelQueue::Turn LevelQueue::take(sim::Time arrives, sim::Duration service, std::int64_t seats,
                                  std::int64_t waiting_room) {
  std::erase_if(waiting_, [&](sim::Time leaves) { return leaves <= arrives; });
  const auto busy = std::ranges::upper_bound(free_at_, arrives);
  if (busy != free_at_.begin()) {
    // Of the free ones, that which fell free last: the others are there for requests of earlier moments.
    occupy(static_cast<std::size_t>(busy - free_at_.begin()) - 1, arrives + service);
    return {arrives};
  }
  if (static_cast<std::int64_t>(free_at_.size()) < seats) {
    free_at_.insert(free_at_.begin(), arrives);
    occupy(0, arrives + service);
    return {arrives};
  }
  if (static_cast<std::int64_t>(waiting_.size()) >= waiting_room) return {arrives, false};
  const sim::Time free = free_at_.front();
  if (free - arrives > patience_of_requests) {
    waiting_.push_back(arrives + patience_of_requests);
    return {arrives + patience_of_requests, false};
  }
  waiting_.push_back(free);
  occupy(0, free + service);
  return {free};
}

void LevelQueue::occupy(std::size_t seat, sim::Time until) {
  const auto from = free_at_.begin() + static_cast<std::ptrdiff_t>(seat);
  const auto to = std::upper_bound(from + 1, free_at_.end(), until);
  std::move(from + 1, to, from);
  *(to - 1) = until;
}

}  // namespace paddock::models
