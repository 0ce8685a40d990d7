#include "scenarios/language/decimal.hpp"

#include <charconv>
#include <system_error>

namespace paddock::scenarios {

namespace {

constexpr int most_digits = 24;

/// The exponent at `at` ("e-3"), 0 and nothing taken if there is none.
int exponent_at(std::string_view text, std::size_t& at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return 0;
  std::size_t begin = at + 1;
  if (begin < text.size() && text[begin] == '+') ++begin;
  int exponent = 0;
  const auto [end, error] = std::from_chars(text.data() + begin, text.data() + text.size(), exponent);
  if (error == std::errc::invalid_argument) return 0;
  at = static_cast<std::size_t>(end - text.data());
  constexpr int huge = 1000;
  return error == std::errc() ? exponent : huge;
}

}  // namespace

std::optional<DecimalPrefix> decimal_prefix(std::string_view text, bool with_exponent) {
  DecimalPrefix out;
  int significant = 0, zeros = 0;  // zeros: at the end so far, held back so that 1.000 is 1
  bool point = false, any = false;
  std::size_t at = 0;
  for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !point)); ++at) {
    if (text[at] == '.') {
      point = true;
      continue;
    }
    any = true;
    if (point) --out.value.exponent;
    if (text[at] == '0') {
      ++zeros;
      continue;
    }
    if (out.value.digits != 0) significant += zeros;
    for (; zeros > 0 && out.value.digits != 0 && significant <= most_digits; --zeros) out.value.digits *= 10;
    zeros = 0;
    if (++significant > most_digits) return {};
    out.value.digits = out.value.digits * 10 + (text[at] - '0');
  }
  if (!any) return {};
  out.value.exponent += zeros;
  if (with_exponent) out.value.exponent += exponent_at(text, at);
  if (out.value.digits == 0) out.value.exponent = 0;
  out.length = at;
  return out;
}

Scaled scale(const Decimal& decimal, Int128 unit, Rounding rounding) {
  Int128 value = 0;
  if (__builtin_mul_overflow(decimal.digits, unit, &value)) return {Fit::too_large, 0};
  for (int e = decimal.exponent; e > 0; --e)
    if (__builtin_mul_overflow(value, Int128{10}, &value)) return {Fit::too_large, 0};
  bool inexact = false;
  for (int e = decimal.exponent; e < 0 && (value != 0 || inexact); ++e) {
    inexact = inexact || value % 10 != 0;
    value /= 10;
    if (value == 0) break;
  }
  if (!inexact) return {Fit::exact, value};
  if (rounding == Rounding::up) return {Fit::exact, value + 1};
  return {Fit::too_fine, value};
}

}  // namespace paddock::scenarios
