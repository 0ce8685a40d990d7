#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {
namespace {

bool tolerates(const CompiledToleration& toleration, const CompiledTaint& taint) {
  if (toleration.effect && *toleration.effect != taint.effect) return false;
  if (toleration.key && *toleration.key != taint.key) return false;
  return toleration.exists || toleration.value == taint.value;
}

}  // namespace

bool tolerates(const std::vector<CompiledToleration>& tolerations, const CompiledTaint& taint) {
  return std::any_of(tolerations.begin(), tolerations.end(),
                     [&](const CompiledToleration& t) { return tolerates(t, taint); });
}

std::optional<CompiledTaint> untolerated_taint(const NodeFacts& node,
                                               const std::vector<CompiledToleration>& tolerations) {
  for (const CompiledTaint& taint : node.taints)
    if (taint.effect != TaintEffect::prefer_no_schedule && !tolerates(tolerations, taint)) return taint;
  return std::nullopt;
}

/// Only tolerations that are about preferences count here, though others may name the same taint.
std::int64_t intolerable_preferences(const NodeFacts& node, const std::vector<CompiledToleration>& tolerations) {
  return std::count_if(node.taints.begin(), node.taints.end(), [&](const CompiledTaint& taint) {
    return taint.effect == TaintEffect::prefer_no_schedule && !tolerates(tolerations, taint);
  });
}

bool keeps_away(const NodeFacts& node, const std::vector<CompiledToleration>& tolerations, Symbol unschedulable_key,
                Symbol empty) {
  return node.unschedulable && !tolerates(tolerations, {unschedulable_key, empty, TaintEffect::no_schedule});
}

}  // namespace paddock::models::scheduling
