#include "sim/intervals.hpp"

#include <algorithm>
#include <cmath>

#include "sim/check.hpp"
#include "sim/math.hpp"

namespace paddock::sim {

namespace {

/// A point of the unit interval with its distance from the other end, so that neither loses digits near 0.
struct Share {
  double x, rest;
  Share flipped() const { return {rest, x}; }
};

/// a log(a/m) + m - a, given a - m, without cancellation near a == m (Loader, "Fast and accurate computation of
/// binomial probabilities", 2000).
double deviance(double a, double m, double difference) {
  const double v = difference / (a + m);
  if (v > 0.15 || v < -0.15) return a * log(a / m) - difference;
  return difference * v + a * v * detail::atanh_tail(v);
}

/// x^a (1-x)^b / B(a, b), by Loader's decomposition: no large logarithms are subtracted.
double beta_power(double a, double b, Share share) {
  const double n = a + b;
  const double difference = a * share.rest - b * share.x;  // a - n x, and n (1-x) - b
  const double log_rest = stirling_error(n) - stirling_error(a) - stirling_error(b) -
                          deviance(a, n * share.x, difference) - deviance(b, n * share.rest, -difference);
  constexpr double inverse_sqrt_two_pi = 0.3989422804014326779399461;
  return exp(log_rest) * inverse_sqrt_two_pi * std::sqrt(a) * std::sqrt(b / n);
}

/// I_x(a, b) divided by beta_power, for x up to about the mean, by a continued fraction (the even part of DLMF 8.17.22;
/// DiDonato and Morris, ACM TOMS 18:3, 1992). There its terms are positive, so that nothing cancels however large a and
/// b are.
double beta_fraction(double a, double b, Share share) {
  const double x = share.x;
  const double from_mean = a * share.rest - b * x;  // a - (a + b) x
  const auto beta = [&](double m) {
    return m + m * (b - m) * x / (a + 2 * m - 1) + (a + m) * (from_mean + 1 + m * (1 + share.rest)) / (a + 2 * m + 1);
  };
  // Modified Lentz: c and d are ratios of successive numerators and denominators.
  double value = a * (from_mean + 1) / (a + 1), c = value, d = 0;
  for (int i = 1; i < 1'000'000; ++i) {
    const double m = i;
    const double alpha = (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / ((a + 2 * m - 1) * (a + 2 * m - 1));
    d = 1 / (beta(m) + alpha * d);
    c = beta(m) + alpha / c;
    const double change = c * d;
    value *= change;
    if (std::fabs(change - 1) <= 0x1p-52) return 1 / value;
  }
  fail_check("incomplete beta: the continued fraction converges");
}

double beta_cdf(double a, double b, Share share) {
  if (share.x <= 0 || share.rest <= 0) return share.x <= 0 ? 0 : 1;
  if (share.x > a / (a + b)) return 1 - beta_power(b, a, share.flipped()) * beta_fraction(b, a, share.flipped());
  return beta_power(a, b, share) * beta_fraction(a, b, share);
}

struct Slope {
  double excess;  ///< negative left of the root
  double slope;
};

/// The root of a rising function between low and high: Newton, and halving whenever Newton leaves the bracket.
template <class Function>
double solve_rising(Function f, double low, double high, double start) {
  double x = start;
  for (int i = 0; i < 300; ++i) {
    const auto [excess, slope] = f(x);
    const double newton = x - excess / slope;
    if (std::fabs(newton - x) <= 0x1p-40 * std::fabs(x)) return newton;  // squared by the step just made: below an ulp
    (excess < 0 ? low : high) = x;
    x = newton > low && newton < high ? newton : low + 0.5 * (high - low);
  }
  return x;
}

/// log(found / wanted), without cancellation when they are close.
double log_ratio(double found, double wanted) {
  const double relative = (found - wanted) / wanted;
  return std::fabs(relative) < 0.01 ? log1p(relative) : log(found) - log(wanted);
}

/// The x up to which the share p lies, and beyond which `rest` does. Solved in the logarithm of the smaller of the two,
/// which is concave for a, b >= 1. Relative precision is kept for x near 0.
double solve_beta(double a, double b, double p, double rest) {
  const auto excess = [&](double x) -> Slope {
    const Share share{x, 1 - x};
    const double density = beta_power(a, b, share) / (share.x * share.rest);
    const double side = p <= rest ? beta_cdf(a, b, share) : beta_cdf(b, a, share.flipped());
    return {p <= rest ? log_ratio(side, p) : -log_ratio(side, rest), density / side};
  };
  return solve_rising(excess, 0, 1, a / (a + b));
}

/// Chance that Student's variate exceeds t >= 0.
double student_upper_tail(double t, double df) {
  const double square = t * t;
  return 0.5 * beta_cdf(0.5 * df, 0.5, {df / (df + square), square / (df + square)});
}

/// Requires: t > 0.
double student_density(double t, double df) {
  const double square = t * t;
  return beta_power(0.5 * df, 0.5, {df / (df + square), square / (df + square)}) / t;
}

/// The studentised mean T of n runs has, to first order, P(T <= t) = Phi(t) + phi(t) (constant + square t^2), both of
/// order 1 / sqrt(n). Hall's cubic T + constant + square T^2 + square^2 T^3 / 3 is nearly normal; this is its inverse.
struct Edgeworth {
  double constant, square;
  double undo(double y) const {
    const double rest = y - constant;
    if (std::fabs(square) < 1e-6) return rest - square * rest * rest;  // its series: what is left out is O(square^2)
    return (cbrt(1 + 3 * square * rest) - 1) / square;
  }
};

/// Moments of the linearised residuals weight x (mean - pooled mean), which sum to zero.
struct Residuals {
  double squares = 0, cubes = 0, with_weight = 0, weight = 0;  // sums over the runs
  double widest = 0, scale = 0;                                // largest distance of a mean, and largest mean
};

Residuals residuals_of(std::span<const RunMean> runs, double pooled) {
  Residuals sums;
  for (const RunMean& run : runs) {
    const double distance = run.mean - pooled, residual = run.weight * distance;
    sums.squares += residual * residual;
    sums.cubes += residual * residual * residual;
    sums.with_weight += residual * run.weight;
    sums.weight += run.weight;
    if (std::fabs(distance) > sums.widest) sums.widest = std::fabs(distance);
    if (std::fabs(run.mean) > sums.scale) sums.scale = std::fabs(run.mean);
  }
  return sums;
}

}  // namespace

double incomplete_beta(double a, double b, double x) {
  check(a > 0 && b > 0 && a + b < detail::infinity, "incomplete beta: a and b are positive and finite");
  check(x >= 0 && x <= 1, "incomplete beta: 0 <= x <= 1");
  return beta_cdf(a, b, {x, 1 - x});
}

double beta_quantile(double a, double b, double p) {
  check(a > 0 && b > 0 && a + b < detail::infinity, "beta quantile: a and b are positive and finite");
  check(p >= 0 && p <= 1, "beta quantile: 0 <= p <= 1");
  if (p == 0 || p == 1) return p;
  return a <= b ? solve_beta(a, b, p, 1 - p) : 1 - solve_beta(b, a, 1 - p, p);
}

double student_quantile(double p, double df) {
  check(df >= 1 && p > 0 && p < 1, "student quantile: df >= 1, 0 < p < 1");
  if (p == 0.5) return 0;
  const double tail = p < 0.5 ? p : 1 - p;
  const double z = -normal_quantile(tail);
  const auto excess = [&](double t) -> Slope {  // rises with t
    const double chance = student_upper_tail(t, df);
    return {-log_ratio(chance, tail), student_density(t, df) / chance};
  };
  // One term of the expansion in 1/df starts Newton; any positive number would do.
  const double t = solve_rising(excess, 0, 1e300, z + (z * z * z + z) / (4 * df));
  return p < 0.5 ? -t : t;
}

double binomial_lower(std::uint64_t held, std::uint64_t runs, double alpha) {
  check(runs > 0 && held <= runs && alpha > 0 && alpha < 1, "binomial bound: held <= runs, runs > 0, 0 < alpha < 1");
  if (held == 0) return 0;
  const auto n = static_cast<double>(runs), k = static_cast<double>(held);
  if (held == runs) return pow(alpha, 1 / n);
  return beta_quantile(k, n - k + 1, alpha);
}

double binomial_upper(std::uint64_t held, std::uint64_t runs, double alpha) {
  check(runs > 0 && held <= runs && alpha > 0 && alpha < 1, "binomial bound: held <= runs, runs > 0, 0 < alpha < 1");
  if (held == runs) return 1;
  const auto n = static_cast<double>(runs), k = static_cast<double>(held);
  if (held == 0) return -expm1(log(alpha) / n);
  // The (1 - alpha)-quantile of Beta(held + 1, runs - held), with alpha itself rather than its rounded complement.
  return k + 1 <= n - k ? solve_beta(k + 1, n - k, 1 - alpha, alpha) : 1 - solve_beta(n - k, k + 1, alpha, 1 - alpha);
}

double binomial_at_least(std::uint64_t held, std::uint64_t runs, double p) {
  check(held <= runs, "binomial: held <= runs");
  if (held == 0) return 1;
  return incomplete_beta(static_cast<double>(held), static_cast<double>(runs - held + 1), p);
}

double pooled_mean(std::span<const RunMean> runs) {
  check(!runs.empty(), "pooled mean: there are runs");
  double mean = 0, weight = 0;
  for (const RunMean& run : runs) {
    check(run.weight > 0, "pooled mean: weights are positive");
    weight += run.weight;
    mean += (run.mean - mean) * (run.weight / weight);
  }
  return mean;
}

std::optional<Interval> mean_interval(std::span<const RunMean> runs, double alpha) {
  check(alpha > 0 && alpha <= 0.5, "mean interval: 0 < alpha <= 1/2");
  if (runs.size() < mean_interval_min_runs) return std::nullopt;
  const double mean = pooled_mean(runs);
  if (!(std::fabs(mean) < detail::infinity)) return std::nullopt;
  const Residuals sums = residuals_of(runs, mean);
  constexpr double rounding = 1e-12;  // means that differ by less are equal: their sums were rounded differently
  if (!(sums.widest > rounding * sums.scale)) return std::nullopt;

  const auto n = static_cast<double>(runs.size()), root = std::sqrt(n);
  const double deviation = std::sqrt(sums.squares / n);
  const double skewness = sums.cubes / n / (deviation * deviation * deviation);
  // Weights are estimated with the mean, which moves the studentised ratio by their correlation with the residuals.
  const double of_weights = sums.with_weight / (deviation * sums.weight);
  const double error = std::sqrt(sums.squares / (n - 1)) / root / (sums.weight / n);
  const double t = student_quantile(1 - alpha, n - 1);
  const auto bounds = [&](double square) {
    const Edgeworth correction{.constant = skewness / 6 / root, .square = square / root};
    return Interval{.low = mean - error * correction.undo(t), .high = mean - error * correction.undo(-t)};
  };
  const Interval alike = bounds(skewness / 3), moved = bounds(skewness / 3 - of_weights);
  return Interval{.low = std::min(alike.low, moved.low), .high = std::max(alike.high, moved.high)};
}

}  // namespace paddock::sim
