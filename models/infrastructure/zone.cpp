#include "models/infrastructure/zone.hpp"

#include "models/fleet.hpp"
#include "sim/check.hpp"

namespace paddock::models {

Zones::Zones(const Fleet& fleet) : lost_(fleet.zones.size(), 0) {}

void Zones::restore(ZoneId zone) {
  sim::check(!up(zone), "restore of a zone that is not lost");
  --lost_[index_of(zone)];
}

}  // namespace paddock::models
