// A zonal shift: nodes of the zone are cordoned and left as they are, its endpoints and its address go, and all of it
// comes back at the end.
#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "models/events/traffic.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

StepDefinition at(double seconds, StepDefinition step) {
  step.trigger = {.delay_s = sim::Distribution::constant(seconds)};
  return step;
}

/// Away from zone a, from 100 s to 1000 s.
StepDefinition shift() {
  return at(100, {.name = "shift",
                  .verb = Verb::zonal_shift,
                  .objects = {0},
                  .region = {},
                  .trigger = {},
                  .lasts_s = sim::Distribution::constant(900)});
}

Run run_of(std::vector<StepDefinition> steps) {
  const auto timeline = std::make_shared<Timeline>();
  timeline->steps = std::move(steps);
  return make_run(SmallFleet{}.make(), timeline, {1, 0});
}

struct Count {
  std::uint32_t ready = 0, listed = 0, alive = 0, in_zone_a = 0;
};
Count count(const World& w) {
  Count c;
  for (std::uint32_t t = 0; t < 10; ++t) {
    const EndpointCount endpoints = w.pods.endpoints_of(TenantId{t});
    c.ready += w.pods.ready_of(TenantId{t});
    c.listed += endpoints.listed;
    c.alive += endpoints.alive;
  }
  w.pods.for_each([&](PodId, const PodRow& pod) { c.in_zone_a += w.nodes[*pod.node].zone == ZoneId{0} ? 1 : 0; });
  return c;
}

TEST(ZonalShift, TakesEndpointsAndNoPods) {
  auto run = run_of({shift()});
  run.run_until(at_s(99));
  const Count before = count(run.world());
  ASSERT_GT(before.in_zone_a, 0u);
  run.run_until(at_s(110));
  const Count during = count(run.world());
  EXPECT_EQ(during.in_zone_a, before.in_zone_a) << "nobody is evicted";
  EXPECT_EQ(during.ready, before.ready) << "and they stay Ready";
  EXPECT_EQ(during.listed, before.listed - before.in_zone_a);
  EXPECT_EQ(run.world().steps[StepId{0}].hits.nodes, 10u);
  run.run_until(at_s(1010));
  EXPECT_EQ(count(run.world()).listed, before.listed) << "all come back";
}

TEST(ZonalShift, NothingNewGoesThere) {
  const StepDefinition more = at(200, {.name = "more", .verb = Verb::add_nodes, .objects = {0}, .count = 8});
  const StepDefinition crash =
      at(300, {.name = "crash", .verb = Verb::lose_zone, .objects = {1}, .share_of_nodes = 0.5});
  auto run = run_of({shift(), more, crash});
  run.run_until(at_s(990), [](const World& w, Time now, const sim::EventRecord& event) {
    if (const auto bound = event.as<PodBound>(); bound && now > at_s(100)) {
      EXPECT_NE(w.nodes[*w.pods[bound->pod].node].zone, ZoneId{0});
    }
  });
  EXPECT_EQ(run.world().nodes.of_zone(ZoneId{0}).size(), 10u) << "8 machines in the other two zones";
  EXPECT_EQ(run.world().nodes.size(), 38u);
}

/// 20 s without a network are less than the 30 s after which Kubernetes may first notice: the dead endpoints are never
/// taken away, unless the zone was shifted away from before.
TEST(ZonalShift, SparesWhatKubernetesDoesNotNotice) {
  const StepDefinition cut = at(200, {.name = "cut",
                                      .verb = Verb::lose_zone,
                                      .objects = {0},
                                      .loss = Loss::partition,
                                      .lasts_s = sim::Distribution::constant(20)});
  for (const bool shifted : {false, true}) {
    auto run = shifted ? run_of({shift(), cut}) : run_of({cut});
    run.run_until(at_s(210));
    const Count c = count(run.world());
    EXPECT_EQ(c.alive == c.listed, shifted);
    EXPECT_EQ(c.ready, 20u) << "unnoticed";
  }
}

/// Answers are cached for 60 s; half of the clients that held the third address have asked again after 30 s.
TEST(ZonalShift, TheAddressLeavesDnsWithinItsTtl) {
  const StepDefinition loss = at(160, {.name = "loss", .verb = Verb::lose_zone, .objects = {0}});
  const auto reach_at = [&](StepDefinition step, double seconds) {
    auto run = run_of({std::move(step), loss});
    run.run_until(at_s(seconds));
    return run.world().path.reach(run.now(), *run.world().fleet, run.world().zones, RegionId{0}).value;
  };
  const double stubborn = SmallFleet{}.make()->regions[0].path.dns.clients_ignore_ttl;
  EXPECT_NEAR(reach_at(shift(), 160.001), 1 - stubborn / 3, 1e-6) << "the zone is lost, and nobody honest asks there";
  StepDefinition cluster = shift();
  cluster.shifts_balancer = false;
  EXPECT_NEAR(reach_at(cluster, 160.001), 2.0 / 3, 1e-6) << "the balancer's own shift was not begun";
}

TEST(ZonalShift, FollowsTheZoneOfAnotherStepAndNothingIfThatDidNotHappen) {
  StepDefinition loss = at(50, {.name = "loss", .verb = Verb::lose_zone, .choice = Choice::any, .objects = {0, 1, 2}});
  StepDefinition follow = shift();
  follow.objects = {0, 1, 2};
  follow.zone_of = StepId{0};
  auto run = run_of({loss, follow});
  run.run_until(at_s(120));
  EXPECT_EQ(run.world().steps[StepId{1}].chosen, run.world().steps[StepId{0}].chosen);
  EXPECT_TRUE(run.world().zones.shifted(static_cast<ZoneId>(*run.world().steps[StepId{1}].chosen)));
  loss.trigger.delay_s = sim::Distribution::constant(500);
  auto early = run_of({loss, follow});
  early.run_until(at_s(2000));
  EXPECT_FALSE(early.world().steps[StepId{1}].hits.any());
  for (std::uint32_t z = 0; z < 3; ++z) EXPECT_FALSE(early.world().zones.shifted(ZoneId{z}));
}

TEST(ZonalShift, TakesTheEndpointOfAPodThatIsNotReadyForAMoment) {
  auto run = run_of({shift()});
  run.run_until(at_s(99));
  std::optional<PodId> there;
  run.world().pods.for_each([&](PodId id, const PodRow& pod) {
    if (run.world().nodes[*pod.node].zone == ZoneId{0}) there = id;
  });
  ASSERT_TRUE(there);
  run.agenda().at(at_s(100.1), ReadinessFailed{*there});
  run.agenda().at(at_s(100.2), PodReady{*there});
  run.run_until(at_s(110));
  EXPECT_TRUE(run.world().pods[*there].ready);
  EXPECT_FALSE(run.world().pods[*there].listed);
}

}  // namespace
}  // namespace paddock::models
