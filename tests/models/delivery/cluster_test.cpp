// A push through the pipelines into the simulated cluster, and back.
#include <gtest/gtest.h>

#include <memory>

#include "models/world.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

/// One region of three zones, 20 tenants of two replicas with the stock probe: 5 s to start, 30 + 4 * 10 s to be Ready.
FleetSpec fleet_with_a_cluster() {
  FleetSpec spec;
  spec.fleet = "small";
  RegionSpec& region = spec.regions.emplace_back("eu-central-1", RegionSpec{}).second;
  region.zones = {"a", "b", "c"};
  NodeGroupSpec& nodes = region.nodes.emplace_back("general", NodeGroupSpec{}).second;
  nodes.type = "t4g.xlarge";
  nodes.size = {.now = 9, .min = 1, .max = 90};
  spec.plans.emplace_back("pro", PlanSpec{});
  TenantSpec& tenants = spec.tenants.emplace_back();
  tenants.group = "pro";
  tenants.count = 20;
  tenants.plan = "pro";
  tenants.replicas = 2;
  tenants.requests = {.cpu = MilliCores{250}, .memory = Bytes{200 << 20}};
  tenants.probe.readiness = {.delay = 30s, .period = 10s, .successes = 5, .timeout = 10s};
  DeliverySpec& delivery = spec.delivery.emplace();
  delivery.runner.start.seconds = sim::Distribution::constant(6);
  return spec;
}

/// Pushes tenant 19, the last of the stack, a minute after the start.
StepDefinition push_of_the_last() {
  StepDefinition step;
  step.name = "push";
  step.verb = Verb::push;
  step.objects = {19};
  step.trigger.delay_s = sim::Distribution::constant(60);
  return step;
}

Run run_of(const FleetSpec& spec, const StepDefinition& step, const std::vector<TenantSpec>& added = {}) {
  Findings findings;
  auto fleet = std::make_shared<Fleet>(make_fleet(spec, added, findings));
  for (const Finding& finding : findings) ADD_FAILURE() << finding.path << ": " << finding.message;
  auto timeline = std::make_shared<Timeline>();
  timeline->steps.push_back(step);
  Run run = make_run(fleet, timeline, {1, 0});
  run.run_until(Time{1h});
  return run;
}

std::vector<Deploy> deploys(const Run& run) {
  std::vector<Deploy> all;
  run.world().pipelines.for_each_deploy([&](DeployId, const Deploy& deploy) { all.push_back(deploy); });
  return all;
}

TEST(DeliveryIntoTheCluster, one_turn_of_a_rollout_is_the_floor_of_a_deploy) {
  FleetSpec spec = fleet_with_a_cluster();
  spec.tenants[0].rollout = {.max_surge = {false, 1}, .max_unavailable = {false, 1}};  // done when one of two is Ready
  const auto all = deploys(run_of(spec, push_of_the_last()));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].outcome, DeployOutcome::ok);
  // 34 + 5 + 0.05 + 20 c + 2 w + h + roll: 39.05 + 43.2 + 1.02 + 4 and a rollout of 75 to 77 s
  EXPECT_NEAR(sim::to_seconds(*all[0].ended - *all[0].started), 87.27 + 76, 1.5);
  ASSERT_TRUE(all[0].served);
  EXPECT_LT(*all[0].served, *all[0].ended);
}

TEST(DeliveryIntoTheCluster, the_stock_strategy_replaces_two_replicas_in_turn) {
  const auto all = deploys(run_of(fleet_with_a_cluster(), push_of_the_last()));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].outcome, DeployOutcome::ok);
  EXPECT_NEAR(sim::to_seconds(*all[0].ended - *all[0].started), 87.27 + 150, 4);
}

TEST(DeliveryIntoTheCluster, a_tenant_is_added_as_a_list_element) {
  FleetSpec spec = fleet_with_a_cluster();
  TenantSpec added = spec.tenants[0];
  added.group.reset();
  added.name = "newcomer";
  added.count = 1;
  StepDefinition step = push_of_the_last();
  step.verb = Verb::add_tenants;
  step.by_delivery = true;
  step.objects = {20};
  const auto run = run_of(spec, step, {added});
  const auto all = deploys(run);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].outcome, DeployOutcome::ok);
  EXPECT_EQ(all[0].tenants, 21U);
  EXPECT_TRUE(all[0].served);
}

TEST(DeliveryIntoTheCluster, no_room_for_the_new_pod_fails_the_deploy) {
  FleetSpec spec = fleet_with_a_cluster();
  spec.regions[0].second.nodes[0].second.size = {.now = 3, .min = 1, .max = 90};  // 45 pods at 250m; 40 stand
  spec.tenants[0].requests.cpu = MilliCores{280};                                 // 14 a node: 42, two of them free
  spec.tenants[0].count = 21;                                                     // and now none
  const auto all = deploys(run_of(spec, push_of_the_last()));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].outcome, DeployOutcome::rollout_timeout);
  EXPECT_NEAR(sim::to_seconds(*all[0].ended - *all[0].started), 39.05 + 43.2 + 2 * 0.513 + 4 + 300, 0.1);
}

/// The namespace has room for two pods and the update brings a third first: Helm waits until its timeout.
TEST(DeliveryIntoTheCluster, a_quota_without_room_for_the_surge_fails_the_deploy) {
  FleetSpec spec = fleet_with_a_cluster();
  spec.tenants[0].rollout = {.max_surge = {false, 1}, .max_unavailable = {false, 0}};
  spec.tenants[0].quota = QuotaSpec{.cpu = {}, .memory = {}, .pods = 2};
  const auto all = deploys(run_of(spec, push_of_the_last()));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].outcome, DeployOutcome::rollout_timeout);
  EXPECT_NEAR(sim::to_seconds(*all[0].ended - *all[0].started), 39.05 + 43.2 + 2 * 0.513 + 4 + 300, 0.1);
}

TEST(DeliveryIntoTheCluster, a_version_that_crashes_runs_into_helms_timeout_while_the_old_pods_serve) {
  StepDefinition step = push_of_the_last();
  step.exits_after = 5s;
  const auto run = run_of(fleet_with_a_cluster(), step);
  const auto all = deploys(run);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].outcome, DeployOutcome::rollout_timeout);
  EXPECT_NEAR(sim::to_seconds(*all[0].ended - *all[0].started), 39.05 + 43.2 + 2 * 0.513 + 4 + 300, 0.1);
  EXPECT_FALSE(all[0].served);
  EXPECT_EQ(run.world().pods.ready_of(TenantId{19}), 2U);
}

}  // namespace
}  // namespace paddock::models
