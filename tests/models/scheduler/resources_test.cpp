#include <gtest/gtest.h>

#include "models/kubernetes/scheduler/class_compiler.hpp"
#include "tests/models/scheduler/small_cluster.hpp"

namespace paddock::models::scheduling {
namespace {

std::vector<std::string> reasons(const Explanation& e) { return e.nodes[0].reasons; }

TEST(Fit, NamesEverythingThatIsShort) {
  SmallCluster c;
  NodeSpec small = node("n1");
  small.allocatable = {{"cpu", units(1)}, {"memory", units(1000)}, {"pods", units(0)}};
  c.add(small);
  PodSpec large = pod(1001, 1001);
  large.containers[0].requests["example.com/fpga"] = units(1);
  const auto e = c.explained(large);
  EXPECT_EQ(reasons(e), (std::vector<std::string>{"Too many pods", "Insufficient cpu", "Insufficient memory",
                                                  "Insufficient example.com/fpga"}));
  EXPECT_TRUE(e.nodes[0].rejection->unresolvable);
  EXPECT_FALSE(e.larger_in.empty());
}

TEST(Fit, WhatOtherPodsTakeCanBeResolved) {
  SmallCluster c;
  const NodeIndex n = c.add(node("n1"));
  c.bind(pod(3000, 0), n);
  EXPECT_FALSE(c.explained(pod(1000, 0)).nodes[0].rejection);  // 3000 + 1000 = 4000 fits exactly
  const auto e = c.explained(pod(1001, 0));
  ASSERT_TRUE(e.nodes[0].rejection);
  EXPECT_FALSE(e.nodes[0].rejection->unresolvable);
  EXPECT_TRUE(e.larger_in.empty());
}

TEST(Fit, CountsTheInitPeakWithTheSidecarsBeforeIt) {
  PodSpec p = pod(100, 0);
  p.init_containers.resize(3);
  p.init_containers[0].requests["cpu"] = milli(300);
  p.init_containers[1].requests["cpu"] = milli(200);
  p.init_containers[1].sidecar = true;
  p.init_containers[2].requests["cpu"] = milli(400);
  p.overhead["cpu"] = milli(50);
  Symbols symbols;
  // Running: 100 + 200 = 300. Peaks: 300; 200; 200 + 400 = 600. The larger, 600, and 50 of overhead.
  EXPECT_EQ(requests_of(p, symbols).milli_cpu, 650);
}

TEST(Fit, PodLevelRequestsReplaceThoseOfContainers) {
  PodSpec p = pod(900, 100);
  p.pod_requests["cpu"] = milli(500);
  Symbols symbols;
  const Requests r = requests_of(p, symbols);
  EXPECT_EQ(r.milli_cpu, 500);
  EXPECT_EQ(r.memory, 100);
}

TEST(Fit, ScoresWithAssumedMinimums) {
  PodSpec p = pod(0, 0);
  p.containers.resize(2);
  p.containers[1].requests["cpu"] = units(0);  // asked for nothing, explicitly
  Symbols symbols;
  const Requests r = requests_of(p, symbols);
  EXPECT_EQ(r.scored_cpu, 100);
  EXPECT_EQ(r.scored_memory, 2 * 200 * 1024 * 1024);
  EXPECT_TRUE(r.none());
}

TEST(Fit, LeastAllocatedIsTheMeanOfWhatIsLeft) {
  SmallCluster c;
  c.add(node("n1"));
  // cpu: (4000 - 1000) * 100 / 4000 = 75; memory: (16 - 4) * 100 / 16 = 75
  EXPECT_EQ(score(c.explained(pod(1000, 4 * gibibyte)), 0, Plugin::node_resources_fit), 75);
  // cpu: (4000 - 1333) * 100 / 4000 = 66 (66.675); memory 75; mean 70 (70.5)
  EXPECT_EQ(score(c.explained(pod(1333, 4 * gibibyte)), 0, Plugin::node_resources_fit), 70);
}

TEST(Fit, MostAllocatedWeighsItsResources) {
  Profile p;
  p.fit_strategy = FitStrategy::most_allocated;
  p.fit_resources = {{"cpu", 3}, {"memory", 1}};
  SmallCluster c(p);
  c.add(node("n1"));
  // cpu 25, memory 50: (3 * 25 + 50) / 4 = 31 (31.25)
  EXPECT_EQ(score(c.explained(pod(1000, 8 * gibibyte)), 0, Plugin::node_resources_fit), 31);
}

TEST(Fit, RequestedToCapacityFollowsItsShape) {
  Profile p;
  p.fit_strategy = FitStrategy::requested_to_capacity_ratio;
  p.fit_shape = {{0, 0}, {50, 10}, {100, 4}};
  SmallCluster c(p);
  c.add(node("n1"));
  // cpu 25 %: 50 on the way up to 100. memory 75 %: 100 - 60 * 25 / 50 = 70. (50 + 70) / 2 = 60.
  EXPECT_EQ(score(c.explained(pod(1000, 12 * gibibyte)), 0, Plugin::node_resources_fit), 60);
  // cpu 0 % scores 0, which leaves the mean to memory alone: explicit zero, 75 % -> 70.
  PodSpec only_memory = pod(0, 12 * gibibyte);
  only_memory.containers[0].requests["cpu"] = units(0);
  EXPECT_EQ(score(c.explained(only_memory), 0, Plugin::node_resources_fit), 70);
}

TEST(Balance, IsHalfTheDifferenceOfTwo) {
  SmallCluster c;
  c.add(node("n1"));
  // 3/4 of the CPUs, 1/4 of the memory: deviation (0.75 - 0.25) / 2 = 0.25.
  EXPECT_EQ(score(c.explained(pod(3000, 4 * gibibyte)), 0, Plugin::balanced_allocation), 75);
  EXPECT_EQ(score(c.explained(pod(0, 0)), 0, Plugin::balanced_allocation), std::nullopt);
}

TEST(Balance, IsTheDeviationOfThree) {
  Profile p;
  p.balanced_resources = {{"cpu", 1}, {"memory", 1}, {"example.com/gpu", 1}};
  SmallCluster c(p);
  NodeSpec n = node("n1");
  n.allocatable["example.com/gpu"] = units(2);
  c.add(n);
  PodSpec wants = pod(2000, 8 * gibibyte);
  wants.containers[0].requests["example.com/gpu"] = units(2);
  // 1/2, 1/2, 1: mean 2/3, variance (1/36 + 1/36 + 4/36) / 3 = 1/18, deviation 0.2357: 76 (76.43).
  EXPECT_EQ(score(c.explained(wants), 0, Plugin::balanced_allocation), 76);
  // Nobody asks for a GPU: only two resources count, evenly used.
  EXPECT_EQ(score(c.explained(pod(2000, 8 * gibibyte)), 0, Plugin::balanced_allocation), 100);
}

TEST(Images, CountByTheShareOfNodesThatHaveThem) {
  SmallCluster c;
  constexpr std::int64_t mebibyte = 1024 * 1024;
  NodeSpec holder = node("n1");
  holder.images = {{{"app:latest"}, 1046 * mebibyte}};
  c.add(holder);
  c.add(node("n2"));
  PodSpec p = pod(100, 100);
  p.containers[0].image = "app";  // tagged latest
  const auto e = c.explained(p);
  // 1046 Mi on one of two nodes: 523 Mi; 100 * (523 - 23) / (1000 - 23) = 51 (51.2)
  EXPECT_EQ(score(e, 0, Plugin::image_locality), 51);
  EXPECT_EQ(score(e, 1, Plugin::image_locality), 0);
}

TEST(Admission, RequestsDefaultToLimits) {
  PodSpec p = pod(100, 0);
  p.containers[0].limits = {{"cpu", milli(900)}, {"memory", units(7)}};
  const PodSpec admitted = admit(p);
  EXPECT_EQ(admitted.containers[0].requests.at("cpu"), milli(100));
  EXPECT_EQ(admitted.containers[0].requests.at("memory"), units(7));
}

}  // namespace
}  // namespace paddock::models::scheduling
