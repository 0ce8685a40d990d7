// Elementary functions with fixed bits: built from IEEE + - * / and std::sqrt only, so every compiler, level and
// processor gives the same result, which the C library does not promise. Approximations are the textbook series after
// argument reduction; no fitted coefficients.
#pragma once

#include <bit>
#include <cfloat>
#include <cstdint>
#include <limits>

#ifdef __FAST_MATH__
#error "paddock needs IEEE arithmetic: do not compile it with -ffast-math"
#endif
static_assert(FLT_EVAL_METHOD == 0 && std::numeric_limits<double>::is_iec559,
              "paddock needs doubles that are evaluated as doubles");

namespace paddock::sim {

namespace detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
// ln 2 in two parts; the first has 42 bits, so that its product with any exponent is exact.
inline constexpr double ln2_high = 0x1.62e42fefa3800p-1;
inline constexpr double ln2_low = 0x1.ef35793c76730p-45;

/// x = (1 + excess) * 2^exponent with 1 + excess between sqrt(1/2) and sqrt(2). Requires: x is positive and finite.
struct Split {
  double excess;
  int exponent;
};
constexpr Split split(double x) {
  int exponent = 0;
  if (x < 0x1p-1022) x *= 0x1p54, exponent = -54;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52U) - 1023;
  double m = std::bit_cast<double>((bits & 0x000F'FFFF'FFFF'FFFFU) | 0x3FF0'0000'0000'0000U);
  if (m > 0x1.6a09e667f3bcdp+0) m *= 0.5, ++exponent;
  return {m - 1, exponent};
}

/// 2 s^2/3 + 2 s^4/5 + ...: what atanh(s) has beyond s, times 2/s. For |s| < 0.172 the omitted terms are below 2^-60.
constexpr double atanh_tail(double s) {
  const double z = s * s;
  double sum = 2.0 / 25;
  for (int k = 23; k >= 3; k -= 2) sum = sum * z + 2.0 / k;
  return sum * z;
}

/// 2^k * y for a y near 1, through the subnormals and to infinity.
constexpr double scale_by_power(double y, int k) {
  const auto power = [](int e) { return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + e) << 52U); };
  if (k > 1023) return y * power(1023) * power(k - 1023);
  if (k < -1022) return y * power(k + 200) * 0x1p-200;
  return y * power(k);
}

/// e^r = 1 + r + exp_tail(r): from r coth(r/2) = 2 + r^2/6 - r^4/360 + ... (Bernoulli numbers). For |r| < 0.36.
constexpr double exp_tail(double r) {
  const double z = r * r;
  double u = 7.0 / 261534873600.0;  // 2 B_14 / 14!
  u = u * z - 691.0 / 653837184000.0;
  u = u * z + 1.0 / 23950080;
  u = u * z - 1.0 / 604800;
  u = u * z + 1.0 / 15120;
  u = u * z - 1.0 / 360;
  u = u * z + 1.0 / 6;
  const double c = r - u * z;
  return r * c / (2 - c);
}

/// x = k ln 2 + high - low with |high - low| < 0.35. Requires: |x| < 1100.
struct ExpReduction {
  int k;
  double high, low;
};
constexpr ExpReduction reduce_exp(double x) {
  constexpr double shift = 0x1.8p52;  // adding it rounds to an integer
  const double k = (x * 0x1.71547652b82fep+0 + shift) - shift;
  return {static_cast<int>(k), x - k * ln2_high, k * ln2_low};
}

}  // namespace detail

/// Natural logarithm, within 1 ulp. log(0) is -infinity, of a negative number NaN.
constexpr double log(double x) {
  if (!(x > 0)) return x == 0 ? -detail::infinity : detail::not_a_number;
  if (x == detail::infinity) return x;
  const auto [f, exponent] = detail::split(x);
  const double k = exponent;
  // log(1+f) = 2 atanh(s); 2 s = f - s f and s f = h - s h keep the large part f exact.
  const double s = f / (2 + f);
  const double h = 0.5 * f * f;
  return k * detail::ln2_high - ((h - (s * (h + detail::atanh_tail(s)) + k * detail::ln2_low)) - f);
}

/// e^x, within 1 ulp where the result is normal.
constexpr double exp(double x) {
  if (x > 709.8) return detail::infinity;
  if (x < -745.2) return 0;
  if (x != x) return x;
  const auto [k, high, low] = detail::reduce_exp(x);
  return detail::scale_by_power(1 + (high + (detail::exp_tail(high - low) - low)), k);
}

/// log(1 + x), within 2 ulp, also for small x.
double log1p(double x);
/// e^x - 1, within 2 ulp, also for small x.
double expm1(double x);
/// x to the power y, within 2 ulp. Requires: x >= 0 (NaN otherwise). pow(0, 0) is 1.
double pow(double x, double y);
/// Cube root, within 2 ulp, of either sign.
double cbrt(double x);
/// log of the gamma function, to about 2^-50 relative. Requires: x > 0 (NaN otherwise).
double lgamma(double x);
/// lgamma(x + 1) - ((x + 1/2) log x - x + log(2 pi)/2): Stirling's error, without the cancellation. Requires: x > 0.
double stirling_error(double x);

/// Chance that a standard normal variate is at most x; small values keep their relative precision (about 1e-14).
double normal_cdf(double x);
/// The x with normal_cdf(x) == p, to about 1e-14 relative. quantile(0) and (1) are infinite. Requires: 0 <= p <= 1 (NaN
/// otherwise).
double normal_quantile(double p);

}  // namespace paddock::sim
