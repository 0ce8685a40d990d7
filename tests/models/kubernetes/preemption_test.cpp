// Preemption in a fleet: a more important tenant comes to a full cluster, others go within their grace and budgets, and
// it is Ready when arithmetic says.
#include <algorithm>
#include <span>

#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

/// One node for four pods of one core each; one tenant stands there, and another comes at 100 s.
struct Case {
  std::int64_t nodes = 1, standing = 4;
  bool budget_on_first = false, shared_by_two = false;
  PrioritySpec coming{1000};
};

TenantSpec tenant_of(const std::string& name, std::int64_t replicas) {
  TenantSpec tenant;
  tenant.name = name;
  tenant.replicas = replicas;
  tenant.requests = {{1000}, {}};
  tenant.start = {
      .image = {}, .pull = {sim::Distribution::constant(2)}, .containers = {sim::Distribution::constant(3)}};
  tenant.stop = {30s, 15s, 1s};
  return tenant;
}

Run run_of(const Case& c) {
  FleetSpec spec = SmallFleet{.nodes = c.nodes, .zones = {"a"}}.spec();
  NodeGroupSpec& group = spec.regions[0].second.nodes[0].second;
  group.type.reset();
  group.allocatable = AllocatableSpec{{4000}, {std::int64_t{16} << 30U}, 58};
  spec.priorities = {{"high", c.coming}};
  spec.tenants = {tenant_of("low", c.standing)};
  if (c.budget_on_first) {  // "kept" may lose nobody, "low" may
    spec.tenants = {tenant_of("kept", 4), tenant_of("low", 4)};
    spec.tenants[0].budget = BudgetsSpec{{keeps(4)}};
  }
  if (c.shared_by_two) {
    spec.tenants = {tenant_of("kept", 2), tenant_of("low", 4), tenant_of("kept-too", 2)};
    BudgetRule budget = keeps(4);
    budget.shared = "kept";
    spec.tenants[0].budget = spec.tenants[2].budget = BudgetsSpec{{budget}};
  }
  TenantSpec high = tenant_of("high", 1);
  high.priority = "high";
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {high}, findings));
  for (const Finding& finding : findings) ADD_FAILURE() << finding.path << ": " << finding.message;
  const auto timeline = std::make_shared<Timeline>();
  timeline->steps.push_back({.name = "arrival",
                             .verb = Verb::add_tenants,
                             .objects = {static_cast<std::uint32_t>(fleet->tenants.size() - 1)},
                             .region = {},
                             .trigger = {.delay_s = sim::Distribution::constant(100)},
                             .lasts_s = {}});
  return make_run(fleet, timeline, {1, 0});
}

constexpr TenantId low{0}, high{1};

/// 100 s: the pod is created, fits nowhere and preempts. The victim's preStop takes 15 s, its end 1 s: its room is free
/// at 116 s. The image (2 s) and the containers (3 s) make the pod Ready at 121 s.
TEST(Preemption, TakesTheGraceOfItsVictimAndThenAStart) {
  auto run = run_of(Case{});
  Seen<PodPreempted> preempted;
  Seen<PodReady> ready;
  Seen<PodUnschedulable> unschedulable;
  run.run_until(at_s(1000), [&](const World& w, Time now, const sim::EventRecord& event) {
    preempted(w, now, event);
    unschedulable(w, now, event);
    ready(w, now, event);
  });
  EXPECT_EQ(preempted.at_s, std::vector{100.0});
  EXPECT_EQ(ready.at_s, std::vector{121.0});
  EXPECT_EQ(run.world().pods.ready_of(high), 1u);
  EXPECT_EQ(run.world().pods.ready_of(low), 3u) << "and one waits";
  EXPECT_EQ(unschedulable.at_s, (std::vector{100.0, 100.0})) << "the pod that came, then the victim's replacement";
}

TEST(Preemption, TheReplacementOfTheVictimDoesNotTakeThePromisedRoom) {
  auto run = run_of(Case{});
  run.run_until(at_s(1000), [&](const World& w, Time, const sim::EventRecord& event) {
    if (const auto bound = event.as<PodBound>()) {
      EXPECT_EQ(w.pods[bound->pod].tenant, high);
    }
  });
}

TEST(Preemption, ThePolicyNeverWaitsLikeEverybody) {
  auto run = run_of({.coming = {1000, PreemptionPolicy::never}});
  Seen<PodPreempted> preempted;
  run.run_until(at_s(1000), preempted);
  EXPECT_TRUE(preempted.events.empty());
  EXPECT_EQ(run.world().pods.ready_of(high), 0u);
  EXPECT_EQ(run.world().pods.ready_of(low), 4u);
}

