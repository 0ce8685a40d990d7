// Quotas and limit ranges: who is admitted, and an update that waits for room that never comes.
#include "models/kubernetes/namespace_limits.hpp"

#include "models/events/faults.hpp"
#include "models/events/kubernetes.hpp"
#include "tests/models/small_fleet.hpp"

namespace paddock::models {
namespace {

TEST(Quota, CountsThePodThatIsToCome) {
  const NodeRoom request{{250}, {200 * sim::mebibyte.value}, 1};
  EXPECT_TRUE(quota_admits({}, request, 1000)) << "nothing is said";
  EXPECT_TRUE(quota_admits({.cpu = sim::MilliCores{500}, .memory = {}, .pods = {}}, request, 1)) << "2 x 250m";
  EXPECT_FALSE(quota_admits({.cpu = sim::MilliCores{499}, .memory = {}, .pods = {}}, request, 1));
  EXPECT_FALSE(quota_admits({.cpu = {}, .memory = sim::Bytes{399 * sim::mebibyte.value}, .pods = {}}, request, 1));
  EXPECT_FALSE(quota_admits({.cpu = {}, .memory = {}, .pods = 2}, request, 2));
}

/// Two pods of 250m in a namespace that may request 500m; a release at 100 s.
Run release(RolloutSpec rollout, std::int64_t quota_milli) {
  FleetSpec spec = SmallFleet{.tenants = 1, .rollout = rollout}.spec();
  spec.tenants[0].quota = QuotaSpec{.cpu = sim::MilliCores{quota_milli}, .memory = {}, .pods = {}};
  Findings findings;
  const auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
  for (const Finding& finding : findings) ADD_FAILURE() << finding.path << ": " << finding.message;
  const auto timeline = std::make_shared<Timeline>();
  timeline->steps.push_back({.name = "release",
                             .verb = Verb::push,
                             .objects = {0},
                             .region = {},
                             .trigger = {.delay_s = sim::Distribution::constant(100)},
                             .lasts_s = {}});
  return make_run(fleet, timeline, {1, 0});
}

struct SeenOfRelease {
  Seen<PodRefused> refused;
  Seen<PodQueued> queued;
  Seen<RolloutDone> done;
  void operator()(const World& w, Time now, const sim::EventRecord& event) {
    refused(w, now, event), queued(w, now, event), done(w, now, event);
  }
};

TEST(Quota, WithoutRoomForTheSurgeAnUpdateNeverBegins) {
  auto run = release({{false, 1}, {false, 0}}, 500);
  SeenOfRelease seen;
  run.run_until(at_s(24 * 3600), seen);
  EXPECT_EQ(seen.refused.at_s, std::vector{100.0}) << "said once";
  EXPECT_TRUE(seen.queued.at_s.empty());
  EXPECT_TRUE(seen.done.at_s.empty());
  EXPECT_EQ(run.world().pods.ready_of(TenantId{0}), 2u) << "the old version serves";
}

/// 250m more, and the surge pod is created at once.
TEST(Quota, WithRoomForItTheUpdateBeginsAtOnce) {
  auto run = release({{false, 1}, {false, 0}}, 750);
  SeenOfRelease seen;
  run.run_until(at_s(1000), seen);
  ASSERT_FALSE(seen.queued.at_s.empty());
  EXPECT_DOUBLE_EQ(seen.queued.at_s.front(), 100);
  EXPECT_EQ(seen.done.at_s.size(), 1u);
}

/// Without surge an old pod goes first; it counts until it is gone, after 15 s of preStop and 1 s of shutdown.
TEST(Quota, APodThatIsGoingStillCounts) {
  auto run = release({{false, 0}, {false, 1}}, 500);
  SeenOfRelease seen;
  run.run_until(at_s(1000), seen);
  EXPECT_DOUBLE_EQ(seen.refused.at_s.at(0), 100);
  EXPECT_DOUBLE_EQ(seen.queued.at_s.at(0), 116);
  EXPECT_EQ(seen.done.at_s.size(), 1u);
}

Findings findings_of(const std::function<void(TenantSpec&)>& change) {
  FleetSpec spec = SmallFleet{}.spec();
  change(spec.tenants[0]);
  Findings findings;
  make_fleet(spec, {}, findings);
  return findings;
}

TEST(Quota, SmallerThanTheStandingReplicasIsAFinding) {
  const Findings cpu =
      findings_of([](TenantSpec& t) { t.quota = QuotaSpec{.cpu = sim::MilliCores{499}, .memory = {}, .pods = 1}; });
  ASSERT_EQ(cpu.size(), 2u);
  EXPECT_EQ(cpu[0].path, "tenants[0].quota.cpu");
  EXPECT_EQ(cpu[0].message, "2 pods request 500m and the quota is 499m");
  EXPECT_EQ(cpu[1].message, "2 pods are wanted and the quota is 1");
  const Findings silent = findings_of([](TenantSpec& t) {
    t.requests = {};
    t.quota = QuotaSpec{.cpu = sim::MilliCores{1000}, .memory = {}, .pods = {}};
  });
  ASSERT_EQ(silent.size(), 1u);
  EXPECT_NE(silent[0].message.find("request no CPU"), std::string::npos);
}

TemplateSpec with_range(ResourcesSpec requests, ResourcesSpec limits, LimitRangeSpec range) {
  TemplateSpec spec;
  spec.requests = requests;
  spec.limits = limits;
  spec.limit_range = range;
  return spec;
}

TEST(LimitRange, FillsInWhatIsAbsent) {
  Findings findings;
  const LimitRangeSpec range{{{100}, {}}, {{300}, {64 * sim::mebibyte.value}}, {}, {{2000}, {}}};
  const NodeRoom silent = admitted_request(with_range({}, {}, range), "t", findings);
  EXPECT_EQ(silent.cpu.value, 100) << "default_request";
  EXPECT_EQ(silent.memory.value, 64 * sim::mebibyte.value) << "without it, default";
  EXPECT_EQ(admitted_request(with_range({}, {{400}, {}}, range), "t", findings).cpu.value, 400)
      << "its own limit first";
  EXPECT_EQ(admitted_request(with_range({}, {}, {{}, {}, {{50}, {}}, {}}), "t", findings).cpu.value, 50) << "then min";
  EXPECT_EQ(admitted_request(with_range({}, {}, {{}, {}, {{50}, {}}, {{800}, {}}}), "t", findings).cpu.value, 800)
      << "max is the default limit";
  EXPECT_TRUE(findings.empty());
}

TEST(LimitRange, RefusesForGoodWhatIsOutsideIt) {
  Findings findings;
  admitted_request(with_range({{3000}, {}}, {}, {{}, {}, {}, {{2000}, {}}}), "t", findings);
  ASSERT_EQ(findings.size(), 2u) << "above max, and above the limit that max gives it";
  EXPECT_EQ(findings[0].path, "t.limit_range.cpu");
  EXPECT_EQ(findings[0].message,
            "a pod requests 3000m, above the limit_range's max 2000m: the namespace admits no such pod");
  findings.clear();
  admitted_request(with_range({{10}, {}}, {}, {{}, {}, {{50}, {}}, {}}), "t", findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_NE(findings[0].message.find("below the limit_range's min 50m"), std::string::npos);
}

}  // namespace
}  // namespace paddock::models
