// How a distribution is written: a bare value is constant, else one family with the parameters that people know. Given
// as a description, so that the reader, the writer and the schema read the same page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/describe.hpp"

namespace paddock::scenarios {

struct MeanDraft {
  double mean = 0;
};
struct LognormalDraft {  // median and p95, or mean and scv
  std::optional<double> median, p95, mean, scv;
};
struct NormalDraft {
  double mean = 0, sd = 0;
};
struct WeibullDraft {
  double shape = 1, scale = 0;
};

/// What stands in a file, before it is known to make sense.
struct DistributionDraft {
  std::optional<double> constant;
  std::optional<LognormalDraft> lognormal;
  std::optional<std::vector<double>> uniform;
  std::optional<MeanDraft> exponential;
  std::optional<NormalDraft> normal;
  std::optional<WeibullDraft> weibull;
  std::optional<double> bernoulli;
};

/// Describes `draft`; its numbers carry `unit` and, where they are values of the variate, hold to `bounds`. Bernoulli
/// is offered for plain numbers only. Requires: the visitor has entered the field.
void describe_distribution(models::Visitor& v, DistributionDraft& draft, models::NumberUnit unit,
                           const models::Bounds& bounds);

/// The draft that `distribution` would have been built from.
DistributionDraft draft_of(const sim::Distribution& distribution);

/// The distribution, or why the parameters do not make one.
struct Built {
  std::optional<sim::Distribution> distribution;
  std::string why;
};
Built build(const DistributionDraft& draft);

}  // namespace paddock::scenarios
