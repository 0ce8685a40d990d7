// A control plane gets a new version at 100 s: its two servers are replaced at 400 s and 700 s. A leader whose server
// goes is missed for 15 s of lease, less 0 to 2 s since its last renewal, plus 0 to 2 s until another tries: 13 to 17
// s.
#include "models/kubernetes/control_plane.hpp"

#include <algorithm>
#include <optional>

#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

Run upgrading(const SmallFleet& small, std::uint64_t seed) {
  auto timeline = std::make_shared<Timeline>();
  StepDefinition step{.name = "upgrade", .verb = Verb::restart_control_plane, .objects = {0}};
  step.trigger.delay_s = sim::Distribution::constant(100);
  timeline->steps = {step};
  return make_run(small.make(), timeline, {seed, 0});
}

/// When the leader that stood on the first server was replaced; empty: it stood on the second one.
struct Elections {
  std::optional<double> controllers_s, scheduler_s;
  std::size_t controllers = 0, schedulers = 0;
  void operator()(const World&, Time now, const sim::EventRecord& record) {
    const auto e = record.as<LeaderElected>();
    if (!e) return;
    const bool controls = e->leader == static_cast<std::uint32_t>(Leader::controllers);
    ++(controls ? controllers : schedulers);
    const double at = sim::to_seconds(now.time_since_epoch());
    if (at < 700) (controls ? controllers_s : scheduler_s) = at;
  }
};

TEST(ControlPlane, EveryReplacementHasALengthOfItsOwn) {
  FleetSpec spec = SmallFleet{}.spec();
  spec.regions[0].second.cluster.server_replacement = {sim::Distribution::uniform(100, 900)};
  Findings findings;
  auto timeline = std::make_shared<Timeline>();
  for (const double at : {0.0, 5000.0})
    timeline->steps.push_back({.name = "upgrade at " + std::to_string(at),
                               .verb = Verb::restart_control_plane,
                               .objects = {0},
                               .trigger = {.delay_s = sim::Distribution::constant(at)}});
  auto run = make_run(std::make_shared<const Fleet>(make_fleet(spec, {}, findings)), timeline, {1, 0});
  Seen<ServerReplaced> replaced;
  run.run_until(at_s(10'000), replaced);
  ASSERT_EQ(replaced.at_s.size(), 4u);
  EXPECT_NE(replaced.at_s[0], replaced.at_s[2] - 5000) << "the second time is not the first again";
}

TEST(ControlPlane, ALeaderIsMissedFor13To17Seconds) {
  double least = 1e9, most = 0;
  std::size_t once = 0, twice = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    auto run = upgrading({}, seed);
    Elections seen;
    run.run_until(at_s(1000), seen);
    for (const auto& at : {seen.controllers_s, seen.scheduler_s}) {
      if (!at) continue;
      least = std::min(least, *at - 400);
      most = std::max(most, *at - 400);
    }
    // Where it stood on the first server it moved to the second, the only other one, and lost that as well.
    EXPECT_EQ(seen.controllers, seen.controllers_s ? 2u : 1u);
    EXPECT_EQ(seen.schedulers, seen.scheduler_s ? 2u : 1u);
    ++(seen.controllers_s ? twice : once);
    ASSERT_TRUE(run.world().steps[StepId{0}].over);
    EXPECT_EQ(*run.world().steps[StepId{0}].over, at_s(700));
  }
  EXPECT_GE(least, 13);
  EXPECT_LE(most, 17);
  EXPECT_LT(least, 14) << "the whole window is used";
  EXPECT_GT(most, 16);
  EXPECT_GT(once, 30u) << "half of 100";
  EXPECT_GT(twice, 30u);
}

TEST(ControlPlane, MeanwhileNoControllerCreatesPods) {
  std::size_t held = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto run = upgrading({.tenants = 1}, seed);
    run.agenda().at(at_s(401), ReplicasSet{only, 3});
    Elections seen;
    Seen<PodQueued> queued;
    run.run_until(at_s(600), [&](const World& w, Time now, const sim::EventRecord& record) {
      seen(w, now, record);
      queued(w, now, record);
    });
    ASSERT_EQ(queued.at_s.size(), 1u);
    EXPECT_DOUBLE_EQ(queued.at_s.front(), seen.controllers_s.value_or(401));
    held += seen.controllers_s ? 1 : 0;
    EXPECT_EQ(run.world().pods.ready_of(only), 3u);
  }
  EXPECT_GT(held, 0u);
}

TEST(ControlPlane, MeanwhileNoPodIsBound) {
  std::size_t held = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto run = upgrading({.tenants = 1}, seed);
    run.agenda().at(at_s(401), ReplicasSet{only, 3});
    Elections seen;
    Seen<PodBound> bound;
    run.run_until(at_s(600), [&](const World& w, Time now, const sim::EventRecord& record) {
      seen(w, now, record);
      bound(w, now, record);
    });
    ASSERT_EQ(bound.at_s.size(), 1u);
    EXPECT_DOUBLE_EQ(bound.at_s.front(), std::max(seen.controllers_s.value_or(401), seen.scheduler_s.value_or(401)));
    held += seen.scheduler_s ? 1 : 0;
  }
  EXPECT_GT(held, 0u);
}

TEST(ControlPlane, ANewLeaderGivesEveryNodeItsGraceAgain) {
  // A machine stops at 395 s: Unknown at 425 to 440 s. A new leader knows no lease: 40 to 45 s after it was elected.
  std::size_t moved = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto run = upgrading({}, seed);
    run.agenda().at(at_s(395), NodeDown{NodeId{0}});
    Elections seen;
    Seen<NodeUnknown> unknown;
    run.run_until(at_s(600), [&](const World& w, Time now, const sim::EventRecord& record) {
      seen(w, now, record);
      unknown(w, now, record);
    });
    ASSERT_EQ(unknown.at_s.size(), 1u);
    const double from = seen.controllers_s ? *seen.controllers_s + 40 : 425;
    const double to = seen.controllers_s ? *seen.controllers_s + 45 : 440;
    EXPECT_GE(unknown.at_s.front(), from);
    EXPECT_LE(unknown.at_s.front(), to);
    moved += seen.controllers_s ? 1 : 0;
  }
  EXPECT_GT(moved, 0u);
}

TEST(ControlPlane, WhatRunsServesOn) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto run = upgrading({}, seed);
    run.run_until(at_s(1000), [](const World& w, Time now, const sim::EventRecord&) {
      if (now < at_s(1)) return;
      ASSERT_EQ(w.pods.endpoints_of(only), (EndpointCount{2, 2}));
    });
  }
}

}  // namespace
}  // namespace paddock::models
