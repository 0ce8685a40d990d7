// Volumes: where they keep pods, and how long a dead machine holds one.
#include <algorithm>

#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

/// One tenant with one pod and its volume on six machines, two a zone; a step at 100 s. Attach 7 s, detach 5 s.
Run run_of(StepDefinition step, RolloutSpec rollout = {{false, 0}, {false, 1}}) {
  FleetSpec spec = SmallFleet{.flavour = Flavour::upstream, .nodes = 6, .tenants = 1, .replicas = 1}.spec();
  spec.tenants[0].volume = VolumeSpec{{sim::Distribution::constant(7)}, {sim::Distribution::constant(5)}};
  spec.tenants[0].rollout = rollout;
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  for (const Finding& finding : findings) ADD_FAILURE() << finding.path << ": " << finding.message;
  const auto timeline = std::make_shared<Timeline>();
  step.trigger.delay_s = sim::Distribution::constant(100);
  timeline->steps.push_back(std::move(step));
  return make_run(fleet, timeline, {1, 0});
}

constexpr double pull = 2, containers = 3, probes = 30 + 4 * 10;

struct SeenOfVolumes {
  Seen<NodeUnknown> unknown;
  Seen<PodDeleted> deleted;
  Seen<PodBound> bound;
  Seen<PodGone> gone;
  Seen<PodHeldByVolume> held;
  Seen<PodWaitsForVolume> waits;
  Seen<VolumeAttached> attached;
  Seen<PodReady> ready;
  Seen<RolloutDone> done;
  void operator()(const World& w, Time now, const sim::EventRecord& event) {
    unknown(w, now, event), deleted(w, now, event), bound(w, now, event), gone(w, now, event), held(w, now, event);
    waits(w, now, event), attached(w, now, event), ready(w, now, event), done(w, now, event);
  }
};

TEST(Volume, ADeadMachineHoldsItForSixMinutes) {
  auto run = run_of({.name = "crash", .verb = Verb::crash_node, .choice = Choice::fullest});
  SeenOfVolumes seen;
  run.run_until(at_s(99));
  const PodId first = *run.world().pods.first_of(TenantId{0});
  const ZoneId zone = run.world().nodes[*run.world().pods[first].node].zone;
  run.run_until(at_s(2000), seen);
  ASSERT_EQ(seen.unknown.at_s.size(), 1u);
  ASSERT_EQ(seen.deleted.at_s.size(), 1u);
  EXPECT_DOUBLE_EQ(seen.deleted.at_s[0], seen.unknown.at_s[0] + 300);
  EXPECT_EQ(seen.waits.at_s.size(), 1u);
  ASSERT_EQ(seen.attached.at_s.size(), 1u);
  EXPECT_DOUBLE_EQ(seen.attached.at_s[0], seen.deleted.at_s[0] + 360 + 7);
  ASSERT_EQ(seen.ready.at_s.size(), 1u);
  EXPECT_DOUBLE_EQ(seen.ready.at_s[0], seen.attached.at_s[0] + containers + probes) << "the version was there";
  EXPECT_TRUE(seen.gone.at_s.empty()) << "nobody has confirmed that the old pod is gone";
  EXPECT_EQ(run.world().nodes[*run.world().pods[seen.ready.events[0].pod].node].zone, zone);
}

/// A release without surge: the old pod ends after 15 s of preStop and 1 s, and its machine lets the volume go.
TEST(Volume, ALivingMachineLetsItGoWithThePod) {
  auto run = run_of({.name = "push", .verb = Verb::push, .objects = {0}});
  SeenOfVolumes seen;
  run.run_until(at_s(2000), seen);
  EXPECT_EQ(seen.gone.at_s, std::vector{116.0});
  EXPECT_EQ(seen.waits.at_s.size(), 1u);
  EXPECT_EQ(seen.attached.at_s, std::vector{116.0 + 5 + 7});
  EXPECT_EQ(seen.ready.at_s, std::vector{116.0 + 5 + 7 + pull + containers + probes});
  EXPECT_EQ(seen.done.at_s.size(), 1u);
}

/// With surge the new pod waits for the volume of the old one, which waits for the new one to be Ready.
TEST(Volume, ARolloutWithSurgeNeverEnds) {
  auto run = run_of({.name = "push", .verb = Verb::push, .objects = {0}}, {{false, 1}, {false, 0}});
  SeenOfVolumes seen;
  run.run_until(at_s(4 * 3600), seen);
  EXPECT_EQ(seen.waits.at_s.size(), 1u);
  EXPECT_TRUE(seen.attached.at_s.empty());
  EXPECT_TRUE(seen.done.at_s.empty());
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 1u) << "the old one serves";
}

/// Upstream evicts from a lost zone; the new pod may go nowhere else, though there is room, until the zone is back.
TEST(Volume, KeepsAPodInALostZone) {
  for (std::uint32_t zone = 0; zone < 3; ++zone) {
    auto run = run_of(
        {.name = "loss", .verb = Verb::lose_zone, .objects = {zone}, .lasts_s = sim::Distribution::constant(3600)});
    run.run_until(at_s(99));
    const NodeId stood = *run.world().pods[*run.world().pods.first_of(TenantId{0})].node;
    SeenOfVolumes seen;
    run.run_until(at_s(3600), seen);
    const bool hit = run.world().nodes[stood].zone == ZoneId{zone};
    EXPECT_EQ(seen.held.at_s.size(), hit ? 1u : 0u);
    EXPECT_TRUE(seen.bound.at_s.empty());
    EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), hit ? 0u : 1u);
    run.run_until(at_s(5000));
    EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 1u) << "the zone is back";
  }
}

}  // namespace
}  // namespace paddock::models
