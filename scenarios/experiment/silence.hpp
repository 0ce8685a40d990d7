// What stands where a fleet file says nothing and a verdict hangs on it: the request path, the promise, the traffic.
#pragma once

#include "models/fleet.hpp"
#include "scenarios/language/reader.hpp"

namespace paddock::scenarios {

/// The default of every field of a hop, a plan or a kind of request that the file leaves out as a whole. Defaults
/// inside what it does describe are noted by the reader.
Assumptions assumed_of_silence(const models::FleetSpec& spec);

}  // namespace paddock::scenarios
