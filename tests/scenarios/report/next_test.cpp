// What a report of the library suggests: settings of the regions that its steps act in.
#include "scenarios/report/next.hpp"

#include <gmock/gmock.h>

#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/experiment.hpp"

namespace paddock::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

ScenarioReport run_shipped(const std::string& name, const std::vector<Setting>& set = {}) {
  Problems problems;
  const auto designs = load_designs(std::string(PADDOCK_ROOT) + "/scenarios/library/" + name + ".yaml",
                                    {.fleet = {}, .set = set, .vary = {}}, problems);
  EXPECT_TRUE(designs) << problems.to_text();
  return run_designs(*designs, {.replications = 1, .progress = {}});
}

TEST(NextOfTheLibrary, ActsWhereTheScenarioActs) {
  for (const char* name : {"database-failover", "node-crash", "add-tenant", "zone-loss", "region-outage",
                           "stack-per-database", "scale-out"}) {
    const ScenarioReport report = run_shipped(name);
    for (const FaultReport& fault : report.rows.front().faults)
      EXPECT_THAT(fault.regions, ElementsAre("eu-central-1")) << name;
    for (const std::string& command : next_commands(report))
      EXPECT_THAT(command, Not(HasSubstr("regions.us-east-1"))) << name;
  }
}

TEST(NextOfTheLibrary, AStepWithoutARegionMayActInAll) {
  EXPECT_THAT(run_shipped("one-stack").rows.front().faults.front().regions, ElementsAre("us-east-1", "eu-central-1"))
      << "a push of all tenants";
}

}  // namespace
}  // namespace paddock::scenarios
