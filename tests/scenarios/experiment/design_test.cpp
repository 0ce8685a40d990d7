// What a scenario cannot say, and what it is told.
#include <gmock/gmock.h>

#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST_F(DesignFile, AGoodScenarioHasNoProblems) {
  EXPECT_EQ(problems(zone_loss("  - \"min(tenant.ready_replicas) >= 1 during loss\"\n")), "");
}

TEST_F(DesignFile, TargetsThatMeanNothingAreRefusedWithTheirPlace) {
  const auto target = [&](const std::string& text) { return problems(zone_loss("  - \"" + text + "\"\n")); };
  EXPECT_THAT(target("min(tenant.redy_replicas) >= 1"),
              AllOf(HasSubstr("unknown metric"), HasSubstr("tenant.ready_replicas'?")));
  EXPECT_THAT(target("most(tenant.outage) <= 1s"), HasSubstr("unknown aggregate"));
  EXPECT_THAT(target("max(tenant.outage{plam=pro}) <= 1s"), AllOf(HasSubstr("unknown label"), HasSubstr("'plan'?")));
  EXPECT_THAT(target("max(tenant.outage{plan=gold}) <= 1s"), HasSubstr("no tenant"));
  EXPECT_THAT(target("max(tenant.outage) <= 50"), HasSubstr("no unit"));
  EXPECT_THAT(target("max(tenant.outage) <= 50s during lost"), AllOf(HasSubstr("no step"), HasSubstr("'loss'?")));
  EXPECT_THAT(target("max(tenant.outage) <= 50s sometimes"), HasSubstr("'sometimes'"));
  EXPECT_THAT(target("count(tenant.ready_replicas) >= 1"), HasSubstr("count, sum or rate"));
  EXPECT_THAT(target("rate(tenant.outage) <= 1/h"), HasSubstr("count or rate of tenant.outage"));
  EXPECT_THAT(target("min(tenant.ready_replicas) >= 0"), HasSubstr("cannot fail"));
  EXPECT_THAT(target("max(tenant.outage) <= 2h"), HasSubstr("cannot fail: the run ends after 2h"));
  EXPECT_THAT(target("max(tenant.bad_minutes) <= 122"), HasSubstr("cannot fail"));
  EXPECT_EQ(target("max(tenant.bad_minutes) <= 119"), "");
  EXPECT_THAT(target("max(tenant.outage) <= 50s in 100% of runs"), HasSubstr("no number of runs"));
  EXPECT_THAT(target("p95(tenant.outage) <= 50s in 90% of runs"), HasSubstr("pooled"));
  EXPECT_THAT(target("max(tenant.availability) >= 99%"), HasSubstr("shorter than the window"));
  EXPECT_THAT(target("max(tenant.outage{writer_zone=lost.zone}) <= 1s"), HasSubstr("no step"));
  EXPECT_THAT(target("max(tenant.outage"), HasSubstr("s.yaml:8:"));
}

TEST_F(DesignFile, LabelsThatMatchNothingAreRefusedForEveryKindOfEntity) {
  write("fleet.yaml", small_fleet + "delivery: {stacks: {cut: {by: database}}}\n");
  const auto target = [&](const std::string& text) { return problems(zone_loss("  - \"" + text + "\"\n")); };
  EXPECT_EQ(target("max(deploy.sync{stack=stack-pg-1, outcome=running}) <= 1m"), "");
  EXPECT_THAT(target("max(deploy.sync{stack=stack-pg-7}) <= 1m"),
              AllOf(HasSubstr("no deploy of the fleet has stack 'stack-pg-7'"), HasSubstr("did you mean")));
  EXPECT_THAT(target("max(deploy.sync{outcome=fine}) <= 1m"), HasSubstr("rollout-timeout"));
  EXPECT_THAT(target("max(pod.pending_for{zone=bogus}) <= 1m"), HasSubstr("herea, hereb, herec, none"));
  EXPECT_THAT(target("max(pod.start_time{tenant=t-99}) <= 1m"), HasSubstr("did you mean 't-9'"));
  EXPECT_THAT(target("max(node.ready_after{group=generel}) <= 1m"), HasSubstr("did you mean 'general'"));
  EXPECT_THAT(target("max(node.ready_after{zone=bogus}) <= 1m"), HasSubstr("no node"));
  EXPECT_THAT(target("max(database.failover{database=nosuch}) <= 1m"), HasSubstr("pg-1, pg-2, pg-3"));
  EXPECT_THAT(target("max(api.throttled{api=eks:DescribeClusters}) <= 1"), HasSubstr("did you mean"));
  EXPECT_THAT(target("max(tenant.outage{op=pol}) <= 1m"), HasSubstr("did you mean 'poll'"));
  EXPECT_THAT(target("max(tenant.outage{plan=[pro, gold]}) <= 1m"), HasSubstr("plan 'gold'"));
  EXPECT_THAT(target("max(tenant.outage{group!=tt}) <= 1m"), HasSubstr("group 'tt'")) << "would leave out nobody";
  EXPECT_THAT(target("max(tenant.outage{tenant=~x*}) <= 1m"), HasSubstr("tenant 'x*'"));
  EXPECT_EQ(target("max(tenant.outage{tenant=~t-1*, replicas!=0, database!=none, added=false}) <= 1m"), "");
  EXPECT_THAT(target("max(tenant.outage{tenant=t-1, database=pg-3}) <= 1m"), HasSubstr("all of these labels"));
}

