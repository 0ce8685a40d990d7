// What files say about containers and bad versions: as verdicts with their causes, and as problems with their places.
#include <gmock/gmock.h>

#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

/// The deterministic fleet with a database, two replicas a tenant, and more said about its pods.
std::string fleet(const std::string& more) {
  return with(with(with(one_node_fleet, "    path:", "    databases: {pg: {failover: 80s}}\n    path:"), "replicas: 1",
                   "replicas: 2"),
              "    traffic: {poll: {rate: 4/s, needs: [pod]}}",
              "    database: pg-01\n    traffic: {poll: {rate: 4/s, needs: [pod]}, write: {rate: 1/s, needs: [pod, "
              "database]}}\n    " +
                  more);
}

class Containers : public DesignFile {
 protected:
  Report report_of(const std::string& pods, const std::string& step, const std::string& targets) const {
    write("fleet.yaml", fleet(pods));
    return run(on_one_node("  - " + step + "\n", targets)).rows.at(0);
  }
  std::string problems_of(const std::string& pods,
                          const std::string& step = "{name: change, at: 1m, push: {tenant: all}}") const {
    write("fleet.yaml", fleet(pods));
    return problems(on_one_node("  - " + step + "\n", "  - \"max(deploy.failed) <= 0\"\n"));
  }
};

TEST_F(Containers, AMigrationThatBlocksRequestsIsAnOutageOfItsLength) {
  const Report report = report_of("start: {init: [{name: migrate, runs: 40s, locks: tenant, blocks: requests}]}",
                                  "{name: change, at: 1m, push: {tenant: t-1}}",
                                  "  - \"max(tenant.outage{op=write, tenant=t-1}) <= 39s\"\n"
                                  "  - \"max(tenant.outage{op=write, tenant=t-2}) <= 0s\"\n"
                                  "  - \"max(tenant.outage{op=poll}) <= 0s\"\n");
  EXPECT_EQ(report.targets[0].verdict, Verdict::fail);
  EXPECT_EQ(report.targets[0].estimate, 40);
  EXPECT_EQ(report.targets[1].verdict, Verdict::pass);
  EXPECT_EQ(report.targets[2].verdict, Verdict::pass);
  EXPECT_THAT(report.explanations.at(0).causes, Contains("migration"));
}

TEST_F(Containers, ACrashLoopFailsTheDeployAndCostsNobodyTheirService) {
  // It ends before its first probe; one that is Ready at once would content Helm before it crashes.
  const Report report =
      report_of("probe: {readiness: {delay: 30s}}", "{name: change, at: 1m, push: {tenant: t-1, crashes_after: 5s}}",
                "  - \"max(deploy.failed) <= 0\"\n  - \"min(tenant.ready_replicas) >= 2\"\n"
                "  - \"max(tenant.outage) <= 0s\"\n");
  EXPECT_EQ(report.targets[0].verdict, Verdict::fail);
  EXPECT_EQ(report.targets[1].verdict, Verdict::pass);
  EXPECT_EQ(report.targets[2].verdict, Verdict::pass);
  EXPECT_THAT(report.explanations.at(0).causes, AllOf(Contains("rollout-timeout"), Contains("crash-loop")));
}

TEST_F(Containers, AnImageThatIsMissingIsNamed) {
  const Report report = report_of("", "{name: change, at: 1m, push: {tenant: t-1, image_missing: true}}",
                                  "  - \"max(deploy.failed) <= 0\"\n");
  EXPECT_THAT(report.explanations.at(0).causes, Contains("image-missing"));
}

TEST_F(Containers, ReadinessThatAsksTheDatabaseIsToBlame) {
  const Report report =
      report_of("probe: {readiness: {asks: database}}", "{name: failover, at: 10m, fail_over: {database: pg-01}}",
                "  - \"min(tenant.ready_replicas) >= 1\"\n");
  EXPECT_EQ(report.targets[0].estimate, 0);
  EXPECT_THAT(report.explanations.at(0).causes, Contains("readiness-asks-database"));
}

TEST_F(Containers, BadNumbersAreProblemsWithTheirPlaces) {
  EXPECT_THAT(problems_of("start: {image: {size: -1M}}"), AllOf(HasSubstr("fleet.yaml:"), HasSubstr("size")));
  EXPECT_THAT(problems_of("start: {image: {size: 0M}}"), HasSubstr("size"));
  EXPECT_THAT(problems_of("probe: {readiness: {failures: 0}}"), HasSubstr("probe.readiness.failures"));
  EXPECT_THAT(problems_of("probe: {liveness: {failures: 0}, startup: {failures: 0}}"),
              AllOf(HasSubstr("probe.liveness.failures"), HasSubstr("probe.startup.failures")));
  EXPECT_THAT(problems_of("start: {migration: {runs: 5s, locks: nothing}}"), HasSubstr("tenant or database"));
  EXPECT_THAT(problems_of("", "{name: change, at: 1m, push: {tenant: all, crashes_after: 0s}}"),
              HasSubstr("crashes_after"));
  EXPECT_THAT(problems_of("", "{name: change, at: 1m, push: {tenant: all, crashes_after: 5s, image_missing: true}}"),
              HasSubstr("never starts"));
}

TEST_F(Containers, WhatCannotBeIsAFindingWithItsPlace) {
  write("fleet.yaml",
        with(fleet("start: {init: [{name: migrate, runs: 5s, locks: tenant}]}"), "    database: pg-01\n", ""));
  const std::string none =
      problems(on_one_node("  - {name: change, at: 1m, push: {tenant: all}}\n", "  - \"max(deploy.failed) <= 0\"\n"));
  EXPECT_THAT(none, AllOf(HasSubstr("start.init[0].locks"), HasSubstr("the tenants have none")));
  EXPECT_THAT(problems_of("start: {init: [{name: a, runs: 5s, locks: tenant}, {name: b, runs: 5s, locks: database}]}"),
              HasSubstr("start.init[1].locks"));
  write("fleet.yaml", with(one_node_fleet, "replicas: 1", "replicas: 0"));
  EXPECT_THAT(problems(on_one_node("  - {name: change, at: 1m, push: {tenant: all, crashes_after: 5s}}\n",
                                   "  - \"max(deploy.failed) <= 0\"\n")),
              AllOf(HasSubstr("s.yaml:6"), HasSubstr("there is no rollout")));
}

}  // namespace
}  // namespace paddock::scenarios
