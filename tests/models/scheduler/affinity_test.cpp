#include <gtest/gtest.h>

#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

PodAffinityTerm near(const std::string& app, const std::string& key = "topology.kubernetes.io/zone") {
  PodAffinityTerm term;
  term.selector = having("app", app);
  term.topology_key = key;
  return term;
}

PodSpec app(const std::string& name) { return pod(10, 10, {{"app", name}}); }

struct Affinity : testing::Test {
  SmallCluster c;
  NodeIndex a1 = c.add(node_in("a1", "a")), a2 = c.add(node_in("a2", "a")), b1 = c.add(node_in("b1", "b"));

  /// Whether a1, a2, b1 pass.
  std::vector<bool> feasible(const PodSpec& p) {
    std::vector<bool> result(3, false);
    for (const auto& told : c.explained(p).nodes) result[told.node] = !told.rejection;
    return result;
  }
};

TEST_F(Affinity, WantsCompanyInTheSameDomain) {
  PodSpec p = app("web");
  p.pod_affinity.required = {near("db")};
  EXPECT_EQ(feasible(p), (std::vector{false, false, false}));
  const auto e = c.explained(p);
  EXPECT_TRUE(e.nodes[0].rejection->unresolvable);
  c.bind(app("db"), a1);
  EXPECT_EQ(feasible(p), (std::vector{true, true, false}));
}

TEST_F(Affinity, TheFirstOfItsKindGoesAnywhere) {
  PodSpec p = app("web");
  p.pod_affinity.required = {near("web")};
  EXPECT_EQ(feasible(p), (std::vector{true, true, true}));
  c.bind(p, b1);
  EXPECT_EQ(feasible(p), (std::vector{false, false, true}));
}

TEST_F(Affinity, OneExistingPodMustMatchEveryTerm) {
  PodSpec p = pod(10, 10);
  p.pod_affinity.required = {near("db"), near("db", "kubernetes.io/hostname")};
  p.pod_affinity.required[1].selector = having("tier", "be");
  c.bind(app("db"), a1);
  c.bind(pod(10, 10, {{"tier", "be"}}), a1);
  EXPECT_EQ(feasible(p), (std::vector{false, false, false}));  // each term has its pod; no pod has both
  c.bind(pod(10, 10, {{"app", "db"}, {"tier", "be"}}), a2);
  EXPECT_EQ(feasible(p), (std::vector{false, true, false}));
}

TEST_F(Affinity, AvoidsCompanyBothWays) {
  PodSpec shy = app("shy");
  shy.pod_anti_affinity.required = {near("web")};
  c.bind(app("web"), a1);
  EXPECT_EQ(feasible(shy), (std::vector{false, false, true}));
  c.bind(shy, b1);
  const auto e = c.explained(app("web"));
  for (const auto& told : e.nodes) {
    const std::vector<std::string> why{"node(s) didn't satisfy existing pods anti-affinity rules"};
    EXPECT_EQ(told.reasons, told.node == b1 ? why : std::vector<std::string>{});
  }
  EXPECT_EQ(feasible(app("web")), (std::vector{true, true, false}));
}

TEST_F(Affinity, LooksIntoOtherNamespaces) {
  SmallCluster d;
  d.catalogue.add_namespace("prod", {{"env", "prod"}});
  const NodeIndex n = d.add(node_in("n", "a"));
  PodSpec other = app("web");
  other.namespace_name = "prod";
  d.bind(other, n);
  PodSpec p = app("web");
  p.pod_anti_affinity.required = {near("web")};
  EXPECT_EQ(rejecter(d.explained(p), 0), std::nullopt);  // its own namespace alone
  p.pod_anti_affinity.required[0].namespaces = {"prod"};
  EXPECT_EQ(rejecter(d.explained(p), 0), Plugin::inter_pod_affinity);
  p.pod_anti_affinity.required[0].namespaces.clear();
  p.pod_anti_affinity.required[0].namespace_selector = having("env", "prod");
  EXPECT_EQ(rejecter(d.explained(p), 0), Plugin::inter_pod_affinity);
  p.pod_anti_affinity.required[0].namespace_selector = having("env", "dev");
  EXPECT_EQ(rejecter(d.explained(p), 0), std::nullopt);
  p.pod_anti_affinity.required[0].namespace_selector = LabelSelector{};  // every namespace
  EXPECT_EQ(rejecter(d.explained(p), 0), Plugin::inter_pod_affinity);
}

TEST_F(Affinity, PreferencesPullAndPush) {
  c.bind(app("db"), a1);
  c.bind(app("noise"), b1);
  PodSpec p = app("web");
  p.pod_affinity.preferred = {{30, near("db", "kubernetes.io/hostname")}};
  p.pod_anti_affinity.preferred = {{10, near("noise")}};
  const auto e = c.explained(p);
  // a1 30, a2 0, b1 -10: 100 * (s + 10) / 40 = 100, 25, 0; twice.
  for (const auto& told : e.nodes) {
    const auto s = told.scores[static_cast<std::size_t>(Plugin::inter_pod_affinity)];
    EXPECT_EQ(s, told.node == a1 ? 200 : told.node == a2 ? 50 : 0);
  }
  EXPECT_EQ(score(c.explained(app("other")), 0, Plugin::inter_pod_affinity), std::nullopt);
}

TEST_F(Affinity, WhatOthersRequireCountsForOne) {
  PodSpec fan = app("fan");
  fan.pod_affinity.required = {near("star")};
  fan.pod_affinity.required[0].selector = LabelSelector{{}, {{"app", Operator::in, {"star", "fan"}}}};
  c.bind(fan, a1);
  const auto e = c.explained(app("star"));
  for (const auto& told : e.nodes)
    EXPECT_EQ(told.scores[static_cast<std::size_t>(Plugin::inter_pod_affinity)], told.node == b1 ? 0 : 200);
}

TEST(Admission, FoldsLabelKeysIntoTheSelector) {
  PodSpec p = app("web");
  p.labels["rev"] = "7";
  p.pod_anti_affinity.required = {near("web")};
  p.pod_anti_affinity.required[0].match_label_keys = {"rev", "absent"};
  p.pod_anti_affinity.required[0].mismatch_label_keys = {"app"};
  const PodSpec admitted = admit(admit(p));  // twice is once
  const auto& expressions = admitted.pod_anti_affinity.required[0].selector->match_expressions;
  ASSERT_EQ(expressions.size(), 2U);
  EXPECT_EQ(expressions[0], (LabelRequirement{"rev", Operator::in, {"7"}}));
  EXPECT_EQ(expressions[1], (LabelRequirement{"app", Operator::not_in, {"web"}}));
}

}  // namespace
}  // namespace paddock::models::scheduling
