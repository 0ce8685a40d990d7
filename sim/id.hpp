// Names for rows of a run: an index and the generation of the row that stood there when the name was given.
#pragma once

#include <compare>
#include <cstdint>

namespace paddock::sim {

/// Names one row of a Table. A row that was erased leaves its generation behind, so an old name never finds a new row.
/// `Tag` only tells the kinds apart (PodId is not NodeId).
template <class Tag>
struct Id {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;

  friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace paddock::sim
