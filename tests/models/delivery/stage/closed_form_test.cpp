// The closed form of docs/models/delivery.md beside what the mechanism does. Nothing in the model knows the formula.
//
//   c = R g + f                                      seconds of the generator for a tenant
//   one changed: T = a + p tp + (p-1) N c + max(N c, i c + 2 w + h + roll)
//   all changed: T = a + p tp + (p-1) N c + max(N c, 2 N w) + w + h + roll
//   w = w0 + k s N
//
// Helm looks every 2 s, so a rollout of 75 s is seen after 76 and one of 145 s after 146.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>
#include <vector>

#include "tests/models/delivery/stage/stage.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

struct Numbers {
  double n = 20;         // tenants
  double p = 1, tp = 5;  // passes, program start
  double a = 40;         // 6 s queued, 34 s of set-up
  double c = 8 * 0.12 + 1.2;
  double w0 = 0.45, k = 0.10, s = 0.03, h = 4, roll = 75;
  double w() const { return w0 + k * s * n; }
  double before_last_walk() const { return a + p * tp + (p - 1) * n * c; }
};

double one_changed(const Numbers& x, double place) {
  return x.before_last_walk() + std::max(x.n * x.c, place * x.c + 2 * x.w() + x.h + x.roll);
}
double all_changed(const Numbers& x) {
  return x.before_last_walk() + std::max(x.n * x.c, 2 * x.n * x.w()) + x.w() + x.h + x.roll;
}
double seen(double roll) { return 2 * std::ceil(roll / 2); }

/// All changed, without the closed form's simplification that the writes come first and the last rollout after them:
/// two writes a release through one server, first come first served; tenant i asks for its first at i c and for its
/// second when its rollout is seen.
double all_changed_queued(const Numbers& x) {
  using Ask = std::pair<double, bool>;  // when, is it the second
  std::priority_queue<Ask, std::vector<Ask>, std::greater<>> asks;
  for (int i = 1; i <= static_cast<int>(x.n); ++i) asks.push({i * x.c, false});
  double free = 0;
  while (!asks.empty()) {
    const auto [when, second] = asks.top();
    asks.pop();
    free = std::max(free, when) + x.w();
    if (!second) asks.push({free + x.h + seen(x.roll), true});
  }
  return x.before_last_walk() + std::max(x.n * x.c, free);
}

double simulated(const Setting& setting, std::uint32_t first, std::uint32_t count) {
  auto run = stage(setting);
  push_and_finish(run, {first, count, 0});
  EXPECT_EQ(deploy(run).outcome, DeployOutcome::ok);
  return total_s(deploy(run));
}

constexpr double exact = 1e-3;  // the test adds seconds in floating point, the model counts nanoseconds

TEST(ClosedForm, twenty_tenants_one_changed) {
  const Setting setting = plain_setting(20);
  const Numbers x;
  EXPECT_NEAR(one_changed(x, 10), 146.6, 0.1);  // 40 + 5 + 21.6 + 1.02 + 4 + 75
  EXPECT_NEAR(one_changed(x, 20), 168.2, 0.1);
  EXPECT_NEAR(simulated(setting, 9, 1), one_changed(x, 10) + 1, exact);  // + 1: seen after 76 s
  EXPECT_NEAR(simulated(setting, 19, 1), one_changed(x, 20) + 1, exact);
}

TEST(ClosedForm, two_replicas_in_turn) {
  Setting setting = plain_setting(20);
  setting.rollout_s = 145;
  const Numbers x{.roll = 145};
  EXPECT_NEAR(one_changed(x, 10), 216.6, 0.1);
  EXPECT_NEAR(one_changed(x, 20), 238.2, 0.1);
  EXPECT_NEAR(simulated(setting, 9, 1), one_changed(x, 10) + 1, exact);
  EXPECT_NEAR(simulated(setting, 19, 1), one_changed(x, 20) + 1, exact);
}

TEST(ClosedForm, twenty_tenants_all_changed) {
  const Numbers x;
  EXPECT_NEAR(all_changed(x), 167.7, 0.1);
  // + 1: seen after 76 s. + w: the last release's second write, which the formula hides among those before it.
  EXPECT_NEAR(simulated(plain_setting(20), 0, 20), all_changed(x) + 1 + x.w(), exact);
}

TEST(ClosedForm, preview_and_update) {
  Setting setting = plain_setting(20);
  setting.delivery.engine.up = Up::preview_and_update;
  const Numbers x{.p = 2};
  EXPECT_NEAR(one_changed(x, 10), 194.8, 0.1);
  EXPECT_NEAR(simulated(setting, 9, 1), one_changed(x, 10) + 1, exact);
}

