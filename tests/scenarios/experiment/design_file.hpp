// Scenarios and fleets as text, written to a folder of the test and loaded as users' files are.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/experiment.hpp"

namespace paddock::scenarios {

inline const std::string small_fleet = R"(paddock: 1
fleet: small
regions:
  here:
    zones: [a, b, c]
    nodes: {general: {type: t4g.xlarge, size: {now: 9, min: 3, max: 30}}}
    databases: {pg: {count: 3, name: "pg-{n}"}}
plans:
  pro: {slo: {good: "99.9% of minutes in 30d", bad_minute: "errors > 5%"}}
tenants:
  - group: t
    count: 12
    plan: pro
    replicas: 2
    requests: {cpu: 250m, memory: 200Mi}
    probe: {readiness: {delay: 30s, period: 10s, successes: 5, timeout: 10s}}
    database: {place: "fill, 4 per database"}
    traffic:
      poll: {rate: 4/s, needs: [pod]}
      write: {rate: 0.2/s, needs: [pod, database]}
)";

/// Nothing in it is random: one node, so that no two are alike, and lengths of time that are given.
inline const std::string one_node_fleet = R"(paddock: 1
fleet: one
regions:
  here:
    zones: [a]
    nodes: {general: {type: t4g.xlarge, size: {now: 1, min: 1, max: 9}, launch: 20m}}
    path: [{service: {propagation: 1s}}]
plans:
  pro: {slo: {good: "99.9% of minutes in 30d", bad_minute: "errors > 5%"}}
tenants:
  - group: t
    count: 2
    plan: pro
    replicas: 1
    requests: {cpu: 250m, memory: 200Mi}
    traffic: {poll: {rate: 4/s, needs: [pod]}}
delivery:
  runner: {kind: github-hosted, concurrent: 20, start: 6s}
  engine: {kind: pulumi}
  stacks: {cut: one}
)";

/// A scenario on it with these steps and targets, one a line.
inline std::string on_one_node(const std::string& steps, const std::string& targets, const std::string& more = "") {
  return "paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 2h\ntimeline:\n" + steps + more + "targets:\n" + targets;
}

/// A scenario whose targets are given line by line; the rest is a zone loss at 10m for 1h.
inline std::string zone_loss(const std::string& targets, const std::string& more = "") {
  return "paddock: 1\nscenario: s\nfleet: fleet.yaml\nhorizon: 2h\ntimeline:\n  - {name: loss, at: 10m, lose: {zone: "
         "a}, for: 1h}\n" +
         more + "targets:\n" + targets;
}

class DesignFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("paddock-design-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" +
               std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    write("fleet.yaml", small_fleet);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  std::optional<Designs> load(const std::string& scenario, Problems& problems) const {
    write("s.yaml", scenario);
    return load_designs((folder_ / "s.yaml").string(), {}, problems);
  }
  /// The problems of a scenario as text, or "" if it is good.
  std::string problems(const std::string& scenario) const {
    Problems found;
    load(scenario, found);
    return found.to_text();
  }
  ScenarioReport run(const std::string& scenario, const ExperimentOptions& options = {.progress = {}}) const {
    Problems found;
    const auto designs = load(scenario, found);
    EXPECT_TRUE(designs) << found.to_text();
    return designs ? run_designs(*designs, options) : ScenarioReport{};
  }

  std::filesystem::path folder_;
};

}  // namespace paddock::scenarios
