// Why a target was missed: the decisive run once more, with tracing on, and a chain of causes out of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/faults/timeline.hpp"
#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/replication.hpp"
#include "scenarios/report/report.hpp"
#include "sim/draw.hpp"

namespace paddock::scenarios {

/// The run that says most of why a target was missed, the first of these: the one with the worst value or, of pooled
/// targets, the one that adds most of what is beyond the limit. Empty: no run misses it.
std::optional<std::size_t> decisive_run(const Target& target, std::size_t index, const std::vector<RunResult>& runs);

/// Explains why target `index` was missed in the replication with this luck: same seed, same bits.
Explanation explain(const Design& design, std::size_t index, sim::LuckKey key, std::int64_t run, Pasts& pasts);

/// "zone eu-central-1a lost", with what the step acted on in one run.
std::string describe_step(const Design& design, const models::StepDefinition& step,
                          std::optional<std::uint32_t> chosen);

/// The regions that a step can act in, in the order of the fleet; empty: it acts on what is in no region.
std::vector<std::string> regions_of_step(const models::Fleet& fleet, const models::StepDefinition& step);

}  // namespace paddock::scenarios
