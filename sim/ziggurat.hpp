// Standard exponential and normal variates by the ziggurat of Marsaglia and Tsang (J. Stat. Software 5:8, 2000), with
// 256 layers and one 64-bit word for at least 98 variates in 100. The layer (bits 0-7), the sign (bit 8) and the place
// in the layer (bits 11-63) use different bits of the word, which cures the correlation that Doornik (2005) found in
// the original.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/draw.hpp"

namespace paddock::sim {

namespace detail {

inline constexpr std::size_t ziggurat_layers = 256;

/// Layers of equal area under a falling density f with f(0) = 1. Layer i > 0 is a box from 0 to edge[i] whose top is
/// height[i + 1]; layer 0 is the box up to edge[1] together with the tail beyond, as if it were a box up to edge[0].
struct Ziggurat {
  std::array<double, ziggurat_layers + 1> edge;    ///< falling; edge[256] == 0
  std::array<double, ziggurat_layers + 1> height;  ///< f(edge[i]); height[256] == 1
};

extern const Ziggurat exponential_ziggurat;
extern const Ziggurat normal_ziggurat;

/// x >= 0 negated if bit 8 of the word is set; no branch, for none could be predicted.
constexpr double with_sign_bit_8(double x, std::uint64_t word) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) ^ (word & 0x100U) << 55U);
}

/// What remains when the word falls outside the part of its layer that lies wholly under the curve.
double exponential_edge_case(Draw& draw, std::uint64_t word);
double normal_edge_case(Draw& draw, std::uint64_t word);

/// Calls it with a copy, and gives back the copy. So the draw itself can stay in registers, 99 times in 100.
inline double on_a_copy(double (*edge_case)(Draw&, std::uint64_t), Draw& draw, std::uint64_t word) {
  Draw copy = draw;
  const double x = edge_case(copy, word);
  draw = copy;
  return x;
}

}  // namespace detail

/// Exponential with mean 1; > 0.
inline double standard_exponential(Draw& draw) {
  const std::uint64_t word = draw.bits();
  const std::size_t layer = word % detail::ziggurat_layers;
  const double x = unit_of(word) * detail::exponential_ziggurat.edge[layer];
  if (x < detail::exponential_ziggurat.edge[layer + 1]) [[likely]]
    return x;
  return detail::on_a_copy(detail::exponential_edge_case, draw, word);
}

/// Normal with mean 0 and variance 1.
inline double standard_normal(Draw& draw) {
  const std::uint64_t word = draw.bits();
  const std::size_t layer = word % detail::ziggurat_layers;
  const double x = unit_of(word) * detail::normal_ziggurat.edge[layer];
  if (x < detail::normal_ziggurat.edge[layer + 1]) [[likely]]
    return detail::with_sign_bit_8(x, word);
  return detail::on_a_copy(detail::normal_edge_case, draw, word);
}

}  // namespace paddock::sim
