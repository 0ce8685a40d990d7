// Lengths of time, CPU and memory: exact integers of their smallest unit.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include "scenarios/language/decimal.hpp"
#include "scenarios/language/scalars.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

namespace {

struct NamedUnit {
  std::string_view name;
  std::int64_t size;
};

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::array time_units = {NamedUnit{"d", 86'400 * ns_per_s},
                                   NamedUnit{"h", 3'600 * ns_per_s},
                                   NamedUnit{"m", 60 * ns_per_s},
                                   NamedUnit{"s", ns_per_s},
                                   NamedUnit{"ms", 1'000'000},
                                   NamedUnit{"us", 1'000},
                                   NamedUnit{"ns", 1}};
constexpr std::array memory_units = {NamedUnit{"Ei", std::int64_t{1} << 60},
                                     NamedUnit{"Pi", std::int64_t{1} << 50},
                                     NamedUnit{"Ti", std::int64_t{1} << 40},
                                     NamedUnit{"Gi", std::int64_t{1} << 30},
                                     NamedUnit{"Mi", std::int64_t{1} << 20},
                                     NamedUnit{"Ki", std::int64_t{1} << 10},
                                     NamedUnit{"E", 1'000'000'000'000'000'000},
                                     NamedUnit{"P", 1'000'000'000'000'000},
                                     NamedUnit{"T", 1'000'000'000'000},
                                     NamedUnit{"G", 1'000'000'000},
                                     NamedUnit{"M", 1'000'000},
                                     NamedUnit{"k", 1'000},
                                     NamedUnit{"B", 1}};

constexpr std::string_view duration_allowed = "a length of time with its unit, such as 90s, 2m30s, 1h, 3d, 250ms";
constexpr std::string_view cpu_allowed = "an amount of CPU, such as 250m, 0.5, 2";
constexpr std::string_view memory_allowed = "an amount of memory with its unit, such as 512Mi, 4Gi, 1G";
constexpr Int128 most = std::numeric_limits<std::int64_t>::max();

const NamedUnit* find_unit(std::span<const NamedUnit> units, std::string_view name) {
  const auto at = std::find_if(units.begin(), units.end(), [&](const NamedUnit& u) { return u.name == name; });
  return at == units.end() ? nullptr : &*at;
}

/// What people write where we write d, h, m, s.
std::string time_hint(std::string_view number, std::string_view unit) {
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), unit) != words.end();
  };
  const std::string n(number);
  if (is({"sec", "secs", "second", "seconds", "S"})) return "did you mean " + n + "s?";
  if (is({"min", "mins", "minute", "minutes"})) return "did you mean " + n + "m?";
  if (is({"hr", "hrs", "hour", "hours", "H"})) return "did you mean " + n + "h?";
  if (is({"day", "days", "D"})) return "did you mean " + n + "d?";
  if (is({"w", "week", "weeks", "month", "months", "y", "year", "years"})) return "write it in days";
  return {};
}

/// The sum of the parts of "2m30s" in ns, or why not. Not negative; may be beyond 64 bits.
Parsed<Int128> time_parts(std::string_view text) {
  Int128 sum = 0;
  const NamedUnit* last = nullptr;
  bool fraction = false;
  while (!text.empty()) {
    const auto number = decimal_prefix(text);
    if (!number || fraction) return misread("", duration_allowed);
    const std::string_view digits = text.substr(0, number->length);
    text.remove_prefix(number->length);
    const std::size_t end = std::min(text.find_first_of("0123456789."), text.size());
    const std::string_view name = text.substr(0, end);
    text.remove_prefix(end);
    if (name.empty()) return misread("no unit", duration_allowed, "did you mean " + std::string(digits) + "s?");
    const NamedUnit* unit = find_unit(time_units, name);
    if (unit == nullptr)
      return misread("unknown unit '" + std::string(name) + "'", duration_allowed, time_hint(digits, name));
    if (last != nullptr && unit->size >= last->size) return misread("units out of order", duration_allowed);
    const Scaled part = scale(number->value, unit->size);
    if (part.fit == Fit::too_fine) return misread("finer than a nanosecond", duration_allowed);
    if (part.fit == Fit::too_large || part.value > most) return misread("longer than 292 years", duration_allowed);
    sum += part.value;
    last = unit;
    fraction = digits.find('.') != std::string_view::npos;
  }
  if (last == nullptr) return misread("", duration_allowed);
  return sum;
}

/// A number and its unit; `text` is all of it.
struct Amount {
  Decimal number;
  std::string_view unit;
};
std::optional<Amount> amount(std::string_view text, bool with_exponent) {
  const auto number = decimal_prefix(text, with_exponent);
  if (!number) return {};
  return Amount{number->value, text.substr(number->length)};
}

Parsed<std::int64_t> whole(const Scaled& scaled, std::string_view too_fine, std::string_view allowed) {
  if (scaled.fit == Fit::too_fine) return misread(std::string(too_fine), allowed);
  if (scaled.fit == Fit::too_large || scaled.value > most) return misread("too large", allowed);
  return static_cast<std::int64_t>(scaled.value);
}

template <class Quantity>
Parsed<Quantity> as_quantity(Parsed<std::int64_t> parsed) {
  if (auto* why = std::get_if<Misread>(&parsed)) return std::move(*why);
  return Quantity{std::get<std::int64_t>(parsed)};
}

/// Nano, micro and milli, which Kubernetes knows and rounds up.
Decimal fraction(Decimal number, std::string_view unit) {
  number.exponent -= unit == "n" ? 9 : unit == "u" ? 6 : 3;
  return number;
}
bool is_fraction(std::string_view unit) { return unit == "n" || unit == "u" || unit == "m"; }

}  // namespace

Parsed<sim::Duration> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  auto sum = time_parts(text.substr(negative ? 1 : 0));
  if (auto* why = std::get_if<Misread>(&sum)) return std::move(*why);
  const Int128 ns = negative ? -std::get<Int128>(sum) : std::get<Int128>(sum);
  if (ns > most || ns < -most) return misread("longer than 292 years", duration_allowed);
  return sim::Duration{static_cast<std::int64_t>(ns)};
}

Parsed<double> parse_seconds(std::string_view text) {
  // One number and `s`: a mean of a third of a second is no whole number of nanoseconds.
  double value = 0;
  if (text.ends_with('s') && text.find_first_not_of("0123456789.e-s") == std::string_view::npos) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size() - 1) return value;
  }
  auto exact = parse_duration(text);
  if (auto* why = std::get_if<Misread>(&exact)) return std::move(*why);
  return sim::to_seconds(std::get<sim::Duration>(exact));
}

