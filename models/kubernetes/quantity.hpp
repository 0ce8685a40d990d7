// An amount of a resource as Kubernetes writes it: "250m", "1Gi", "1e3", exact to a billionth.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace paddock::models {

/// whole + nano / 1e9 units (cores, bytes, devices); nano in [0, 1e9). Precision and rounding up as in
/// k8s.io/apimachinery/pkg/api/resource.
struct ResourceQuantity {
  std::int64_t whole = 0;
  std::int32_t nano = 0;

  friend constexpr auto operator<=>(const ResourceQuantity&, const ResourceQuantity&) = default;
  ResourceQuantity& operator+=(ResourceQuantity other);  ///< saturates at largest_quantity

  std::int64_t units() const { return whole + (nano > 0 ? 1 : 0); }  ///< rounded up
  std::int64_t milli() const;                                        ///< thousandths, rounded up
  bool is_zero() const { return whole == 0 && nano == 0; }
};

/// The largest amount that is accepted, 2^56 (72 PB; 72e15 devices): 100 times of it still fits into 64 bits, which is
/// what the scoring needs. More is refused as an overflow. CPUs: a thousandth of it, since they are counted in milli.
inline constexpr std::int64_t largest_quantity = std::int64_t{1} << 56U;

enum class QuantityError : std::uint8_t { malformed, negative, overflow };
std::string_view message(QuantityError);

/// Reads "100m", "1.5", "2Gi", "12e6", "+3k". What is finer than a billionth is rounded up.
std::variant<ResourceQuantity, QuantityError> parse_quantity(std::string_view text);

}  // namespace paddock::models
