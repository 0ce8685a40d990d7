// Containers that crash, boot slowly, or are judged by probes that ask the database.
#include <map>

#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

/// A step that only says what is bad about a version; it begins after every test.
Timeline bad(std::optional<Duration> exits_after, bool image_missing = false) {
  Timeline timeline;
  timeline.steps.push_back({.name = "bad",
                            .verb = Verb::push,
                            .exits_after = exits_after,
                            .image_missing = image_missing,
                            .trigger = {.delay_s = sim::Distribution::constant(1e6)}});
  return timeline;
}

// ---- bad versions ----

TEST(CrashLoop, BacksOffToFiveMinutesWhileTheOldPodsServe) {
  // Two replicas, 25 %: one more pod at a time, none fewer. Bound at 10 s, pull 2 s and containers 3 s: it runs at 15 s
  // and ends 5 s later; run again at once, then after 10, 20, 40, ... 300 s.
  auto run = run_of(SmallFleet{.tenants = 1}.spec(), 1, bad(5s));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}, StepId{0}});
  Seen<PodStarted> started;
  Seen<RolloutDone> done;
  run.run_until(at_s(1000), [&](const World& w, Time now, const sim::EventRecord& event) {
    started(w, now, event), done(w, now, event);
    if (now > Time{}) {
      ASSERT_EQ(w.pods.ready_of(TenantId{0}), 2u);
    }
  });
  const std::vector<double> since{0, 5, 20, 45, 90, 175, 340, 645, 950};
  ASSERT_EQ(started.at_s.size(), since.size());
  for (std::size_t i = 0; i < since.size(); ++i) EXPECT_DOUBLE_EQ(started.at_s[i], 15 + since[i]);
  EXPECT_TRUE(done.at_s.empty()) << "the rollout is stuck";
  EXPECT_EQ(run.world().pods.size(), 3u);
}

TEST(CrashLoop, OfAPodThatWasReadyFirstMakesItUnreadyEachTime) {
  // Ready 70 s after its start, ends after 100 s.
  auto run = run_of(SmallFleet{.tenants = 1, .replicas = 1}.spec(), 1, bad(100s));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}, StepId{0}});
  run.run_until(at_s(15 + 70 + 20));
  EXPECT_EQ(run.world().pods.size(), 1u) << "the rollout went through: the old pod has gone";
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 1u);
  run.run_until(at_s(15 + 100));
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 0u);
  run.run_until(at_s(15 + 100 + 70));
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 1u) << "run again at once";
  run.run_until(at_s(15 + 200 + 10 + 69));
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 0u) << "run again after 10 s";
}

TEST(CrashLoop, EndsWithTheNextGoodVersion) {
  auto run = run_of(SmallFleet{.tenants = 1}.spec(), 1, bad(5s));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}, StepId{0}});
  run.agenda().at(at_s(400), ReleaseApplied{TenantId{0}});
  EXPECT_EQ(moments<RolloutDone>(run, at_s(1000)).size(), 1u);
  EXPECT_EQ(run.world().pods.size(), 2u);
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 2u);
}

TEST(ImagePullBackOff, GoesToFiveMinutesToo) {
  // The registry refuses after 1 s; tried again 10, 20, 40, 80, 160, 300, 300 s after each failure.
  auto run = run_of(SmallFleet{.tenants = 1}.spec(), 1, bad({}, true));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}, StepId{0}});
  EXPECT_EQ(moments<PullFailed>(run, at_s(1000)), (std::vector<double>{11, 22, 43, 84, 165, 326, 627, 928}));
}

