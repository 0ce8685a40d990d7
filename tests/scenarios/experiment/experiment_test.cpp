// Looks, chance, explanations, and what is counted when.
#include "scenarios/experiment/experiment.hpp"

#include <gmock/gmock.h>

#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::HasSubstr;

class OneNode : public DesignFile {
 protected:
  void SetUp() override {
    DesignFile::SetUp();
    write("fleet.yaml", one_node_fleet);
  }
};
constexpr const char* push = "  - {name: change, at: 1m, push: {tenant: t-1}}\n";

TEST_F(OneNode, APushWithoutChanceIsOneRun) {
  EXPECT_TRUE(run(on_one_node(push, "  - \"max(deploy.sync) <= 5m\"\n")).rows[0].deterministic);
}

TEST_F(OneNode, WhatIsDrawnByLotIsRandomHoweverRare) {
  write("fleet.yaml", one_node_fleet + "  repository: {shared_file_change: 1% of pushes}\n");
  const auto report = run(on_one_node(push, "  - \"count(deploy.sync) <= 1\"\n"));
  EXPECT_FALSE(report.rows[0].deterministic);
  EXPECT_EQ(report.rows[0].replications, 72);
  write("fleet.yaml", one_node_fleet);
  EXPECT_FALSE(run(on_one_node("  - {name: crash, at: 1m, crash: {node: any}, in: 99% of runs}\n",
                               "  - \"min(tenant.ready_replicas) >= 1\"\n"))
                   .rows[0]
                   .deterministic);
}

// The machine runs short of memory in few runs: that the first ones are equal proves nothing.
TEST_F(OneNode, WhatPodsUseOfTheMemoryIsRandomHoweverRarelyItIsSeen) {
  std::string fleet = one_node_fleet;
  const std::string requests = "    requests: {cpu: 250m, memory: 200Mi}\n";
  fleet.insert(fleet.find(requests), "    uses: {memory_mib: {uniform: [100, 200]}}\n");
  write("fleet.yaml", fleet);
  EXPECT_FALSE(run(on_one_node(push, "  - \"max(deploy.sync) <= 5m\"\n")).rows[0].deterministic);
}

TEST_F(DesignFile, TiesBetweenNodesAreChance) {
  const auto report =
      run("paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 1h\ntargets: [\"max(tenant.outage) <= 1s\"]\n");
  EXPECT_FALSE(report.rows[0].deterministic) << "where pods stand is drawn";
}

TEST_F(OneNode, CallsAreCountedInTheWindow) {
  write("fleet.yaml", one_node_fleet + "apis: {\"eks:DescribeCluster\": {burst: 1, refill: 0.1/s}}\n");
  const auto report = run(on_one_node(std::string(push) + "  - {name: loss, at: 50m, lose: {zone: a}, for: 10m}\n",
                                      "  - \"sum(api.throttled) >= 1\"\n"
                                      "  - \"sum(api.throttled) >= 1 before loss\"\n"
                                      "  - \"sum(api.throttled) <= 0 during loss\"\n"
                                      "  - \"max(api.wait) >= 1s before loss\"\n"
                                      "  - \"max(api.wait) >= 1s during loss\"\n"));
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(report.rows[0].targets[i].verdict, Verdict::pass) << i;
  EXPECT_EQ(report.rows[0].targets[4].error, "nothing to measure: no call passed in any run");
}

TEST_F(OneNode, RefusedCallsAreNotThrottled) {
  const auto report =
      run(on_one_node("  - {name: off, at: 1m, refuse: {api: all}, for: 10m}\n"
                      "  - {name: change, at: 2m, push: {tenant: t-1}}\n",
                      "  - \"sum(api.throttled) <= 0\"\n  - \"sum(api.refused) >= 2 during off\"\n"
                      "  - \"sum(api.refused) <= 0 after off\"\n"));
  EXPECT_EQ(report.verdict, Verdict::pass);
  EXPECT_GE(report.rows[0].faults[0].calls, 2);
}

TEST_F(OneNode, NodesThatAreNotReadyAtTheHorizonAreCutThere) {
  const auto report = run(on_one_node("  - {name: more, at: 110m, add: {nodes: {group: general, count: 2}}}\n",
                                      "  - \"max(node.ready_after) <= 5m\"\n  - \"count(node.ready_after) >= 2\"\n"));
  EXPECT_EQ(report.rows[0].targets[0].verdict, Verdict::fail);
  EXPECT_EQ(report.rows[0].targets[0].estimate, 600);
  EXPECT_EQ(report.rows[0].targets[1].estimate, 2);
}

TEST_F(DesignFile, EveryMissedTargetIsExplainedAndNamesItsEntity) {
  const auto report =
      run(zone_loss("  - \"min(tenant.ready_replicas) >= 1 during loss\"\n"
                    "  - \"max(tenant.outage{op=write}) <= 1s during loss\"\n"
                    "  - \"mean(tenant.outage{op=write}) <= 1s during loss\"\n"
                    "  - \"p95(tenant.outage{op=write}) <= 1s during loss\"\n"
                    "  - \"rate(database.failover) <= 0/s during loss\"\n"
                    "  - \"sum(tenant.outage{op=write}) <= 1s during loss\"\n"
                    "  - \"count(database.failover) <= 0 during loss\"\n"
                    "  - \"share(tenant.outage{op=write} > 1s) <= 0% during loss\"\n"));
  const Report& row = report.rows[0];
  EXPECT_EQ(row.explanations.size(), 7u);
  for (const Explanation& why : row.explanations) EXPECT_NE(why.subject, "") << why.target;
  EXPECT_FALSE(row.targets[0].worst_entity);
  EXPECT_EQ(row.targets[1].worst_entity, row.explanations[0].subject) << "although the first target passes";
  EXPECT_THAT(row.explanations[1].causes, testing::Contains("database-failover"));
}

TEST_F(DesignFile, WhatALookHasDecidedStaysSo) {
  // With this seed 85 % are proven after 144 runs and, the sixteenth part of the error being left, not by all 1152.
  const auto report = run(
      "paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 20m\n"
      "timeline: [{name: loss, at: 10m, lose: {zone: a}, for: 5m, in: 15% of runs}]\n"
      "targets:\n  - \"max(tenant.outage) <= 1s in 85% of runs\"\n  - \"max(tenant.outage) <= 1s in 85.5% of runs\"\n",
      {.seed = 27, .progress = {}});
  const TargetReport& target = report.rows[0].targets[0];
  EXPECT_EQ(report.rows[0].replications, 1152);
  EXPECT_EQ(target.verdict, Verdict::pass);
  EXPECT_EQ(target.runs, 1152);
  EXPECT_LT(*target.share_low, 0.85);
  EXPECT_EQ(target.decided_after, 144);
  EXPECT_EQ(report.rows[0].targets[1].verdict, Verdict::undecided);
}

}  // namespace
}  // namespace paddock::scenarios
