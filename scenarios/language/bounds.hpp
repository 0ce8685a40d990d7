// Whether a number lies where its description wants it, and how to say so.
#pragma once

#include <optional>
#include <string>

#include "models/describe.hpp"

namespace paddock::scenarios {

/// True if `value` is inside. A number that nobody bounded may be anything.
bool inside(double value, const models::Bounds& bounds);

/// "more than 0s", "at least 1", "from 1 to 10", "at most 5%"; `write` gives a bound its unit.
std::string bounds_text(const models::Bounds& bounds, std::string (*write)(double));

}  // namespace paddock::scenarios