TEST(Preemption, APodThatIsNotMoreImportantPreemptsNobody) {
  auto run = run_of({.coming = {0}});
  Seen<PodPreempted> preempted;
  run.run_until(at_s(1000), preempted);
  EXPECT_TRUE(preempted.events.empty());
}

/// Two nodes, each with two pods of "kept" and two of "low": with budgets in mind nobody of "kept" goes.
TEST(Preemption, SparesThoseWhoseBudgetAllowsNoDisruption) {
  for (const bool shared : {false, true}) {
    auto run = run_of({.nodes = 2, .budget_on_first = !shared, .shared_by_two = shared});
    Seen<PodPreempted> preempted;
    run.run_until(at_s(1000), [&](const World& w, Time now, const sim::EventRecord& event) {
      if (const auto e = event.as<PodPreempted>()) {
        EXPECT_EQ(w.pods[e->pod].tenant, TenantId{1}) << "not \"kept\"";
      }
      preempted(w, now, event);
    });
    EXPECT_EQ(preempted.events.size(), 1u);
    EXPECT_EQ(run.world().pods.ready_of(TenantId{1}), 3u);
  }
}

/// The chain of causes: the victim's replacement waits because of the pod that came.
TEST(Preemption, IsTheCauseOfWhatTheVictimWaitsFor) {
  auto run = run_of(Case{});
  std::vector<sim::EventRecord> records;
  run.run_until(at_s(1000), [&](const World&, Time, const sim::EventRecord& event) { records.push_back(event); });
  const auto last = std::ranges::find_if(records.rbegin(), records.rend(), [](const auto& record) {
    return record.template as<PodUnschedulable>().has_value();
  });
  ASSERT_NE(last, records.rend());
  std::vector<std::string_view> chain;
  for (auto at = std::optional(*last); at;) {
    chain.push_back(at->kind.name);
    const auto because = at->because;
    at.reset();
    for (const auto& record : records)
      if (because && record.number == because->event) at = record;
  }
  std::ranges::reverse(chain);
  const std::vector<std::string_view> end{"pod.queued",         "pod.preempted", "pod.deleted",
                                          "deployment.changed", "pod.queued",    "pod.unschedulable"};
  ASSERT_GE(chain.size(), end.size());
  EXPECT_TRUE(std::ranges::equal(end, std::span(chain).last(end.size()))) << chain.size();
}

/// Five cores on nodes of four: said once, and a node that comes free is no reason to try again.
TEST(TooLarge, IsItsOwnCauseAndIsNotTriedForRoomThatComesFree) {
  FleetSpec spec = SmallFleet{.nodes = 1, .zones = {"a"}}.spec();
  spec.regions[0].second.nodes[0].second.type.reset();
  spec.regions[0].second.nodes[0].second.allocatable = AllocatableSpec{{4000}, {std::int64_t{16} << 30U}, 58};
  spec.tenants = {tenant_of("large", 1), tenant_of("small", 1)};
  spec.tenants[0].requests.cpu = {5000};
  Findings findings;
  const auto timeline = std::make_shared<Timeline>();
  timeline->steps.push_back({.name = "release", .verb = Verb::push, .objects = {1}, .region = {}, .trigger = {}});
  auto run = make_run(std::make_shared<const Fleet>(make_fleet(spec, {}, findings)), timeline, {1, 0});
  Seen<PodTooLarge> too_large;
  Seen<SchedulerTurn> turns;
  std::vector<std::string_view> kinds;
  run.run_until(at_s(200), [&](const World& w, Time now, const sim::EventRecord& event) {
    too_large(w, now, event);
    turns(w, now, event);
    if (event.as<PodUnschedulable>()) kinds.push_back(event.kind.name);
  });
  EXPECT_EQ(too_large.events.size(), 1u);
  EXPECT_EQ(kinds.size(), 1u) << "and it is unschedulable, as others are";
  EXPECT_LE(turns.events.size(), 3u) << "its own and those of the release of the small one";
}

Findings findings_of(const NamedMap<PrioritySpec>& priorities, const std::string& wanted) {
  FleetSpec spec = SmallFleet{}.spec();
  spec.priorities = priorities;
  spec.tenants[0].priority = wanted;
  Findings findings;
  make_fleet(spec, {}, findings);
  return findings;
}

TEST(Preemption, UnknownPrioritiesAreFindings) {
  const Findings unknown = findings_of({{"high", {1000}}}, "hihg");
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].path, "tenants[0].priority");
  EXPECT_EQ(unknown[0].message, "no priority \"hihg\"; the fleet's `priorities` has high");
  const Findings reserved = findings_of({{"system-mine", {1}}}, "system-mine");
  ASSERT_EQ(reserved.size(), 1u);
  EXPECT_EQ(reserved[0].path, "priorities.system-mine");
  EXPECT_TRUE(findings_of({}, "system-cluster-critical").empty());
}

}  // namespace
}  // namespace paddock::models
