#include "models/kubernetes/quantity.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace paddock::models {
namespace {

constexpr std::int32_t nanos_per_unit = 1'000'000'000;

/// Decimal digits with a point: digits * 10^-scale.
struct Decimal {
  std::uint64_t digits = 0;
  int scale = 0;
  bool inexact = false;   ///< something beyond the digits kept was not zero
  bool overflow = false;  ///< more digits before the point than 64 bits hold
};

std::optional<Decimal> read_digits(std::string_view& text) {
  Decimal d;
  bool point = false, any = false;
  constexpr std::uint64_t room = (~std::uint64_t{0} - 9) / 10;
  while (!text.empty() && ((text[0] >= '0' && text[0] <= '9') || (text[0] == '.' && !point))) {
    const char c = text[0];
    text.remove_prefix(1);
    if (c == '.') {
      point = true;
      continue;
    }
    any = true;
    if (d.digits > room) {
      if (point) d.inexact |= c != '0';
      d.overflow |= !point;
      continue;
    }
    d.digits = d.digits * 10 + static_cast<std::uint64_t>(c - '0');
    d.scale += point ? 1 : 0;
  }
  return any ? std::optional{d} : std::nullopt;
}

struct Suffix {
  std::string_view text;
  int ten = 0, two = 0;  ///< the factor is 10^ten * 2^two
};
constexpr std::array suffixes{Suffix{"", 0, 0},    Suffix{"n", -9, 0},  Suffix{"u", -6, 0},  Suffix{"m", -3, 0},
                              Suffix{"k", 3, 0},   Suffix{"M", 6, 0},   Suffix{"G", 9, 0},   Suffix{"T", 12, 0},
                              Suffix{"P", 15, 0},  Suffix{"E", 18, 0},  Suffix{"Ki", 0, 10}, Suffix{"Mi", 0, 20},
                              Suffix{"Gi", 0, 30}, Suffix{"Ti", 0, 40}, Suffix{"Pi", 0, 50}, Suffix{"Ei", 0, 60}};

std::optional<Suffix> read_suffix(std::string_view text) {
  for (const Suffix& s : suffixes)
    if (s.text == text) return s;
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  const bool minus = text[1] == '-';
  text.remove_prefix(text[1] == '-' || text[1] == '+' ? 2 : 1);
  if (text.empty() || text.size() > 3) return std::nullopt;
  int exponent = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    exponent = exponent * 10 + (c - '0');
  }
  return Suffix{"", minus ? -exponent : exponent, 0};
}

bool times(std::uint64_t& value, std::uint64_t factor) { return !__builtin_mul_overflow(value, factor, &value); }

/// digits * 10^ten * 2^two, split at the unit. Nothing: larger than largest_quantity.
std::optional<ResourceQuantity> scaled(const Decimal& d, const Suffix& s) {
  std::uint64_t whole = d.digits, fraction = 0, divisor = 1;
  int ten = s.ten - d.scale;
  bool rest = d.inexact;
  for (int i = 0; i < s.two; ++i)
    if (!times(whole, 2)) return std::nullopt;
  for (; ten > 0 && whole > 0; --ten)
    if (!times(whole, 10)) return std::nullopt;
  for (; ten < 0; ++ten) {  // divides by ten, keeping nine digits of the fraction
    if (divisor < nanos_per_unit) {
      divisor *= 10;
      continue;
    }
    rest |= whole % 10 != 0;
    whole /= 10;
  }
  fraction = whole % divisor;
  whole /= divisor;
  auto nano = fraction * (nanos_per_unit / divisor);
  if (rest && ++nano == nanos_per_unit) nano = 0, ++whole;
  if (whole > static_cast<std::uint64_t>(largest_quantity)) return std::nullopt;
  return ResourceQuantity{static_cast<std::int64_t>(whole), static_cast<std::int32_t>(nano)};
}

}  // namespace

ResourceQuantity& ResourceQuantity::operator+=(ResourceQuantity other) {
  nano += other.nano;
  const std::int64_t carry = nano / nanos_per_unit;
  nano %= nanos_per_unit;
  whole = std::min(whole + other.whole + carry, largest_quantity);
  return *this;
}

std::int64_t ResourceQuantity::milli() const {
  constexpr std::int32_t nanos_per_milli = 1'000'000;
  constexpr std::int64_t limit = largest_quantity / 1000;
  return std::min(whole, limit) * 1000 + (nano + nanos_per_milli - 1) / nanos_per_milli;
}

std::string_view message(QuantityError error) {
  switch (error) {
    case QuantityError::negative:
      return "is negative";
    case QuantityError::overflow:
      return "overflows: more than 2^56";
    case QuantityError::malformed:
      break;
  }
  return "is not a quantity, such as 250m, 1.5 or 2Gi";
}

std::variant<ResourceQuantity, QuantityError> parse_quantity(std::string_view text) {
  const bool minus = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  const auto digits = read_digits(text);
  if (!digits) return QuantityError::malformed;
  const auto suffix = read_suffix(text);
  if (!suffix) return QuantityError::malformed;
  if (minus && (digits->digits > 0 || digits->overflow)) return QuantityError::negative;
  if (digits->overflow) return QuantityError::overflow;
  const auto quantity = scaled(*digits, *suffix);
  if (!quantity) return QuantityError::overflow;
  return *quantity;
}

}  // namespace paddock::models
