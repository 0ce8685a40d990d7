#include "models/kubernetes/rollout_status.hpp"

#include <gtest/gtest.h>

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

TEST(RolloutStatus, CompleteIsAllUpdatedAllAvailableNoneLeft) {
  EXPECT_TRUE(rollout_complete(3, {.total = 3, .updated = 3, .available = 3}));
  EXPECT_FALSE(rollout_complete(3, {.total = 4, .updated = 3, .available = 3}));
  EXPECT_FALSE(rollout_complete(3, {.total = 3, .updated = 2, .available = 3}));
  EXPECT_FALSE(rollout_complete(3, {.total = 3, .updated = 3, .available = 2}));
}

TEST(RolloutStatus, ProgressIsMoreOfTheNewOrFewerOfTheOld) {
  const DeploymentStatus before{.total = 6, .updated = 2, .ready = 5, .available = 5};
  EXPECT_FALSE(rollout_progresses(before, before));
  EXPECT_TRUE(rollout_progresses(before, {.total = 7, .updated = 3, .ready = 5, .available = 5}));
  EXPECT_TRUE(rollout_progresses(before, {.total = 5, .updated = 2, .ready = 4, .available = 4}));
  EXPECT_TRUE(rollout_progresses(before, {.total = 6, .updated = 2, .ready = 6, .available = 5}));
  EXPECT_TRUE(rollout_progresses(before, {.total = 6, .updated = 2, .ready = 5, .available = 6}));
  EXPECT_FALSE(rollout_progresses(before, {.total = 6, .updated = 2, .ready = 4, .available = 4}));
}

TEST(RolloutStatus, TimeRunsOutAfterTheDeadlineUnlessAllWasWell) {
  const auto over = [](std::optional<sim::Duration> deadline, ProgressReason reason,
                       std::optional<sim::Duration> since) { return rollout_timed_out(deadline, reason, since); };
  EXPECT_FALSE(over(600s, ProgressReason::other, 600s));
  EXPECT_TRUE(over(600s, ProgressReason::other, 600s + 1ns));
  EXPECT_FALSE(over(std::nullopt, ProgressReason::other, 9000s));
  EXPECT_FALSE(over(no_progress_deadline, ProgressReason::other, no_progress_deadline + 1s));
  EXPECT_FALSE(over(600s, ProgressReason::new_replica_set_available, 9000s));
  EXPECT_TRUE(over(600s, ProgressReason::deadline_exceeded, 0s));
  EXPECT_FALSE(over(600s, ProgressReason::other, std::nullopt)) << "nothing has been said yet";
}

}  // namespace
}  // namespace paddock::models
