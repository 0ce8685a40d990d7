// What is wrong with a target on a stage: steps, labels and references that can mean nothing.
#pragma once

#include <string>

#include "scenarios/experiment/scenario_check.hpp"

namespace paddock::scenarios {

/// Adds a problem for everything about the target that no run could measure, at its place in the file.
void check_target(const Target& target, const Position& where, const std::string& path, const Stage& stage,
                  Problems& problems);

}  // namespace paddock::scenarios
