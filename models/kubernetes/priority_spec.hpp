// PriorityClasses: names for how important a pod is.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/describe.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

/// Whether pods of the class take the room of others. Their place in the queue is the same.
enum class PreemptionPolicy : std::uint8_t { lower, never };
constexpr std::array<std::string_view, 2> names(PreemptionPolicy) { return {"PreemptLowerPriority", "Never"}; }

/// Written as a number, or as an object with the policy.
struct PrioritySpec {
  std::int64_t value = 0;
  PreemptionPolicy preempts = PreemptionPolicy::lower;
};
void describe_as_value(Visitor& v, PrioritySpec& s);

/// What a pod has of its class.
struct Priority {
  std::int32_t value = 0;
  bool never_preempts = false;
};

/// Of the pods that every node needs: above what users may give.
inline constexpr std::int32_t system_node_critical = 2'000'001'000;

/// What names stand for. The two that every cluster has are known beside those of the fleet.
std::optional<Priority> find_priority(const NamedMap<PrioritySpec>& classes, std::string_view name);
void check_priorities(const NamedMap<PrioritySpec>& classes, Findings& findings);

}  // namespace paddock::models