TEST_F(DesignFile, ReferencesAreToWhatTheStepChooses) {
  const auto target = [&](const std::string& text) { return problems(zone_loss("  - \"" + text + "\"\n")); };
  EXPECT_EQ(target("max(tenant.outage{writer_zone=loss.zone, region=loss.region}) <= 1m"), "");
  EXPECT_THAT(target("max(tenant.outage{database=loss.database}) <= 1m"), HasSubstr("has no database"));
  EXPECT_THAT(target("max(tenant.outage{region=loss.zone}) <= 1m"), HasSubstr("label region is no zone"));
  EXPECT_THAT(problems("paddock: 1\nscenario: s\nfleet: fleet.yaml\ntimeline: [{name: x, at: 1m, lose: {zone: all}, "
                       "for: 1m}]\ntargets: [\"max(tenant.outage{writer_zone=x.zone}) <= 1s\"]\n"),
              HasSubstr("acts on 3"));
}

TEST_F(DesignFile, MistypedLabelsAndReferencesAreNamedWithTheirNeighbours) {
  const auto label = [&](const std::string& text) {
    return problems(zone_loss("  - \"max(tenant.outage{" + text + "}) <= 1m\"\n"));
  };
  EXPECT_THAT(label("writer_zone!=loss.zne"), AllOf(HasSubstr("s.yaml:8:"), HasSubstr("did you mean 'loss.zone'")));
  EXPECT_THAT(label("writer_zone=los.zone"), AllOf(HasSubstr("no step 'los'"), HasSubstr("did you mean 'loss.zone'")));
  EXPECT_THAT(label("plan!=pr"), AllOf(HasSubstr("s.yaml:8:"), HasSubstr("did you mean 'pro'")));
  EXPECT_THAT(label("op=[poll, wirte]"), AllOf(HasSubstr("s.yaml:8:"), HasSubstr("did you mean 'write'")));
  EXPECT_THAT(label("tenant!=nobody"), AllOf(HasSubstr("s.yaml:8:"), HasSubstr("tenant 'nobody'")));
}

TEST_F(DesignFile, NodesDatabasesAndTenantsAreChosenByNameOrSize) {
  write("fleet.yaml", small_fleet + "delivery: {stacks: {cut: {by: database}}}\n");
  const auto step = [&](const std::string& verb) {
    return problems("paddock: 1\nscenario: s\nfleet: fleet.yaml\ntimeline:\n  - {name: x, at: 1m, " + verb +
                    "}\ntargets: [\"max(tenant.outage) <= 1s\"]\n");
  };
  for (const char* good : {"crash: {node: here/a/general/1}", "drain: {node: here/b/general/3}",
                           "fail_over: {database: largest}", "push: {tenant: largest}"})
    EXPECT_EQ(step(good), "") << good;
  EXPECT_THAT(step("crash: {node: here/d/general/1}"), HasSubstr("nodes are called like here/a/general/1"));
  EXPECT_THAT(step("crash: {node: here/a/general/x}"), HasSubstr("no node"));
  for (const char* word : {"all", "each", "worst"})
    EXPECT_THAT(step("crash: {node: " + std::string(word) + "}"), HasSubstr("lose the zone or drain the group"));
  EXPECT_THAT(step("push: {tenant: each}"), HasSubstr("a row for each of 12 tenants"));
}

TEST_F(DesignFile, ANodeByNameIsTheOneThatCrashes) {
  const auto crash = [&](const std::string& node) {
    return run(
        "paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 30m\ntimeline:\n"
        "  - {name: x, at: 5m, crash: {node: " +
            node + "}}\ntargets: [\"min(tenant.ready_replicas) >= 1\"]\n",
        {.replications = 3, .progress = {}});
  };
  const auto report = crash("here/b/general/2");
  EXPECT_EQ(report.rows[0].faults[0].what, "node here/b/general/2 crashed");
  EXPECT_EQ(report.rows[0].faults[0].nodes, 1);
  EXPECT_EQ(crash("here/b/general/99").verdict, Verdict::error) << "it hit nothing";
}

