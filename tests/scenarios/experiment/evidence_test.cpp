// What is no evidence: runs without the window that a target speaks of, and runs with nothing to measure.
#include <gmock/gmock.h>

#include "scenarios/report/wording.hpp"
#include "tests/scenarios/experiment/design_file.hpp"
#include "tests/scenarios/experiment/runs.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string scenario(const std::string& steps, const std::string& targets) {
  return "paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 2h\ntimeline:\n" + steps + "targets:\n" + targets;
}

TEST(Evidence, RunsWithoutAWindowAreLeftOut) {
  std::vector<RunResult> runs;
  runs.reserve(460);
  for (int i = 0; i < 60; ++i) runs.push_back(run_with(i == 0 ? 2 : 1));
  for (int i = 0; i < 400; ++i)
    runs.push_back(run_without_window(i % 2 == 0 ? NoWindow::step_absent : NoWindow::horizon));
  const TargetReport report = judged(target_of(Aggregate::max, Comparison::at_most, 1), runs);
  EXPECT_EQ(report.runs, 60);
  EXPECT_EQ(report.runs_held, 59);
  EXPECT_EQ(report.verdict, Verdict::undecided);
  EXPECT_EQ(
      caveat_text(report),
      "the window did not exist in 400 of 460 runs (the step did not happen in 200, the horizon cut it away in 200)");
}

TEST(Evidence, ThirtyRunsWithAWindowAreTheLeast) {
  std::vector<RunResult> runs(200, run_without_window(NoWindow::step_absent));
  for (int i = 0; i < 29; ++i) runs.push_back(run_with(2));
  const Target target = target_of(Aggregate::max, Comparison::at_most, 1);
  EXPECT_EQ(judged(target, runs).verdict, Verdict::undecided);
  runs.push_back(run_with(2));
  EXPECT_EQ(judged(target, runs).verdict, Verdict::fail);
}

TEST(Evidence, WithoutAnyThereIsAnError) {
  const std::vector<RunResult> never(72, run_without_window(NoWindow::horizon));
  const TargetReport report = judged(target_of(Aggregate::max, Comparison::at_most, 1), never);
  EXPECT_EQ(report.verdict, Verdict::error);
  EXPECT_THAT(caveat_text(report), AllOf(HasSubstr("not exercised"), HasSubstr("72 of 72 runs")));
  const std::vector<RunResult> empty(72, run_adding({}));
  for (const Aggregate aggregate :
       {Aggregate::min, Aggregate::max, Aggregate::mean, Aggregate::percentile, Aggregate::share, Aggregate::rate}) {
    const TargetReport nothing = judged(target_of(aggregate, Comparison::at_most, 1, 0.5), empty);
    EXPECT_EQ(nothing.verdict, Verdict::error);
    EXPECT_EQ(nothing.error, "nothing to measure: no pod waited for a node in any run");
  }
}

TEST(Evidence, WatchedTargetsNeverGate) {
  Target target = target_of(Aggregate::max, Comparison::at_most, 0);
  target.has_limit = false;
  const TargetReport report = judged(target, std::vector<RunResult>(72, run_adding({})));
  EXPECT_EQ(report.verdict, Verdict::pass);
  EXPECT_TRUE(report.error);
}

TEST_F(DesignFile, TargetsThatMeasureNothingAreErrors) {
  write("fleet.yaml", small_fleet + "delivery: {stacks: {cut: {by: database}}}\n");
  const std::string step = "  - {name: failover, at: 10m, fail_over: {database: pg-1}}\n";
  for (const char* const target :
       {"max(pod.pending_for) <= 5m", "p95(pod.start_time) <= 1m", "mean(deploy.sync) <= 3m", "max(api.throttled) <= 0",
        "share(node.ready_after > 5m) <= 10%", "max(tenant.first_ready) <= 3m", "rate(deploy.queued) <= 1/s",
        "max(database.failover{database=pg-2}) <= 3m"}) {
    const auto report = run(scenario(step, "  - \"" + std::string(target) + "\"\n"));
    EXPECT_EQ(report.verdict, Verdict::error) << target;
    EXPECT_EQ(exit_code(report.verdict), 2);
    EXPECT_THAT(verdict_line(report), HasSubstr("nothing to measure")) << target;
  }
  for (const char* const target : {"count(deploy.sync) <= 1", "sum(pod.pending_for) <= 5m", "sum(api.throttled) <= 0"})
    EXPECT_EQ(run(scenario(step, "  - \"" + std::string(target) + "\"\n")).verdict, Verdict::pass) << target;
}

TEST_F(DesignFile, ARareStepLeavesTheRunsInWhichItHappens) {
  const std::string step = "  - {name: loss, at: 10m, lose: {zone: a}, for: 1h, in: 30% of runs}\n";
  const auto report = run(scenario(step,
                                   "  - \"max(tenant.outage{op=poll}) <= 1s during loss\"\n"
                                   "  - \"max(tenant.outage{op=poll}) <= 1s\"\n"),
                          {.replications = 200, .progress = {}});
  const TargetReport& during = report.rows[0].targets[0];
  EXPECT_EQ(during.verdict, Verdict::fail);
  EXPECT_EQ(during.runs_held, 0) << "in 70 % of runs there was nothing to hold";
  EXPECT_NEAR(static_cast<double>(during.runs), 60, 26);
  EXPECT_EQ(during.runs + during.without_window.step_absent, 200);
  EXPECT_EQ(report.rows[0].targets[1].runs, 200);
  EXPECT_EQ(report.rows[0].targets[1].runs_held, during.without_window.step_absent);
}

