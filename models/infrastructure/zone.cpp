#include "models/infrastructure/zone.hpp"

#include "models/fleet.hpp"
#include "sim/check.hpp"

namespace paddock::models {

Zones::Zones(const Fleet& fleet) : lost_(fleet.zones.size(), 0), shifts_(fleet.zones.size(), 0) {}

void Zones::restore(ZoneId zone) {
  sim::check(!up(zone), "restore of a zone that is not lost");
  --lost_[index_of(zone)];
}

void Zones::unshift(ZoneId zone) {
  sim::check(shifted(zone), "a shift ended that had not begun");
  --shifts_[index_of(zone)];
}

}  // namespace paddock::models
