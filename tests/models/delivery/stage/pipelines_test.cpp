// What a pipeline does besides the closed form: look-ups against throttled APIs, locks, runners, failures, new tenants.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/models/delivery/stage/stage.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

Setting with_lookups(std::uint32_t tenants, RetryMode mode) {
  Setting setting = plain_setting(tenants);
  setting.delivery.engine.lookups = {{"eks:DescribeCluster", 1}};
  setting.delivery.engine.retry.mode = mode;
  return setting;
}

const ApiCounts& eks(const sim::Run<World>& run) { return run.world().apis.counts(ApiId{0}); }

TEST(Lookups, within_the_burst_cost_one_call) {
  auto run = stage(with_lookups(20, RetryMode::standard));
  push_and_finish(run, {0, 1, 0});
  // 40 + 5 + 0.05 for the call + max(20 c, c + 2 w + h + 76) = 2.16 + 1.02 + 80
  EXPECT_NEAR(total_s(deploy(run)), 45.05 + 2.16 + 1.02 + 80, 1e-6);
  EXPECT_EQ(eks(run).attempts, 20);
  EXPECT_EQ(eks(run).throttled, 0);
}

TEST(Lookups, beyond_the_burst_are_retried_until_they_pass) {
  Setting setting = with_lookups(230, RetryMode::aws_provider);
  auto run = stage(setting);
  push_and_finish(run, {0, 1, 0});
  EXPECT_EQ(deploy(run).outcome, DeployOutcome::ok);
  EXPECT_EQ(eks(run).passed, 230);
  EXPECT_EQ(eks(run).attempts, 230 + eks(run).throttled);
  EXPECT_GE(eks(run).throttled, 180);  // 50 pass at once
  EXPECT_EQ(deploy(run).turned_away, eks(run).throttled);
  // 180 tokens at 10 a second are there after 18 s, and not before.
  setting.delivery.engine.lookups.clear();
  auto free = stage(setting);
  push_and_finish(free, {0, 1, 0});
  const double lost = total_s(deploy(run)) - total_s(deploy(free));
  EXPECT_GE(lost, 18.05);
  EXPECT_LT(lost, 90);
  EXPECT_GE(eks(run).longest_wait, 18s);
  EXPECT_NEAR(sim::to_seconds(eks(run).longest_wait), lost - 0.05, 1e-6);
}

TEST(Lookups, three_attempts_are_not_enough_for_230_tenants) {
  auto run = stage(with_lookups(230, RetryMode::standard));
  push_and_finish(run, {0, 1, 0});
  EXPECT_EQ(deploy(run).outcome, DeployOutcome::throttled);
  EXPECT_FALSE(deploy(run).served);
  EXPECT_TRUE(run.world().applied.empty());
  // 1 + 2 s of back-off at the most, and the quota of 100 retries is spent on 180 at once: within the first instant.
  EXPECT_NEAR(sync_s(deploy(run)), 34 + 5, 3);
  EXPECT_FALSE(run.world().pipelines.locked(StackId{0}));
}

TEST(Lookups, the_quota_ends_retries_before_the_attempts_do) {
  Setting setting = with_lookups(230, RetryMode::standard);
  setting.delivery.engine.retry.attempts = 50;
  auto run = stage(setting);
  push_and_finish(run, {0, 1, 0});
  EXPECT_EQ(deploy(run).outcome, DeployOutcome::throttled);
  EXPECT_EQ(deploy(run).turned_away, 101U);  // 500 tokens pay for 100 retries
}

TEST(Lookups, one_deploy_is_throttled_by_another_and_says_so) {
  Setting setting = with_lookups(100, RetryMode::aws_provider);
  setting.databases = 2;  // two stacks of 50
  setting.delivery.stacks.cut.rule = CutSpec::Rule::database;
  auto run = stage(setting);
  push(run, {0, 100, 0});
  std::vector<std::optional<sim::Because>> causes;
  std::vector<sim::EventNumber> programs;
  while (run.step([&](const World&, Time, const sim::EventRecord& event) {
    if (event.as<ProgramStarted>()) programs.push_back(event.number);
    if (event.as<CallRetried>()) causes.push_back(event.because);
  })) {
  }
  ASSERT_EQ(programs.size(), 2U);
  ASSERT_FALSE(causes.empty());
  EXPECT_EQ(causes.front()->event, programs.front());  // the first program drained the bucket
  EXPECT_EQ(deploy(run, 0).turned_away, 0U);
  EXPECT_GE(deploy(run, 1).turned_away, 50U);
}

