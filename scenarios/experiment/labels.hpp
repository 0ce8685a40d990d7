// Choosing entities by labels.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/fleet.hpp"
#include "scenarios/experiment/evaluate.hpp"
#include "scenarios/language/target.hpp"

namespace paddock::scenarios {

/// The value of a tenant's label as text. Zones have their full names; `op` is not a property of tenants.
std::string tenant_label(const models::Fleet& fleet, models::TenantId tenant, std::string_view label);

/// Whether a label's value passes the filter. `resolve` turns a reference such as loss.zone into what it stands for in
/// this run, and anything else into itself.
bool passes(const LabelFilter& filter, const std::string& value,
            const std::function<std::string(const std::string&)>& resolve);

/// What a reference STEP.zone, STEP.region, STEP.node or STEP.database stands for in this run; other text is itself.
std::string resolve_reference(const std::string& text, const RunFacts& facts);

/// Whether the text has the form of a reference, to whatever step.
bool reads_as_reference(std::string_view text);
/// The step of the timeline that such a reference is to; empty: the text is none.
std::optional<models::StepId> referred_step(const std::string& text, const models::Timeline& timeline);
/// What a reference to a step of this verb may be to: "zone", "region", "node", "database".
std::vector<std::string> referable(models::Verb verb);

/// `*` stands for any text; the rest stands for itself.
bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace paddock::scenarios
