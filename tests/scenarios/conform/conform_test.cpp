// Vectors: our own, those that stand beside a checkout, and cases that cannot be read.
#include "scenarios/conform/conform.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace paddock::scenarios {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().filename().string().find(".json") != std::string::npos) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string told(const ConformResult& result) {
  std::string text;
  for (const auto& failure : result.failures)
    text += failure.name + ": expected " + failure.expected + ", found " + failure.found + "\n";
  for (const auto& skip : result.skips) text += "skipped " + skip.name + ": " + skip.feature + "\n";
  for (const auto& problem : result.problems) text += problem + "\n";
  return text;
}

TEST(ConformVectors, OurOwnPass) {
  const auto files = files_below(fs::path(PADDOCK_ROOT) / "tests/scenarios/conform/vectors");
  EXPECT_EQ(files.size(), 12u) << "eleven families of controllers, and the scheduler";
  for (const fs::path& file : files) {
    const ConformResult result = conform_file(file);
    EXPECT_GT(result.passed, 0u) << file;
    EXPECT_EQ(told(result), "") << file;
  }
}

/// Answers of the real thing stand beside the checkout where somebody has put them there.
void pass_all_of(const std::string& folder, const std::set<std::string>& not_modelled) {
  const fs::path vectors = fs::path(PADDOCK_ROOT).parent_path() / "shared/vectors" / folder;
  if (!fs::exists(vectors)) GTEST_SKIP() << vectors << " is not there";
  for (const fs::path& file : files_below(vectors)) {
    const std::string stem = file.filename().string().substr(0, file.filename().string().find('.'));
    if (stem == "MANIFEST" || not_modelled.contains(stem.substr(0, stem.find('_')))) continue;
    EXPECT_EQ(told(conform_file(file)), "") << file;
  }
}

TEST(ConformVectors, OfTheSchedulerPass) { pass_all_of("scheduler", {}); }
TEST(ConformVectors, OfTheControllersPass) { pass_all_of("controllers", {"ca", "hpa", "karpenter"}); }

std::string a_case(const std::string& input, const std::string& expect) {
  return R"({"name": "it", "input": )" + input + R"(, "expect": )" + expect + "}";
}

TEST(ACase, NamesTheFieldThatIsWrong) {
  const auto problems = [](const std::string& family, const std::string& input) {
    const ConformResult result = conform_case(a_case(input, "{}"), family);
    EXPECT_THAT(result.failures, IsEmpty());
    EXPECT_EQ(result.passed, 0u);
    return result.problems;
  };
  EXPECT_THAT(problems("zone_state_rate", R"({"not_ready": "3", "zone_nodes": 4})"),
              ElementsAre(HasSubstr("it: input.not_ready: is not a whole number")));
  EXPECT_THAT(problems("zone_state_rate", R"({"not_ready": 3})"),
              testing::Contains(HasSubstr("it: input.zone_nodes: is missing")));
  EXPECT_THAT(problems("zone_state_rate", R"({"not_ready": 5, "zone_nodes": 4})"),
              ElementsAre(HasSubstr("is more than zone_nodes")));
  EXPECT_THAT(problems("pdb_status", R"({"min_available": 1, "pods": [{"ready": true}, {"ready": 1}]})"),
              ElementsAre(HasSubstr("it: input.pods[1].ready: ")));
  EXPECT_THAT(problems("pdb_eviction_api", R"({"pod_phase": "Sleeping"})"),
              ElementsAre("it: input.pod_phase: is no phase of a pod: Sleeping"));
  EXPECT_THAT(problems("rolling_steps", R"({"strategy": "Hope", "deployment_replicas": 1, "new_rs_replicas": 1,
                                            "old_rs_replicas": 0})"),
              ElementsAre(HasSubstr("it: input.strategy: is neither")));
  EXPECT_THAT(problems("taint_eviction", "[]"), testing::Contains("it: input: is not an object"));
  EXPECT_THAT(conform_case(R"({"name": "it", "input": {}})", "node_health").problems,
              testing::Contains("it: expect: is missing or not an object"));
  EXPECT_THAT(conform_case("{", "node_health").problems, ElementsAre(HasSubstr("not a JSON object")));
}

TEST(ACase, IsSkippedWhereItAsksForMoreThanIsModelled) {
  const auto feature = [](const std::string& family, const std::string& input, const std::string& expect) {
    const ConformResult result = conform_case(a_case(input, expect), family);
    EXPECT_EQ(result.passed, 0u);
    EXPECT_THAT(result.problems, IsEmpty());
    return result.skips.empty() ? "" : result.skips.front().feature;
  };
  EXPECT_EQ(feature("karpenter_budgets", "{}", "{}"), "family karpenter_budgets");
  EXPECT_EQ(feature("zone_state_rate", R"({"not_ready": 0, "zone_nodes": 1, "moon": "full"})", "{}"),
            "field input.moon");
  EXPECT_EQ(feature("zone_state_rate", R"({"not_ready": 0, "zone_nodes": 1})", R"({"tide": "low"})"), "expected tide");
  EXPECT_EQ(feature("pdb_status", R"({"min_available": 1, "pods_initial": 1, "steps": ["the moon rises"]})", "{}"),
            "step \"the moon rises\"");
}

TEST(ACase, FailsWithWhatWasExpectedAndFound) {
  const ConformResult result = conform_case(
      a_case(R"({"not_ready": 0, "zone_nodes": 1})", R"({"zone_state": "FullDisruption"})"), "zone_state_rate");
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].name, "it");
  EXPECT_EQ(result.failures[0].expected, "zone_state \"FullDisruption\"");
  EXPECT_EQ(result.failures[0].found, "zone_state \"Normal\"");
}

}  // namespace
}  // namespace paddock::scenarios
