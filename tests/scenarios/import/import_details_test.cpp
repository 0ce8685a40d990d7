// Dumps that are not what they seem: keys given twice, pods that wait for what no model knows, equal taints.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "scenarios/experiment/drills.hpp"
#include "scenarios/import/import.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string node(const std::string& name, const std::string& more = "") {
  return R"({"kind": "Node", "metadata": {"name": ")" + name +
         R"(", "labels": {"topology.kubernetes.io/zone": "us-east-1a"}}, "spec": {)" + more +
         R"(}, "status": {"allocatable": {"cpu": "4", "memory": "16Gi", "pods": "50"}}})";
}

/// A pod of a ReplicaSet `set` on a node, or with the message of one that waits.
std::string pod(const std::string& set, const std::string& name, const std::string& on,
                const std::string& message = "") {
  const std::string owner = R"("ownerReferences": [{"kind": "ReplicaSet", "name": ")" + set + R"("}])";
  const std::string condition = message.empty()
                                    ? R"({"type": "Ready", "status": "True"})"
                                    : R"({"type": "PodScheduled", "status": "False", "message": ")" + message + R"("})";
  return R"({"kind": "Pod", "metadata": {"namespace": "n", "name": ")" + name + R"(", )" + owner +
         R"(}, "spec": {"containers": [])" + (on.empty() ? "" : R"(, "nodeName": ")" + on + "\"") +
         R"(}, "status": {"phase": ")" + (message.empty() ? "Running" : "Pending") + R"(", "conditions": [)" +
         condition + "]}}";
}

class ImportedDetails : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("paddock-import-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::optional<ImportResult> import(const std::string& text) {
    problems_ = {};
    const auto file = folder_ / "dump.json";
    std::ofstream(file) << text;
    return import_kubectl({file.string()}, {}, problems_);
  }
  std::optional<ImportResult> import(const std::vector<std::string>& objects) {
    std::string items;
    for (const std::string& object : objects) items += (items.empty() ? "" : ",\n") + object;
    return import(R"({"kind": "List", "items": [)" + items + "]}");
  }

  std::filesystem::path folder_;
  Problems problems_;
};

TEST_F(ImportedDetails, AKeyThatStandsTwiceIsRefused) {
  EXPECT_FALSE(import(std::string(R"([{"kind": "Deployment", "metadata": {"name": "a"},
 "spec": {"replicas": 2, "replicas": 3}}])")));
  EXPECT_THAT(problems_.to_text(), AllOf(HasSubstr("dump.json:2:"), HasSubstr("'replicas' stands twice")));
  EXPECT_FALSE(import(std::string(R"({"items": [], "items": []})")));
  EXPECT_FALSE(import(std::string(R"([{"kind": "Node", "metadata": {"name": "a", "labels": {"x": "1", "x": "2"}}}])")));
}

TEST_F(ImportedDetails, PodsThatWaitForWhatNoModelKnowsAreLeftOutByName) {
  const auto result =
      import({node("one"), pod("gpu-1", "gpu-1-a", "one"),
              pod("gpu-1", "gpu-1-b", "", "0/1 nodes are available: 1 Insufficient nvidia.com/gpu."),
              pod("tied-1", "tied-1-a", "", "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity."),
              pod("full-1", "full-1-a", "", "0/1 nodes are available: 1 Insufficient cpu.")});
  ASSERT_TRUE(result) << problems_.to_text();
  ASSERT_EQ(result->spec.tenants.size(), 2u);
  for (const models::TenantSpec& tenant : result->spec.tenants) EXPECT_EQ(tenant.replicas, 1);
  EXPECT_THAT(result->coverage.not_modelled,
              Contains(AllOf(HasSubstr("n/gpu (1 of 2 pods: Insufficient nvidia.com/gpu)"),
                             HasSubstr("n/tied (1 of 1 pods: node affinity or selector)"), Not(HasSubstr("n/full")))));
}

TEST_F(ImportedDetails, NodesWithTheSameTaintsAreKeptTogether) {
  const std::string own = R"("taints": [{"key": "team", "effect": "NoSchedule"}])";
  const std::string other = R"("taints": [{"key": "else", "effect": "NoSchedule"}])";
  const auto result = import({node("one", own), node("two", own), node("three", other), pod("a-1", "a-1-a", "one")});
  ASSERT_TRUE(result) << problems_.to_text();
  std::int64_t nodes = 0;
  for (const auto& [name, group] : result->spec.regions.front().second.nodes) nodes += group.size.now;
  EXPECT_EQ(nodes, 2);
}

TEST_F(ImportedDetails, TheOnlyZoneHasItsDrill) {
  const auto titles = [&](const ImportResult& result) {
    models::Findings findings;
    const Drills drills = drills_of(models::make_fleet(result.spec, {}, findings));
    std::vector<std::string> all = drills.left_out;
    for (const Drill& drill : drills.drills) all.push_back(drill.title);
    return all;
  };
  const auto known = import({node("one"), pod("a-1", "a-1-a", "one")});
  ASSERT_TRUE(known) << problems_.to_text();
  EXPECT_THAT(titles(*known), AllOf(Contains("lose zone us-east-1a"), Not(Contains(HasSubstr("the loss of")))));

  std::string nameless = node("one");
  nameless.replace(nameless.find("topology.kubernetes.io/zone"), 27, "nothing");
  const auto unknown = import({nameless, pod("a-1", "a-1-a", "one")});
  ASSERT_TRUE(unknown) << problems_.to_text();
  EXPECT_THAT(titles(*unknown), Contains(HasSubstr("does not know in which zones")));
  EXPECT_EQ(unknown->spec.regions.front().first, "unknown");
}

}  // namespace
}  // namespace paddock::scenarios