Parsed<sim::MilliCores> parse_cpu(std::string_view text) {
  if (text.starts_with('-')) return misread("an amount is not negative", cpu_allowed);
  const auto read = amount(text, false);
  if (!read || (!read->unit.empty() && read->unit != "m")) return misread("", cpu_allowed);
  const Scaled scaled = scale(read->number, read->unit == "m" ? 1 : 1000);
  return as_quantity<sim::MilliCores>(whole(scaled, "finer than a thousandth of a core", cpu_allowed));
}

Parsed<sim::Bytes> parse_memory(std::string_view text) {
  if (text.starts_with('-')) return misread("an amount is not negative", memory_allowed);
  const auto read = amount(text, false);
  if (!read) return misread("", memory_allowed);
  if (read->unit.empty()) return misread("no unit", memory_allowed, "did you mean " + std::string(text) + "Mi?");
  const NamedUnit* unit = find_unit(memory_units, read->unit);
  if (unit == nullptr) {
    const bool confused = read->unit == "m" || read->unit == "MB" || read->unit == "MiB" || read->unit == "mb";
    return misread("unknown unit '" + std::string(read->unit) + "'", memory_allowed,
                   confused ? "did you mean Mi?" : "");
  }
  return as_quantity<sim::Bytes>(whole(scale(read->number, unit->size), "finer than a byte", memory_allowed));
}

Parsed<sim::MilliCores> parse_kubernetes_cpu(std::string_view text) {
  if (text.starts_with('-')) return misread("an amount is not negative", cpu_allowed);
  const auto read = amount(text, true);
  if (!read) return misread("", cpu_allowed);
  const NamedUnit* unit = find_unit(memory_units, read->unit);
  if (!read->unit.empty() && !is_fraction(read->unit) && (unit == nullptr || unit->name == "B"))
    return misread("", cpu_allowed);
  const Decimal number = is_fraction(read->unit) ? fraction(read->number, read->unit) : read->number;
  const Int128 size = unit != nullptr ? unit->size : 1;
  return as_quantity<sim::MilliCores>(whole(scale(number, 1000 * size, Rounding::up), "", cpu_allowed));
}

Parsed<sim::Bytes> parse_kubernetes_memory(std::string_view text) {
  if (text.starts_with('-')) return misread("an amount is not negative", memory_allowed);
  const auto read = amount(text, true);
  if (!read) return misread("", memory_allowed);
  const NamedUnit* unit = find_unit(memory_units, read->unit.empty() ? "B" : read->unit);
  if (unit == nullptr && !is_fraction(read->unit)) return misread("", memory_allowed);
  const Decimal number = unit == nullptr ? fraction(read->number, read->unit) : read->number;
  const Int128 size = unit != nullptr ? unit->size : 1;
  return as_quantity<sim::Bytes>(whole(scale(number, size, Rounding::up), "", memory_allowed));
}

std::string write_duration(sim::Duration value) {
  const Int128 ns = value.count();
  auto rest = static_cast<std::uint64_t>(ns < 0 ? -ns : ns);
  if (rest == 0) return "0s";
  std::string out = ns < 0 ? "-" : "";
  for (const NamedUnit& unit : time_units) {  // one unit, if that stays short: 90s, 300s would be 5m
    const auto size = static_cast<std::uint64_t>(unit.size);
    if (rest % size == 0 && rest / size < 120) return out + std::to_string(rest / size) + std::string(unit.name);
  }
  for (const NamedUnit& unit : time_units) {
    const auto size = static_cast<std::uint64_t>(unit.size);
    if (rest >= size) out += std::to_string(rest / size) + std::string(unit.name);
    rest %= size;
  }
  return out;
}

std::string write_seconds(double seconds) {
  const sim::Duration rounded = sim::from_seconds(seconds);
  if (sim::to_seconds(rounded) == seconds && rounded != sim::Duration::max() && rounded != sim::Duration::min())
    return write_duration(rounded);
  return write_number(seconds) + "s";
}

std::string write_cpu(sim::MilliCores value) {
  sim::check(value.value >= 0, "an amount of CPU is not negative");
  if (value.value % 1000 == 0) return std::to_string(value.value / 1000);
  return std::to_string(value.value) + "m";
}

std::string write_memory(sim::Bytes value) {
  sim::check(value.value >= 0, "an amount of memory is not negative");
  if (value.value != 0)
    for (const NamedUnit& unit : memory_units)
      if (value.value % unit.size == 0) return std::to_string(value.value / unit.size) + std::string(unit.name);
  return std::to_string(value.value) + "B";
}

}  // namespace paddock::scenarios
