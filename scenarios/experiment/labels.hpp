// Choosing entities by labels.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "models/fleet.hpp"
#include "scenarios/experiment/evaluate.hpp"
#include "scenarios/language/target.hpp"

namespace paddock::scenarios {

/// The value of a tenant's label as text. Zones have their full names; `op` is not a property of tenants.
std::string tenant_label(const models::Fleet& fleet, models::TenantId tenant, std::string_view label);

/// Whether a label's value passes the filter. A zone may be written by its short name. `resolve` turns a reference such
/// as loss.zone into what it stands for in this run, and anything else into itself.
bool passes(const LabelFilter& filter, const std::string& value,
            const std::function<std::string(const std::string&)>& resolve);

/// What a reference STEP.zone, STEP.region, STEP.node or STEP.database stands for in this run; other text is itself.
std::string resolve_reference(const std::string& text, const RunFacts& facts);

/// Whether the text is such a reference to a step of the timeline.
bool is_reference(const std::string& text, const models::Timeline& timeline);

/// `*` stands for any text; the rest stands for itself.
bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace paddock::scenarios
