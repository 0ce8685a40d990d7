// Exact decimal numbers, so that "0.1s" is 100,000,000 ns and not what a double makes of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace paddock::scenarios {

__extension__ typedef __int128 Int128;  // 128 bits: 24 digits times the largest unit would not fit in 64

/// Of ASCII, whatever the locale.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// digits * 10^exponent.
struct Decimal {
  Int128 digits = 0;
  int exponent = 0;
};

/// The longest decimal number at the beginning of `text`, and how many bytes it takes; empty: there is none, or it has
/// more than 24 significant digits. `with_exponent`: "1e3" is one number ("1E" is not: E is a unit).
struct DecimalPrefix {
  Decimal value;
  std::size_t length = 0;
};
std::optional<DecimalPrefix> decimal_prefix(std::string_view text, bool with_exponent = false);

enum class Rounding : std::uint8_t { exact, up };

/// How multiplying went.
enum class Fit : std::uint8_t { exact, too_fine, too_large };
struct Scaled {
  Fit fit = Fit::exact;
  Int128 value = 0;
};

/// `decimal * unit` as a whole number; too_fine: it is none (and rounding is exact); too_large: beyond 126 bits.
Scaled scale(const Decimal& decimal, Int128 unit, Rounding rounding = Rounding::exact);

}  // namespace paddock::scenarios
