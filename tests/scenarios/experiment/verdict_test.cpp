// Verdicts: exact tests, their least numbers of runs, and what is no verdict at all.
#include "scenarios/experiment/verdict.hpp"

#include <gmock/gmock.h>

#include "scenarios/experiment/counting.hpp"
#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::HasSubstr;

Target target_at_most(double limit, Aggregate aggregate = Aggregate::max) {
  Target target;
  target.text = "test";
  target.aggregate = aggregate;
  target.metric = find_metric("tenant.outage");
  target.limit = limit;
  return target;
}

/// Runs of which the first `missed` have the value 2, the others 1.
std::vector<RunResult> runs_of(std::size_t count, std::size_t missed) {
  std::vector<RunResult> all(count);
  for (std::size_t i = 0; i < count; ++i) {
    all[i].outcomes.resize(1);
    all[i].outcomes[0].value = i < missed ? 2 : 1;
  }
  return all;
}

Verdict verdict(std::size_t count, std::size_t missed, double alpha = 0.05) {
  return judge(target_at_most(1), 0, runs_of(count, missed), alpha, 0.95, false).verdict;
}

TEST(Verdict, FiftyNineRunsWithoutAMissPassAnd58DoNot) {
  EXPECT_EQ(verdict(59, 0), Verdict::pass);       // 0.95^59 = 0.0485
  EXPECT_EQ(verdict(58, 0), Verdict::undecided);  // 0.95^58 = 0.0510
  EXPECT_EQ(verdict(59, 1), Verdict::undecided);
}

TEST(Verdict, TheFirstLookPassesAt72) {
  EXPECT_EQ(verdict(first_look, 0, 0.025), Verdict::pass);  // 0.95^72 = 0.0249
  EXPECT_EQ(verdict(71, 0, 0.025), Verdict::undecided);
}

TEST(Verdict, FailsWhenTheUpperBoundIsBelow) {
  EXPECT_EQ(verdict(72, 72), Verdict::fail);
  EXPECT_EQ(verdict(72, 12), Verdict::fail);
  EXPECT_EQ(verdict(72, 5), Verdict::undecided);
}

TEST(Verdict, FewerThanThirtyRunsDecideNothing) { EXPECT_EQ(verdict(29, 29), Verdict::undecided); }

TEST(Verdict, AShareOfRunsReplacesTheConfidence) {
  Target target = target_at_most(1);
  target.share_of_runs = 0.5;
  EXPECT_EQ(judge(target, 0, runs_of(100, 20), 0.05, 0.95, false).verdict, Verdict::pass);
}

TEST(Verdict, PooledMeansHaveIntervalsAndFallBackWithoutVariance) {
  auto all = runs_of(40, 0);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].outcomes[0].pooled = {static_cast<double>(i % 4)};
  const TargetReport spread = judge(target_at_most(2, Aggregate::mean), 0, all, 0.05, 0.95, false);
  EXPECT_DOUBLE_EQ(*spread.estimate, 1.5);
  EXPECT_LT(*spread.low, 1.5);
  EXPECT_GT(*spread.high, 1.5);
  EXPECT_EQ(spread.verdict, Verdict::pass);
  EXPECT_EQ(judge(target_at_most(1.5, Aggregate::mean), 0, all, 0.05, 0.95, false).verdict, Verdict::undecided);
  for (RunResult& run : all) run.outcomes[0].pooled = {1};
  const TargetReport flat = judge(target_at_most(2, Aggregate::mean), 0, all, 0.05, 0.95, false);
  EXPECT_EQ(flat.verdict, Verdict::undecided) << "40 equal runs are 40 of 40: not yet 95 %";
  EXPECT_EQ(flat.runs_held, 40);
  EXPECT_FALSE(flat.low || flat.high) << "an interval of no width";
}

TEST(Verdict, NothingToLookAtIsAnError) {
  auto all = runs_of(72, 0);
  for (RunResult& run : all)
    run.outcomes[0] = {.no_window = {}, .none_chosen = true, .value = {}, .decisive = {}, .missing = {}, .pooled = {}};
  EXPECT_EQ(judge(target_at_most(1), 0, all, 0.05, 0.95, false).verdict, Verdict::error);
}

TEST_F(DesignFile, ZoneLossHoldsAndBlamesWhenItDoesNot) {
  const auto good = run(zone_loss("  - \"min(tenant.ready_replicas) >= 1 during loss\"\n"));
  EXPECT_EQ(good.verdict, Verdict::pass);
  const auto bad = run(zone_loss("  - \"max(tenant.outage{op=poll}) <= 20s during loss\"\n",
                                 "expect: fail\nbecause: dead-pod-keeps-its-share\n"));
  EXPECT_EQ(bad.verdict, Verdict::fail);
  EXPECT_TRUE(bad.as_expected);
  ASSERT_FALSE(bad.rows[0].explanations.empty());
  EXPECT_EQ(bad.rows[0].explanations[0].chain.front().event, "step.due");
}

TEST_F(DesignFile, AFaultThatHitsNothingIsAnError) {
  const auto report =
      run("paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 5m\n"
          "timeline: [{name: loss, at: 10m, lose: {zone: a}, for: 1h}]\ntargets: [\"max(tenant.outage) <= 1s\"]\n");
  EXPECT_EQ(report.verdict, Verdict::error);
  EXPECT_THAT(*report.rows[0].error, HasSubstr("not exercised"));
}

TEST_F(DesignFile, WithoutChanceOneRunIsEnough) {
  write("fleet.yaml", one_node_fleet);
  const auto report =
      run("paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 1h\ntargets: [\"max(tenant.outage) <= 1s\"]\n");
  EXPECT_TRUE(report.rows[0].deterministic);
  EXPECT_EQ(report.rows[0].replications, 1);
  EXPECT_EQ(report.verdict, Verdict::pass);
}

TEST_F(DesignFile, ThreadsChangeNothing) {
  const std::string scenario =
      zone_loss("  - \"max(tenant.outage) <= 3m during loss\"\n  - \"mean(tenant.bad_minutes) <= 9\"\n");
  const auto one = run(scenario, {.jobs = 1, .progress = {}}), two = run(scenario, {.jobs = 2, .progress = {}});
  EXPECT_EQ(one.digest, two.digest);
  EXPECT_EQ(one.rows[0].targets[1].estimate, two.rows[0].targets[1].estimate);
  EXPECT_NE(one.digest, run(scenario, {.seed = 2, .progress = {}}).digest);
}

TEST_F(DesignFile, TheWorstZoneIsReportedAlone) {
  const auto report =
      run("paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 2h\n"
          "timeline: [{name: loss, at: 10m, lose: {zone: worst}, for: 1h}]\n"
          "targets: [\"max(tenant.outage{op=write}) <= 3m during loss\"]\n");
  EXPECT_EQ(report.rows.size(), 1u);
}

}  // namespace
}  // namespace paddock::scenarios
