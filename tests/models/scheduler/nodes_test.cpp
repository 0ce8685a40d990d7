#include <gtest/gtest.h>

#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

Toleration tolerates_all() {
  Toleration t;
  t.exists = true;
  return t;
}

TEST(Taints, KeepAwayUnlessTolerated) {
  SmallCluster c;
  NodeSpec tainted = node("n1");
  tainted.taints = {{"team", "blue", TaintEffect::no_schedule}};
  c.add(tainted);
  PodSpec p = pod(100, 100);
  auto e = c.explained(p);
  EXPECT_EQ(rejecter(e, 0), Plugin::taint_toleration);
  EXPECT_EQ(e.nodes[0].reasons, std::vector<std::string>{"node(s) had untolerated taint {team: blue}"});
  p.tolerations = {{.key = "team", .exists = false, .value = "red", .effect = {}}};
  EXPECT_EQ(rejecter(c.explained(p), 0), Plugin::taint_toleration);
  p.tolerations = {{.key = "team", .exists = false, .value = "blue", .effect = TaintEffect::no_execute}};
  EXPECT_EQ(rejecter(c.explained(p), 0), Plugin::taint_toleration);
  p.tolerations = {{.key = "team", .exists = false, .value = "blue", .effect = TaintEffect::no_schedule}};
  EXPECT_EQ(rejecter(c.explained(p), 0), std::nullopt);
  p.tolerations = {tolerates_all()};
  EXPECT_EQ(rejecter(c.explained(p), 0), std::nullopt);
}

TEST(Taints, PreferencesScoreInReverse) {
  SmallCluster c;
  for (int i = 0; i < 3; ++i) {
    NodeSpec n = node("n" + std::to_string(i));
    for (int t = 0; t < i; ++t) n.taints.push_back({"k" + std::to_string(t), "", TaintEffect::prefer_no_schedule});
    c.add(n);
  }
  const auto e = c.explained(pod(100, 100));
  // 0, 1, 2 of at most 2: 100, 50, 0, three times.
  EXPECT_EQ(score(e, 0, Plugin::taint_toleration), 300);
  EXPECT_EQ(score(e, 1, Plugin::taint_toleration), 150);
  EXPECT_EQ(score(e, 2, Plugin::taint_toleration), 0);
}

TEST(Unschedulable, IsForgivenLikeATaint) {
  SmallCluster c;
  NodeSpec n = node("n1");
  n.unschedulable = true;
  const NodeIndex row = c.add(n);
  PodSpec p = pod(100, 100);
  EXPECT_EQ(rejecter(c.explained(p), 0), Plugin::node_unschedulable);
  p.tolerations = {{.key = "node.kubernetes.io/unschedulable", .exists = true, .value = {}, .effect = {}}};
  EXPECT_EQ(rejecter(c.explained(p), 0), std::nullopt);
  c.state.set_unschedulable(row, false);
  EXPECT_TRUE(c.scheduled(pod(100, 100)).node);
}

PodSpec requiring(std::vector<LabelRequirement> expressions) {
  PodSpec p = pod(100, 100);
  p.node_affinity.required = std::vector{NodeSelectorTerm{std::move(expressions), {}}};
  return p;
}

TEST(NodeAffinity, KnowsItsOperators) {
  SmallCluster c;
  c.add(node("n1", {{"disk", "ssd"}, {"cores", "8"}}));
  const auto passes = [&](const std::string& key, Operator op, std::vector<std::string> values) {
    return !rejecter(c.explained(requiring({{key, op, std::move(values)}})), 0);
  };
  EXPECT_TRUE(passes("disk", Operator::in, {"hdd", "ssd"}));
  EXPECT_FALSE(passes("disk", Operator::in, {"hdd"}));
  EXPECT_FALSE(passes("disk", Operator::not_in, {"ssd"}));
  EXPECT_TRUE(passes("rack", Operator::not_in, {"ssd"}));  // a label that is not there is not in
  EXPECT_TRUE(passes("disk", Operator::exists, {}));
  EXPECT_FALSE(passes("disk", Operator::does_not_exist, {}));
  EXPECT_TRUE(passes("cores", Operator::greater, {"7"}));
  EXPECT_FALSE(passes("cores", Operator::greater, {"8"}));
  EXPECT_TRUE(passes("cores", Operator::less, {"9"}));
  EXPECT_FALSE(passes("disk", Operator::less, {"9"}));     // no number
  EXPECT_FALSE(passes("rack", Operator::greater, {"0"}));  // no label
}