TEST(Lookups, an_outage_is_waited_out_or_not) {
  Setting setting = with_lookups(20, RetryMode::aws_provider);
  auto patient = stage(setting);
  patient.agenda().at(Time{}, ApisRefuse{1});
  patient.agenda().at(Time{120s}, ApisRefuse{0});
  push_and_finish(patient, {0, 1, 0});
  EXPECT_EQ(deploy(patient).outcome, DeployOutcome::ok);
  EXPECT_GT(eks(patient).refused, 20);
  EXPECT_EQ(eks(patient).throttled, 0);
  EXPECT_GT(total_s(deploy(patient)), 120 + 83);

  setting.delivery.engine.retry.mode = RetryMode::legacy;
  auto hasty = stage(setting);
  hasty.agenda().at(Time{}, ApisRefuse{1});
  hasty.agenda().at(Time{120s}, ApisRefuse{0});
  push_and_finish(hasty, {0, 1, 0});
  EXPECT_EQ(deploy(hasty).outcome, DeployOutcome::api_refused);
  EXPECT_LE(sync_s(deploy(hasty)), 34 + 5 + 1 + 2 + 4 + 8);  // the longest four back-offs
  EXPECT_GE(eks(hasty).refused, 5);
}

TEST(Lock, a_second_deploy_of_the_stack_fails_at_once) {
  auto run = stage(plain_setting(20));
  push(run, {0, 1, 0});
  run.run_until(Time{10s});
  push_and_finish(run, {1, 1, 0});
  EXPECT_EQ(deploy(run, 0).outcome, DeployOutcome::ok);
  EXPECT_EQ(deploy(run, 1).outcome, DeployOutcome::locked);
  EXPECT_NEAR(sync_s(deploy(run, 1)), 34, 1e-9);  // it does not queue
  // The next deploy brings both: what is asked for and not there.
  push_and_finish(run, {2, 1, 0});
  EXPECT_EQ(deploy(run, 2).outcome, DeployOutcome::ok);
  EXPECT_EQ(deploy(run, 2).changes, 2U);
  EXPECT_EQ(run.world().applied, (std::vector<TenantId>{TenantId{0}, TenantId{1}, TenantId{2}}));
}

TEST(Lock, other_stacks_do_not_wait) {
  Setting setting = plain_setting(40);
  setting.databases = 2;
  setting.delivery.stacks.cut.rule = CutSpec::Rule::database;
  auto run = stage(setting);
  push(run, {0, 1, 0});
  run.run_until(Time{10s});
  push_and_finish(run, {39, 1, 0});
  EXPECT_EQ(deploy(run, 0).outcome, DeployOutcome::ok);
  EXPECT_EQ(deploy(run, 1).outcome, DeployOutcome::ok);
  EXPECT_NEAR(queued_s(deploy(run, 1)), 6, 1e-9);
}

TEST(Runners, jobs_beyond_the_concurrent_ones_queue) {
  Setting setting = plain_setting(3);
  setting.delivery.stacks.cut.rule = CutSpec::Rule::tenant;
  setting.delivery.runner.concurrent = 1;
  auto run = stage(setting);
  push_and_finish(run, {0, 3, 0});
  const double job = sync_s(deploy(run, 0));
  EXPECT_NEAR(queued_s(deploy(run, 0)), 6, 1e-9);
  EXPECT_NEAR(queued_s(deploy(run, 1)), 6 + job + 6, 1e-6);
  EXPECT_NEAR(queued_s(deploy(run, 2)), 6 + 2 * (job + 6), 1e-6);
}

