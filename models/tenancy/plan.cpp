#include "models/tenancy/plan.hpp"

#include <charconv>

namespace paddock::models {
namespace {

/// Takes a leading number in (0, limit] from the text.
std::optional<double> take_number(std::string_view& text, double limit) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || !(value > 0) || value > limit) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

std::optional<Slo> slo_of(const SloSpec& spec) {
  std::string_view good = spec.good;
  const auto percent_good = take_number(good, 100);
  if (!percent_good || *percent_good >= 100 || !take(good, "% of minutes in ")) return std::nullopt;
  const auto days = take_number(good, 3660);
  if (!days || good != "d") return std::nullopt;

  std::string_view bad = spec.bad_minute;
  if (!take(bad, "errors > ")) return std::nullopt;
  const auto percent_bad = take_number(bad, 100);
  if (!percent_bad || bad != "%") return std::nullopt;
  return Slo{*percent_good / 100, sim::from_seconds(*days * 86400), *percent_bad / 100};
}

void describe(Visitor& v, SloSpec& s) {
  v.field("good", s.good, "share of minutes that are good, in a window: \"99.9% of minutes in 30d\"",
          assumed("99.9 % in 30 days: a common promise"));
  v.field("bad_minute", s.bad_minute, "share of a minute's requests whose failing makes it bad: \"errors > 5%\"",
          assumed("5 %: a minute that users notice"));
  if (v.reading() && s.good.starts_with("100%"))
    v.problem("a promise of 100% leaves no error budget to spend; an SLO is below 100%: \"99.99% of minutes in 30d\"");
  else if (v.reading() && !slo_of(s))
    v.problem("an SLO is written as good: \"99.9% of minutes in 30d\" and bad_minute: \"errors > 5%\"");
}

void describe(Visitor& v, CreditSpec& s) {
  v.field("below", s.below, "availability under which the credit is due", percent(), between(0, 1), required());
  v.field("of_fee", s.of_fee, "share of the fee that is given back", percent(), between(0, 1), required());
}

void describe(Visitor& v, PlanSpec& s) {
  v.field("weight", s.weight, "what a tenant of the plan counts beside others", positive());
  v.field("slo", s.slo, "the promise");
  v.field("credit", s.credit, "credits when the promise is broken", not_modelled("fees are not counted"));
}

}  // namespace paddock::models
