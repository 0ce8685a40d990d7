#include <gtest/gtest.h>

#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

const char* const zone_key = "topology.kubernetes.io/zone";

PodSpec spread_over(const std::string& key, int max_skew, bool hard) {
  PodSpec p = pod(10, 10, {{"app", "web"}});
  SpreadConstraint c;
  c.max_skew = max_skew;
  c.topology_key = key;
  c.do_not_schedule = hard;
  c.selector = having("app", "web");
  p.spread = {c};
  return p;
}

PodSpec web() { return pod(10, 10, {{"app", "web"}}); }

/// n0 and n1 in zone a, n2 in b, n3 in c.
SmallCluster four_nodes() {
  SmallCluster c;
  for (const auto* zone : {"a", "a", "b", "c"}) c.add(node_in("n" + std::to_string(c.state.rows()), zone));
  return c;
}

/// Rejecters by node name "n0", "n1", ...
std::vector<bool> feasible(SmallCluster& c, const PodSpec& p) {
  std::vector<bool> result(c.state.rows(), false);
  for (const auto& told : c.explained(p).nodes) result[told.node] = !told.rejection;
  return result;
}

TEST(HardSpread, KeepsTheSkew) {
  SmallCluster c = four_nodes();
  c.bind(web(), 0);
  c.bind(web(), 2);
  // a 1, b 1, c 0: one more in a or b would be 2 against 0.
  EXPECT_EQ(feasible(c, spread_over(zone_key, 1, true)), (std::vector{false, false, false, true}));
  EXPECT_EQ(feasible(c, spread_over(zone_key, 2, true)), (std::vector{true, true, true, true}));
  c.bind(web(), 3);
  EXPECT_EQ(feasible(c, spread_over(zone_key, 1, true)), (std::vector{true, true, true, true}));
}

TEST(HardSpread, ForgetsPodsThatTerminateOrGo) {
  SmallCluster c = four_nodes();
  const BoundPodId first = c.bind(web(), 0);
  const BoundPodId second = c.bind(web(), 1);
  EXPECT_EQ(feasible(c, spread_over(zone_key, 1, true)), (std::vector{false, false, true, true}));
  c.state.mark_terminating(c.catalogue, first);
  c.state.mark_terminating(c.catalogue, second);
  EXPECT_EQ(feasible(c, spread_over(zone_key, 1, true)), (std::vector{true, true, true, true}));
  c.state.unbind(c.catalogue, first);
  EXPECT_EQ(feasible(c, spread_over(zone_key, 1, true)), (std::vector{true, true, true, true}));
}

TEST(HardSpread, WantsAsManyDomains) {
  SmallCluster c = four_nodes();
  for (const NodeIndex n : {0U, 2U, 3U}) c.bind(web(), n);
  PodSpec p = spread_over(zone_key, 1, true);
  p.spread[0].min_domains = 3;
  EXPECT_EQ(feasible(c, p), (std::vector{true, true, true, true}));
  p.spread[0].min_domains = 4;  // only three zones: the least counts as 0, and 1 + 1 - 0 > 1
  EXPECT_EQ(feasible(c, p), (std::vector{false, false, false, false}));
}

TEST(HardSpread, CountsOnlyNodesThatThePodMayUse) {
  SmallCluster c;
  c.add(node("n0", {{zone_key, "a"}, {"pool", "x"}}));
  c.add(node("n1", {{zone_key, "b"}, {"pool", "x"}}));
  c.add(node("n2", {{zone_key, "c"}, {"pool", "y"}}));
  c.bind(web(), 0);
  c.bind(web(), 1);
  PodSpec p = spread_over(zone_key, 1, true);
  p.node_selector = {{"pool", "x"}};
  EXPECT_EQ(feasible(c, p), (std::vector{true, true, false}));  // c does not count: the least is 1
  p.spread[0].honor_node_affinity = false;
  EXPECT_EQ(feasible(c, p), (std::vector{false, false, false}));  // it does: 1 + 1 - 0 > 1
}

