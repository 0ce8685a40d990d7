#include <gtest/gtest.h>

#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

PodSpec ranked(std::int32_t priority, std::int64_t milli_cpu, Labels labels = {}) {
  PodSpec p = pod(milli_cpu, 10, std::move(labels));
  p.priority = priority;
  return p;
}

sim::Time at(std::int64_t seconds) { return sim::Time{sim::Duration{seconds * 1'000'000'000}}; }

TEST(Preempt, SparesWhomItCan) {
  SmallCluster c;
  const NodeIndex n = c.add(node("n1"));
  const BoundPodId young = c.bind(ranked(0, 1000), n, at(20));
  const BoundPodId old = c.bind(ranked(0, 1000), n, at(10));
  const BoundPodId important = c.bind(ranked(5, 1000), n, at(30));
  c.bind(ranked(100, 1000), n, at(40));
  const auto one = c.preempted(ranked(10, 1000));
  EXPECT_EQ(one.node, n);
  EXPECT_EQ(one.victims, std::vector{young});
  EXPECT_EQ(c.preempted(ranked(10, 2000)).victims, (std::vector{old, young}));
  EXPECT_EQ(c.preempted(ranked(10, 3000)).victims, (std::vector{important, old, young}));
  EXPECT_FALSE(c.preempted(ranked(10, 3001)).node);  // the fourth is more important
}

TEST(Preempt, OnlyWhatIsLessImportant) {
  SmallCluster c;
  c.bind(ranked(10, 4000), c.add(node("n1")));
  const auto e = c.explained(ranked(10, 1000));
  ASSERT_TRUE(e.preemption);
  ASSERT_EQ(e.preemption->others.size(), 1U);
  EXPECT_EQ(e.preemption->others[0].reasons, std::vector<std::string>{"No preemption victims found for incoming pod"});
  PodSpec never = ranked(20, 1000);
  never.never_preempts = true;
  EXPECT_FALSE(c.preempted(never).node);
  EXPECT_EQ(c.explained(never).preemption->not_eligible, "not eligible due to preemptionPolicy=Never.");
}

TEST(Preempt, RespectsBudgetsAmongEquals) {
  SmallCluster c;
  const NodeIndex n = c.add(node("n1"));
  const BoundPodId guarded = c.bind(ranked(0, 2000, {{"app", "db"}}), n, at(9));
  const BoundPodId free = c.bind(ranked(1, 2000, {{"app", "web"}}), n, at(1));
  const BudgetId budget = c.state.add_budget(c.catalogue, "default", having("app", "db"));
  c.state.set_budget(budget, 0);
  // The less important one is protected: the other goes, though more important.
  auto plan = c.preempted(ranked(10, 2000));
  EXPECT_EQ(plan.victims, std::vector{free});
  EXPECT_EQ(plan.violations, 0);
  plan = c.preempted(ranked(10, 4000));
  EXPECT_EQ(plan.victims, (std::vector{free, guarded}));
  EXPECT_EQ(plan.violations, 1);
  c.state.set_budget(budget, 1);
  EXPECT_EQ(c.preempted(ranked(10, 2000)).victims, std::vector{guarded});
  c.state.set_budget(budget, 0, {guarded});  // its eviction is granted already
  EXPECT_EQ(c.preempted(ranked(10, 2000)).victims, std::vector{guarded});
}

/// One node for each list of pods (priority, start in s), each pod a full node's share.
std::optional<NodeIndex> chosen(const std::vector<std::vector<std::pair<int, int>>>& nodes) {
  SmallCluster c;
  for (const auto& pods : nodes) {
    const NodeIndex n = c.add(node("n" + std::to_string(c.state.rows())));
    for (const auto& [priority, start] : pods)
      c.bind(ranked(priority, 4000 / static_cast<std::int64_t>(pods.size())), n, at(start));
  }
  return c.preempted(ranked(100, 4000)).node;
}

TEST(Preempt, ChoosesTheNodeByFiveCriteria) {
  EXPECT_EQ(chosen({{{9, 1}}, {{8, 1}, {8, 1}}}), 1U);          // lowest of the highest priorities
  EXPECT_EQ(chosen({{{9, 1}, {9, 1}}, {{9, 1}, {3, 1}}}), 1U);  // smallest sum
  EXPECT_EQ(chosen({{{9, 1}, {0, 1}}, {{9, 1}}}), 1U);          // a sum of 2^31 more a pod: fewest, too
  EXPECT_EQ(chosen({{{9, 5}}, {{9, 7}}, {{9, 6}}}), 1U);        // started last
  EXPECT_EQ(chosen({{{9, 5}, {9, 9}}, {{9, 6}, {9, 7}}}), 1U);  // by the earliest of the most important
  EXPECT_EQ(chosen({{{9, 5}}, {{9, 5}}}), 0U);                  // least name
}

TEST(Preempt, HelpsAgainstCountsOfOtherPods) {
  SmallCluster c;
  const NodeIndex n = c.add(node("n1"));
  PodAffinityTerm apart;
  apart.selector = having("app", "db");
  apart.topology_key = "kubernetes.io/hostname";
  const BoundPodId other = c.bind(ranked(0, 10, {{"app", "db"}}), n);
  PodSpec p = ranked(10, 10, {{"app", "db"}});
  p.pod_anti_affinity.required = {apart};
  EXPECT_EQ(c.preempted(p).victims, std::vector{other});
}

TEST(Nominations, KeepTheRoom) {
  SmallCluster c;
  const NodeIndex n = c.add(node("n1"));
  const ClassId preemptor = c.catalogue.add_class(ranked(10, 3000));
  const NominationId nomination = c.state.nominate(c.catalogue, preemptor, n);
  EXPECT_FALSE(c.scheduled(ranked(10, 2000)).node);
  EXPECT_TRUE(c.scheduled(ranked(10, 1000)).node);
  EXPECT_TRUE(c.scheduled(ranked(11, 2000)).node);  // more important pods do not care
  EXPECT_EQ(schedule(c.catalogue, c.state, preemptor, {}, nomination).node, n);
  c.state.withdraw(nomination);
  EXPECT_TRUE(c.scheduled(ranked(10, 2000)).node);
}

TEST(Nominations, WaitForVictimsToGo) {
  SmallCluster c;
  const NodeIndex n = c.add(node("n1"));
  const BoundPodId victim = c.bind(ranked(0, 4000), n);
  const ClassId preemptor = c.catalogue.add_class(ranked(10, 3000));
  const NominationId nomination = c.state.nominate(c.catalogue, preemptor, n);
  EXPECT_TRUE(may_preempt(c.catalogue, c.state, preemptor, nomination));
  c.state.mark_terminating(c.catalogue, victim);
  EXPECT_FALSE(may_preempt(c.catalogue, c.state, preemptor, nomination));
  c.state.unbind(c.catalogue, victim);
  EXPECT_EQ(schedule(c.catalogue, c.state, preemptor, {}, nomination).node, n);
}

TEST(Preempt, LooksAtATenthFromARandomNodeOn) {
  Profile p;
  p.min_candidate_nodes_absolute = 2;
  SmallCluster c(p);
  for (int i = 0; i < 30; ++i) c.bind(ranked(i == 29 ? -5 : 0, 4000), c.add(node("n" + std::to_string(i))));
  EXPECT_EQ(c.preempted(ranked(10, 4000)).candidates, 3U);
  EXPECT_EQ(c.preempted(ranked(10, 4000)).node, 0U);  // the 30th would be best but is not looked at
  const std::uint64_t from_the_29th = (~std::uint64_t{0} / 30) * 28 + (std::uint64_t{1} << 58U);
  EXPECT_EQ(c.preempted(ranked(10, 4000), from_the_29th).node, 29U);
}

}  // namespace
}  // namespace paddock::models::scheduling
