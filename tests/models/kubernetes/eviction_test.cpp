#include "models/kubernetes/eviction.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

EvictionBudget allowing(std::int64_t n) { return {.status = {.allowed = n, .healthy = 3, .desired = 3}}; }

EvictionAnswer evicted(EvictedPod pod, std::span<EvictionBudget> budgets, const EvictionRequest& request = {},
                       Deletion deletion = Deletion::done) {
  return evict(pod, budgets, request, [&](EvictedPod&) { return deletion; });
}

TEST(Eviction, TakesFromTheBudget) {
  std::array budgets{allowing(1)};
  EXPECT_TRUE(evicted({}, budgets).evicted());
  EXPECT_EQ(budgets[0].status.allowed, 0);
  EXPECT_EQ(budgets[0].disrupted_pods, 1);
  const EvictionAnswer refused = evicted({}, budgets);
  EXPECT_EQ(refused.status, http::too_many_requests);
  EXPECT_EQ(refused.retry_after, 0s);
  EXPECT_EQ(refused.delete_calls, 0);
}

TEST(Eviction, ADryRunTakesNothing) {
  std::array budgets{allowing(1)};
  EXPECT_TRUE(evicted({}, budgets, {.dry_run = true}).evicted());
  EXPECT_EQ(budgets[0].status.allowed, 1);
}

TEST(Eviction, NoBudgetIsAskedForPodsThatDisruptNothing) {
  std::array budgets{allowing(0), allowing(0)};
  for (const ReportedPhase phase : {ReportedPhase::pending, ReportedPhase::succeeded, ReportedPhase::failed})
    EXPECT_TRUE(evicted({.phase = phase}, budgets).evicted());
  EXPECT_TRUE(evicted({.terminating = true}, budgets).evicted());
  EXPECT_TRUE(evicted({}, {}).evicted()) << "nor where there is none";
}

TEST(Eviction, TwoBudgetsOnOnePodAreAnError) {
  std::array budgets{allowing(5), allowing(5)};
  EXPECT_EQ(evicted({}, budgets).status, http::server_error);
}

TEST(Eviction, AnOldStatusIsNotTrusted) {
  std::array budgets{allowing(5)};
  budgets[0].observed = false;
  const EvictionAnswer refused = evicted({}, budgets);
  EXPECT_EQ(refused.status, http::too_many_requests);
  EXPECT_EQ(refused.retry_after, 10s);
}

TEST(Eviction, TooManyUnconfirmedEvictionsAreForbidden) {
  std::array budgets{allowing(5)};
  budgets[0].disrupted_pods = 2000;
  EXPECT_TRUE(evicted({}, budgets).evicted());
  EXPECT_EQ(evicted({}, budgets).status, http::forbidden);
  budgets[0] = allowing(-1);
  EXPECT_EQ(evicted({}, budgets).status, http::forbidden);
}

TEST(Eviction, PodsThatAreNotReadyGoWhereEnoughOthersAreHealthy) {
  std::array budgets{allowing(0)};
  EXPECT_TRUE(evicted({.ready = false}, budgets).evicted());
  budgets[0].status.healthy = 2;
  EXPECT_EQ(evicted({.ready = false}, budgets).status, http::too_many_requests);
  budgets[0].unhealthy = UnhealthyPodEviction::always_allow;
  EXPECT_TRUE(evicted({.ready = false}, budgets).evicted());
  EXPECT_EQ(evicted({}, budgets).status, http::too_many_requests);
  std::array idle{EvictionBudget{}};  // nothing desired: the rule does not apply
  EXPECT_EQ(evicted({.ready = false}, idle).status, http::too_many_requests);
}

TEST(Eviction, APodThatChangesMeanwhile) {
  std::array budgets{allowing(0)};
  const EvictionAnswer gave_up = evicted({.phase = ReportedPhase::pending}, budgets, {}, Deletion::conflict);
  EXPECT_EQ(gave_up.status, http::conflict);
  EXPECT_EQ(gave_up.delete_calls, eviction_tries);
  EXPECT_EQ(evicted({.phase = ReportedPhase::pending}, budgets, {.own_version = true}, Deletion::conflict).delete_calls,
            1);
  EXPECT_EQ(evicted({.ready = false}, budgets, {}, Deletion::conflict).status, http::too_many_requests)
      << "it may have become Ready: the client asks again";
  EXPECT_EQ(evicted({.ready = false}, budgets, {.own_version = true}, Deletion::conflict).status, http::conflict);
  EXPECT_EQ(evicted({}, {}, {}, Deletion::refused).status, http::bad_request);

  const EvictionAnswer running = evict({.phase = ReportedPhase::pending}, budgets, {}, [](EvictedPod& pod) {
    pod.phase = ReportedPhase::running;
    return Deletion::conflict;
  });
  EXPECT_EQ(running.status, http::too_many_requests) << "it runs now, and the budget is asked after all";
  EXPECT_EQ(running.delete_calls, 1);
}

}  // namespace
}  // namespace paddock::models
