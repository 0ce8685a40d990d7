#include "models/kubernetes/scheduler/profile.hpp"

#include <gtest/gtest.h>

namespace paddock::models::scheduling {
namespace {

TEST(Profile, HasTheDefaultsOfTheRelease) {
  const Profile p;
  std::int64_t most = 0;
  for (const Plugin plugin :
       {Plugin::taint_toleration, Plugin::node_affinity, Plugin::node_resources_fit, Plugin::pod_topology_spread,
        Plugin::inter_pod_affinity, Plugin::balanced_allocation, Plugin::image_locality})
    most += 100 * p.of(plugin).weight;
  EXPECT_EQ(most, 1200);
  EXPECT_TRUE(problems(p).empty());
}

TEST(Profile, ScoreSaysMoreThanMultiPoint) {
  Profile p;
  EXPECT_TRUE(
      apply_plugins(p, {{"multiPoint", {{{"NodeAffinity", 7}, {"PrioritySort", {}}, {"DefaultBinder", {}}}, {"*"}}},
                        {"score", {{{"TaintToleration", 4}}, {}}},
                        {"filter", {{{"TaintToleration", {}}}, {}}}})
          .empty());
  EXPECT_FALSE(p.of(Plugin::node_resources_fit).filters);
  EXPECT_TRUE(p.of(Plugin::node_affinity).filters);
  EXPECT_EQ(p.of(Plugin::node_affinity).weight, 7);
  EXPECT_EQ(p.of(Plugin::taint_toleration).weight, 4);
  EXPECT_TRUE(p.of(Plugin::taint_toleration).filters);
}

TEST(Profile, NamesTheNearestPlugin) {
  Profile p;
  const auto found = apply_plugins(p, {{"filter", {{{"NodeAfinity", {}}}, {"Bogus"}}}, {"scor", {}}});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0], "plugins: unknown extension point scor, did you mean score?");
  EXPECT_EQ(found[1], "plugins.filter: unknown plugin Bogus");
  EXPECT_EQ(found[2], "plugins.filter: unknown plugin NodeAfinity, did you mean NodeAffinity?");
}

TEST(Profile, RefusesArgumentsOutOfRange) {
  Profile p;
  p.hard_pod_affinity_weight = 101;
  p.fit_resources = {{"cpu", 0}};
  p.fit_strategy = FitStrategy::requested_to_capacity_ratio;
  p.fit_shape = {{50, 1}, {50, 11}};
  p.percentage_of_nodes_to_score = 101;
  EXPECT_EQ(problems(p).size(), 5U);
}

TEST(Profile, InertPluginsAreKnown) {
  Profile p;
  EXPECT_TRUE(apply_plugins(p, {{"queueSort", {{{"PrioritySort", {}}}, {"*"}}}}).empty());
  EXPECT_TRUE(p.of(Plugin::node_affinity).filters);
}

}  // namespace
}  // namespace paddock::models::scheduling
