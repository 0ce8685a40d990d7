// The invariants hold after every event of random small runs, and a planted violation of each is found.
#include "scenarios/experiment/invariants.hpp"

#include <gmock/gmock.h>

#include "models/events/kubernetes.hpp"
#include "models/events/life.hpp"
#include "models/events/maintenance.hpp"
#include "models/faults/timeline.hpp"
#include "sim/check.hpp"
#include "tests/models/small_fleet.hpp"
#include "tests/sanitized.hpp"

namespace paddock::scenarios {
namespace {

using namespace models;
using testing::HasSubstr;

/// Dice of one random run.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t n) {
    sim::Draw draw({seed_, 0}, sim::luck("test.dice", 0), rolls_++);
    return draw.below(n);
  }
  double between(double from_s, double to_s) {
    constexpr std::uint64_t parts = 1000;
    return from_s + (to_s - from_s) * static_cast<double>(below(parts)) / static_cast<double>(parts);
  }

 private:
  std::uint64_t seed_, rolls_ = 0;
};

constexpr double begin_s = 10, end_s = 3600;

std::shared_ptr<const Fleet> random_fleet(Dice& dice) {
  SmallFleet small{.flavour = dice.below(2) == 0 ? Flavour::eks : Flavour::upstream,
                   .lost_zone = static_cast<LostZone>(dice.below(3)),
                   .nodes = static_cast<std::int64_t>(3 + dice.below(7)),
                   .tenants = 6,
                   .replicas = static_cast<std::int64_t>(1 + dice.below(4))};
  if (dice.below(2) == 0) small.watch_s = sim::Distribution::uniform(0, 20);
  if (dice.below(2) == 0) small.api.controllers = {.per_s = 1, .burst = static_cast<std::int64_t>(1 + dice.below(3))};
  FleetSpec spec = small.spec();
  if (dice.below(2) == 0) spec.tenants[0].stop = {.grace = std::chrono::seconds{dice.below(3)}};
  spec.tenants[0].budget =
      BudgetsSpec{{BudgetRule{.min_available = models::CountOrPercent{false, 1}, .max_unavailable = {}}}};
  TenantSpec set = spec.tenants[0];
  set.group = "s";
  set.kind = ControllerKind::stateful_set;
  set.pod_management = static_cast<PodManagement>(dice.below(2));
  TenantSpec recreated = spec.tenants[0];
  recreated.group = "r";
  recreated.rollout.strategy = RolloutStrategy::recreate;
  recreated.rollout.min_ready = std::chrono::seconds{dice.below(2) * 30};
  spec.tenants.push_back(set);
  spec.tenants.push_back(recreated);
  Findings findings;
  auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  EXPECT_TRUE(findings.empty());
  return fleet;
}

/// Drains of a node and of the group, at random moments.
std::shared_ptr<const Timeline> random_timeline(Dice& dice) {
  auto timeline = std::make_shared<Timeline>();
  for (int i = 0; i < 3; ++i) {
    StepDefinition step{.name = "drain-" + std::to_string(i), .verb = Verb::drain_node, .choice = Choice::any};
    if (i == 2) {
      step.verb = Verb::drain_group;
      step.objects = {0};
      step.at_once = static_cast<double>(1 + dice.below(2));
      step.replace = true;
    }
    step.trigger.delay_s = sim::Distribution::constant(dice.between(begin_s, end_s));
    timeline->steps.push_back(step);
  }
  return timeline;
}

void post_random(Run& run, Dice& dice) {
  const auto& fleet = *run.world().fleet;
  for (int i = 0; i < 30; ++i) {
    const Time when = at_s(dice.between(begin_s, end_s)), later = when + sim::from_seconds(dice.between(1, 900));
    const auto tenant = static_cast<TenantId>(dice.below(fleet.tenants.size()));
    const auto node = static_cast<NodeId>(dice.below(static_cast<std::uint64_t>(fleet.groups[0].nodes_at_start)));
    const auto zone = static_cast<ZoneId>(dice.below(3));
    auto& agenda = run.agenda();
    switch (dice.below(i < 3 ? 7 : 5)) {  // three chances for zones
      case 0:
        agenda.at(when, ReplicasSet{tenant, static_cast<std::uint32_t>(dice.below(7))});
        break;
      case 1:
        agenda.at(when, RolledBack{tenant});
        break;
      case 2:
        agenda.at(when, NodeDown{node});
        agenda.at(later, NodePowered{node});
        break;
      case 3:
        agenda.at(when, NodeCutOff{node});
        agenda.at(later, NodeReconnected{node});
        break;
      case 4:
        agenda.at(when, ReleaseApplied{tenant});
        break;
      case 5:
        agenda.at(when, ZoneLost{zone});
        agenda.at(later, ZoneBack{zone});
        break;
      default:
        agenda.at(when, ZoneCutOff{zone});
        agenda.at(later, ZoneReconnected{zone});
        break;
    }
  }
}

