#include "models/kubernetes/proportional_scale.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace paddock::models {
namespace {

using Sizes = std::vector<std::int64_t>;

/// The sizes after scaling, the present ReplicaSet first where there is one.
Sizes scaled(const Rollout& rollout, std::optional<ScaledReplicaSet> current, std::vector<ScaledReplicaSet> old,
             std::int64_t pods = 0) {
  scale(rollout, current, old, pods);
  Sizes sizes;
  if (current) sizes.push_back(current->replicas);
  for (const ScaledReplicaSet& set : old) sizes.push_back(set.replicas);
  return sizes;
}

ScaledReplicaSet of(std::int64_t replicas, std::int64_t desired) {
  return {.replicas = replicas, .desired = desired, .most = desired};
}

TEST(ProportionalScale, GivesEachItsShare) {
  EXPECT_EQ(scaled({.wanted = 20}, of(4, 10), {of(6, 10)}), (Sizes{8, 12}));
  EXPECT_EQ(scaled({.wanted = 5}, of(4, 10), {of(6, 10)}), (Sizes{2, 3}));
  EXPECT_EQ(scaled({.wanted = 0}, of(4, 10), {of(6, 10)}), (Sizes{0, 0}));
}

TEST(ProportionalScale, TheLargestTakesWhatRoundingLeaves) {
  // 7 to 8: 3 x 8/7 = 3.43, 3 x 8/7 = 3.43, 1 x 8/7 = 1.14: nothing for anybody, and one is to be added.
  EXPECT_EQ(scaled({.wanted = 8}, of(3, 7), {of(3, 7), of(1, 7)}), (Sizes{4, 3, 1})) << "the newest of equals grows";
  // 7 to 6: 2.57 is 3, and 0.86 is 1: nothing either, and one is to go.
  EXPECT_EQ(scaled({.wanted = 6}, of(3, 7), {of(3, 7), of(1, 7)}), (Sizes{3, 2, 1})) << "the oldest of equals shrinks";
}

TEST(ProportionalScale, CountsTheSurge) {
  const Rollout rollout{.wanted = 8, .limits = {2, 0}};
  EXPECT_EQ(scaled(rollout, ScaledReplicaSet{.replicas = 2, .desired = 4, .most = 5},
                   {ScaledReplicaSet{.replicas = 3, .desired = 4, .most = 5}}),
            (Sizes{4, 6}));
}

TEST(ProportionalScale, WithoutAnnotationsTheStatusIsTheMeasure) {
  EXPECT_EQ(scaled({.wanted = 8}, ScaledReplicaSet{.replicas = 2}, {ScaledReplicaSet{.replicas = 2}}, 4),
            (Sizes{4, 4}));
  EXPECT_EQ(scaled({.wanted = 8}, ScaledReplicaSet{.replicas = 2}, {ScaledReplicaSet{.replicas = 2}}), (Sizes{6, 2}))
      << "nobody knows anything: the largest, the newest of equals, takes all";
}

TEST(ProportionalScale, OneWithPodsGetsAll) {
  EXPECT_EQ(scaled({.wanted = 3}, of(0, 1), {of(1, 1), of(0, 1)}), (Sizes{0, 3, 0}));
  EXPECT_EQ(scaled({.wanted = 3}, of(0, 0), {of(0, 0)}), (Sizes{3, 0}));
  EXPECT_EQ(scaled({.wanted = 3}, std::nullopt, {}), Sizes{});
}

TEST(ProportionalScale, ACompleteOneLeavesNothingToTheOthers) {
  ScaledReplicaSet complete = of(4, 4);
  complete.available = 4;
  EXPECT_EQ(scaled({.wanted = 4, .limits = {1, 0}}, complete, {of(1, 4)}), (Sizes{4, 0}));
  complete.available = 3;
  EXPECT_EQ(scaled({.wanted = 4, .limits = {1, 0}}, complete, {of(1, 4)}), (Sizes{4, 1}));
}

}  // namespace
}  // namespace paddock::models