/// Whatever happens to a container, the waits before it is run again are those of the rule.
TEST(CrashLoop, WaitsFollowTheRuleInRandomRuns) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto draw = sim::Draw({seed, 0}, sim::luck("test.crash", 0), 0);
    Timeline timeline;
    for (int i = 0; i < 3; ++i) timeline.steps.push_back(bad((1 + draw.below(900)) * 1s).steps[0]);
    auto run = run_of(SmallFleet{.nodes = 3, .tenants = 6}.spec(), seed, timeline);
    for (int i = 0; i < 12; ++i)
      run.agenda().at(at_s(static_cast<double>(draw.below(4000))),
                      ReleaseApplied{TenantId{static_cast<std::uint32_t>(draw.below(6))},
                                     StepId{static_cast<std::uint32_t>(draw.below(3))}});
    std::map<PodId, BackOff> rule;
    std::map<PodId, Time> due;
    std::size_t checked = 0;
    run.run_until(at_s(8000), [&](const World&, Time now, const sim::EventRecord& event) {
      if (const auto exit = event.as<ContainerExited>()) due[exit->pod] = rule[exit->pod].run_again(now);
      const auto start = event.as<PodStarted>();
      if (!start || !due.contains(start->pod)) return;
      ASSERT_EQ(now, due[start->pod]);
      ++checked;
    });
    EXPECT_GT(checked, 10u) << seed;
  }
}

// ---- slow boots ----

FleetSpec slow_boot(double boot_s, std::optional<StartupSpec> startup, std::optional<LivenessSpec> liveness) {
  FleetSpec spec = SmallFleet{.tenants = 1, .replicas = 1}.spec();
  spec.tenants[0].start.boot.seconds = sim::Distribution::constant(boot_s);
  spec.tenants[0].probe.startup = startup;
  spec.tenants[0].probe.liveness = liveness;
  return spec;
}

TEST(SlowBoot, DelaysReadyByWholePeriods) {
  // Runs at 15 s, answers 42 s later; probes 30, 40, ... s after the start: 50 is the first that passes, 90 the fifth.
  auto run = run_of(slow_boot(42, {}, {}));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  EXPECT_EQ(moments<PodReady>(run, at_s(300)), (std::vector<double>{15 + 90}));
}

TEST(SlowBoot, IsKilledByLivenessForEver) {
  // Probes at 0, 10 and 20 s after the start fail: killed, and after the hook of 15 s and 1 s more its process has
  // ended.
  auto run = run_of(slow_boot(60, {}, LivenessSpec{}));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  Seen<ContainerExited> exits;
  Seen<PodReady> ready;
  run.run_until(at_s(200), [&](const World& w, Time now, const sim::EventRecord& event) {
    exits(w, now, event), ready(w, now, event);
  });
  // Run again at 51, then 10 s after 87 and 20 s after 133 s.
  EXPECT_EQ(exits.at_s, (std::vector<double>{51, 87, 133, 189}));
  EXPECT_TRUE(ready.at_s.empty());
}

TEST(SlowBoot, LivesUnderAStartupProbe) {
  // The startup probe may fail 30 times, 10 s apart, and passes at 60 s; then readiness asks: 60, 70, ... 100.
  auto run = run_of(slow_boot(60, StartupSpec{.failures = 30}, LivenessSpec{}));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  Seen<ContainerExited> exits;
  Seen<PodReady> ready;
  run.run_until(at_s(400), [&](const World& w, Time now, const sim::EventRecord& event) {
    exits(w, now, event), ready(w, now, event);
  });
  EXPECT_TRUE(exits.at_s.empty());
  EXPECT_EQ(ready.at_s, (std::vector<double>{15 + 100}));
}

TEST(InitContainers, RunOneAfterTheOtherAndSidecarsStartAfterThem) {
  FleetSpec spec = SmallFleet{.tenants = 1, .replicas = 1}.spec();
  StartSpec& start = spec.tenants[0].start;
  start.init = {{.name = "one", .runs = {sim::Distribution::constant(4)}},
                {.name = "two", .runs = {sim::Distribution::constant(6)}}};
  start.sidecars = {{.name = "proxy", .starts = {sim::Distribution::constant(2)}}};
  auto run = run_of(spec);
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  EXPECT_EQ(moments<PodStarted>(run, at_s(60)), (std::vector<double>{15 + 4 + 6 + 2}));
}

// ---- probes that ask the database ----

FleetSpec asking(double failover_s, bool liveness) {
  FleetSpec spec = SmallFleet{.databases = 1}.spec();
  spec.regions[0].second.databases[0].second.failover.seconds = sim::Distribution::constant(failover_s);
  spec.tenants[0].probe.readiness.asks = Asks::database;
  if (liveness) spec.tenants[0].probe.liveness = LivenessSpec{.delay = 30s, .asks = Asks::database};
  return spec;
}

