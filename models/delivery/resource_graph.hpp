// The resources of a stack and what needs what. A stack is a graph: nothing is registered before what it needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/delivery/delivery_spec.hpp"

namespace paddock::models {

enum class ResourceKind : std::uint8_t { plain, release };

struct Resource {
  std::string name;
  ResourceKind kind = ResourceKind::plain;
  std::vector<std::uint32_t> needs;  // places in the list of resources
};

/// The order in which the engine meets the resources, and how deep each stands.
struct Registration {
  std::vector<std::uint32_t> order;  // what is needed comes first; otherwise as listed
  std::vector<std::uint32_t> level;  // of each resource: the longest chain of needs below it; 0 needs nothing
};

/// Empty if the needs run in a circle. Requires: needs name places of the list.
std::optional<Registration> register_resources(const std::vector<Resource>& resources);

/// One tenant: a namespace, plain resources inside it, and releases that need all of these.
std::vector<Resource> tenant_resources(const PerTenantSpec& spec);

/// How many plain resources stand at each level, from the one that needs nothing upwards.
std::vector<std::uint32_t> plain_by_level(const std::vector<Resource>& resources, const Registration& registration);

}  // namespace paddock::models
