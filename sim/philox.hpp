// Philox4x64-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
// 1, 2, 3", SC11 (2011). A keyed bijection of 256-bit counters: no state, any block in any order.
#pragma once

#include <array>
#include <cstdint>

namespace paddock::sim {

/// Four words: a counter going in, random bits coming out.
using PhiloxBlock = std::array<std::uint64_t, 4>;
using PhiloxKey = std::array<std::uint64_t, 2>;

namespace detail {
__extension__ using Wide = unsigned __int128;

// Multipliers and key increments are the paper's (golden ratio and sqrt(3) - 1 as 64-bit fractions).
inline constexpr std::uint64_t philox_multiplier_0 = 0xD2E7470EE14C6C93U;
inline constexpr std::uint64_t philox_multiplier_1 = 0xCA5A826395121157U;
inline constexpr std::uint64_t philox_weyl_0 = 0x9E3779B97F4A7C15U;
inline constexpr std::uint64_t philox_weyl_1 = 0xBB67AE8584CAA73BU;
inline constexpr int philox_rounds = 10;
}  // namespace detail

/// The block of `counter` under `key`.
constexpr PhiloxBlock philox_block(PhiloxBlock counter, PhiloxKey key) {
  auto [c0, c1, c2, c3] = counter;
  auto [k0, k1] = key;
  for (int round = 0; round < detail::philox_rounds; ++round) {
    const auto p0 = detail::Wide{detail::philox_multiplier_0} * c0;
    const auto p1 = detail::Wide{detail::philox_multiplier_1} * c2;
    c0 = static_cast<std::uint64_t>(p1 >> 64U) ^ c1 ^ k0;
    c1 = static_cast<std::uint64_t>(p1);
    c2 = static_cast<std::uint64_t>(p0 >> 64U) ^ c3 ^ k1;
    c3 = static_cast<std::uint64_t>(p0);
    k0 += detail::philox_weyl_0;
    k1 += detail::philox_weyl_1;
  }
  return {c0, c1, c2, c3};
}

}  // namespace paddock::sim
