#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

TEST(Sampling, LooksForFewerInLargerClusters) {
  EXPECT_EQ(nodes_to_find(99, 10), 99U);
  EXPECT_EQ(nodes_to_find(100, 0), 100U);   // 50 - 0.8 -> 50 %: 50, but at least 100
  EXPECT_EQ(nodes_to_find(1000, 0), 420U);  // 50 - 8 = 42 %
  EXPECT_EQ(nodes_to_find(5000, 0), 500U);  // 50 - 40 = 10 %
  EXPECT_EQ(nodes_to_find(6000, 0), 300U);  // 50 - 48 = 2 -> 5 %
  EXPECT_EQ(nodes_to_find(1000, 70), 700U);
  EXPECT_EQ(nodes_to_find(1000, 100), 1000U);
}

TEST(Sampling, ZonesTakeTurns) {
  SmallCluster c;
  const NodeIndex a1 = c.add(node_in("a1", "a")), a2 = c.add(node_in("a2", "a")), a3 = c.add(node_in("a3", "a"));
  const NodeIndex b1 = c.add(node_in("b1", "b"));
  EXPECT_EQ(c.state.order(), (std::vector{a1, b1, a2, a3}));
  c.state.remove_node(c.catalogue, a1);
  EXPECT_EQ(c.state.order(), (std::vector{a2, b1, a3}));
  const NodeIndex c1 = c.add(node_in("c1", "c"));
  EXPECT_EQ(c1, a1);  // the row is used again
  EXPECT_EQ(c.state.order(), (std::vector{a2, b1, c1, a3}));
}

TEST(Sampling, StartsWhereTheLastCycleEnded) {
  Profile p;
  p.percentage_of_nodes_to_score = 1;  // of 250: 2, so the least, 100
  SmallCluster c(p);
  for (int i = 0; i < 250; ++i) c.add(node("n" + std::to_string(i)));
  EXPECT_EQ(c.scheduled(pod(1, 1)).feasible, 100U);
  EXPECT_EQ(c.state.start_index(), 100U);
  c.scheduled(pod(1, 1));
  c.scheduled(pod(1, 1));
  EXPECT_EQ(c.state.start_index(), 50U);
  EXPECT_EQ(c.scheduled(pod(5000, 1)).evaluated, 250U);
  EXPECT_EQ(c.state.start_index(), 50U);  // all of them: around once
}

TEST(Ties, AreBrokenByNameOrEvenly) {
  SmallCluster c;
  for (const auto* name : {"n2", "n1", "n3"}) c.add(node(name));
  EXPECT_EQ(c.scheduled(pod(1, 1)).node, 1U);
  std::map<NodeIndex, int> chosen;
  for (std::uint64_t i = 0; i < 3000; ++i) ++chosen[*c.scheduled(pod(1, 1), i * 0x9E3779B97F4A7C15U).node];
  for (const auto& [n, times] : chosen) EXPECT_NEAR(times, 1000, 50);
  EXPECT_EQ(chosen.size(), 3U);
  EXPECT_EQ(one_of(3, 0), 0U);
  EXPECT_EQ(one_of(3, ~std::uint64_t{0}), 2U);
}

TEST(OneNode, IsTakenWithoutScores) {
  SmallCluster c;
  c.add(node("n1"));
  const Decision d = c.scheduled(pod(1, 1));
  EXPECT_EQ(d.node, 0U);
  EXPECT_EQ(d.total, 0);
  EXPECT_EQ(d.feasible, 1U);
}

TEST(NoNode, IsTold) {
  SmallCluster c;
  EXPECT_FALSE(c.scheduled(pod(1, 1)).node);
  EXPECT_FALSE(c.preempted(pod(1, 1)).node);
  EXPECT_TRUE(c.explained(pod(1, 1)).larger_in.empty());
}

TEST(Copies, GoTheirOwnWay) {
  SmallCluster c;
  for (const auto* name : {"n1", "n2"}) c.add(node(name));
  const ClassId id = c.catalogue.add_class(pod(1000, 1000));
  ClusterState other = c.state;
  for (int i = 0; i < 3; ++i) {
    const auto a = schedule(c.catalogue, c.state, id, {}), b = schedule(c.catalogue, other, id, {});
    EXPECT_EQ(a.node, b.node);
    c.state.bind(c.catalogue, id, *a.node);
    other.bind(c.catalogue, id, *b.node);
  }
  other.bind(c.catalogue, id, 0);
  EXPECT_EQ(c.state.pods(), 3U);
  EXPECT_EQ(other.pods(), 4U);
}

}  // namespace
}  // namespace paddock::models::scheduling