std::uint32_t all_ready(const Run& run) {
  std::uint32_t ready = 0;
  for (std::uint32_t t = 0; t < 10; ++t) ready += run.world().pods.ready_of(TenantId{t});
  return ready;
}

TEST(ReadinessThatAsksTheDatabase, TakesEveryReplicaTogether) {
  // Away from 100 to 180 s. The first failing probe of a pod is within 10 s, the third 20 s after it: 120 to 130 s. The
  // first passing one is between 180 and 190 s, the fifth 40 s later.
  auto run = run_of(asking(80, false));
  run.agenda().at(at_s(100), DatabaseDown{DatabaseId{0}});
  run.run_until(at_s(119.9));
  EXPECT_EQ(all_ready(run), 20u);
  run.run_until(at_s(125));
  EXPECT_GT(all_ready(run), 0u) << "each pod has probes of its own";
  EXPECT_LT(all_ready(run), 20u);
  run.run_until(at_s(130));
  EXPECT_EQ(all_ready(run), 0u);
  run.run_until(at_s(219.9));
  EXPECT_EQ(all_ready(run), 0u);
  run.run_until(at_s(230));
  EXPECT_EQ(all_ready(run), 20u);
}

TEST(ReadinessThatAsksTheDatabase, OutlivesWhatIsShorterThanItsFailures) {
  auto run = run_of(asking(19.9, false));  // two probes at most
  run.agenda().at(at_s(100), DatabaseDown{DatabaseId{0}});
  EXPECT_TRUE(moments<ReadinessFailed>(run, at_s(400)).empty());
}

TEST(ReadinessThatAsksTheDatabase, HoldsBackPodsThatStartMeanwhile) {
  auto run = run_of(asking(200, false));
  run.agenda().at(at_s(10), ReleaseApplied{TenantId{0}});
  run.agenda().at(at_s(50), DatabaseDown{DatabaseId{0}});
  Seen<PodReady> ready;
  run.run_until(at_s(400), ready);
  // The new pod runs at 15 s: its probes are at 45, 55, ... s; the first that passes for good is at 255, the fifth 295.
  ASSERT_GE(ready.at_s.size(), 19u + 1) << "an old one that is not yet Ready may go when the new one is";
  const auto first_new = std::ranges::find(ready.at_s, 295.0);
  EXPECT_NE(first_new, ready.at_s.end());
}

TEST(LivenessThatAsksTheDatabase, KillsEveryContainerInALongFailover) {
  // Killed at 120 to 130 s, ended 16 s later, run again at once; then three probes from 30 s after the start on: killed
  // 50 s later, and so on until the database is back at 400 s.
  auto run = run_of(asking(300, true));
  run.agenda().at(at_s(100), DatabaseDown{DatabaseId{0}});
  run.run_until(at_s(147));
  std::uint32_t restarted = 0;
  run.world().pods.for_each([&](PodId, const PodRow& pod) { restarted += pod.restarts; });
  EXPECT_EQ(restarted, 20u);
  run.run_until(at_s(1000));
  run.world().pods.for_each([&](PodId, const PodRow& pod) {
    // Ends at T = 136 to 146, T + 66, T + 142 (after 10 s of waiting), T + 228 (20 s); a fifth would be at T + 334.
    EXPECT_EQ(pod.restarts, 4u);
  });
  EXPECT_EQ(all_ready(run), 20u);
}

TEST(ProbesThatAskNothing, LeaveADatabaseAlone) {
  auto run = run_of(SmallFleet{.databases = 1}.spec());
  run.agenda().at(at_s(100), DatabaseDown{DatabaseId{0}});
  run.run_until(at_s(400), [](const World& w, Time now, const sim::EventRecord&) {
    if (now > Time{}) {
      ASSERT_EQ(w.pods.ready_of(TenantId{0}), 2u);
    }
  });
}

}  // namespace
}  // namespace paddock::models
