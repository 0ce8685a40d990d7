// Availability zones: which of them have power.
#pragma once

#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Zones {
 public:
  Zones() = default;
  explicit Zones(const Fleet& fleet);

  bool up(ZoneId zone) const { return lost_[index_of(zone)] == 0; }
  /// A zone may be lost by more than one step (its own, its region's): it is up again when all are over.
  void lose(ZoneId zone) { ++lost_[index_of(zone)]; }
  /// Requires: the zone is lost.
  void restore(ZoneId zone);

  /// A zonal shift is on: the zone stands, and nothing new goes there. There may be more than one.
  bool shifted(ZoneId zone) const { return shifts_[index_of(zone)] != 0; }
  void shift(ZoneId zone) { ++shifts_[index_of(zone)]; }
  /// Requires: it is shifted.
  void unshift(ZoneId zone);

 private:
  std::vector<std::uint32_t> lost_;    // how many steps hold the zone down
  std::vector<std::uint32_t> shifts_;  // how many shift away from it
};

}  // namespace paddock::models
