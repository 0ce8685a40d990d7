// Schema migrations under a lock, by init containers and by processes that boot.
#include "models/infrastructure/migrations.hpp"

#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

FleetSpec migrating(LockScope lock, double runs_s, std::int64_t tenants = 3, std::int64_t replicas = 1) {
  FleetSpec spec = SmallFleet{.tenants = tenants, .replicas = replicas, .databases = 1}.spec();
  spec.regions[0].second.databases[0].second.failover.seconds = sim::Distribution::constant(80);
  spec.tenants[0].start.init = {{.name = "migrate", .runs = {sim::Distribution::constant(runs_s)}, .locks = lock}};
  return spec;
}

FleetSpec at_boot(FleetSpec spec, double runs_s, LockScope lock = LockScope::tenant) {
  spec.tenants[0].start.init.clear();
  spec.tenants[0].start.migration = MigrationSpec{.runs = {sim::Distribution::constant(runs_s)}, .locks = lock};
  return spec;
}

void release_all(Run& run, double when_s = 10) {
  for (std::uint32_t t = 0; t < run.world().fleet->tenants.size(); ++t)
    run.agenda().at(at_s(when_s), ReleaseApplied{TenantId{t}});
}

TEST(Migration, UnderTheTenantsOwnLockHoldsUpNobodyElse) {
  // Pull 2 s and containers 3 s from 10 s on, then 20 s of migration each.
  auto run = run_of(migrating(LockScope::tenant, 20));
  release_all(run);
  EXPECT_EQ(moments<PodStarted>(run, at_s(100)), (std::vector<double>{35, 35, 35}));
}

TEST(Migration, UnderALockOfTheDatabaseIsMadeTenantByTenant) {
  auto run = run_of(migrating(LockScope::database, 20));
  release_all(run);
  EXPECT_EQ(moments<PodStarted>(run, at_s(100)), (std::vector<double>{35, 55, 75}));
}

TEST(Migration, IsMadeOnceAVersionByWhoeverComesFirst) {
  // Two replicas of one tenant at once: the second waits for the lock and finds the work done.
  FleetSpec spec = migrating(LockScope::tenant, 20, 1, 2);
  spec.tenants[0].rollout = {{false, 2}, {false, 0}};
  auto run = run_of(spec);
  release_all(run);
  Seen<MigrationBegan> began;
  Seen<PodStarted> started;
  run.run_until(at_s(100), [&](const World& w, Time now, const sim::EventRecord& event) {
    began(w, now, event), started(w, now, event);
  });
  EXPECT_EQ(began.at_s, (std::vector<double>{15}));
  EXPECT_EQ(started.at_s, (std::vector<double>{35, 35}));
}

TEST(Migration, OfAPodThatGoesIsRolledBackAndTheNextOneBegins) {
  // The machine of the first tenant's pod stops at 20 s, in the middle: the next in line has the lock from then on.
  auto run = run_of(migrating(LockScope::database, 20, 2));
  release_all(run);
  run.run_until(at_s(20));
  std::optional<NodeId> node;
  run.world().pods.for_each([&](PodId id, const PodRow& pod) {
    if (run.world().migrations.holds(id)) node = pod.node;
  });
  ASSERT_TRUE(node);
  run.agenda().at(at_s(20), NodeDown{*node});
  EXPECT_EQ(moments<MigrationDone>(run, at_s(60)), (std::vector<double>{40}));
}

TEST(Migration, BeginsAnewWhenItsDatabaseIsBack) {
  auto run = run_of(migrating(LockScope::tenant, 20, 1));
  release_all(run);
  run.agenda().at(at_s(20), DatabaseDown{DatabaseId{0}});
  EXPECT_EQ(moments<MigrationDone>(run, at_s(300)), (std::vector<double>{20 + 80 + 20}));
}

TEST(MigrationAtBoot, KeepsTheProcessFromAnswering) {
  // It runs at 15 s and migrates for 42 s: the first probe that passes is at 15 + 50, the fifth 40 s later.
  auto run = run_of(at_boot(migrating(LockScope::tenant, 42, 1), 42));
  release_all(run);
  EXPECT_EQ(moments<PodReady>(run, at_s(200)), (std::vector<double>{15 + 90}));
}

TEST(MigrationAtBoot, ThatLivenessCutsShortIsNeverDone) {
  // Probes fail at 30, 40 and 50 s after the start; 16 s later the process has ended, and its 60 s of work with it.
  FleetSpec spec = at_boot(migrating(LockScope::tenant, 70, 1), 70);
  spec.tenants[0].probe.liveness = LivenessSpec{.delay = 30s};
  auto run = run_of(spec);
  release_all(run);
  Seen<ContainerExited> exits;
  Seen<MigrationDone> done;
  run.run_until(at_s(2000), [&](const World& w, Time now, const sim::EventRecord& event) {
    exits(w, now, event), done(w, now, event);
    if (now > Time{}) {
      ASSERT_EQ(w.pods.ready_of(TenantId{0}), 1u) << "the old pod serves";
    }
  });
  EXPECT_GE(exits.at_s.size(), 7u);
  EXPECT_DOUBLE_EQ(exits.at_s[0], 15 + 66);
  EXPECT_TRUE(done.at_s.empty());
}

TEST(MigrationAtBoot, OfAnInitContainerIsNoBusinessOfLiveness) {
  FleetSpec spec = migrating(LockScope::tenant, 70, 1);
  spec.tenants[0].probe.liveness = LivenessSpec{.delay = 30s};
  auto run = run_of(spec);
  release_all(run);
  EXPECT_EQ(moments<PodReady>(run, at_s(400)), (std::vector<double>{10 + 5 + 70 + 70}));
}

TEST(Migration, NeedsADatabaseAndIsOne) {
  FleetSpec spec = migrating(LockScope::tenant, 20);
  spec.tenants[0].start.migration = MigrationSpec{};
  spec.tenants[0].database.reset();
  spec.tenants[0].probe.readiness.asks = Asks::database;
  Findings findings;
  make_fleet(spec, {}, findings);
  std::vector<std::string> places;
  for (const Finding& finding : findings) places.push_back(finding.path);
  EXPECT_EQ(places, (std::vector<std::string>{"tenants[0].start.migration", "tenants[0].start.init[0].locks",
                                              "tenants[0].start.migration", "tenants[0].probe.readiness.asks"}));
}

}  // namespace
}  // namespace paddock::models