TEST(Invariants, HoldAfterEveryEventOfRandomRuns) {
  std::uint64_t events = 0, evictions = 0, sets = 0;
  for (std::uint64_t seed = 1; seed <= 60; seed += one_in(4)) {
    Dice dice(seed);
    const auto fleet = random_fleet(dice);
    auto run = make_run(fleet, random_timeline(dice), {seed, 0});
    post_random(run, dice);
    InvariantWatch watch;
    const auto look = [&](const World& w, Time now, const sim::EventRecord& event) {
      watch.observe(w, now, event);
      const auto broken = broken_invariant(w);
      ASSERT_EQ(broken, std::nullopt) << *broken << " after " << event.kind.name << " at "
                                      << sim::to_seconds(now.time_since_epoch()) << " s of seed " << seed;
      evictions += event.as<PodDeleted>() ? 1 : 0;
      sets += event.as<RolledBack>() || event.as<ReplicasSet>() ? 1 : 0;
    };
    while (!HasFatalFailure() && run.step(look) && run.now() < at_s(end_s + 1800)) {
      run.run_until(run.now(), look);  // the rest of the instant
      const auto broken = broken_invariant(run.world(), Moment::end_of_instant);
      ASSERT_EQ(broken, std::nullopt) << *broken << " at the end of the instant "
                                      << sim::to_seconds(run.now().time_since_epoch()) << " s of seed " << seed;
    }
    events += run.events();
  }
  EXPECT_GT(events, 50'000u / one_in(4));
  EXPECT_GT(evictions, 500u / one_in(4));
  EXPECT_GT(sets, 200u / one_in(4));
}

/// A world in which all is well, to break.
Run standing() {
  auto run = SmallFleet{.nodes = 3, .tenants = 2, .replicas = 2}.run();
  run.run_until(at_s(1));
  EXPECT_EQ(broken_invariant(run.world(), Moment::end_of_instant), std::nullopt);
  return run;
}

TEST(PlantedViolations, RoomThatIsGivenBackTwice) {
  const auto run = standing();
  World world = run.world();
  world.scheduler.unbind(*world.fleet, TenantId{0}, *world.pods.first_of(TenantId{0}));
  EXPECT_THAT(broken_invariant(world).value_or(""), HasSubstr("what is allocatable"));
}

TEST(PlantedViolations, APodOnTwoNodes) {
  const auto run = standing();
  World world = run.world();
  const PodId pod = *world.pods.first_of(TenantId{0});
  std::optional<NodeId> empty;
  for (std::uint32_t i = 0; i < 3; ++i)
    if (!world.pods.first_on(NodeId{i})) empty = NodeId{i};
  // Its row then says the one and a node's list the other.
  const NodeId other = *world.pods[pod].node == NodeId{0} ? NodeId{1} : NodeId{0};
  world.pods.assign(pod, empty.value_or(other));
  EXPECT_THAT(broken_invariant(world).value_or(""), HasSubstr("stands on two nodes"));
}

TEST(PlantedViolations, APodThatNoReplicaSetAskedFor) {
  auto run = standing();
  World world = run.world();
  world.pods.create(run.agenda(), *world.fleet, TenantId{1}, 0, run.now(), std::nullopt);
  EXPECT_THAT(broken_invariant(world).value_or(""), HasSubstr("do not add up"));
}

TEST(PlantedViolations, TwoPodsOfOneName) {
  auto run = SmallFleet{.nodes = 3, .tenants = 1, .kind = ControllerKind::stateful_set}.run();
  run.run_until(at_s(1));
  World world = run.world();
  EXPECT_EQ(broken_invariant(world), std::nullopt);
  world.pods.create(run.agenda(), *world.fleet, TenantId{0}, 0, run.now(), std::nullopt, 1);
  EXPECT_THAT(broken_invariant(world).value_or(""), HasSubstr("one name: t-1-1"));
}

/// What the watch throws when it is shown an event of a world.
template <class E>
std::string thrown(const World& world, const E& event, std::optional<std::uint64_t> because = {}) {
  InvariantWatch watch;
  const auto record = [](std::uint64_t number, std::optional<std::uint64_t> cause, const auto& e) {
    using Of = std::decay_t<decltype(e)>;
    return sim::EventRecord{sim::EventNumber{number},
                            cause ? std::optional(sim::Because{sim::EventNumber{*cause}}) : std::nullopt, Time{},
                            Of::kind, sim::pack(e)};
  };
  try {
    if (because) watch.observe(world, Time{}, record(*because, {}, DrainTried{NodeId{0}}));
    watch.observe(world, Time{}, record(9, because, event));
  } catch (const sim::CheckFailed& failed) {
    return failed.what();
  }
  return "";
}

TEST(PlantedViolations, AnEvictionThatTheBudgetForbids) {
  FleetSpec spec = SmallFleet{.nodes = 3, .tenants = 1, .replicas = 2}.spec();
  spec.tenants[0].budget =
      BudgetsSpec{{BudgetRule{.min_available = models::CountOrPercent{false, 2}, .max_unavailable = {}}}};
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  auto run = make_run(fleet, std::make_shared<const Timeline>(), {1, 0});
  run.run_until(at_s(1));
  World world = run.world();
  const PodId pod = *world.pods.first_of(TenantId{0});
  world.pods.remove(run.agenda(), *fleet, pod, true);  // nobody asked the budget
  EXPECT_THAT(thrown(world, PodDeleted{pod}, 7), HasSubstr("broke a budget: t-1 has 1 healthy pods and wants 2"));
  EXPECT_EQ(thrown(world, PodDeleted{pod}), "") << "not an eviction: a taint asks no budget";
}

TEST(PlantedViolations, AnEventThatNamesADeadPod) {
  auto run = standing();
  World world = run.world();
  const PodId pod = *world.pods.first_of(TenantId{0});
  EXPECT_EQ(thrown(world, PodReady{pod}), "");
  world.pods.erase(run.agenda(), pod);
  EXPECT_THAT(thrown(world, PodReady{pod}), HasSubstr("a pod that is gone: pod.ready"));
  EXPECT_THAT(thrown(world, EndpointGone{pod}), HasSubstr("a pod that is gone: endpoint.gone"));
}

}  // namespace
}  // namespace paddock::scenarios
