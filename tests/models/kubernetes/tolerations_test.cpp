#include "models/kubernetes/tolerations.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace paddock::models {
namespace {

using namespace std::chrono_literals;
using sim::Duration;
using sim::Time;
using Taints = std::vector<NodeTaint>;
using Tolerations = std::vector<Toleration>;

constexpr NodeTaint a{1}, b{2};

TEST(Tolerations, TheShortestOfThoseUsed) {
  const Tolerations both{{a, 30s}, {b, std::nullopt}};
  EXPECT_EQ(tolerance_of(Taints{a}, both).lasts, 30s);
  EXPECT_EQ(tolerance_of(Taints{b}, both).lasts, std::nullopt);
  EXPECT_EQ(tolerance_of(Taints{b, a}, both).lasts, 30s);
  EXPECT_FALSE(tolerance_of(Taints{a, NodeTaint{9}}, both).all);
  const std::vector<std::optional<Duration>> times{std::nullopt, 7s, 3s};
  EXPECT_EQ(shortest(times), 3s);
  EXPECT_EQ(shortest({}), 0s) << "nothing is tolerated for no time";
}

/// Looks at one pod: a moment, the taints, the tolerations. The answer is when it is deleted, in seconds; -1: it stays.
struct Watch {
  EvictionTimer timer;
  double look(Duration when, const Taints& taints, const Tolerations& tolerations) {
    timer.look(Time{} + when, taints, tolerations);
    return timer.deletes_at() ? sim::to_seconds(timer.deletes_at()->time_since_epoch()) : -1;
  }
};

TEST(EvictionTimer, BeginsWithTheTaintAndStandsWhateverComes) {
  Watch pod;
  EXPECT_EQ(pod.look(10s, {}, {{a, 300s}}), -1);
  EXPECT_EQ(pod.look(20s, {a}, {{a, 300s}}), 320);
  EXPECT_EQ(pod.look(30s, {a}, {{a, 900s}}), 320) << "lengthening comes too late";
  EXPECT_EQ(pod.look(40s, {a}, {{a, 1s}}), 320) << "and so does shortening";
  EXPECT_EQ(pod.look(50s, {a, b}, {{a, 300s}, {b, 1s}}), 320) << "and another taint";
  EXPECT_EQ(pod.look(60s, {a, b}, {{a, 300s}}), 60) << "unless it is not tolerated at all";
}

TEST(EvictionTimer, IsTakenBackAndBeginsAnew) {
  Watch pod;
  pod.look(0s, {a}, {{a, 300s}});
  EXPECT_EQ(pod.look(100s, {}, {{a, 300s}}), -1);
  EXPECT_EQ(pod.look(150s, {a}, {{a, 300s}}), 450);
  EXPECT_EQ(pod.look(200s, {a}, {{a, std::nullopt}}), -1) << "now it tolerates the taint for ever";
  EXPECT_EQ(pod.look(250s, {}, {{a, std::nullopt}}), -1);
}

TEST(EvictionTimer, WhatIsDeletedStaysDeleted) {
  Watch pod;
  EXPECT_EQ(pod.look(5s, {a}, {}), 5);
  EXPECT_EQ(pod.look(5s, {}, {}), 5) << "the taint went in the same instant: too late";
  Watch late;
  late.look(0s, {a}, {{a, 300s}});
  EXPECT_EQ(late.look(301s, {}, {{a, 300s}}), 300);
}

}  // namespace
}  // namespace paddock::models
