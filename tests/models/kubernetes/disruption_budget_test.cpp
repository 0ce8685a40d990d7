#include "models/kubernetes/disruption_budget.hpp"

#include <gtest/gtest.h>

#include <array>

namespace paddock::models {
namespace {

using namespace std::chrono_literals;
using Scales = std::vector<std::optional<std::int64_t>>;

/// `healthy` Ready pods and `others` that are not, of one controller or of none.
std::vector<BudgetedPod> pods(std::size_t healthy, std::size_t others, std::optional<std::uint32_t> of = 0) {
  std::vector<BudgetedPod> all(healthy, {.controller = of, .ready = true});
  all.resize(healthy + others, {.controller = of});
  return all;
}

BudgetRule at_least(CountOrPercent amount) { return {.min_available = amount}; }
BudgetRule at_most_missing(CountOrPercent amount) { return {.max_unavailable = amount}; }

TEST(DisruptionBudget, CountsWhatItSelects) {
  EXPECT_EQ(review(at_least({false, 3}), pods(5, 1), Scales{6}).status, (BudgetStatus{2, 5, 3, 6}));
  EXPECT_EQ(review(at_least({false, 3}), pods(2, 4), Scales{6}).status, (BudgetStatus{0, 2, 3, 6}));
}

TEST(DisruptionBudget, PercentagesAreOfWhatTheControllersWant) {
  // 7 wanted, 5 there: 30 % may be missing, which is 3; 4 must stay and 5 are healthy.
  EXPECT_EQ(review(at_most_missing({true, 0.3}), pods(5, 0), Scales{7}).status, (BudgetStatus{1, 5, 4, 7}));
  EXPECT_EQ(review(at_least({true, 0.5}), pods(5, 0), Scales{7}).status, (BudgetStatus{1, 5, 4, 7}));
  EXPECT_EQ(review(at_most_missing({false, 9}), pods(5, 0), Scales{7}).status, (BudgetStatus{5, 5, 0, 7}));
}

TEST(DisruptionBudget, NothingIsAllowedWhereNothingIsExpected) {
  const BudgetReview none = review(at_most_missing({false, 1}), {}, Scales{3});
  EXPECT_EQ(none.status, BudgetStatus{});
  EXPECT_TRUE(none.no_pods);
  const BudgetReview naked = review(at_most_missing({false, 1}), pods(2, 0, std::nullopt), Scales{});
  EXPECT_EQ(naked.status, (BudgetStatus{0, 2, 0, 0}));
  EXPECT_TRUE(naked.unmanaged);
}

TEST(DisruptionBudget, AControllerWithoutAScaleFailsSafe) {
  const BudgetReview failed = review(at_least({true, 0.5}), pods(2, 0), Scales{std::nullopt}, {5, 6, 7, 8});
  EXPECT_TRUE(failed.failed);
  EXPECT_EQ(failed.status, (BudgetStatus{0, 6, 7, 8})) << "the rest stays as it was";
  EXPECT_FALSE(review(at_least({false, 1}), pods(2, 0), Scales{std::nullopt}).failed) << "a count asks nobody";
}

TEST(DisruptionBudget, RemembersEvictionsForTwoMinutes) {
  std::vector<BudgetedPod> three = pods(3, 0);
  three[0].evicted_ago = 119s;
  three[1].evicted_ago = 121s;
  three[2].deleting = true;
  three[2].evicted_ago = 1s;
  const BudgetReview found = review(at_least({false, 0}), three, Scales{3});
  EXPECT_EQ(found.status.healthy, 1) << "one is about to go, one goes";
  EXPECT_EQ(found.disrupted, std::vector<std::size_t>{0});
}

TEST(DisruptionTarget, IsTakenBackFromPodsThatOutliveIt) {
  EXPECT_TRUE(still_holds({.holds = true, .age = 119s}, false));
  EXPECT_FALSE(still_holds({.holds = true, .age = 120s}, false));
  EXPECT_TRUE(still_holds({.holds = true, .age = 900s}, true));
  EXPECT_TRUE(still_holds({.holds = true, .age = 900s, .by_kubelet = true}, false));
  EXPECT_FALSE(still_holds({.holds = false, .age = 1s}, true));
}

}  // namespace
}  // namespace paddock::models
