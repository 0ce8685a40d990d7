#include "models/kubernetes/disruption_budget.hpp"

#include <algorithm>

#include "models/describe.hpp"

namespace paddock::models {
namespace {

/// The wanted pods of all controllers of the pods, each controller once; empty if one of them has no scale.
std::optional<std::int64_t> scale_of(std::span<const BudgetedPod> pods,
                                     std::span<const std::optional<std::int64_t>> scales) {
  std::vector<bool> counted(scales.size());
  std::int64_t sum = 0;
  for (const BudgetedPod& pod : pods) {
    if (!pod.controller || counted[*pod.controller]) continue;
    if (!scales[*pod.controller]) return std::nullopt;
    counted[*pod.controller] = true;
    sum += *scales[*pod.controller];
  }
  return sum;
}

struct Expectation {
  std::int64_t pods = 0, desired = 0;
};

std::optional<Expectation> expect(const BudgetRule& rule, std::span<const BudgetedPod> pods,
                                  std::span<const std::optional<std::int64_t>> scales) {
  if (!rule.max_unavailable && !rule.min_available) return Expectation{};
  if (!rule.max_unavailable && !rule.min_available->is_percent)
    return Expectation{static_cast<std::int64_t>(pods.size()), desired_of(rule, 0)};
  const auto scale = scale_of(pods, scales);
  if (!scale) return std::nullopt;
  return Expectation{*scale, desired_of(rule, *scale)};
}

bool counts_controllers(const BudgetRule& rule) {
  return rule.max_unavailable || (rule.min_available && rule.min_available->is_percent);
}

}  // namespace

void describe(Visitor& v, BudgetRule& s) {
  v.field("min_available", s.min_available,
          "pods that voluntary disruptions must leave, or a percentage of those wanted");
  v.field("max_unavailable", s.max_unavailable, "pods that may be missing, or a percentage of those wanted");
  v.field("unhealthy", s.unhealthy, "whether pods that are not Ready may go while too few others are healthy",
          source("Kubernetes: IfHealthyBudget"));
  v.field("shared", s.shared,
          "a name: one budget over the pods of all tenants of the region that write it, counted together");
  if (v.reading() && s.min_available.has_value() == s.max_unavailable.has_value())
    v.problem("a budget has either `min_available` or `max_unavailable`");
  for (const auto& amount : {s.min_available, s.max_unavailable})
    if (v.reading() && amount && amount->is_percent && amount->value > 1)
      v.problem("a budget's percentage is at most 100%; found " + text_of(*amount));
}

std::int64_t desired_of(const BudgetRule& rule, std::int64_t wanted) {
  if (rule.max_unavailable)
    return std::max<std::int64_t>(0, wanted - pods_of(*rule.max_unavailable, wanted, Rounding::up));
  return rule.min_available ? pods_of(*rule.min_available, wanted, Rounding::up) : 0;
}

BudgetReview review(const BudgetRule& rule, std::span<const BudgetedPod> pods,
                    std::span<const std::optional<std::int64_t>> scales, const BudgetStatus& before,
                    sim::Duration memory) {
  BudgetReview result{.status = before, .no_pods = pods.empty()};
  const auto expectation = expect(rule, pods, scales);
  if (!expectation) {
    result.failed = true;
    result.status.allowed = 0;
    return result;
  }
  result.status = {.desired = expectation->desired, .expected = expectation->pods};
  for (std::size_t i = 0; i < pods.size(); ++i) {
    const BudgetedPod& pod = pods[i];
    result.unmanaged |= !pod.controller && counts_controllers(rule);
    if (pod.deleting) continue;
    if (pod.evicted_ago && *pod.evicted_ago <= memory) result.disrupted.push_back(i);
    const bool about_to_go = pod.evicted_ago && *pod.evicted_ago < memory;
    if (pod.ready && !about_to_go) ++result.status.healthy;
  }
  // A budget that selects nothing yet allows nothing: its first pods are safe until it has been looked at again.
  if (result.status.expected > 0)
    result.status.allowed = std::max<std::int64_t>(0, result.status.healthy - result.status.desired);
  return result;
}

bool still_holds(const DisruptionTarget& target, bool pod_goes_or_ended, sim::Duration memory) {
  return target.holds && (pod_goes_or_ended || target.by_kubelet || target.age < memory);
}

}  // namespace paddock::models
