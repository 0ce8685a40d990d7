#include "sim/ziggurat.hpp"

#include "sim/math.hpp"

namespace paddock::sim::detail {

namespace {

/// Square root at compile time (std::sqrt is not constexpr in C++20), by Newton from above.
constexpr double constexpr_sqrt(double x) {
  if (x <= 0) return 0;
  double root = x < 1 ? 1 : x;
  for (double next = 0.5 * (root + x / root); next < root; next = 0.5 * (root + x / root)) root = next;
  return root;
}

struct ExponentialDensity {
  static constexpr double at(double x) { return exp(-x); }
  static constexpr double inverse(double y) { return -log(y); }
};
struct NormalDensity {  // without the factor 1/sqrt(2 pi): the area of a layer scales with it
  static constexpr double at(double x) { return exp(-0.5 * x * x); }
  static constexpr double inverse(double y) { return constexpr_sqrt(-2 * log(y)); }
};

/// Stacks 256 layers of area `area` on the base that ends at `tail_from`. Solves nothing: `tail_from` has to be the
/// root for which the last layer ends at the density's peak (the tests measure that it does).
template <class Density>
constexpr Ziggurat stack_layers(double tail_from, double area) {
  Ziggurat z{};
  z.edge[0] = area / Density::at(tail_from);
  z.edge[1] = tail_from;
  z.height[0] = 0;
  z.height[1] = Density::at(tail_from);
  for (std::size_t i = 2; i < ziggurat_layers; ++i) {
    z.edge[i] = Density::inverse(z.height[i - 1] + area / z.edge[i - 1]);
    z.height[i] = Density::at(z.edge[i]);
  }
  z.edge[ziggurat_layers] = 0;
  z.height[ziggurat_layers] = 1;
  return z;
}

// The roots for 256 layers, found by bisection with 50 digits on the condition above. Area = r f(r) + integral of f
// beyond r.
constexpr double exponential_tail_from = 7.697117470131049714;
constexpr double exponential_area = 0.00394965982258155722;
constexpr double normal_tail_from = 3.6541528853610087716;
constexpr double normal_area = 0.0049286732339746553474;

}  // namespace

constinit const Ziggurat exponential_ziggurat =
    stack_layers<ExponentialDensity>(exponential_tail_from, exponential_area);
constinit const Ziggurat normal_ziggurat = stack_layers<NormalDensity>(normal_tail_from, normal_area);

double exponential_edge_case(Draw& draw, std::uint64_t word) {
  double beyond = 0;
  for (;; word = draw.bits()) {
    const std::size_t layer = word % ziggurat_layers;
    const double x = unit_of(word) * exponential_ziggurat.edge[layer];
    if (x < exponential_ziggurat.edge[layer + 1]) return beyond + x;
    if (layer == 0) {
      beyond += exponential_tail_from;  // the tail is the same curve again: no memory
      continue;
    }
    const double low = exponential_ziggurat.height[layer], high = exponential_ziggurat.height[layer + 1];
    if (low + draw.unit() * (high - low) < exp(-x)) return beyond + x;
  }
}

double normal_edge_case(Draw& draw, std::uint64_t word) {
  for (;; word = draw.bits()) {
    const std::size_t layer = word % ziggurat_layers;
    const double x = unit_of(word) * normal_ziggurat.edge[layer];
    if (x < normal_ziggurat.edge[layer + 1]) return with_sign_bit_8(x, word);
    if (layer == 0) {
      // Marsaglia (1964): an exponential excess under the tail, accepted with probability exp(-excess^2/2).
      double excess = 0;
      do excess = -log(draw.unit()) / normal_tail_from;
      while (-2 * log(draw.unit()) < excess * excess);
      return with_sign_bit_8(normal_tail_from + excess, word);
    }
    const double low = normal_ziggurat.height[layer], high = normal_ziggurat.height[layer + 1];
    if (low + draw.unit() * (high - low) < exp(-0.5 * x * x)) return with_sign_bit_8(x, word);
  }
}

}  // namespace paddock::sim::detail
