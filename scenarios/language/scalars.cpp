// Plain numbers, money, rates and percentages; lengths of time and quantities stand in quantities.cpp.
#include "scenarios/language/scalars.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <system_error>

#include "scenarios/language/decimal.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::string_view integer_allowed = "a whole number";
constexpr std::string_view number_allowed = "a number";
constexpr std::string_view money_allowed = "an amount of US dollars, such as $0.1344";
constexpr std::string_view rate_allowed = "a rate with its unit, such as 5/s, 10/m, 1/h, 2/d";
constexpr std::string_view percentage_allowed = "a percentage, such as 25%";

bool is_all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

/// Shortest digits that read back to `value`, as "d.ddd" and a decimal exponent.
struct ShortestDigits {
  std::string digits;  // without the point
  int exponent = 0;    // of the first digit
  bool negative = false;
};
ShortestDigits shortest_digits(double value) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  ShortestDigits out;
  out.negative = text.starts_with('-');
  if (out.negative) text.remove_prefix(1);
  const std::size_t e = text.find('e');
  for (const char c : text.substr(0, e))
    if (c != '.') out.digits += c;
  std::string_view exponent = text.substr(e + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), out.exponent);
  return out;
}

/// Digits as a plain decimal where that is short, else with an exponent.
std::string decimal_text(const ShortestDigits& n) {
  constexpr int longest = 17;
  std::string out = n.negative ? "-" : "";
  const int count = static_cast<int>(n.digits.size());
  if (n.exponent > longest || n.exponent < -7) {
    out += n.digits[0];
    if (count > 1) out += "." + n.digits.substr(1);
    return out + "e" + std::to_string(n.exponent);
  }
  if (n.exponent < 0) return out + "0." + std::string(static_cast<std::size_t>(-n.exponent - 1), '0') + n.digits;
  const int whole = n.exponent + 1;
  if (count <= whole) return out + n.digits + std::string(static_cast<std::size_t>(whole - count), '0');
  return out + n.digits.substr(0, static_cast<std::size_t>(whole)) + "." +
         n.digits.substr(static_cast<std::size_t>(whole));
}

/// A decimal text times 10^shift, rounded once. Empty: not a decimal number; infinite: out of range.
std::optional<double> shifted(std::string_view text, int shift) {
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  std::string_view written = text.substr(std::min(e + 1, text.size()));
  if (written.starts_with('+')) written.remove_prefix(1);
  int exponent = 0;
  if (e < text.size()) {
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), exponent);
    if (error != std::errc() || end != written.data() + written.size() || std::abs(exponent) > 100'000) return {};
  }
  const std::string all = std::string(text.substr(0, e)) + "e" + std::to_string(exponent + shift);
  if (all.find_first_not_of("0123456789.e-") != std::string::npos) return {};  // neither inf nor nan
  double value = 0;
  const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), value);
  if (error == std::errc::result_out_of_range) return std::numeric_limits<double>::infinity();
  if (error != std::errc() || end != all.data() + all.size()) return {};
  return value;
}

}  // namespace

Parsed<std::int64_t> parse_integer(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (!is_all_digits(digits)) {
    const auto number = shifted(text, 0);
    const bool whole = number && std::abs(*number) < 1e15 && std::trunc(*number) == *number;
    if (!whole) return misread("", integer_allowed);
    return misread("", integer_allowed, "write " + std::to_string(static_cast<std::int64_t>(*number)));
  }
  if (digits.size() > 1 && digits[0] == '0') return misread("leading zero", integer_allowed, "is it meant in octal?");
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range)
    return misread("out of range", "a whole number from -9223372036854775808 to 9223372036854775807");
  return value;
}

Parsed<double> parse_number(std::string_view text) {
  const auto value = shifted(text, 0);
  if (!value) return misread("", number_allowed);
  if (!std::isfinite(*value))
    return misread("out of range", "a number below 1.8e308 that is not closer to 0 than 5e-324");
  return *value;
}

Parsed<bool> parse_bool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
  };
  if (is({"yes", "Yes", "YES", "on", "On", "ON", "y", "Y", "True", "TRUE", "1"}))
    return misread("", "true or false", "write true");
  if (is({"no", "No", "NO", "off", "Off", "OFF", "n", "N", "False", "FALSE", "0"}))
    return misread("", "true or false", "write false");
  return misread("", "true or false");
}

