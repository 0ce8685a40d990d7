#include "models/kubernetes/count_or_percent.hpp"

#include <charconv>
#include <cmath>

#include "models/describe.hpp"

namespace paddock::models {
namespace {

constexpr double hundred = 100;
// Kubernetes reads percentages as int32; nobody means more, and products with counts of pods stay in 64 bits.
constexpr std::int64_t most = 100'000;

std::int64_t percent_of(const CountOrPercent& amount) { return std::llround(amount.value * hundred); }

}  // namespace

void describe_as_value(Visitor& v, CountOrPercent& s) {
  if (v.alternative(Shape::scalar, true, "a count, or a percentage of the replicas")) {
    std::string text = text_of(s);
    v.value(text);
    if (!v.reading()) return;
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    const bool is_percent = error == std::errc{} && at + 1 == end && *at == '%';
    if (error != std::errc{} || number < 0 || number > most || (at != end && !is_percent))
      return v.problem("a whole number of pods, or a percentage of the replicas like 25%");
    s = {is_percent, is_percent ? static_cast<double>(number) / hundred : static_cast<double>(number)};
  }
}

std::int64_t pods_of(const CountOrPercent& amount, std::int64_t of, Rounding rounding) {
  if (!amount.is_percent) return static_cast<std::int64_t>(amount.value);
  constexpr std::int64_t whole = 100;
  const std::int64_t parts = percent_of(amount) * of;
  const std::int64_t down = parts / whole - (parts % whole < 0 ? 1 : 0);
  return rounding == Rounding::up && parts % whole != 0 ? down + 1 : down;
}

std::optional<CountOrPercent> parse_percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || at != text.data() + text.size() || number < -most || number > most) return std::nullopt;
  return CountOrPercent{true, static_cast<double>(number) / hundred};
}

std::string text_of(const CountOrPercent& amount) {
  return amount.is_percent ? std::to_string(percent_of(amount)) + "%" : std::to_string(std::llround(amount.value));
}

}  // namespace paddock::models
