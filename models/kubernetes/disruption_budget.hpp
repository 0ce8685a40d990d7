// A PodDisruptionBudget: how many of the pods that it selects may be evicted now. From kubernetes/kubernetes
// pkg/controller/disruption/disruption.go (trySync, getExpectedPodCount, buildDisruptedPodMap, syncStalePodDisruption).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/kubernetes/count_or_percent.hpp"
#include "sim/time.hpp"

namespace paddock::models {

class Visitor;

/// What happens to pods that are not Ready: they go when enough others are healthy, or always.
enum class UnhealthyPodEviction : std::uint8_t { if_healthy_budget, always_allow };
constexpr std::array<std::string_view, 2> names(UnhealthyPodEviction) { return {"IfHealthyBudget", "AlwaysAllow"}; }

/// One of the two is given. Percentages of either round up.
struct BudgetRule {
  std::optional<CountOrPercent> min_available, max_unavailable;
  UnhealthyPodEviction unhealthy = UnhealthyPodEviction::if_healthy_budget;
  // One budget over the pods of all tenants of a region whose budgets have this name; empty: of one tenant's.
  std::optional<std::string> shared;
  friend bool operator==(const BudgetRule&, const BudgetRule&) = default;
};
void describe(Visitor& v, BudgetRule& s);

/// Pods that must be healthy where so many are wanted.
std::int64_t desired_of(const BudgetRule& rule, std::int64_t wanted);

/// A pod that the budget selects.
struct BudgetedPod {
  std::optional<std::uint32_t> controller;  // a place among the scales; empty: nobody owns the pod
  bool ready = false;
  bool deleting = false;                     // it has a deletionTimestamp
  std::optional<sim::Duration> evicted_ago;  // an eviction was granted and the pod still stands
};

/// DeletionTimeout: an eviction that was granted and did not happen is forgotten.
constexpr sim::Duration eviction_memory = std::chrono::minutes{2};

struct BudgetStatus {
  std::int64_t allowed = 0, healthy = 0, desired = 0, expected = 0;  // pods
  friend bool operator==(BudgetStatus, BudgetStatus) = default;
};

struct BudgetReview {
  BudgetStatus status;
  bool failed = false;                 // a pod's controller has no scale: nothing is allowed, the rest stays as it was
  bool no_pods = false;                // nothing is selected
  bool unmanaged = false;              // pods without a controller, where the expected number comes from controllers
  std::vector<std::size_t> disrupted;  // places of pods whose granted eviction is still awaited
};

/// The controller looks at a budget. `scales`: wanted pods of each controller; empty: it has none, or is not there.
/// `before`: the status so far. Healthy is Ready, not deleting and not about to be evicted.
BudgetReview review(const BudgetRule& rule, std::span<const BudgetedPod> pods,
                    std::span<const std::optional<std::int64_t>> scales, const BudgetStatus& before = {},
                    sim::Duration memory = eviction_memory);

/// A pod's DisruptionTarget condition is taken back when the pod outlives it. Pods that go, have ended or are
/// terminated by their kubelet keep it.
struct DisruptionTarget {
  bool holds = false;
  sim::Duration age{};
  bool by_kubelet = false;
};
bool still_holds(const DisruptionTarget& target, bool pod_goes_or_ended, sim::Duration memory = eviction_memory);

}  // namespace paddock::models
