// Random quantities, given by the parameters people know and sampled by our own deterministic mathematics.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/draw.hpp"
#include "sim/time.hpp"
#include "sim/ziggurat.hpp"

namespace paddock::sim {

/// What a user wrote: the family together with its parameterisation. `a` and `b` of a Distribution, in order:
enum class DistributionKind : std::uint8_t {
  constant,              ///< value
  exponential,           ///< mean
  uniform,               ///< low, high
  normal,                ///< mean, standard deviation
  lognormal_median_p95,  ///< median, 95th percentile
  lognormal_mean_scv,    ///< mean, squared coefficient of variation (variance / mean^2)
  weibull,               ///< shape, scale
  bernoulli,             ///< probability of 1
};

/// A random number without a unit. A small value; the default is the constant 0.
///
/// Requires, in every factory: parameters are finite and as stated there (readers validate before they call).
class Distribution {
 public:
  constexpr Distribution() = default;

  static Distribution constant(double value);
  static Distribution exponential_mean(double mean);                    ///< mean >= 0
  static Distribution uniform(double low, double high);                 ///< low <= high
  static Distribution normal(double mean, double sd);                   ///< sd >= 0
  static Distribution lognormal_median_p95(double median, double p95);  ///< 0 < median <= p95
  static Distribution lognormal_mean_scv(double mean, double scv);      ///< mean > 0, scv >= 0
  static Distribution weibull(double shape, double scale);              ///< shape > 0, scale >= 0
  static Distribution bernoulli(double p);                              ///< 0 <= p <= 1

  DistributionKind kind() const { return kind_; }
  /// The parameters as they were given; see DistributionKind. b() is 0 where there is only one.
  double a() const { return a_; }
  double b() const { return b_; }

  double mean() const;
  /// The value that is not exceeded with probability p. Requires: 0 < p < 1.
  double quantile(double p) const;
  /// True if every variate is the same number.
  bool is_constant() const;

  /// One variate. Exponential, normal and lognormal almost always take one word of the draw.
  double sample(Draw& draw) const {
    if (kind_ == DistributionKind::exponential) return a_ * standard_exponential(draw);
    return sample_other(draw);
  }
  double sample(Draw&& draw) const { return sample(draw); }

  friend bool operator==(const Distribution& x, const Distribution& y) {
    return x.kind_ == y.kind_ && x.a_ == y.a_ && x.b_ == y.b_;
  }

 private:
  constexpr Distribution(DistributionKind kind, double a, double b, double location, double spread)
      : a_(a), b_(b), location_(location), spread_(spread), kind_(kind) {}
  double sample_other(Draw& draw) const;

  double a_ = 0, b_ = 0;
  // Worked out once. Lognormal: the median and the standard deviation of the logarithm. Weibull: the scale and 1 /
  // shape.
  double location_ = 0, spread_ = 0;
  DistributionKind kind_ = DistributionKind::constant;
};

/// A length of time whose seconds are drawn. What a distribution has below zero counts as zero.
inline Duration sample_length(const Distribution& seconds, Draw&& draw) {
  return std::max(Duration{0}, from_seconds(seconds.sample(draw)));
}

}  // namespace paddock::sim
