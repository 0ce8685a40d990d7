#include "sim/math.hpp"

#include <array>
#include <cmath>

namespace paddock::sim {

namespace {

/// A number as the unevaluated sum of two doubles, about 106 bits.
struct Pair {
  double high, low;
};

/// a + b exactly. Requires: |a| >= |b| or a == 0.
Pair fast_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a + b exactly (Knuth).
Pair exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_in_sum = sum - a;
  return {sum, (a - (sum - b_in_sum)) + (b - b_in_sum)};
}

/// a * b exactly (Dekker). Requires: neither exceeds 2^996.
Pair exact_product(double a, double b) {
  const auto upper_half = [](double x) {
    const double big = x * 134217729.0;  // 2^27 + 1
    return big - (big - x);
  };
  const double a1 = upper_half(a), a2 = a - a1, b1 = upper_half(b), b2 = b - b1;
  const double product = a * b;
  return {product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}

/// log x with about 15 bits more than a double has: 2 atanh(s) with s and its cube carried in pairs. Requires: x
/// positive and finite.
Pair precise_log(double x) {
  const auto [f, exponent] = detail::split(x);
  const double k = exponent;
  const Pair denominator = exact_sum(2, f);
  const double s = f / denominator.high;
  const Pair back = exact_product(s, denominator.high);
  const double s_low = (((f - back.high) - back.low) - s * denominator.low) / denominator.high;

  const Pair square = exact_product(s, s);
  const Pair cube = exact_product(s, square.high);
  const double cube_low = cube.low + s * square.low + 3 * square.high * s_low;
  constexpr Pair two_thirds{2.0 / 3, 0x1.5555555555555p-55};
  const Pair second = exact_product(two_thirds.high, cube.high);
  const double second_low = second.low + two_thirds.low * cube.high + two_thirds.high * cube_low;
  double rest = 2.0 / 25;  // 2/5 s^5 + 2/7 s^7 + ...
  for (int n = 23; n >= 5; n -= 2) rest = rest * square.high + 2.0 / n;
  rest *= square.high * cube.high;

  const Pair first = exact_sum(k * detail::ln2_high, 2 * s);
  const Pair sum = exact_sum(first.high, second.high);
  return fast_sum(sum.high, sum.low + (first.low + (second_low + (rest + (2 * s_low + k * detail::ln2_low)))));
}

/// e^(high + low) for a small low.
double exp_of(Pair x) {
  if (x.high > 709.8) return detail::infinity;
  if (x.high < -745.2) return 0;
  const auto [k, high, low] = detail::reduce_exp(x.high);
  const double rest = low - x.low;
  return detail::scale_by_power(1 + (high + (detail::exp_tail(high - rest) - rest)), k);
}

/// lgamma(2 + z) for |z| <= 1/2: z (1 - gamma) + sum over k >= 2 of (-1)^k (zeta(k) - 1) z^k / k (DLMF 5.7.3).
double lgamma_near_two(double z) {
  constexpr std::array zeta_minus_one{
      6.449340668482264364724e-1,  2.020569031595942853997e-1,  8.2323233711138191516e-2,
      3.692775514336992633137e-2,  1.734306198444913971452e-2,  8.349277381922826839798e-3,
      4.077356197944339378685e-3,  2.008392826082214417853e-3,  9.94575127818085337146e-4,
      4.941886041194645587023e-4,  2.46086553308048298638e-4,   1.227133475784891467518e-4,
      6.124813505870482925855e-5,  3.058823630702049355173e-5,  1.528225940865187173257e-5,
      7.6371976378997622736e-6,    3.817293264999839856462e-6,  1.908212716553938925657e-6,
      9.53962033872796113152e-7,   4.769329867878064631167e-7,  2.384505027277329900036e-7,
      1.192199259653110730678e-7,  5.960818905125947961244e-8,  2.980350351465228018606e-8,
      1.490155482836504123466e-8,  7.450711789835429491981e-9,  3.725334024788457054819e-9,
      1.862659723513049006404e-9,  9.313274324196681828718e-10, 4.656629065033784072989e-10,
      2.328311833676505492001e-10, 1.164155017270051977593e-10};
  double sum = 0;
  for (std::size_t i = zeta_minus_one.size(); i-- > 0;) {
    const auto k = static_cast<double>(i + 2);
    sum = (i % 2 == 0 ? zeta_minus_one[i] : -zeta_minus_one[i]) / k + sum * z;
  }
  constexpr double one_minus_gamma = 0.4227843350984671393934879;  // 1 - Euler's constant
  return z * (one_minus_gamma + z * sum);
}

constexpr double half_log_two_pi = 0.9189385332046727417803297;
constexpr double inverse_sqrt_two_pi = 0.3989422804014326779399461;
constexpr double stirling_from = 16;  // from here on eight terms of Stirling's series are exact to 2^-55

/// B_2/(1*2 x) + B_4/(3*4 x^3) + ... (DLMF 5.11.1). Requires: x >= stirling_from.
double stirling_series(double x) {
  const double z = 1 / (x * x);
  double sum = -3617.0 / 122400;
  for (const double c : {1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12})
    sum = sum * z + c;
  return sum / x;
}

double normal_density(double x) {
  // The square is carried exactly: its rounding error alone would cost x^2/2 ulp.
  const Pair square = exact_product(x, x);
  return inverse_sqrt_two_pi * exp_of({-0.5 * square.high, -0.5 * square.low});
}

constexpr double normal_tail_from = 1.5;

/// normal_cdf(x) - 1/2 for |x| <= normal_tail_from: density * (x + x^3/3 + x^5/15 + ...), all of one sign.
double normal_middle(double x) {
  const double z = x * x;
  double term = x, sum = x;
  for (int k = 3; k < 200 && sum + term != sum; k += 2) {
    term *= z / k;
    sum += term;
  }
  return normal_density(x) * sum;
}

/// Mills' ratio, upper tail / density, for x >= normal_tail_from, by Laplace's continued fraction 1/(x + 1/(x + 2/(x +
/// ...))).
double mills_ratio(double x) {
  double fraction = x;
  for (int k = x < 2.5 ? 200 : 80; k >= 1; --k) fraction = x + k / fraction;
  return 1 / fraction;
}

/// The x <= 0 with normal_cdf(x) == p for p <= 0.1, by Newton on the logarithm, which is concave.
double normal_lower_quantile(double p) {
  const double log_p = log(p);
  double x = -std::sqrt(-2 * log_p);
  for (int i = 0; i < 60; ++i) {
    const double cdf = normal_cdf(x), density = normal_density(x);
    if (cdf == 0 || density == 0) return x;  // beyond the smallest double
    const double step =
        (p - cdf < 0.01 * p && cdf - p < 0.01 * p ? (cdf - p) / density : cdf / density * (log(cdf) - log_p));
    x -= step;
    if (step < 1e-16 * -x && step > 1e-16 * x) break;
  }
  return x;
}

}  // namespace

double log1p(double x) {
  if (!(x > -1)) return x == -1 ? -detail::infinity : detail::not_a_number;
  if (x > -0.29 && x < 0.41) {
    const double s = x / (2 + x);
    const double h = 0.5 * x * x;
    return x - (h - s * (h + detail::atanh_tail(s)));
  }
  if (x == detail::infinity) return x;
  const Pair sum = exact_sum(1, x);
  return log(sum.high) + sum.low / sum.high;
}

double expm1(double x) {
  if (x != x) return x;
  if (x < -40) return -1;
  if (x > 40) return exp(x);
  const auto [k, high, low] = detail::reduce_exp(x);
  const double tail = detail::exp_tail(high - low);
  if (k == 0) return x + tail;
  const double two_to_k = detail::scale_by_power(1, k);
  return (two_to_k - 1) + two_to_k * (high + (tail - low));
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (!(x >= 0) || y != y) return detail::not_a_number;
  const bool grows = (x > 1) == (y > 0);
  if (x == 0 || x == detail::infinity || y > 1e19 || y < -1e19) return grows ? detail::infinity : 0;
  const Pair exponent = precise_log(x);
  const Pair product = exact_product(y, exponent.high);
  return exp_of(fast_sum(product.high, product.low + y * exponent.low));
}

double cbrt(double x) {
  if (x == 0 || x != x || x == detail::infinity || x == -detail::infinity) return x;
  const double size = x < 0 ? -x : x;
  const double root = pow(size, 1.0 / 3);
  const Pair square = exact_product(root, root);
  const double better =
      root - (square.high - size / root) / (3 * root);  // one step of Newton mends the rounding of 1/3
  return x < 0 ? -better : better;
}

double lgamma(double x) {
  if (!(x > 0)) return detail::not_a_number;
  if (x == detail::infinity) return x;
  if (x < 0.5) return lgamma_near_two(x) - log1p(x) - log(x);
  if (x < 1.5) return lgamma_near_two(x - 1) - log1p(x - 1);
  if (x >= stirling_from) return (x - 0.5) * (log(x) - 1) + (half_log_two_pi - 0.5) + stirling_series(x);
  double product = 1;
  while (x > 2.5) product *= x -= 1;
  return log(product) + lgamma_near_two(x - 2);
}

double stirling_error(double x) {
  // stirling_error(x) - stirling_error(x + 1) = (x + 1/2) log(1 + 1/x) - 1 = atanh(s)/s - 1 with s = 1/(2x + 1).
  double sum = 0;
  for (; x < stirling_from; x += 1)
    sum += x < 2.5 ? (x + 0.5) * log1p(1 / x) - 1 : 0.5 * detail::atanh_tail(1 / (2 * x + 1));
  return sum + stirling_series(x);
}

double normal_cdf(double x) {
  if (x != x) return x;
  if (x > normal_tail_from) return x > 39 ? 1 : 1 - normal_density(x) * mills_ratio(x);
  if (x < -normal_tail_from) return x < -39 ? 0 : normal_density(x) * mills_ratio(-x);
  return 0.5 + normal_middle(x);
}

double normal_quantile(double p) {
  if (!(p >= 0 && p <= 1)) return detail::not_a_number;
  if (p == 0 || p == 1) return p == 0 ? -detail::infinity : detail::infinity;
  if (p < 0.1) return normal_lower_quantile(p);
  if (p > 0.9) return -normal_lower_quantile(1 - p);
  const double target = p - 0.5;
  double x = target / inverse_sqrt_two_pi;
  for (int i = 0; i < 60; ++i) {
    const double step = (normal_middle(x) - target) / normal_density(x);
    x -= step;
    const double size = step < 0 ? -step : step, limit = 1e-16 * (x < 0 ? -x : x);
    if (size <= limit) break;
  }
  return x;
}

}  // namespace paddock::sim