TEST(Runners, each_start_is_drawn_from_its_stacks_own_luck) {
  Setting setting = plain_setting(3);
  setting.delivery.stacks.cut.rule = CutSpec::Rule::tenant;
  setting.delivery.runner.start.seconds = sim::Distribution::uniform(1, 100);
  auto all = stage(setting), one = stage(setting);
  push_and_finish(all, {0, 3, 0});
  push_and_finish(one, {2, 1, 0});
  EXPECT_NE(queued_s(deploy(all, 0)), queued_s(deploy(all, 1)));
  EXPECT_EQ(queued_s(deploy(all, 2)), queued_s(deploy(one, 0)));  // whoever else is pushed
  push_and_finish(one, {2, 1, 0});
  EXPECT_NE(queued_s(deploy(one, 0)), queued_s(deploy(one, 1)));
}

TEST(Repository, a_push_starts_changed_stacks_all_stacks_or_sometimes_all) {
  Setting setting = plain_setting(10);
  setting.delivery.stacks.cut.rule = CutSpec::Rule::tenant;
  auto run = stage(setting);
  push_and_finish(run, {3, 2, 0});
  EXPECT_EQ(run.world().pushed.size(), 2U);

  setting.delivery.repository.select = Select::all_stacks;
  auto every = stage(setting);
  push_and_finish(every, {3, 2, 0});
  EXPECT_EQ(every.world().pushed.size(), 10U);
  EXPECT_EQ(deploy(every, 0).changes, 0U);  // it walks, and finds nothing to do
  EXPECT_NEAR(sync_s(deploy(every, 0)), 34 + 5 + 2.16, 1e-6);
  EXPECT_EQ(deploy(every, 3).changes, 1U);

  setting.delivery.repository = {Select::changed_stacks, {0.3}};
  auto shared = stage(setting);
  for (int i = 0; i < 1000; ++i) push_and_finish(shared, {3, 1, 0});
  // 1,000 pushes of 1 stack, 300 +- 15 of 10: 3,700 +- 4 standard deviations of 130
  EXPECT_NEAR(static_cast<double>(shared.world().pushed.size()), 3700, 530);
}

TEST(Parallel, a_limit_makes_rollouts_wait_for_each_other) {
  Setting setting = plain_setting(4);
  setting.delivery.engine.parallel.limit = 1;
  auto run = stage(setting);
  push_and_finish(run, {0, 4, 0});
  // 45 + c, then four times begin, upgrade, rollout seen after 76 s, end; w = 0.45 + 0.1 * 0.12 = 0.462
  EXPECT_NEAR(total_s(deploy(run)), 45 + 2.16 + 4 * (0.462 + 4 + 76 + 0.462), 1e-6);
}

TEST(Rollout, one_that_does_not_end_fails_the_release_and_the_deploy) {
  Setting setting = plain_setting(2);
  setting.rollout_s = 1000;
  auto run = stage(setting);
  push_and_finish(run, {0, 1, 0});
  EXPECT_EQ(deploy(run).outcome, DeployOutcome::rollout_timeout);
  EXPECT_NEAR(total_s(deploy(run)), 45 + 2.16 + 0.456 + 4 + 300 + 0.456, 1e-6);
  EXPECT_TRUE(deploy(run).served);  // later, after all
  EXPECT_GT(*deploy(run).served, *deploy(run).ended);
  EXPECT_FALSE(run.world().pipelines.locked(StackId{0}));
}

TEST(Rollout, the_last_look_is_at_the_end_of_the_timeout) {
  for (const auto& [rollout_s, outcome] :
       {std::pair{299.5, DeployOutcome::ok}, std::pair{300.5, DeployOutcome::rollout_timeout}}) {
    Setting setting = plain_setting(1);
    setting.rollout_s = rollout_s;
    auto run = stage(setting);
    push_and_finish(run, {0, 1, 0});
    EXPECT_EQ(deploy(run).outcome, outcome) << rollout_s;
  }
}

TEST(Rollout, after_a_failed_release_nothing_new_begins_but_what_runs_is_waited_for) {
  Setting setting = plain_setting(4);
  setting.rollout_s = 1000;
  setting.delivery.engine.parallel.limit = 2;
  auto run = stage(setting);
  push_and_finish(run, {0, 4, 0});
  EXPECT_EQ(deploy(run).outcome, DeployOutcome::rollout_timeout);
  EXPECT_EQ(run.world().applied.size(), 2U);
  // The second of the two that ran: 2 c, begin, upgrade, timeout, end; w = 0.462
  EXPECT_NEAR(total_s(deploy(run)), 45 + 2 * 2.16 + 0.462 + 4 + 300 + 0.462, 1e-6);
}