TEST_F(DesignFile, LimitsThatTheMetricsRangeDecidesAreRefused) {
  const auto target = [&](const std::string& text) { return problems(zone_loss("  - \"" + text + "\"\n")); };
  EXPECT_THAT(target("share(tenant.ready_replicas >= 0) >= 50%"), HasSubstr("cannot fail"));
  EXPECT_THAT(target("share(tenant.outage < 0s) <= 10%"), HasSubstr("cannot fail"));
  EXPECT_THAT(target("max(deploy.failed) <= 1"), HasSubstr("cannot fail"));
  EXPECT_THAT(target("max(tenant.outage) < 0s"), HasSubstr("cannot hold"));
  EXPECT_THAT(target("share(tenant.outage > 1s) > 100%"), HasSubstr("cannot hold"));
  EXPECT_EQ(target("max(tenant.outage) <= 0s"), "");
  EXPECT_EQ(target("share(tenant.outage > 1s) <= 0%"), "");
}

TEST_F(DesignFile, StepsThatCannotBeAreRefused) {
  const auto step = [&](const std::string& text) {
    return problems("paddock: 1\nscenario: s\nfleet: fleet.yaml\ntimeline:\n  - " + text +
                    "\ntargets: [\"max(tenant.outage) <= 1s\"]\n");
  };
  EXPECT_THAT(step("{name: x, at: 1m, lose: {zone: z}}"), HasSubstr("no zone"));
  EXPECT_THAT(step("{name: x, at: 1m, loose: {zone: a}}"),
              AllOf(HasSubstr("unknown key 'loose'"), HasSubstr("exactly one verb")));
  EXPECT_THAT(step("{name: x, lose: {zone: a}}"), HasSubstr("exactly one of `at` and `after`"));
  EXPECT_THAT(step("{name: x, at: 1m, crash: {node: any}, push: {tenant: all}}"), HasSubstr("exactly one verb"));
  EXPECT_THAT(step("{name: x, at: y + 1m, crash: {node: any}}"), HasSubstr("no step"));
  EXPECT_THAT(step("{name: x, at: 1m, push: {tenant: all}}"), HasSubstr("no `delivery`"));
  EXPECT_THAT(step("{name: x, at: 1m, add: {nodes: {group: general, count: 99}}}"),
              HasSubstr("would have 108 nodes and may have 30"));
  EXPECT_THAT(step("{name: x, at: 1m, fail_over: {database: pg-9}}"), HasSubstr("no database"));
  EXPECT_THAT(step("{name: x, at: 1m, fail_over: {database: pg-1}, for: 3m}"), HasSubstr("no end"));
  EXPECT_THAT(step("{name: x, at: 1m, lose: {zone: a}, in: 20 percent}"), HasSubstr("20% of runs"));
}

TEST_F(DesignFile, DuringNeedsAnEnd) {
  EXPECT_THAT(problems("paddock: 1\nscenario: s\nfleet: fleet.yaml\ntimeline: [{name: x, at: 1m, crash: {node: any}}]\n"
                       "targets: [\"max(tenant.outage) <= 1s during x\"]\n"),
              HasSubstr("has no `for`"));
}

TEST_F(DesignFile, ProblemsOfScenarioAndFleetComeTogether) {
  write("fleet.yaml", small_fleet + "nonsense: 1\n");
  const std::string text = problems(zone_loss("  - \"max(tenant.outge) <= 1s\"\n", "horizn: 3h\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("nonsense"), HasSubstr("horizn"), HasSubstr("outge")));
}

TEST_F(DesignFile, EachZoneIsARowAndExpectationsAreCounted) {
  Problems found;
  const auto designs = load(
      "paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 2h\n"
      "timeline: [{name: loss, at: 10m, lose: {zone: each}, for: 1h}]\n"
      "vary: {tenants.t.replicas: [2, 3]}\ntargets: [\"min(tenant.ready_replicas) >= 1 during loss\"]\n",
      found);
  ASSERT_TRUE(designs) << found.to_text();
  EXPECT_EQ(designs->rows.size(), 6u);
  EXPECT_EQ(designs->rows[1].choices.back().second, "hereb");
  EXPECT_THAT(problems(zone_loss("  - \"max(tenant.outage) <= 1s\"\n", "expect: [pass, fail]\n")),
              HasSubstr("2 expectations for 1 row;"));
}

}  // namespace
}  // namespace paddock::scenarios
