// One scalar at a time: text with its unit to a value, and back, so that reading what was written gives the same value.
// A bare number where a unit is needed is a mistake. No locale, no libm: the same text gives the same bits everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "models/describe.hpp"
#include "sim/time.hpp"
#include "sim/units.hpp"

namespace paddock::scenarios {

/// Why a text is not the value that was expected.
struct Misread {
  std::string why;      ///< "no unit", "too large"; may be empty: it is just something else
  std::string allowed;  ///< "a length of time with its unit, such as 90s"
  std::string hint;     ///< "did you mean '90s'?"; may be empty
};

inline Misread misread(std::string why, std::string_view allowed, std::string hint = {}) {
  return {std::move(why), std::string(allowed), std::move(hint)};
}

/// The value, or why there is none.
template <class T>
using Parsed = std::variant<T, Misread>;

/// -9223372036854775808 to 9223372036854775807 in plain decimal digits: no 1e3, no 1.0, no leading zero.
Parsed<std::int64_t> parse_integer(std::string_view text);
/// A finite decimal number: 3, 0.25, 1e-3.
Parsed<double> parse_number(std::string_view text);
/// `true` or `false`; yes, no, on and off are refused with a hint.
Parsed<bool> parse_bool(std::string_view text);

/// "90s", "2m30s", "1.5h", "3d", "250ms" (d h m s ms us ns, each at most once, largest first), exact to the nanosecond.
Parsed<sim::Duration> parse_duration(std::string_view text);
/// The same as seconds, for the parameters of distributions; may be finer than a nanosecond.
Parsed<double> parse_seconds(std::string_view text);
/// "250m", "0.5", "2": exact to the thousandth of a core, not negative.
Parsed<sim::MilliCores> parse_cpu(std::string_view text);
/// "512Mi", "1.5Gi", "2G", "100k", "123B": exact bytes, not negative.
Parsed<sim::Bytes> parse_memory(std::string_view text);
/// "$0.1344": exact to the millionth of a dollar.
Parsed<sim::Money> parse_money(std::string_view text);
/// "5/s", "10/m" (or "10/min"), "1/h", "0.5/d" as a number per second, not negative.
Parsed<double> parse_rate(std::string_view text);
/// "25%" as 0.25. A bare 0.25 is refused: nobody can tell it from 0.25 %.
Parsed<double> parse_percentage(std::string_view text);

/// Quantities as Kubernetes itself prints them, for importers: a bare number counts bytes, `m` `u` `n` are fractions
/// (rounded up, as Kubernetes does), exponents are allowed.
Parsed<sim::MilliCores> parse_kubernetes_cpu(std::string_view text);
Parsed<sim::Bytes> parse_kubernetes_memory(std::string_view text);

// The way back: parse_x(write_x(v)) == v, in the shortest usual form.
std::string write_integer(std::int64_t value);
std::string write_number(double value);  ///< Requires: finite, like all doubles here
std::string write_bool(bool value);
std::string write_duration(sim::Duration value);
std::string write_seconds(double seconds);
std::string write_cpu(sim::MilliCores value);
std::string write_memory(sim::Bytes value);
std::string write_money(sim::Money value);
std::string write_rate(double per_second);
std::string write_percentage(double ratio);

/// How numbers of one unit are read and written; what readers, writers and distributions share.
struct NumberForm {
  Parsed<double> (*parse)(std::string_view);
  std::string (*write)(double);
};
NumberForm number_form(models::NumberUnit unit);

}  // namespace paddock::scenarios
