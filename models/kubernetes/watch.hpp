// Nobody sees a change in the instant in which it is made: it comes by a watch.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "models/fleet.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

/// How long after a change in the region's cluster it is seen by one who watches. `purpose`, `entity` and n name the
/// luck, which is not asked where the delay is always the same.
inline Duration seen_after(const Agenda& agenda, const Fleet& fleet, RegionId region, std::string_view purpose,
                           std::uint64_t entity, std::uint64_t n = 0) {
  const sim::Distribution& delay_s = fleet[region].watch_s;
  if (delay_s.is_constant()) return std::max(Duration{}, sim::from_seconds(delay_s.mean()));
  return sim::sample_length(delay_s, agenda.draw(sim::luck(purpose, entity), n));
}

}  // namespace paddock::models
