#include "models/delivery/delivery.hpp"

#include <gtest/gtest.h>

#include "models/delivery/checkpoints.hpp"
#include "models/delivery/wishes.hpp"
#include "models/fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

/// Two regions with a database each, of the same name; four tenants, the last of which is added later.
Fleet small_fleet() {
  Fleet fleet;
  for (const char* name : {"eu-central-1", "us-east-1"}) {
    fleet.regions.push_back({.name = name, .zones = {}, .path = {}});
    fleet.databases.push_back(
        {.name = "pg-01", .region = static_cast<RegionId>(fleet.regions.size() - 1), .failover_s = {}});
  }
  for (const std::uint32_t region : {0U, 1U, 0U, 1U}) {
    Tenant tenant;
    tenant.name = "t" + std::to_string(fleet.tenants.size());
    tenant.region = RegionId{region};
    tenant.database = DatabaseId{region};
    fleet.tenants.push_back(tenant);
  }
  fleet.tenants.back().at_start = false;
  return fleet;
}

Delivery cut(CutSpec how, const Fleet& fleet = small_fleet()) {
  FleetSpec spec;
  spec.delivery.emplace().stacks.cut = how;
  Findings findings;
  auto delivery = make_delivery(spec, fleet, findings);
  EXPECT_TRUE(findings.empty());
  return delivery;
}

std::vector<std::string> stack_names(const Delivery& delivery) {
  std::vector<std::string> result;
  for (const Stack& stack : delivery.stacks) result.push_back(stack.name);
  return result;
}
using Names = std::vector<std::string>;
using Tenants = std::vector<TenantId>;

TEST(Cut, one_stack_of_all_tenants) {
  const auto delivery = cut({CutSpec::Rule::one});
  EXPECT_EQ(stack_names(delivery), Names{"all"});
  EXPECT_EQ(delivery.stacks[0].tenants.size(), 4U);
}

TEST(Cut, by_database_never_spans_regions) {
  const auto delivery = cut({CutSpec::Rule::database});
  EXPECT_EQ(stack_names(delivery), (Names{"stack-pg-01-eu-central-1", "stack-pg-01-us-east-1"}));
  EXPECT_EQ(delivery.stacks[0].tenants, (Tenants{TenantId{0}, TenantId{2}}));
  EXPECT_EQ(delivery.stacks[1].tenants, (Tenants{TenantId{1}, TenantId{3}}));  // with the one that comes later
  EXPECT_EQ(delivery.stack_of[2], StackId{0});
}

TEST(Cut, a_stack_keeps_its_luck_when_another_region_brings_a_database_of_its_name) {
  Fleet fleet = small_fleet();
  fleet.tenants = {fleet.tenants[0], fleet.tenants[2]};
  const auto alone = cut({CutSpec::Rule::database}, fleet);
  EXPECT_EQ(stack_names(alone), Names{"stack-pg-01"});
  EXPECT_EQ(alone.stacks[0].entity, cut({CutSpec::Rule::database}).stacks[0].entity);
}

TEST(Cut, by_tenant_and_by_size) {
  EXPECT_EQ(stack_names(cut({CutSpec::Rule::tenant})), (Names{"t0", "t1", "t2", "t3"}));
  const auto delivery = cut({CutSpec::Rule::size, 3});
  EXPECT_EQ(stack_names(delivery), (Names{"stack-1", "stack-2"}));
  EXPECT_EQ(delivery.stacks[1].tenants, Tenants{TenantId{3}});
}

TEST(Delivery, every_call_has_a_bucket_in_every_region) {
  FleetSpec spec;
  spec.delivery.emplace().engine.lookups.push_back({"my:Call", 2});
  spec.apis.push_back({"my:Call", ApiSpec{7, 0.3, {}, {}}});
  Findings findings;
  const auto delivery = make_delivery(spec, small_fleet(), findings);
  EXPECT_TRUE(findings.empty());
  ASSERT_EQ(delivery.apis.size(), 4U);  // two calls, two regions
  EXPECT_EQ(delivery.apis[0].name, "my:Call");
  EXPECT_EQ(delivery.apis[0].burst, 7);
  EXPECT_EQ(delivery.apis[0].refill_milli_per_s, 300);
  EXPECT_EQ(delivery[api_in(delivery.engine.lookups[0].first_region, RegionId{1})].name, "eks:DescribeCluster");
  EXPECT_EQ(delivery[api_in(delivery.engine.lookups[1].first_region, RegionId{1})].region, RegionId{1});
}

