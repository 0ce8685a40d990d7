// Quantities that are counted, each its own type so that none is added to another by mistake.
#pragma once

#include <compare>
#include <cstdint>

namespace paddock::sim {

/// An exact count of one unit. `Unit` only tells the types apart.
template <class Unit>
struct Quantity {
  std::int64_t value = 0;

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  constexpr Quantity& operator+=(Quantity other) { return value += other.value, *this; }
  constexpr Quantity& operator-=(Quantity other) { return value -= other.value, *this; }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(Quantity a, std::int64_t n) { return {a.value * n}; }
};

using MilliCores = Quantity<struct MilliCoresUnit>;  ///< thousandths of a CPU core: "250m" is 250
using Bytes = Quantity<struct BytesUnit>;            ///< "1Ki" is 1024
using Money = Quantity<struct MicroDollarsUnit>;     ///< millionths of a US dollar

inline constexpr Bytes mebibyte{1024 * 1024};

}  // namespace paddock::sim
