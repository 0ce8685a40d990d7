// A count of pods, or a percentage of some number of them: maxSurge, maxUnavailable, minAvailable. Kubernetes calls it
// IntOrString and rounds it where it is used: k8s.io/apimachinery pkg/util/intstr (GetScaledValueFromIntOrPercent).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paddock::models {

class Visitor;

struct CountOrPercent {
  bool is_percent = false;
  double value = 0;  // a count, or a share of 1; percentages are whole
  friend bool operator==(CountOrPercent, CountOrPercent) = default;
};
void describe_as_value(Visitor& v, CountOrPercent& s);

enum class Rounding : std::uint8_t { down, up };

/// The pods that it comes to, where 100 % is `of`.
std::int64_t pods_of(const CountOrPercent& amount, std::int64_t of, Rounding rounding);

/// "25%" as Kubernetes reads it from text: a whole number and a percent sign. Empty if it is anything else, as "5" is.
std::optional<CountOrPercent> parse_percent(std::string_view text);

/// "25%" or "3".
std::string text_of(const CountOrPercent& amount);

}  // namespace paddock::models
