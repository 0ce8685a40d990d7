// Dumps of real clusters, where somebody has them beside the tree: each is imported or refused with a reason, and what
// was imported runs through a game day.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/scenarios/import/dumps.hpp"

namespace paddock::scenarios {
namespace {

using testing::HasSubstr;

const std::filesystem::path real = std::filesystem::path(PADDOCK_ROOT) / "../shared/data/k8s";

class RealDumps : public Import {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(real)) GTEST_SKIP() << "no dumps in " << real;
    Import::SetUp();
  }

  void expect_drills(const std::vector<std::string>& dumps) const {
    std::vector<std::string> command{"gameday"};
    command.insert(command.end(), dumps.begin(), dumps.end());
    command.insert(command.end(), {"-n", "1", "--format", "json"});
    const Ended gameday = paddock(command);
    if (gameday.code == 2)
      EXPECT_THAT(gameday.err, HasSubstr("no drill makes sense here")) << dumps.front();
    else
      EXPECT_THAT(gameday.code, testing::AnyOf(0, 1, 4)) << dumps.front() << gameday.err;
  }
};

TEST_F(RealDumps, AreImportedOrRefusedWithAReason) {
  std::size_t imported_count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(real)) {
    const std::string file = std::filesystem::canonical(entry.path()).string();
    const auto imported = import_files({file});
    if (!imported.result) {
      EXPECT_NE(imported.said(), "") << file;
      continue;
    }
    ++imported_count;
    EXPECT_TRUE(reread(imported.result->yaml)) << file;
    expect_drills({file});
  }
  EXPECT_GE(imported_count, 5U);
}

TEST_F(RealDumps, NodesAndPodsOfOneClusterGoTogether) {
  const auto file = [](const char* name) { return std::filesystem::canonical(real / name).string(); };
  for (const auto& [nodes, pods] : {std::pair{"openb_nodes_as_nodelist.json", "openb_pods_as_podlist_1000.json"},
                                    {"honeycomb_nodes.json", "honeycomb_pods.json"}}) {
    if (!std::filesystem::exists(real / nodes) || !std::filesystem::exists(real / pods)) continue;
    const auto imported = import_files({file(nodes), file(pods)});
    ASSERT_TRUE(imported.result) << imported.said();
    EXPECT_FALSE(imported.result->spec.tenants.empty());
    expect_drills({file(nodes), file(pods)});
  }
}

}  // namespace
}  // namespace paddock::scenarios
