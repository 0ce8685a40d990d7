// Who is evicted when memory runs short, and when.
#include "models/kubernetes/node_pressure.hpp"

#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

TEST(NodePressure, RanksByExcessThenPriorityThenUse) {
  const PressedPod best_effort{0, 10, 0}, burstable_over{100, 150, 0}, guaranteed{200, 200, 0};
  EXPECT_TRUE(evicted_before(best_effort, guaranteed)) << "it requested nothing";
  EXPECT_TRUE(evicted_before(burstable_over, guaranteed)) << "it uses more than it requested";
  EXPECT_FALSE(evicted_before(guaranteed, burstable_over));
  EXPECT_TRUE(evicted_before(burstable_over, best_effort)) << "50 beyond, and 10";
  const PressedPod important{100, 150, 1000};
  EXPECT_TRUE(evicted_before(best_effort, important)) << "priority before use";
  const PressedPod important_within{100, 50, 0};
  EXPECT_TRUE(evicted_before(important, important_within)) << "excess before priority";
}

TenantSpec tenant_of(const std::string& name, std::int64_t request_mib, double uses_mib) {
  TenantSpec tenant;
  tenant.name = name;
  tenant.requests = {{100}, {request_mib * sim::mebibyte.value}};
  if (request_mib == 0) tenant.requests = {};
  tenant.uses.memory_mib = sim::Distribution::constant(uses_mib);
  tenant.start = {
      .image = {}, .pull = {sim::Distribution::constant(2)}, .containers = {sim::Distribution::constant(3)}};
  return tenant;
}

/// One node of 1000 MiB. "kept" requests 500 and uses 500, "greedy" requests 100 and uses 400. At 100 s "late" comes,
/// which requests 100 and uses 200: 1100 in all.
TEST(NodePressure, EvictsOneWithinTenSecondsOfTheStartThatIsTooMuch) {
  FleetSpec spec = SmallFleet{.nodes = 1, .zones = {"a"}}.spec();
  NodeGroupSpec& group = spec.regions[0].second.nodes[0].second;
  group.type.reset();
  group.allocatable = AllocatableSpec{{4000}, {1000 * sim::mebibyte.value}, 58};
  spec.tenants = {tenant_of("kept", 500, 500), tenant_of("greedy", 100, 400)};
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {tenant_of("late", 100, 200)}, findings));
  for (const Finding& finding : findings) ADD_FAILURE() << finding.path << ": " << finding.message;
  const auto timeline = std::make_shared<Timeline>();
  timeline->steps.push_back({.name = "arrival",
                             .verb = Verb::add_tenants,
                             .objects = {2},
                             .region = {},
                             .trigger = {.delay_s = sim::Distribution::constant(100)},
                             .lasts_s = {}});
  auto run = make_run(fleet, timeline, {1, 0});
  Seen<PodStarted> started;
  std::vector<double> evicted_s;
  run.run_until(at_s(130), [&](const World& w, Time now, const sim::EventRecord& event) {
    started(w, now, event);
    if (event.as<PodEvicted>()) evicted_s.push_back(sim::to_seconds(now.time_since_epoch()));
  });
  // "late" starts at 105; "greedy" is 300 beyond its request and "late" 100. Its replacement starts, and it or another
  // goes again at the next look: the node stays short.
  ASSERT_FALSE(started.at_s.empty());
  EXPECT_DOUBLE_EQ(started.at_s.front(), 105);
  ASSERT_FALSE(evicted_s.empty());
  EXPECT_GT(evicted_s.front(), 105);
  EXPECT_LE(evicted_s.front(), 115);
  for (std::size_t i = 1; i < evicted_s.size(); ++i) EXPECT_DOUBLE_EQ(evicted_s[i], evicted_s[i - 1] + 10);
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 1u) << "who uses what it requested stays";
}

TEST(NodePressure, PodsThatUseWhatTheyRequestAreNoEvent) {
  auto run = SmallFleet{}.run();
  Seen<PressureSeen> seen;
  run.run_until(at_s(10000), seen);
  EXPECT_TRUE(seen.events.empty());
}

}  // namespace
}  // namespace paddock::models
