#include <gtest/gtest.h>

#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

TEST(BadPods, AreToldWhatSelectsNothing) {
  PodSpec p = pod(1, 1);
  EXPECT_TRUE(problems(p).empty());
  p.spread.resize(1);
  p.spread[0].topology_key = "zone";
  p.spread[0].max_skew = 0;
  p.pod_anti_affinity.preferred.resize(1);
  p.pod_anti_affinity.preferred[0].weight = 101;
  p.pod_anti_affinity.preferred[0].term.selector = having("a", "b");
  p.node_affinity.required.emplace();
  EXPECT_EQ(problems(p), (std::vector<std::string>{"podAntiAffinity: a weight must be 1 to 100",
                                                   "podAntiAffinity: a term without a topologyKey",
                                                   "topologySpreadConstraints: maxSkew must be at least 1",
                                                   "topologySpreadConstraints: no selector, so it selects nothing",
                                                   "nodeAffinity: no term is required, so no node matches"}));
}

TEST(BadPods, NameTheNearestProfile) {
  SmallCluster c;
  PodSpec p = pod(1, 1);
  p.scheduler_name = "default-sheduler";
  EXPECT_EQ(
      c.catalogue.problems_of(p),
      std::vector<std::string>{"schedulerName: no profile is named default-sheduler, did you mean default-scheduler?"});
}

TEST(BadPods, LargerThanEveryNodeAreRecognised) {
  SmallCluster c;
  const NodeIndex n = c.add(node("n1"));
  const ClassId id = c.catalogue.add_class(pod(4001, 1));
  EXPECT_EQ(larger_in(c.catalogue, c.state, id), std::vector<std::string>{"cpu"});
  c.bind(pod(4000, 1), n);
  EXPECT_TRUE(larger_in(c.catalogue, c.state, c.catalogue.add_class(pod(4000, 1))).empty());
}

TEST(Classes, AreSharedByEqualSpecs) {
  SmallCluster c;
  const ClassId id = c.catalogue.add_class(pod(1, 1, {{"a", "b"}}));
  EXPECT_EQ(c.catalogue.add_class(pod(1, 1, {{"a", "b"}})), id);
  const ClassId other = c.catalogue.add_class(pod(1, 1, {{"a", "c"}}));
  EXPECT_NE(other, id);
  EXPECT_EQ(c.catalogue.pod_class(other).local, c.catalogue.pod_class(id).local);  // a node cannot tell them apart
}

}  // namespace
}  // namespace paddock::models::scheduling
