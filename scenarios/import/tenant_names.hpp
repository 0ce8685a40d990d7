// What tenants are called: every name once, and no longer than it must be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/import/workloads.hpp"

namespace paddock::scenarios {

/// `--tenant-from`: the namespace, or the value of a label of the workload, its pods or its namespace.
struct TenantNaming {
  std::optional<std::string> label;  // empty: the namespace
};
/// "namespace" or "label:KEY"; empty: neither.
std::optional<TenantNaming> parse_tenant_naming(std::string_view text);

/// One name a workload, in order: OWNER where it has one workload, OWNER/WORKLOAD where it has more, OWNER being the
/// namespace or the label's value. `unlabelled` counts those that fell back to their namespace.
std::vector<std::string> tenant_names(const Dump& dump, const std::vector<Workload>& workloads,
                                      const TenantNaming& naming, std::size_t& unlabelled);

}  // namespace paddock::scenarios
