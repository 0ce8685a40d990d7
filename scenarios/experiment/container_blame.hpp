// What the containers of a tenant's pods had to do with a miss: images, crashes, probes, migrations.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "scenarios/experiment/availability.hpp"
#include "scenarios/experiment/trace.hpp"

namespace paddock::scenarios {

/// Causes in the containers of those tenants that held up their start in an interval. A migration counts where it ran,
/// or was waited for, for a quarter of the interval at least.
std::vector<std::string_view> start_causes(const Trace& trace, Interval when,
                                           const std::function<bool(models::TenantId)>& is_meant);

/// Why a pod no longer was Ready, or no longer answered: the cause in its containers that the chain of events names;
/// empty: none.
std::string_view container_cause(const Trace& trace, const TraceEntry& last);

}  // namespace paddock::scenarios
