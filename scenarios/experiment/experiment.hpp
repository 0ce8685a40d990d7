// Runs designs until their targets are decided, and writes the report.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "scenarios/experiment/design.hpp"
#include "scenarios/experiment/pasts.hpp"
#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

struct ExperimentOptions {
  std::uint64_t seed = 1;
  unsigned jobs = 1;
  std::optional<std::int64_t> replications;                               // exactly so many; else until decided
  std::int64_t most_replications = 1152;                                  // five looks
  std::function<void(std::int64_t done, std::int64_t planned)> progress;  // from any thread; may be empty
};

Report run_design(const Design& design, const ExperimentOptions& options, Pasts& pasts);
ScenarioReport run_designs(const Designs& designs, const ExperimentOptions& options);
/// The same with pasts that other designs share.
ScenarioReport run_designs(const Designs& designs, const ExperimentOptions& options, Pasts& pasts);

/// The exit code of design and report: 0 pass, 1 fail, 2 error, 4 undecided.
int exit_code(Verdict verdict);

}  // namespace paddock::scenarios
