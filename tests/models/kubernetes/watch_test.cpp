// What a second between a change and its being seen does to one replacement: the scheduler sees the new pod, the
// kubelet its binding and, of the old one, its deletion.
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

struct Moments {
  double queued = 0, bound = 0, stopped = 0;
};

/// A pod is deleted at 100 s; preStop 15 s and 1 s to shut down.
Moments of_a_replacement(const SmallFleet& small) {
  auto run = small.run();
  run.run_until(at_s(99));
  run.agenda().at(at_s(100), PodDeletionDue{*run.world().pods.first_of(TenantId{0})});
  Seen<PodQueued> queued;
  Seen<PodBound> bound;
  Seen<PodStopped> stopped;
  run_until(run, at_s(160), queued, bound, stopped);
  EXPECT_EQ(queued.at_s.size(), 1u);
  EXPECT_EQ(bound.at_s.size(), 1u);
  EXPECT_EQ(stopped.at_s.size(), 1u);
  return {queued.at_s.front(), bound.at_s.front(), stopped.at_s.front()};
}

TEST(Watch, WithoutADelayEverythingIsSeenAtOnce) {
  const Moments at = of_a_replacement({});
  EXPECT_DOUBLE_EQ(at.queued, 100);
  EXPECT_DOUBLE_EQ(at.bound, 100);
  EXPECT_DOUBLE_EQ(at.stopped, 116);
}

TEST(Watch, ASecondForEachWhoHasToSee) {
  const Moments at = of_a_replacement({.watch_s = sim::Distribution::constant(1)});
  EXPECT_DOUBLE_EQ(at.queued, 102) << "the controller sees the deletion, the scheduler the new pod";
  EXPECT_DOUBLE_EQ(at.bound, 103) << "and the kubelet its binding";
  EXPECT_DOUBLE_EQ(at.stopped, 117) << "the kubelet of the old one its deletion";
}

TEST(Watch, ADelayThatIsDrawnStaysWithinItsBounds) {
  const Moments at = of_a_replacement({.watch_s = sim::Distribution::uniform(0.5, 1.5)});
  EXPECT_GE(at.queued, 101);
  EXPECT_LE(at.queued, 103);
  EXPECT_GE(at.bound, at.queued + 0.5);
  EXPECT_LE(at.bound, at.queued + 1.5);
  EXPECT_GE(at.stopped, 116.5);
  EXPECT_LE(at.stopped, 117.5);
}

}  // namespace
}  // namespace paddock::models