Parsed<double> parse_percentage(std::string_view text) {
  if (!text.ends_with('%')) {
    const auto bare = shifted(text, 2);
    if (!bare || !std::isfinite(*bare)) return misread("", percentage_allowed);
    return misread("no unit", percentage_allowed,
                   "write " + write_number(*bare) + "% for this share of 1, or " + std::string(text) + "%");
  }
  const auto value = shifted(text.substr(0, text.size() - 1), -2);
  if (!value) return misread("", percentage_allowed);
  if (!std::isfinite(*value)) return misread("out of range", percentage_allowed);
  return *value;
}

std::string write_percentage(double ratio) {
  sim::check(std::isfinite(ratio), "only finite numbers are written");
  ShortestDigits digits = shortest_digits(ratio);
  if (ratio != 0) digits.exponent += 2;
  return decimal_text(digits) + "%";
}

namespace {

struct RateUnit {
  std::string_view name;
  double seconds;
};
constexpr std::array rate_units = {RateUnit{"s", 1.0}, RateUnit{"m", 60.0}, RateUnit{"min", 60.0},
                                   RateUnit{"h", 3600.0}, RateUnit{"d", 86400.0}};  // of two, the first is written

}  // namespace

Parsed<double> parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    const bool bare = shifted(text, 0).has_value();
    return misread(bare ? "no unit" : "", rate_allowed,
                   bare ? "did you mean " + std::string(text) + "/s?" : std::string());
  }
  const std::string_view per = text.substr(slash + 1);
  const auto unit =
      std::find_if(rate_units.begin(), rate_units.end(), [&](const RateUnit& u) { return u.name == per; });
  if (unit == rate_units.end()) return misread("unknown unit", rate_allowed);
  const auto count = shifted(text.substr(0, slash), 0);
  if (!count) return misread("", rate_allowed);
  if (!std::isfinite(*count)) return misread("out of range", rate_allowed);
  if (*count < 0) return misread("a rate is not negative", rate_allowed);
  return *count / unit->seconds;
}

std::string write_rate(double per_second) {
  sim::check(std::isfinite(per_second), "only finite numbers are written");
  constexpr std::size_t readable = 8;
  std::string best = write_number(per_second) + "/s";
  if (best.size() <= readable) return best;
  for (const RateUnit& unit : rate_units) {
    const double count = per_second * unit.seconds;
    if (!std::isfinite(count) || count / unit.seconds != per_second) continue;
    const std::string text = write_number(count) + "/" + std::string(unit.name);
    if (text.size() < best.size()) best = text;
  }
  return best;
}

Parsed<sim::Money> parse_money(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string_view rest = text.substr(negative ? 1 : 0);
  if (!rest.starts_with('$')) {
    const bool bare = shifted(rest, 0).has_value();
    return misread(bare ? "no unit" : "", money_allowed,
                   bare ? "did you mean $" + std::string(rest) + "?" : std::string());
  }
  rest.remove_prefix(1);
  const auto number = decimal_prefix(rest);
  if (!number || number->length != rest.size()) return misread("", money_allowed);
  const Scaled micro = scale(number->value, 1'000'000);
  if (micro.fit == Fit::too_fine) return misread("finer than a millionth of a dollar", money_allowed);
  if (micro.fit == Fit::too_large || micro.value > std::numeric_limits<std::int64_t>::max())
    return misread("too large", money_allowed);
  const auto value = static_cast<std::int64_t>(micro.value);
  return sim::Money{negative ? -value : value};
}

std::string write_money(sim::Money value) {
  const Int128 micro = value.value;
  const auto size = static_cast<std::uint64_t>(micro < 0 ? -micro : micro);
  std::string cents = std::to_string(1'000'000 + size % 1'000'000).substr(1);
  while (cents.size() > 2 && cents.back() == '0') cents.pop_back();
  const std::string whole = (micro < 0 ? "-$" : "$") + std::to_string(size / 1'000'000);
  return cents == "00" ? whole : whole + "." + cents;
}

std::string write_integer(std::int64_t value) { return std::to_string(value); }

std::string write_number(double value) {
  sim::check(std::isfinite(value), "only finite numbers are written");
  return decimal_text(shortest_digits(value));
}

std::string write_bool(bool value) { return value ? "true" : "false"; }

NumberForm number_form(models::NumberUnit unit) {
  switch (unit) {
    case models::NumberUnit::ratio:
      return {parse_percentage, write_percentage};
    case models::NumberUnit::per_second:
      return {parse_rate, write_rate};
    case models::NumberUnit::seconds:
      return {parse_seconds, write_seconds};
    case models::NumberUnit::none:
      break;
  }
  return {parse_number, write_number};
}

}  // namespace paddock::scenarios