TEST(NodeAffinity, NothingGivenMatchesNothing) {
  SmallCluster c;
  c.add(node("n1"));
  EXPECT_EQ(rejecter(c.explained(requiring({})), 0), Plugin::node_affinity);
  PodSpec p = pod(100, 100);
  p.node_affinity.required.emplace();
  EXPECT_EQ(rejecter(c.explained(p), 0), Plugin::node_affinity);
}

TEST(NodeAffinity, NamesNarrowTheSearch) {
  SmallCluster c;
  c.add(node("n1"));
  const NodeIndex second = c.add(node("n2"));
  NodeSelectorTerm by_name;
  by_name.match_fields = {{"metadata.name", Operator::in, {"n2"}}};
  PodSpec p = pod(100, 100);
  p.node_affinity.required = std::vector{by_name};
  EXPECT_EQ(c.explained(p).nodes[0].reasons,
            std::vector<std::string>{"node(s) didn't satisfy plugin(s) [NodeAffinity]"});
  EXPECT_EQ(c.scheduled(p).node, second);

  by_name.match_fields.push_back({"metadata.name", Operator::in, {"n1"}});  // both at once: nowhere
  p.node_affinity.required = std::vector{by_name};
  EXPECT_TRUE(c.explained(p).refused);
  EXPECT_TRUE(c.scheduled(p).refused);
}

TEST(NodeAffinity, PreferencesAddUpAndAreNormalised) {
  SmallCluster c;
  c.add(node("n1", {{"a", "1"}}));
  c.add(node("n2", {{"a", "1"}, {"b", "1"}}));
  c.add(node("n3"));
  PodSpec p = pod(100, 100);
  p.node_affinity.preferred = {{20, {{{"a", Operator::exists, {}}}, {}}}, {60, {{{"b", Operator::exists, {}}}, {}}}};
  const auto e = c.explained(p);
  EXPECT_EQ(score(e, 0, Plugin::node_affinity), 50);  // 100 * 20 / 80 = 25, twice
  EXPECT_EQ(score(e, 1, Plugin::node_affinity), 200);
  EXPECT_EQ(score(e, 2, Plugin::node_affinity), 0);
  EXPECT_EQ(score(c.explained(pod(100, 100)), 0, Plugin::node_affinity), std::nullopt);
}

PodSpec with_port(const std::string& ip, const std::string& protocol) {
  PodSpec p = pod(100, 100);
  p.containers[0].host_ports = {{ip, protocol, 80}};
  return p;
}

TEST(Ports, ClashOnTheSameAddressOrOnAll) {
  SmallCluster c;
  c.bind(with_port("10.0.0.1", ""), c.add(node("n1")));
  EXPECT_EQ(rejecter(c.explained(with_port("10.0.0.1", "TCP")), 0), Plugin::node_ports);
  EXPECT_EQ(rejecter(c.explained(with_port("", "")), 0), Plugin::node_ports);
  EXPECT_EQ(rejecter(c.explained(with_port("10.0.0.2", "TCP")), 0), std::nullopt);
  EXPECT_EQ(rejecter(c.explained(with_port("10.0.0.1", "UDP")), 0), std::nullopt);
}

TEST(Volumes, StayInTheirZone) {
  SmallCluster c;
  ClaimSpec claim;
  claim.name = "data";
  claim.bound = true;
  claim.volume_labels = {{"topology.kubernetes.io/zone", "b__c"}};
  c.catalogue.add_claim(claim);
  for (const auto* zone : {"a", "b", "c"}) c.add(node_in(std::string("n") + zone, zone));
  PodSpec p = pod(100, 100);
  p.claims = {"data"};
  const auto e = c.explained(p);
  EXPECT_EQ(rejecter(e, 0), Plugin::volume_zone);
  EXPECT_TRUE(e.nodes[0].rejection->unresolvable);
  EXPECT_EQ(e.best.size(), 2U);
  p.claims = {"lost"};
  EXPECT_EQ(c.explained(p).refused, "persistentvolumeclaim \"lost\" not found");
}

TEST(Volumes, OfOnePodAtATime) {
  SmallCluster c;
  ClaimSpec claim;
  claim.name = "data";
  claim.bound = claim.read_write_once_pod = true;
  c.catalogue.add_claim(claim);
  PodSpec p = pod(100, 100);
  p.claims = {"data"};
  const NodeIndex n = c.add(node("n1"));
  const BoundPodId first = c.bind(p, n);
  EXPECT_EQ(rejecter(c.explained(p), 0), Plugin::volume_restrictions);
  c.state.unbind(c.catalogue, first);
  EXPECT_EQ(rejecter(c.explained(p), 0), std::nullopt);
}

}  // namespace
}  // namespace paddock::models::scheduling
