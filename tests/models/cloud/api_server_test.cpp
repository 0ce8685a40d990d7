// Seats, levels and clients of an API server, by arithmetic.
#include "models/cloud/api_server.hpp"

#include "models/cloud/priority_level.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

constexpr RegionId here{0};

TEST(PriorityLevels, ShareTheSeatsOfAServer) {
  const std::array<std::int64_t, 7> of_600{74, 98, 25, 98, 245, 49, 13};  // 600 x shares / 245, rounded up
  for (std::size_t i = 0; i < of_600.size(); ++i) {
    EXPECT_EQ(nominal_seats(static_cast<PriorityLevel>(i), 600), of_600[i]) << level_rules[i].name;
    EXPECT_GE(nominal_seats(static_cast<PriorityLevel>(i), 1), 1) << level_rules[i].name;
  }
}

/// n requests at once over c seats of s seconds: the k-th gets its seat at floor(k / c) x s, so that all are done at
/// ceil(n / c) x s.
TEST(LevelQueue, ServesInRoundsWhatComesAtOnce) {
  LevelQueue queue;
  Time last{};
  for (int k = 0; k < 1000; ++k) {
    const auto turn = queue.take(at_s(5), 100ms, 98, 6400);
    ASSERT_TRUE(turn.seated);
    EXPECT_EQ(turn.when, at_s(5) + (k / 98) * 100ms);
    last = std::max(last, turn.when + 100ms);
  }
  EXPECT_EQ(last, at_s(5) + 11 * 100ms) << "1000 / 98, rounded up";
  EXPECT_EQ(queue.take(at_s(7), 100ms, 98, 6400).when, at_s(7)) << "and then it is quiet again";
}

/// One request each 2 s over a seat that each holds for 3 s: the k-th waits k seconds.
TEST(LevelQueue, GrowsWhenMoreComesThanItServes) {
  LevelQueue queue;
  for (int k = 0; k < 10; ++k) EXPECT_EQ(queue.take(at_s(2 * k), 3s, 1, 50).when, at_s(3 * k));
}

TEST(LevelQueue, TurnsAwayWhatItsQueuesDoNotHold) {
  LevelQueue queue;
  for (int k = 0; k < 2; ++k) EXPECT_EQ(queue.take(at_s(0), 4s, 2, 3).when, at_s(0));
  for (int k = 0; k < 3; ++k) EXPECT_TRUE(queue.take(at_s(0), 4s, 2, 3).seated);
  const auto too_many = queue.take(at_s(0), 4s, 2, 3);
  EXPECT_FALSE(too_many.seated);
  EXPECT_EQ(too_many.when, at_s(0)) << "at once";
  EXPECT_TRUE(queue.take(at_s(4), 4s, 2, 3).seated) << "two have their seats by then";
}

/// A quarter of the 60 s that a request may take.
TEST(LevelQueue, TurnsAwayWhatWaitsLongerThanItsPatience) {
  LevelQueue queue;
  EXPECT_EQ(queue.take(at_s(0), 10s, 1, 50).when, at_s(0));
  EXPECT_EQ(queue.take(at_s(0), 10s, 1, 50).when, at_s(10));
  const auto third = queue.take(at_s(0), 10s, 1, 50);  // its seat would fall free at 20 s
  EXPECT_FALSE(third.seated);
  EXPECT_EQ(third.when, at_s(15));
  EXPECT_EQ(queue.take(at_s(16), 10s, 1, 50).when, at_s(20)) << "nobody waits any more";
}

/// Calls that a client has handed out ahead take one seat after the other, and leave the rest to those who come first.
TEST(LevelQueue, CallsOfLaterMomentsDoNotStandInTheWay) {
  LevelQueue queue;
  for (int k = 0; k < 1000; ++k) EXPECT_EQ(queue.take(at_s(0) + k * 50ms, 10ms, 2, 50).when, at_s(0) + k * 50ms);
  EXPECT_EQ(queue.take(at_s(20), 10ms, 2, 50).when, at_s(20));
}

/// A burst of 30, then 20 a second: the 1000th call goes out (1000 - 30) / 20 = 48.5 s later, and never needs a seat
/// that is not there.
TEST(ApiServer, AClientOfTwentyCallsASecondNeverFillsIt) {
  const auto fleet = SmallFleet{}.make();
  ApiServer api(*fleet);
  Time last{};
  for (int k = 0; k < 1000; ++k) last = api.call(at_s(100), *fleet, here, ApiClient::replica_sets);
  EXPECT_EQ(last, at_s(148.5));
  EXPECT_EQ(api.counts(here).calls, 1000);
  EXPECT_EQ(api.counts(here).held_back, 970);
  EXPECT_EQ(api.counts(here).queued, 0);
  EXPECT_EQ(api.counts(here).turned_away, 0);
}

TEST(ApiServer, EachControllerHasALimitOfItsOwn) {
  const auto fleet = SmallFleet{}.make();
  ApiServer api(*fleet);
  for (int k = 0; k < 200; ++k) api.call(at_s(100), *fleet, here, ApiClient::replica_sets);
  EXPECT_EQ(api.call(at_s(100), *fleet, here, ApiClient::node_lifecycle), at_s(100));
  // Its 100 calls at once are 2 more than there are seats: these wait for the 10 ms of the others.
  for (int k = 0; k < 100; ++k)
    EXPECT_EQ(api.call(at_s(200), *fleet, here, ApiClient::scheduler), at_s(k < 98 ? 200 : 200.01));
  EXPECT_EQ(api.call(at_s(200), *fleet, here, ApiClient::scheduler), at_s(200.02))
      << "50 a second after a burst of 100";
}

/// One seat (6 seats x 40 / 245, rounded up) of 4 s: the first five begin at 0, 4, 8, 12 and, being turned away after
/// 15 s and back a second later, at 16 s.
TEST(ApiServer, WhatIsTurnedAwayComesAgain) {
  const auto fleet = SmallFleet{.api = {.max_inflight = 4, .max_mutating_inflight = 2, .request = 4s}}.make();
  ApiServer api(*fleet);
  for (const double begins : {0., 4., 8., 12., 16.})
    EXPECT_EQ(api.call(at_s(0), *fleet, here, ApiClient::replica_sets), at_s(begins));
  EXPECT_EQ(api.counts(here).turned_away, 1);
}

}  // namespace
}  // namespace paddock::models
