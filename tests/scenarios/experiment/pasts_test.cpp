// Several rows of a scenario on an aged fleet go on from one past: the bits are those of each row alone.
#include "scenarios/experiment/pasts.hpp"

#include "scenarios/experiment/replication.hpp"
#include "scenarios/language/parse.hpp"
#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

constexpr std::int64_t runs = 6;
constexpr std::size_t megabyte = std::size_t{1} << 20U;

const std::string lively = small_fleet + R"(life:
  rollout: {every: 3d}
  node_replacement: {every: 7d}
  node_failure: {exponential: {mean: 60d}}
  zone_loss: {between: {exponential: {mean: 10d}}, lasts: 3h}
)";

/// A zone is lost after a month of life, or none; more lines vary the scenario.
std::string zone_of(const std::string& zone, const std::string& more = "", const std::string& aged = "30d") {
  return "paddock: 1\nscenario: s\nfleet: fleet.yaml\nstart: {aged: " + aged +
         "}\nhorizon: 2h\ntimeline:\n"
         "  - {name: loss, at: 10m, lose: {zone: " +
         zone + "}, for: 1h}\n" + more + "targets:\n  - \"min(tenant.ready_replicas) >= 1 during loss\"\n";
}

class PastsTest : public DesignFile {
 protected:
  Designs designs_of(const std::string& scenario) const {
    write("fleet.yaml", lively);
    Problems found;
    auto designs = load(scenario, found);
    EXPECT_TRUE(designs) << found.to_text();
    return designs ? *std::move(designs) : Designs{};
  }
};

std::vector<std::uint64_t> digests(const Designs& designs, Pasts& pasts, unsigned jobs) {
  std::vector<std::uint64_t> all;
  for (const Design& design : designs.rows)
    for (const RunResult& run : replicate_all(design, 1, 0, runs, jobs, pasts, [] {})) {
      all.push_back(run.digest);
      all.push_back(run.events);
      all.push_back(static_cast<std::uint64_t>(run.outcomes.front().value.value_or(-1)));
    }
  return all;
}

TEST_F(PastsTest, EachZoneGoesOnFromOnePastWithTheSameBits) {
  for (const std::string aged : {"0s", "30d"}) {
    const Designs designs = designs_of(zone_of("each", "", aged));
    ASSERT_EQ(designs.rows.size(), 3u);
    EXPECT_EQ(designs.rows[0].fleet, designs.rows[2].fleet);
    Pasts none, shared(designs.rows), small(designs.rows, 0);
    const auto alone = digests(designs, none, 1);
    EXPECT_NE(alone[0], alone[3 * runs]) << "another zone is another future";
    EXPECT_EQ(digests(designs, shared, 2), alone);
    EXPECT_EQ(digests(designs, small, 1), alone);
    EXPECT_EQ(shared.kept(), static_cast<std::size_t>(runs)) << "three rows, one past a replication";
    EXPECT_EQ(none.kept(), 0u);
    EXPECT_EQ(small.kept(), 0u) << "there was no room";
  }
}

TEST_F(PastsTest, RowsThatDifferInTheirFleetLiveTheirOwnLives) {
  const Designs designs = designs_of(zone_of("a", "vary:\n  tenants.t.replicas: [2, 3]\n"));
  ASSERT_EQ(designs.rows.size(), 2u);
  EXPECT_NE(designs.rows[0].fleet, designs.rows[1].fleet);
  Pasts pasts(designs.rows);
  digests(designs, pasts, 2);
  EXPECT_EQ(pasts.kept(), 0u) << "nobody else would ask for them";
}

TEST_F(PastsTest, WhatTheScenarioVariesLeavesThePastAlone) {
  const Designs designs = designs_of(zone_of("a", "vary:\n  horizon: [2h, 3h]\n"));
  ASSERT_EQ(designs.rows.size(), 2u);
  EXPECT_EQ(designs.rows[0].fleet, designs.rows[1].fleet);
  Pasts pasts(designs.rows, megabyte);
  Pasts none;
  EXPECT_EQ(digests(designs, pasts, 2), digests(designs, none, 2));
  EXPECT_EQ(pasts.kept(), static_cast<std::size_t>(runs));
}

TEST_F(PastsTest, AFleetIsReadOnceForAllThatLayTheSameSettingsOverIt) {
  Problems found;
  const auto tree = parse_text("fleet.yaml", small_fleet, found, Syntax::yaml);
  ASSERT_TRUE(tree) << found.to_text();
  FleetReader reader(*tree);
  const std::vector<Setting> three{{"tenants.t.replicas", "3"}};
  const auto plain = reader.read({}, {}, found), set = reader.read(three, {}, found);
  ASSERT_TRUE(plain && set) << found.to_text();
  EXPECT_EQ(reader.read({}, {}, found), plain);
  EXPECT_EQ(reader.read(three, {}, found), set);
  EXPECT_EQ(set->fleet.workload(models::TenantId{0}).replicas, 3);
  EXPECT_EQ(plain->fleet.workload(models::TenantId{0}).replicas, 2);
  AddedTenants added{.tenants = {plain->spec.tenants.front()}, .paths = {"timeline[0].add.tenants[0]"}};
  added.tenants.front().group = "more", added.tenants.front().database = {}, added.tenants.front().traffic = {};
  const auto grown = reader.read({}, added, found);
  ASSERT_TRUE(grown) << found.to_text();
  EXPECT_EQ(grown->fleet.tenants.size(), 2 * plain->fleet.tenants.size());
  EXPECT_EQ(reader.read({}, {}, found), plain) << "nothing is added to what others read";
  for (int again = 0; again < 2; ++again) {
    Problems own;
    EXPECT_FALSE(reader.read({{"tenants.t.replicas", "many"}}, {}, own));
    EXPECT_FALSE(own.empty()) << "what is wrong is said to all who ask";
  }
}

TEST_F(PastsTest, ScenariosThatAreMadeWithOneReaderShareTheirFleet) {
  Problems found;
  const auto tree = parse_text("fleet.yaml", small_fleet, found, Syntax::yaml);
  ASSERT_TRUE(tree) << found.to_text();
  FleetReader reader(*tree);
  std::vector<Designs> drills;
  for (const std::string zone : {"a", "b"}) {
    const auto scenario = parse_text("s.yaml", zone_of(zone, "", "0s"), found, Syntax::yaml);
    ASSERT_TRUE(scenario) << found.to_text();
    auto made = make_designs(*scenario, reader, {"s.yaml", "fleet.yaml"}, {}, found);
    ASSERT_TRUE(made) << found.to_text();
    drills.push_back(*std::move(made));
  }
  EXPECT_EQ(drills[0].rows.front().fleet, drills[1].rows.front().fleet);
}

/// What is kept: all of the past, and the steps of the scenario set up at its end.
TEST_F(PastsTest, APastEndsBeforeTheFirstMomentOfTheScenario) {
  const Designs designs = designs_of(zone_of("a"));
  Pasts pasts;
  const models::Run run = pasts.begin(designs.rows.front(), luck_of(1, 0));
  EXPECT_EQ(run.now(), Time{} - Duration{1});
  EXPECT_EQ(run.world().steps.size(), 1u);
  EXPECT_GT(run.events(), 100u);
}

}  // namespace
}  // namespace paddock::scenarios
