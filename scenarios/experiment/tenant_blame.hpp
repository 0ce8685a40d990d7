// What is to blame for what a tenant suffered: only what took part in the very miss.
#pragma once

#include "scenarios/experiment/blame.hpp"

namespace paddock::scenarios {

/// Of requests (outages, bad minutes): path, pods and database are weighed by how much of the failing they were.
/// Of Ready pods and of pods that wait: pods alone. Causes are empty where nothing was found, and the summary says so.
Blame tenant_blame(const Target& target, const RunFacts& facts, const Trace& trace, const EntityValue& value);

}  // namespace paddock::scenarios
