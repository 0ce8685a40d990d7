// Nodes as EKS sizes them, and what a fleet cannot be.
#include <gmock/gmock.h>

#include "models/infrastructure/instance_type.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

using testing::HasSubstr;

TEST(InstanceType, T4gXlargeGives3920MilliCoresAnd58Pods) {
  const auto type = find_instance_type("t4g.xlarge");
  ASSERT_TRUE(type);
  EXPECT_EQ(allocatable_cpu(*type).value, 3920);                                  // 4000 - (60 + 10 + 5 + 5)
  EXPECT_EQ(max_pods(*type), 58);                                                 // 4 interfaces x (15 - 1) + 2
  EXPECT_EQ(allocatable_memory(*type).value, std::int64_t{15391} * 1024 * 1024);  // 16384 - 255 - 11 x 58 - 100
}

TEST(InstanceType, ReservesLessOfEachFurtherCore) {
  EXPECT_EQ(kube_reserved_cpu(1).value, 60);
  EXPECT_EQ(kube_reserved_cpu(2).value, 70);
  EXPECT_EQ(kube_reserved_cpu(4).value, 80);
  EXPECT_EQ(kube_reserved_cpu(8).value, 90);
}

TEST(Fleet, FourteenPodsOf250MilliFitBesideDaemonsetsOf180) {
  SmallFleet small{.nodes = 3, .tenants = 21, .replicas = 2};  // 42 pods on 3 nodes: 14 each
  FleetSpec spec = small.spec();
  spec.regions[0].second.nodes[0].second.daemonsets = {{"agents", {{180}, {}}}};
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  ASSERT_TRUE(findings.empty());
  EXPECT_EQ(fleet->groups[0].room.cpu.value, 3740);
  auto run = make_run(fleet, std::make_shared<const Timeline>(), {1, 0});
  run.run_until(at_s(1));
  std::size_t ready = 0;
  for (std::uint32_t t = 0; t < 21; ++t) ready += run.world().pods.ready_of(TenantId{t});
  EXPECT_EQ(ready, 42u);
  for (std::uint32_t n = 0; n < 3; ++n)
    EXPECT_EQ(run.world().scheduler.room(*fleet, run.world().nodes, NodeId{n}).cpu.value, 3740 - 14 * 250);
}

TEST(Fleet, ASharedBudgetHasOneRuleAndSelectsAPodOnce) {
  const auto findings_of = [](const std::vector<BudgetRule>& first, const std::vector<BudgetRule>& second) {
    FleetSpec spec = SmallFleet{.tenants = 1}.spec();
    spec.tenants[0].budget = BudgetsSpec{first};
    spec.tenants.push_back(spec.tenants[0]);
    spec.tenants[1].group = "u";
    spec.tenants[1].budget = BudgetsSpec{second};
    Findings findings;
    const Fleet fleet = make_fleet(spec, {}, findings);
    return findings;
  };
  BudgetRule one = keeps(1), two = keeps(2);
  one.shared = two.shared = "both";
  EXPECT_TRUE(findings_of({one}, {one}).empty());
  const auto other = findings_of({one}, {two});
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(other[0].path, "tenants[1].budget");
  EXPECT_THAT(other[0].message, HasSubstr("\"both\" has another rule here than with t-1"));
  const auto twice = findings_of({one, one}, {keeps(1)});
  ASSERT_EQ(twice.size(), 1u);
  EXPECT_THAT(twice[0].message, HasSubstr("listed twice"));
}

TEST(Fleet, ReplicasSpreadOverZones) {
  auto run = SmallFleet{.tenants = 50, .replicas = 3}.run();
  run.run_until(at_s(1));
  for (std::uint32_t t = 0; t < 50; ++t) {
    std::vector<ZoneId> zones;
    for (auto id = run.world().pods.first_of(TenantId{t}); id; id = run.world().pods[*id].next_of_tenant)
      zones.push_back(run.world().nodes[*run.world().pods[*id].node].zone);
    EXPECT_THAT(zones, testing::UnorderedElementsAre(ZoneId{0}, ZoneId{1}, ZoneId{2}));
  }
}

std::string found(const std::function<void(FleetSpec&)>& change, const SmallFleet& small = {}) {
  FleetSpec spec = small.spec();
  change(spec);
  Findings findings;
  make_fleet(spec, {}, findings);
  std::string text;
  for (const Finding& finding : findings) text += finding.path + ": " + finding.message + "\n";
  return text;
}

TEST(Fleet, SaysWhatItCannotBe) {
  const auto region = [](FleetSpec& spec) -> RegionSpec& { return spec.regions[0].second; };
  EXPECT_THAT(found([&](FleetSpec& s) { region(s).zones = {"a", "a"}; }), HasSubstr("listed twice"));
  EXPECT_THAT(found([&](FleetSpec& s) { region(s).nodes[0].second.type = "t9.huge"; }), HasSubstr("no instance type"));
  EXPECT_THAT(found([&](FleetSpec& s) { region(s).nodes[0].second.size = {5, 6, 9}; }), HasSubstr("outside min 6"));
  EXPECT_THAT(found([&](FleetSpec& s) {
                region(s).nodes[0].second.zones = {false, {"z"}};
              }),
              HasSubstr("no zone \"z\""));
  EXPECT_THAT(found([&](FleetSpec& s) {
                region(s).nodes[0].second.daemonsets = {{"x", {{4000}, {}}}};
              }),
              HasSubstr("more than a node has"));
  EXPECT_THAT(found([&](FleetSpec& s) { s.tenants[0].plan = "gold"; }), HasSubstr("no plan \"gold\""));
  EXPECT_THAT(found([&](FleetSpec& s) { s.tenants[0].region = "moon"; }), HasSubstr("no region \"moon\""));
  EXPECT_THAT(found([&](FleetSpec& s) { s.tenants.push_back(s.tenants[0]); }),
              HasSubstr("two tenants would be called"));
  EXPECT_THAT(found([&](FleetSpec& s) { s.tenants[0].count = 41; }, {.databases = 2}),
              HasSubstr("are full: 2 of them, 20"));
  EXPECT_THAT(found([&](FleetSpec& s) { s.tenants[0].limits.cpu = {100}; }), HasSubstr("below the request"));
  EXPECT_THAT(found([&](FleetSpec& s) { s.regions.clear(); }), HasSubstr("at least one region"));
  EXPECT_EQ(found([](FleetSpec&) {}), "");
}

TEST(Databases, WritersStandRoundRobinAndFailOverWithTheirZone) {
  const auto fleet = SmallFleet{.tenants = 60, .databases = 6}.make();
  for (std::uint32_t d = 0; d < 6; ++d) EXPECT_EQ(fleet->databases[d].writer, ZoneId{d % 3});
  auto run = make_run(fleet, std::make_shared<const Timeline>(), {1, 0});
  run.agenda().at(at_s(100), ZoneLost{ZoneId{0}});
  Seen<FailoverDone> done;
  run.run_until(at_s(1000), done);
  ASSERT_EQ(done.at_s.size(), 2u) << "two of six had their writer there";
  for (const FailoverDone& e : done.events) {
    EXPECT_TRUE(run.world().databases[e.database].available);
    EXPECT_NE(run.world().databases[e.database].writer, ZoneId{0});
  }
}

}  // namespace
}  // namespace paddock::models
