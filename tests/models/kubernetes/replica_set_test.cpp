#include "models/kubernetes/replica_set.hpp"

#include <gtest/gtest.h>

#include <array>

namespace paddock::models {
namespace {

/// A set of `count` pods of which the API takes `taken`.
SlowStart start(std::int64_t count, std::int64_t taken, std::int64_t first = slow_start_first) {
  return slow_start(count, first, [&] { return taken-- > 0; });
}

TEST(SlowStart, DoublesUntilSomethingFails) {
  const SlowStart none = start(100, 0);
  EXPECT_EQ(none.calls, 1);
  EXPECT_TRUE(none.failed);
  const SlowStart some = start(100, 2);  // 1, then 2 of which one fails
  EXPECT_EQ(some.calls, 3);
  EXPECT_EQ(some.successes, 2);
  const SlowStart all = start(100, 100);
  EXPECT_EQ(all.calls, 100);
  EXPECT_FALSE(all.failed);
  EXPECT_EQ(start(5, 0, 10).calls, 5) << "a first batch is no larger than the set";
  EXPECT_EQ(start(0, 0).calls, 0);
  EXPECT_EQ(start(-3, 0).calls, 0);
}

using Places = std::vector<std::size_t>;

TEST(RevisionHistory, TheOldestGoUnlessTheyHavePods) {
  const std::array old{OldReplicaSet{},          OldReplicaSet{.wanted = 1},
                       OldReplicaSet{.pods = 1}, OldReplicaSet{.unobserved = true},
                       OldReplicaSet{},          OldReplicaSet{}};
  EXPECT_EQ(surplus_revisions(old, 1), (Places{0, 4})) << "five are looked at, three of them stay";
  EXPECT_EQ(surplus_revisions(old, 5), Places{0});
  EXPECT_EQ(surplus_revisions(old, 6), Places{});
  EXPECT_EQ(surplus_revisions(old, std::nullopt), Places{});
  EXPECT_EQ(surplus_revisions(old, unlimited_history), Places{});
}

TEST(RevisionHistory, WhatGoesAlreadyIsNotThere) {
  const std::array old{OldReplicaSet{.deleting = true}, OldReplicaSet{}, OldReplicaSet{}};
  EXPECT_EQ(surplus_revisions(old, 1), Places{1});
}

}  // namespace
}  // namespace paddock::models
