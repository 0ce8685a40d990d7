#include "models/kubernetes/scheduler/queue.hpp"

#include <gtest/gtest.h>

namespace paddock::models::scheduling {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

sim::Time at_s(double s) { return sim::Time{milliseconds{static_cast<std::int64_t>(s * 1000)}}; }

SchedulingQueue strict() { return SchedulingQueue(QueueSettings{.idle_scheduler_skips_backoff = false}); }

TEST(Queue, HighestPriorityThenLongestWait) {
  SchedulingQueue q;
  q.add(1, 0, at_s(0));
  q.add(2, 5, at_s(2));
  q.add(3, 5, at_s(1));
  q.add(4, 5, at_s(1));
  std::vector<PendingPod> order;
  while (const auto pod = q.pop(at_s(3))) order.push_back(*pod);
  EXPECT_EQ(order, (std::vector<PendingPod>{3, 4, 2, 1}));
}

TEST(Queue, BackOffDoublesToTenSeconds) {
  SchedulingQueue q = strict();
  q.add(1, 0, at_s(0));
  double now = 0;
  for (const double wait : {1, 2, 4, 8, 10, 10}) {
    ASSERT_EQ(q.pop(at_s(now)), 1U);
    q.retry(1, at_s(now));
    EXPECT_EQ(q.next_ready(at_s(now)), at_s(now + wait));
    EXPECT_FALSE(q.pop(at_s(now + wait - 0.001)));
    now += wait;
  }
  EXPECT_EQ(q.attempts(1), 6);
  q.forget(1);
  EXPECT_EQ(q.size(), 0U);
  q.add(1, 0, at_s(now));
  EXPECT_EQ(q.attempts(1), 0);
}

TEST(Queue, ParkedPodsWaitForAnEvent) {
  SchedulingQueue q = strict();
  q.add(1, 0, at_s(0));
  q.pop(at_s(0));
  q.park(1, at_s(0));
  EXPECT_FALSE(q.pop(at_s(200)));
  EXPECT_EQ(q.next_ready(at_s(0)), at_s(300));  // five minutes at most
  q.wake_all(at_s(0.4));
  EXPECT_FALSE(q.pop(at_s(0.4)));  // backs off until 1 s
  EXPECT_EQ(q.pop(at_s(1)), 1U);
  q.park(1, at_s(1));
  q.wake(1, at_s(5));
  EXPECT_EQ(q.pop(at_s(5)), 1U);  // the back-off was over
  q.park(1, at_s(5));
  EXPECT_EQ(q.pop(at_s(305)), 1U);
  q.wake(1, at_s(306));  // in flight: harmless
  q.wake(77, at_s(306));
}

TEST(Queue, AnIdleSchedulerDoesNotWait) {
  SchedulingQueue q;
  q.add(1, 0, at_s(0));
  q.pop(at_s(0));
  q.park(1, at_s(0));
  EXPECT_FALSE(q.pop(at_s(0.1)));  // nothing has happened
  q.wake_all(at_s(0.1));
  EXPECT_EQ(q.next_ready(at_s(0.1)), at_s(0.1));
  EXPECT_EQ(q.pop(at_s(0.1)), 1U);
  q.retry(1, at_s(0.1));  // after a failure it does
  EXPECT_FALSE(q.pop(at_s(0.2)));
  EXPECT_EQ(q.pop(at_s(2.1)), 1U);
}

TEST(Queue, BackOffEndsInWholeSecondsByPriority) {
  SchedulingQueue q = strict();
  for (PendingPod p = 1; p <= 3; ++p) q.add(p, static_cast<std::int32_t>(p), at_s(0));
  for (PendingPod p = 3; p >= 1; --p) ASSERT_EQ(q.pop(at_s(0)), p);
  q.retry(1, at_s(0.1));
  q.retry(2, at_s(0.5));
  q.retry(3, at_s(0.9));
  EXPECT_EQ(q.pop(at_s(1)), 3U);
  EXPECT_EQ(q.pop(at_s(1)), 2U);
}

TEST(Queue, RefusesThePodItHas) {
  SchedulingQueue q;
  q.add(1, 0, at_s(0));
  EXPECT_ANY_THROW(q.add(1, 0, at_s(0)));
  EXPECT_ANY_THROW(q.park(1, at_s(0)));
}

}  // namespace
}  // namespace paddock::models::scheduling
