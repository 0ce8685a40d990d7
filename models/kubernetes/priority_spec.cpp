#include "models/kubernetes/priority_spec.hpp"

#include <algorithm>
#include <limits>

namespace paddock::models {
namespace {

// pkg/apis/scheduling/types.go
constexpr std::int64_t highest_of_users = 1'000'000'000;
constexpr std::int64_t lowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t system_cluster_critical = 2'000'000'000;
constexpr std::string_view reserved_prefix = "system-";

void describe_value(Visitor& v, std::int64_t& value) {
  v.value(value);
  if (v.reading() && (value > highest_of_users || value < lowest))
    v.problem("a priority is a whole number from -2147483648 to 1000000000");
}

struct Detailed {
  PrioritySpec& priority;
};
void describe(Visitor& v, Detailed& s) {
  v.field("value", s.priority.value, "the more, the more important", between(lowest, highest_of_users), required());
  v.field("preemption", s.priority.preempts, "whether its pods take the room of less important ones",
          source("Kubernetes: PreemptLowerPriority"));
}

}  // namespace

void describe_as_value(Visitor& v, PrioritySpec& s) {
  const bool plain = s.preempts == PreemptionPolicy::lower;
  if (v.alternative(Shape::scalar, plain, "the more, the more important")) describe_value(v, s.value);
  if (v.alternative(Shape::mapping, !plain, "with a preemption policy")) {
    Detailed detailed{s};
    v.begin_object();
    describe(v, detailed);
    v.end_object();
  }
}

std::optional<Priority> find_priority(const NamedMap<PrioritySpec>& classes, std::string_view name) {
  if (name == "system-cluster-critical") return Priority{system_cluster_critical};
  if (name == "system-node-critical") return Priority{system_node_critical};
  const auto at = std::ranges::find(classes, name, [](const auto& entry) { return std::string_view(entry.first); });
  if (at == classes.end()) return std::nullopt;
  return Priority{static_cast<std::int32_t>(at->second.value), at->second.preempts == PreemptionPolicy::never};
}

void check_priorities(const NamedMap<PrioritySpec>& classes, Findings& findings) {
  for (const auto& [name, priority] : classes)
    if (name.starts_with(reserved_prefix))
      findings.push_back({"priorities." + name, "names that begin with \"system-\" are Kubernetes' own"});
}

}  // namespace paddock::models
