#include "models/kubernetes/back_off.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "models/kubernetes/pod_plan.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

std::int64_t seconds(sim::Time at) { return at.time_since_epoch() / 1s; }

/// When a container whose process ends so long after each start is run, from the first time on.
std::vector<std::int64_t> starts(sim::Duration runs_for, std::size_t count) {
  BackOff back_off;
  std::vector<std::int64_t> all{0};
  for (sim::Time started{}; all.size() < count;)
    all.push_back(seconds(started = back_off.run_again(started + runs_for)));
  return all;
}

TEST(CrashBackOff, DoublesFromTenSecondsToFiveMinutes) {
  // Ends 5 s after each start: again at once, then after 10, 20, 40, 80, 160, 300, 300 s.
  EXPECT_EQ(starts(5s, 9), (std::vector<std::int64_t>{0, 5, 20, 45, 90, 175, 340, 645, 950}));
}

TEST(CrashBackOff, IsForgottenAfterTenMinutesOfRunning) {
  EXPECT_EQ(starts(601s, 4), (std::vector<std::int64_t>{0, 601, 1202, 1803}));
  EXPECT_EQ(starts(600s, 4), (std::vector<std::int64_t>{0, 600, 1210, 1830})) << "10 min are not more than 10 min";
}

TEST(PullBackOff, WaitsAfterTheFirstFailureToo) {
  BackOff back_off;
  std::vector<std::int64_t> tries{0};
  for (int i = 0; i < 7; ++i) tries.push_back(seconds(back_off.pull_again(sim::Time{} + tries.back() * 1s)));
  EXPECT_EQ(tries, (std::vector<std::int64_t>{0, 10, 30, 70, 150, 310, 610, 910}));
}

TEST(TimeToStop, IsTheHookThenTheShutdownInsideTheGracePeriod) {
  EXPECT_EQ(time_to_stop(15s, 1s, 30s), 16s);
  EXPECT_EQ(time_to_stop(0s, 40s, 30s), 30s) << "SIGKILL";
  EXPECT_EQ(time_to_stop(15s, 40s, 30s), 30s) << "the hook is inside the grace period";
  EXPECT_EQ(time_to_stop(60s, 40s, 30s), 32s) << "a hook that overruns is cut off, and SIGTERM gets 2 s";
  EXPECT_EQ(time_to_stop(29s, 40s, 30s), 31s) << "so it does with 1 s left";
  EXPECT_EQ(time_to_stop(60s, 1s, 30s), 31s);
  EXPECT_EQ(time_to_stop(0s, 40s, 0s), 2s);
}

}  // namespace
}  // namespace paddock::models