TEST(JobLimit, ci_kills_the_job_and_leaves_the_lock) {
  Setting setting = plain_setting(20);
  setting.delivery.engine.resource_check = 1h;
  auto run = stage(setting);
  push_and_finish(run, {0, 1, 0});
  EXPECT_EQ(deploy(run).outcome, DeployOutcome::job_limit);
  EXPECT_NEAR(sync_s(deploy(run)), 6 * 3600, 1e-6);
  push_and_finish(run, {0, 1, 0});
  EXPECT_EQ(deploy(run, 1).outcome, DeployOutcome::locked);
}

TEST(NewTenant, its_resources_are_created_level_by_level_before_its_release) {
  Setting setting = plain_setting(19);
  setting.later = 1;
  auto run = stage(setting);
  push_and_finish(run, {19, 1, 1});
  const Deploy& d = deploy(run);
  EXPECT_EQ(d.outcome, DeployOutcome::ok);
  EXPECT_EQ(d.tenants, 20U);
  const double w = 0.45 + 0.1 * 0.03 * 20;
  // The namespace: w + 3 + w. Seven in it: their first writes one after the other, the first of them created 3 s after
  // its own, by when 3 s / w = 5.9 of the second writes' turns have gone to first ones: 7 w, then the second writes
  // follow without a gap, for 7 w. The release: w + 4 + 76 + w.
  const double level_1 = w + 3 + w, level_2 = 14 * w, release = w + 4 + 76 + w;
  EXPECT_NEAR(total_s(d), 45 + 20 * 2.16 + level_1 + level_2 + release, 1e-6);
  EXPECT_TRUE(run.world().pipelines.change(d, 0).creates);
  // The second time it is a tenant like any other.
  push_and_finish(run, {19, 1, 0});
  EXPECT_NEAR(total_s(deploy(run, 1)), 45 + 20 * 2.16 + release, 1e-6);
}

TEST(NewTenant, is_not_in_the_walk_before_it_is_pushed) {
  Setting setting = plain_setting(10);
  setting.later = 10;
  auto run = stage(setting);
  push_and_finish(run, {0, 1, 0});
  EXPECT_EQ(deploy(run).tenants, 10U);
  EXPECT_THROW(push_and_finish(run, {15, 1, 0}), sim::CheckFailed);
}

TEST(Pipelines, a_copy_goes_on_like_its_original_and_a_fork_has_other_luck) {
  Setting setting = with_lookups(230, RetryMode::aws_provider);
  auto run = stage(setting);
  push(run, {0, 230, 0});
  run.run_until(Time{46s});  // the look-ups have begun at 45 s
  auto copy = run;
  auto fork = run.fork(sim::Branch{1});
  finish(run), finish(copy), finish(fork);
  EXPECT_EQ(run.digest(), copy.digest());
  EXPECT_NE(run.digest(), fork.digest());
  EXPECT_EQ(total_s(deploy(run)), total_s(deploy(copy)));
}

TEST(Pipelines, a_thousand_stacks_at_once) {
  Setting setting = with_lookups(20'000, RetryMode::aws_provider);
  setting.databases = 1000;
  setting.delivery.stacks.cut.rule = CutSpec::Rule::database;
  setting.delivery.runner.concurrent = 1000;
  auto run = stage(setting);
  push_and_finish(run, {0, 20'000, 0});
  EXPECT_EQ(run.world().pushed.size(), 1000U);
  EXPECT_EQ(run.world().applied.size(), 20'000U);
  EXPECT_EQ(eks(run).passed, 20'000);
  // 20,000 calls at 10 a second: the last token comes after (20,000 - 50) / 10 = 1,995 s.
  double last = 0;
  for (std::size_t i = 0; i < 1000; ++i) last = std::max(last, total_s(deploy(run, i)));
  EXPECT_GT(last, 40 + 5 + 1995);
}

}  // namespace
}  // namespace paddock::models