TEST(HardSpread, CountsTaintedNodesUnlessToldNotTo) {
  SmallCluster c;
  c.add(node_in("n0", "a"));
  NodeSpec tainted = node_in("n1", "b");
  tainted.taints = {{"k", "v", TaintEffect::no_schedule}};
  const NodeIndex n1 = c.add(tainted);
  c.bind(web(), 0);
  PodSpec p = spread_over(zone_key, 1, true);
  EXPECT_EQ(feasible(c, p), (std::vector{false, false}));
  p.spread[0].honor_node_taints = true;
  EXPECT_EQ(feasible(c, p), (std::vector{true, false}));
  c.state.set_taints(c.catalogue, n1, {});  // the zone counts again
  EXPECT_EQ(feasible(c, p), (std::vector{false, true}));
}

TEST(HardSpread, NeedsTheLabel) {
  SmallCluster c;
  c.add(node("n0"));
  const auto e = c.explained(spread_over(zone_key, 1, true));
  EXPECT_EQ(e.nodes[0].reasons,
            std::vector<std::string>{"node(s) didn't match pod topology spread constraints (missing required label)"});
  EXPECT_TRUE(e.nodes[0].rejection->unresolvable);
}

TEST(HardSpread, NarrowsByTheLabelsOfARevision) {
  SmallCluster c = four_nodes();
  PodSpec old = web();
  old.labels["rev"] = "1";
  c.bind(old, 0);
  PodSpec p = spread_over(zone_key, 1, true);
  p.labels["rev"] = "2";
  EXPECT_EQ(feasible(c, p), (std::vector{false, false, true, true}));
  p.spread[0].match_label_keys = {"rev"};
  EXPECT_EQ(feasible(c, p), (std::vector{true, true, true, true}));
}

TEST(SoftSpread, WeighsByTheLogarithmOfTheDomains) {
  SmallCluster c = four_nodes();
  for (int i = 0; i < 3; ++i) c.bind(web(), 0);
  c.bind(web(), 2);
  const auto e = c.explained(spread_over(zone_key, 1, false));
  // ln(3 + 2) = 1.609: a 3 -> 4.83 -> 5, b 1 -> 1.6 -> 2, c 0. 100 * (5 + 0 - s) / 5 = 0, 60, 100; twice.
  // The zones take turns: n0, n2, n3, n1.
  EXPECT_EQ(score(e, 0, Plugin::pod_topology_spread), 0);
  EXPECT_EQ(score(e, 1, Plugin::pod_topology_spread), 120);
  EXPECT_EQ(score(e, 2, Plugin::pod_topology_spread), 200);
  EXPECT_EQ(score(e, 3, Plugin::pod_topology_spread), 0);
}

TEST(SoftSpread, LeavesOutNodesWithoutTheLabel) {
  SmallCluster c = four_nodes();
  c.add(node("n4"));
  const auto e = c.explained(spread_over(zone_key, 1, false));
  for (const auto& told : e.nodes)
    EXPECT_EQ(told.scores[static_cast<std::size_t>(Plugin::pod_topology_spread)], told.node == 4 ? 0 : 200);
}

TEST(DefaultSpread, ComesWithAService) {
  SmallCluster c;
  c.catalogue.add_service({"default", Labels{{"app", "web"}}});
  for (const auto* zone : {"a", "b"}) c.add(node_in(std::string("n") + zone, zone));
  c.bind(web(), 0);
  EXPECT_EQ(score(c.explained(pod(10, 10)), 0, Plugin::pod_topology_spread), std::nullopt);
  const auto e = c.explained(web());
  // Hostname: ln 4 = 1.386 a pod, and 2; zone: ln 4 a pod, and 4. na: 2.77 + 6 = 8.77 -> 9, nb: 6.
  // 100 * (9 + 6 - 9) / 9 = 66, 100 * (9 + 6 - 6) / 9 = 100; twice.
  EXPECT_EQ(score(e, 0, Plugin::pod_topology_spread), 132);
  EXPECT_EQ(score(e, 1, Plugin::pod_topology_spread), 200);
}

TEST(DefaultSpread, FollowsTheOwner) {
  SmallCluster c;
  c.catalogue.add_controller({"ReplicaSet", "default", "web-1", having("app", "web")});
  c.add(node_in("na", "a"));
  PodSpec owned = web();
  EXPECT_EQ(score(c.explained(owned), 0, Plugin::pod_topology_spread), std::nullopt);
  owned.controller = {"ReplicaSet", "web-1"};
  EXPECT_EQ(score(c.explained(owned), 0, Plugin::pod_topology_spread), 200);
}

}  // namespace
}  // namespace paddock::models::scheduling
