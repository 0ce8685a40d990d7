// How many machines a zone has at the start.
#pragma once

#include <cstdint>

#include "models/fleet.hpp"

namespace paddock::scenarios {

std::int64_t nodes_of(const models::Fleet& fleet, models::ZoneId zone);

}  // namespace paddock::scenarios
