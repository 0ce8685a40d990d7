// What a fleet file says about delivery: the repository, the CI runner, the engine, how tenants are cut into stacks.
#pragma once

#include "models/describe.hpp"

namespace paddock::models {

struct DeliverySpec {};
inline void describe(Visitor&, DeliverySpec&) {}
struct ApiSpec {};
inline void describe(Visitor&, ApiSpec&) {}
struct Delivery {};

}  // namespace paddock::models
