#include "scenarios/experiment/bad_version.hpp"

#include <algorithm>

namespace paddock::scenarios {

using namespace models;

std::optional<Finding> make_bad(const PushSpec& spec, const Fleet& fleet, StepDefinition& step) {
  step.exits_after = spec.crashes_after;
  step.image_missing = spec.image_missing;
  if ((!spec.crashes_after && !spec.image_missing) || step.objects.empty()) return std::nullopt;
  const bool starts_pods = std::ranges::any_of(
      step.objects, [&](std::uint32_t i) { return fleet.workload(static_cast<TenantId>(i)).replicas > 0; });
  if (starts_pods) return std::nullopt;
  return Finding{spec.crashes_after ? ".crashes_after" : ".image_missing",
                 "no pod starts: the tenants that are pushed have 0 replicas, so there is no rollout"};
}

}  // namespace paddock::scenarios