TEST_F(DesignFile, AReferenceToAStepNeedsTheStep) {
  const std::string step = "  - {name: loss, at: 10m, lose: {zone: any}, for: 1h, in: 30% of runs}\n";
  const auto report = run(scenario(step, "  - \"max(tenant.outage{op=write, writer_zone=loss.zone}) <= 1s\"\n"),
                          {.replications = 200, .progress = {}});
  const TargetReport& target = report.rows[0].targets[0];
  EXPECT_EQ(target.runs_held, 0);
  EXPECT_EQ(target.runs + target.without_window.step_absent, 200);
}

TEST_F(DesignFile, LookingGoesOnUntilARareStepHasHappened) {
  const std::string step = "  - {name: loss, at: 10m, lose: {zone: a}, for: 1h, in: 1% of runs}\n";
  const std::string text = scenario(step, "  - \"max(tenant.outage{op=poll}) <= 1s during loss\"\n");
  EXPECT_EQ(run(text, {.replications = 5, .progress = {}}).verdict, Verdict::error);
  const auto report = run(text);
  EXPECT_EQ(report.rows[0].replications, 1152);
  EXPECT_EQ(report.verdict, Verdict::undecided) << "a dozen of runs: fewer than thirty";
}

TEST_F(DesignFile, WindowsThatTheHorizonSwallowsAreNoEvidence) {
  const auto lasting = [&](const std::string& length, const std::string& target) {
    return run(
        scenario("  - {name: loss, at: 10m, lose: {zone: a}, for: " + length + "}\n", "  - \"" + target + "\"\n"));
  };
  const auto swallowed = lasting("3h", "max(tenant.outage) <= 1s after loss");
  EXPECT_EQ(swallowed.verdict, Verdict::error);
  EXPECT_THAT(verdict_line(swallowed), AllOf(HasSubstr("not exercised"), HasSubstr("the horizon cut it away in 72")));
  EXPECT_EQ(lasting("1h", "max(tenant.outage) <= 1s after loss + 1h").verdict, Verdict::error);
  const auto too_short = lasting("10m", "max(tenant.outage) <= 1s during loss + 10m");
  EXPECT_THAT(verdict_line(too_short), HasSubstr("the window is empty: the step is over before the window begins"));
  const auto some = lasting("{uniform: [1h, 2h]}", "min(tenant.ready_replicas) >= 1 after loss");
  const TargetReport& target = some.rows[0].targets[0];
  EXPECT_GT(target.without_window.horizon, 5);
  EXPECT_EQ(target.runs + target.without_window.horizon, some.rows[0].replications);
}

TEST_F(DesignFile, ALaterStepMissesItsMomentOrItsCause) {
  const std::string steps =
      "  - {name: loss, at: 10m, lose: {zone: a}, for: {uniform: [1h, 3h]}, in: 50% of runs}\n"
      "  - {name: next, after: loss, fail_over: {database: any}}\n";
  const auto report = run(scenario(steps, "  - \"max(tenant.outage{op=poll}) <= 1s after next\"\n"),
                          {.replications = 200, .progress = {}});
  const WithoutWindow& without = report.rows[0].targets[0].without_window;
  EXPECT_NEAR(static_cast<double>(without.step_absent), 100, 30);
  EXPECT_NEAR(static_cast<double>(without.horizon), 58, 30);
}

TEST_F(DesignFile, WhatIsWatchedNeverGates) {
  const auto report = run(zone_loss("  - \"min(tenant.ready_replicas) >= 1 during loss\"\n",
                                    "watch:\n  - \"max(tenant.outage) during loss + 2h\"\n"
                                    "  - \"max(pod.start_time{zone=herea}) before loss\"\n"));
  EXPECT_EQ(report.verdict, Verdict::pass);
  const TargetReport& watched = report.rows[0].targets[1];
  EXPECT_EQ(watched.error, "the window is empty: the step is over before the window begins");
  EXPECT_FALSE(watched.runs_held || watched.share_low);
  EXPECT_THAT(problems(zone_loss("  - \"min(tenant.ready_replicas) >= 1\"\n",
                                 "watch: [\"max(tenant.outage) in 90% of runs\"]\n")),
              HasSubstr("only watched"));
}

TEST_F(DesignFile, AStepAtTheHorizonIsNotExercised) {
  const auto report = run(
      scenario("  - {name: loss, at: 2h, lose: {zone: a}, for: 1h}\n", "  - \"min(tenant.ready_replicas) >= 1\"\n"));
  EXPECT_EQ(report.verdict, Verdict::error);
  EXPECT_THAT(verdict_line(report), HasSubstr("loss begins when the run ends, at the horizon"));
}

TEST_F(DesignFile, RatesHaveUnits) {
  const auto problem = [&](const std::string& limit) {
    return problems(zone_loss("  - \"rate(pod.pending_for) <= " + limit + "\"\n"));
  };
  for (const char* good : {"1/h", "5/s", "2/min", "3/d", "0.5/h"}) EXPECT_EQ(problem(good), "") << good;
  EXPECT_THAT(problem("5"), AllOf(HasSubstr("no unit"), HasSubstr("5/s")));
  EXPECT_THAT(problem("5/week"), AllOf(HasSubstr("unknown unit"), HasSubstr("a rate with its unit")));
}

TEST_F(DesignFile, AnSloIsBelowAHundredPercent) {
  std::string fleet = small_fleet;
  fleet.replace(fleet.find("99.9%"), 5, "100%");
  write("fleet.yaml", fleet);
  EXPECT_THAT(problems(zone_loss("  - \"max(tenant.budget_spent) <= 25%\"\n")), HasSubstr("no error budget"));
}

}  // namespace
}  // namespace paddock::scenarios