TEST(ClosedForm, all_tenants_in_one_stack) {
  Setting setting = plain_setting(230);
  Numbers x{.n = 230};
  EXPECT_NEAR(one_changed(x, 115) / 60, 9.03, 0.01);  // the walk alone: 40 + 5 + 496.8
  EXPECT_NEAR(simulated(setting, 114, 1), one_changed(x, 115), exact);

  setting.delivery.engine.up = Up::preview_and_update;
  x.p = 2;
  EXPECT_NEAR(all_changed(x) / 60, 19.2, 0.05);
  EXPECT_NEAR(simulated(setting, 0, 230), all_changed_queued(x), exact);
  // Under 1 % below the formula: while the last rollouts go on, the writes of those before them are still being made.
  EXPECT_NEAR(simulated(setting, 0, 230), all_changed(x), 10);
}

TEST(ClosedForm, state_on_s3) {
  Setting setting = plain_setting(230);
  setting.delivery.engine.state = StateBackend::s3;
  Numbers x{.n = 230, .k = 0.45};
  EXPECT_NEAR(all_changed(x) / 60, 29.4, 0.1);
  // The writes are the bottleneck and never idle: c until the first one, 2 N w for all of them. The formula adds one
  // more write, upgrade and rollout (83 s) after these; but the last rollout is over long before the last write.
  EXPECT_NEAR(simulated(setting, 0, 230), x.before_last_walk() + x.c + 2 * x.n * x.w(), exact);
  EXPECT_NEAR(simulated(setting, 0, 230), all_changed_queued(x), exact);
  EXPECT_NEAR(simulated(setting, 0, 230), all_changed(x), x.w() + x.h + x.roll);

  setting.delivery.engine.up = Up::preview_and_update;
  x.p = 2;
  EXPECT_NEAR(all_changed(x) / 60, 37.7, 0.1);
  EXPECT_NEAR(simulated(setting, 0, 230), all_changed_queued(x), exact);
  EXPECT_GT(simulated(setting, 0, 230), 20 * 60);  // the post: over 20 minutes
}

TEST(ClosedForm, what_brings_it_under_a_minute) {
  Setting setting = plain_setting(20);
  setting.delivery.stacks.per_tenant.chart = Chart::vendored;
  Numbers x{.c = 8 * 0.12 + 0.2};
  EXPECT_NEAR(one_changed(x, 20), 148, 0.3);
  EXPECT_NEAR(simulated(setting, 19, 1), one_changed(x, 20) + 1, exact);

  setting.rollout_s = x.roll = 10;  // a tuned probe
  EXPECT_NEAR(one_changed(x, 20), 83, 0.3);
  EXPECT_NEAR(simulated(setting, 19, 1), one_changed(x, 20), exact);

  setting.delivery.runner.setup = 4s;  // a warm runner
  x.a = 10;
  EXPECT_NEAR(one_changed(x, 20), 53, 0.3);
  EXPECT_NEAR(simulated(setting, 19, 1), one_changed(x, 20), exact);

  setting.delivery.engine.write = setting.delivery.engine.write_per_megabyte.emplace(0);  // journaling
  x.w0 = x.k = 0;
  EXPECT_NEAR(one_changed(x, 20), 52, 0.3);
  EXPECT_NEAR(simulated(setting, 19, 1), one_changed(x, 20), exact);

  setting.delivery.stacks.cut.rule = CutSpec::Rule::tenant;
  x.n = 1;
  EXPECT_NEAR(one_changed(x, 1), 30, 0.3);
  EXPECT_NEAR(simulated(setting, 19, 1), one_changed(x, 1), exact);
}

TEST(ClosedForm, a_stack_for_each_tenant) {
  Setting setting = plain_setting(230);
  setting.delivery.stacks.cut.rule = CutSpec::Rule::tenant;
  const Numbers x{.n = 1};
  EXPECT_NEAR(one_changed(x, 1), 127, 0.1);
  EXPECT_NEAR(simulated(setting, 100, 1), one_changed(x, 1) + 1, exact);
}

TEST(ClosedForm, accepted_without_waiting) {
  Setting setting = plain_setting(1);
  setting.delivery.engine.wait_for_rollout = false;
  const Numbers x{.n = 1, .roll = 0};
  auto run = stage(setting);
  push_and_finish(run, {0, 1, 0});
  EXPECT_NEAR(total_s(deploy(run)), one_changed(x, 1), exact);
  // The tenant serves its new version 75 s after it was sent: after the end of the job.
  EXPECT_GT(*deploy(run).served, *deploy(run).ended);
  EXPECT_NEAR(sim::to_seconds(*deploy(run).served - deploy(run).pushed), 40 + 5 + x.c + x.w() + 4 + 75, exact);
}

}  // namespace
}  // namespace paddock::models
