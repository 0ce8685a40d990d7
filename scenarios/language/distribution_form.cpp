#include "scenarios/language/distribution_form.hpp"

#include <algorithm>
#include <utility>

#include "sim/check.hpp"

namespace paddock::scenarios {

using models::Bounds;
using models::Field;
using models::NumberUnit;
using models::Visitor;
using sim::Distribution;
using sim::DistributionKind;

namespace {

constexpr Bounds not_negative{.min = 0.0, .max = {}};
constexpr Bounds share{.min = 0.0, .max = 1.0};

/// The parameters of one distribution, all in the unit and the bounds of its field.
struct Parameters {
  Visitor& v;
  NumberUnit unit;
  Bounds bounds;

  template <class T>
  void field(std::string_view name, T& value, std::string_view meaning, bool required = true) {
    with(name, value, meaning, required, unit, bounds);
  }
  template <class T>
  void with(std::string_view name, T& value, std::string_view meaning, bool required, NumberUnit other_unit,
            const Bounds& other_bounds) {
    Field f{.name = name, .meaning = meaning, .bounds = other_bounds, .source = {}, .assumed = {}};
    f.unit = other_unit;
    f.required = required;
    if (!v.enter(f)) return;
    visit(v, value);
    v.leave();
  }
  /// A family: a mapping of parameters under its name.
  template <class T, class Fields>
  void family(std::string_view name, std::optional<T>& value, std::string_view meaning, Fields fields) {
    Field f{.name = name, .meaning = meaning, .bounds = {}, .source = {}, .assumed = {}};
    if (!v.enter(f)) return;
    if (v.present(value.has_value())) {
      if (!value) value.emplace();
      v.begin_object();
      fields(*value);
      v.end_object();
    }
    v.leave();
  }
};

void describe_families(Parameters& p, DistributionDraft& draft) {
  p.family("lognormal", draft.lognormal, "skewed to the right; by median and p95, or by mean and scv", [&](auto& d) {
    p.field("median", d.median, "half of the values are below", false);
    p.field("p95", d.p95, "95 % of the values are below", false);
    p.field("mean", d.mean, "the average", false);
    p.with("scv", d.scv, "variance / mean^2", false, NumberUnit::none, not_negative);
  });
  p.field("uniform", draft.uniform, "anything from the first to the second alike: [low, high]", false);
  p.family("exponential", draft.exponential, "memoryless", [&](auto& d) { p.field("mean", d.mean, "the average"); });
  p.family("normal", draft.normal, "the bell curve", [&](auto& d) {
    p.field("mean", d.mean, "the average");
    p.with("sd", d.sd, "standard deviation", true, p.unit, not_negative);
  });
  p.family("weibull", draft.weibull, "life times: shape below 1 fails early, above 1 wears out", [&](auto& d) {
    p.with("shape", d.shape, "1 is exponential", true, NumberUnit::none, {.min = 0.0, .max = {}, .above = true});
    p.with("scale", d.scale, "63.2 % of the values are below", true, p.unit, not_negative);
  });
  if (p.unit == NumberUnit::none)
    p.with("bernoulli", draft.bernoulli, "1 with this probability, else 0", false, NumberUnit::ratio, share);
}

template <class... Families>
int count_given(const Families&... families) {
  return (0 + ... + (families.has_value() ? 1 : 0));
}

Built because(std::string why) { return {{}, std::move(why)}; }

Built build_lognormal(const LognormalDraft& d) {
  if (d.median && d.p95 && !d.mean && !d.scv) {
    if (*d.median <= 0) return because("the median of a lognormal is above 0");
    if (*d.p95 < *d.median) return because("p95 is below the median");
    return {Distribution::lognormal_median_p95(*d.median, *d.p95), {}};
  }
  if (d.mean && d.scv && !d.median && !d.p95) {
    if (*d.mean <= 0) return because("the mean of a lognormal is above 0");
    return {Distribution::lognormal_mean_scv(*d.mean, *d.scv), {}};
  }
  return because("a lognormal is given by `median` and `p95`, or by `mean` and `scv`");
}

}  // namespace

void describe_distribution(Visitor& v, DistributionDraft& draft, NumberUnit unit, const Bounds& bounds) {
  if (v.alternative(models::Shape::scalar, draft.constant.has_value(), "always this value")) {
    double value = draft.constant.value_or(0);
    v.value(value);
    draft.constant = value;
  }
  if (v.alternative(models::Shape::mapping, !draft.constant, "a random value, such as {uniform: [low, high]}")) {
    v.begin_object();
    Parameters parameters{v, unit, bounds};
    describe_families(parameters, draft);
    v.end_object();
  }
}

DistributionDraft draft_of(const Distribution& distribution) {
  DistributionDraft draft;
  const double a = distribution.a(), b = distribution.b();
  switch (distribution.kind()) {
    case DistributionKind::constant:
      draft.constant = a;
      break;
    case DistributionKind::exponential:
      draft.exponential = {a};
      break;
    case DistributionKind::uniform:
      draft.uniform = {a, b};
      break;
    case DistributionKind::normal:
      draft.normal = {a, b};
      break;
    case DistributionKind::lognormal_median_p95:
      draft.lognormal = {a, b, {}, {}};
      break;
    case DistributionKind::lognormal_mean_scv:
      draft.lognormal = {{}, {}, a, b};
      break;
    case DistributionKind::weibull:
      draft.weibull = {a, b};
      break;
    case DistributionKind::bernoulli:
      draft.bernoulli = a;
      break;
  }
  return draft;
}

Built build(const DistributionDraft& d) {
  const int families = count_given(d.lognormal, d.uniform, d.exponential, d.normal, d.weibull, d.bernoulli);
  if (d.constant) return {Distribution::constant(*d.constant), {}};
  if (families != 1) return because(families == 0 ? "no distribution" : "more than one distribution");
  if (d.lognormal) return build_lognormal(*d.lognormal);
  if (d.uniform) {
    const auto& ends = *d.uniform;
    if (ends.size() != 2) return because("a uniform distribution has two ends: [low, high]");
    if (ends[0] > ends[1]) return because("the low end is above the high end");
    return {Distribution::uniform(ends[0], ends[1]), {}};
  }
  if (d.exponential && d.exponential->mean < 0) return because("the mean of an exponential is not negative");
  if (d.exponential) return {Distribution::exponential_mean(d.exponential->mean), {}};
  if (d.normal) return {Distribution::normal(d.normal->mean, d.normal->sd), {}};
  if (d.weibull) return {Distribution::weibull(d.weibull->shape, d.weibull->scale), {}};
  return {Distribution::bernoulli(*d.bernoulli), {}};
}

}  // namespace paddock::scenarios