TEST(Delivery, a_look_up_of_which_nothing_is_known_is_a_finding) {
  FleetSpec spec;
  spec.delivery.emplace().engine.lookups.push_back({"my:Call", 2});
  Findings findings;
  make_delivery(spec, small_fleet(), findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].path, "delivery.engine.lookups.my:Call");
}

TEST(Delivery, a_limit_outside_its_own_range_is_a_finding) {
  FleetSpec spec;
  spec.apis.push_back({"my:Call", ApiSpec{7, 0.3, {}, ApiRangeSpec{{5, 10}, {0.5, 1}}}});
  Findings findings;
  make_delivery(spec, small_fleet(), findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].path, "apis.my:Call.refill");
}

TEST(Delivery, numbers_follow_from_the_choices) {
  FleetSpec spec;
  auto& s = spec.delivery.emplace();
  Findings findings;
  const Fleet fleet = small_fleet();
  auto engine = make_delivery(spec, fleet, findings).engine;
  EXPECT_EQ(engine.tenant_check, 2160ms);   // 8 * 0.12 + 1.2
  EXPECT_EQ(engine.write_per_tenant, 3ms);  // 0.03 MB at 0.10 s
  s.engine.state = StateBackend::s3;
  s.stacks.per_tenant.chart = Chart::vendored;
  engine = make_delivery(spec, fleet, findings).engine;
  EXPECT_EQ(engine.tenant_check, 1160ms);
  EXPECT_EQ(engine.write_per_tenant, 13500us);  // at 0.45 s
  s.runner.kind = RunnerKind::self_hosted;
  EXPECT_EQ(make_delivery(spec, fleet, findings).runner.setup, 8s);
}

TEST(Delivery, silence_means_no_pipelines) {
  Findings findings;
  EXPECT_TRUE(make_delivery({}, small_fleet(), findings).stacks.empty());
}

TEST(Checkpoints, writes_queue_one_behind_the_other) {
  Checkpoints station;
  const Because first{sim::EventNumber{1}}, second{sim::EventNumber{2}}, third{sim::EventNumber{3}};
  EXPECT_EQ(station.write(Time{10s}, 2s, first).done, Time{12s});
  const auto queued = station.write(Time{11s}, 2s, second);
  EXPECT_EQ(queued.done, Time{14s});
  EXPECT_EQ(queued.because->event, first.event);  // what made it wait
  const auto later = station.write(Time{14s}, 2s, third);
  EXPECT_EQ(later.done, Time{16s});
  EXPECT_EQ(later.because->event, third.event);  // it waited for nobody
}

TEST(Wishes, a_deploy_brings_what_its_push_saw) {
  const Fleet fleet = small_fleet();
  Wishes wishes(fleet);
  const TenantId old{0}, late{3};
  EXPECT_EQ(wishes.version_at(0, old), 0U);
  EXPECT_EQ(wishes.version_at(0, late), std::nullopt);
  const auto first = wishes.push({old}), second = wishes.push({old, late});
  EXPECT_EQ(wishes.version_at(first, old), first);
  EXPECT_EQ(wishes.version_at(first, late), std::nullopt);
  EXPECT_TRUE(wishes.is_behind(second, late));
  wishes.brought(second, old);
  EXPECT_FALSE(wishes.is_behind(second, old));
  EXPECT_FALSE(wishes.is_behind(first, old));  // a late deploy of an earlier push takes nothing back
  EXPECT_FALSE(wishes.exists(late));
}

TEST(Wishes, what_one_deploy_did_not_bring_the_next_one_does) {
  const Fleet fleet = small_fleet();
  Wishes wishes(fleet);
  wishes.push({TenantId{0}});
  const auto second = wishes.push({TenantId{2}});
  EXPECT_TRUE(wishes.is_behind(second, TenantId{0}));
  wishes.adopt(TenantId{3});
  EXPECT_EQ(wishes.version_at(second, TenantId{3}), 0U);
  EXPECT_FALSE(wishes.is_behind(second, TenantId{3}));
}

}  // namespace
}  // namespace paddock::models
