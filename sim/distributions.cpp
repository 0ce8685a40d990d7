#include "sim/distributions.hpp"

#include <cmath>

#include "sim/check.hpp"
#include "sim/math.hpp"

namespace paddock::sim {

namespace {

using Kind = DistributionKind;

bool finite(double x) { return x - x == 0; }

double weibull_quantile(double scale, double inverse_shape, double cumulated_hazard) {
  return scale * (inverse_shape == 1 ? cumulated_hazard : pow(cumulated_hazard, inverse_shape));
}

}  // namespace

Distribution Distribution::constant(double value) {
  check(finite(value), "constant: the value is finite");
  return {Kind::constant, value, 0, 0, 0};
}

Distribution Distribution::exponential_mean(double mean) {
  check(finite(mean) && mean >= 0, "exponential: the mean is at least 0");
  return {Kind::exponential, mean, 0, 0, 0};
}

Distribution Distribution::uniform(double low, double high) {
  check(finite(low) && finite(high - low) && low <= high, "uniform: low is at most high");
  return {Kind::uniform, low, high, 0, 0};
}

Distribution Distribution::normal(double mean, double sd) {
  check(finite(mean) && finite(sd) && sd >= 0, "normal: the standard deviation is at least 0");
  return {Kind::normal, mean, sd, 0, 0};
}

Distribution Distribution::lognormal_median_p95(double median, double p95) {
  check(finite(p95) && median > 0 && median <= p95,
        "lognormal: the median is positive and at most the 95th percentile");
  const double log_ratio = finite(p95 / median) ? log(p95 / median) : log(p95) - log(median);
  return {Kind::lognormal_median_p95, median, p95, median, log_ratio / normal_quantile(0.95)};
}

Distribution Distribution::lognormal_mean_scv(double mean, double scv) {
  check(finite(mean) && mean > 0, "lognormal: the mean is positive");
  check(finite(scv) && scv >= 0, "lognormal: the squared coefficient of variation is at least 0");
  return {Kind::lognormal_mean_scv, mean, scv, mean / std::sqrt(1 + scv), std::sqrt(log1p(scv))};
}

Distribution Distribution::weibull(double shape, double scale) {
  check(finite(shape) && shape > 0 && finite(1 / shape), "weibull: the shape is positive");
  check(finite(scale) && scale >= 0, "weibull: the scale is at least 0");
  return {Kind::weibull, shape, scale, scale, 1 / shape};
}

Distribution Distribution::bernoulli(double p) {
  check(p >= 0 && p <= 1, "bernoulli: the probability is between 0 and 1");
  return {Kind::bernoulli, p, 0, 0, 0};
}

double Distribution::mean() const {
  switch (kind_) {
    case Kind::constant:
    case Kind::exponential:
    case Kind::normal:
    case Kind::lognormal_mean_scv:
    case Kind::bernoulli:
      return a_;
    case Kind::uniform:
      return a_ + 0.5 * (b_ - a_);
    case Kind::lognormal_median_p95:
      return location_ * exp(0.5 * spread_ * spread_);
    case Kind::weibull:
      return location_ * exp(lgamma(1 + spread_));
  }
  fail_check("unknown distribution");
}

double Distribution::quantile(double p) const {
  check(p > 0 && p < 1, "quantile: 0 < p < 1");
  switch (kind_) {
    case Kind::constant:
      return a_;
    case Kind::exponential:
      return -a_ * log1p(-p);
    case Kind::uniform:
      return a_ + p * (b_ - a_);
    case Kind::normal:
      return a_ + b_ * normal_quantile(p);
    case Kind::lognormal_median_p95:
    case Kind::lognormal_mean_scv:
      return location_ * exp(spread_ * normal_quantile(p));
    case Kind::weibull:
      return weibull_quantile(location_, spread_, -log1p(-p));
    case Kind::bernoulli:
      return p <= 1 - a_ ? 0 : 1;
  }
  fail_check("unknown distribution");
}

bool Distribution::is_constant() const {
  switch (kind_) {
    case Kind::constant:
      return true;
    case Kind::exponential:
      return a_ == 0;
    case Kind::uniform:
      return a_ == b_;
    case Kind::normal:
    case Kind::lognormal_mean_scv:
      return b_ == 0;
    case Kind::lognormal_median_p95:
      return a_ == b_;
    case Kind::weibull:
      return b_ == 0;
    case Kind::bernoulli:
      return a_ == 0 || a_ == 1;
  }
  fail_check("unknown distribution");
}

double Distribution::sample_other(Draw& draw) const {
  switch (kind_) {
    case Kind::constant:
      return a_;
    case Kind::exponential:
      return a_ * standard_exponential(draw);
    case Kind::uniform:
      return a_ + draw.unit() * (b_ - a_);
    case Kind::normal:
      return a_ + b_ * standard_normal(draw);
    case Kind::lognormal_median_p95:
    case Kind::lognormal_mean_scv:
      return location_ * exp(spread_ * standard_normal(draw));
    case Kind::weibull:
      return weibull_quantile(location_, spread_, standard_exponential(draw));
    case Kind::bernoulli:
      return draw.unit() < a_ ? 1 : 0;
  }
  fail_check("unknown distribution");
}

}  // namespace paddock::sim
