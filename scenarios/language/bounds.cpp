#include "scenarios/language/bounds.hpp"

namespace paddock::scenarios {

bool inside(double value, const models::Bounds& bounds) {
  if (bounds.min && (bounds.above ? value <= *bounds.min : value < *bounds.min)) return false;
  return !bounds.max || value <= *bounds.max;
}

std::string bounds_text(const models::Bounds& bounds, std::string (*write)(double)) {
  if (!bounds.min) return bounds.max ? "at most " + write(*bounds.max) : "";
  const std::string low = write(*bounds.min);
  if (bounds.above) return "more than " + low + (bounds.max ? " and at most " + write(*bounds.max) : "");
  if (bounds.max) return "from " + low + " to " + write(*bounds.max);
  return "at least " + low;
}

}  // namespace paddock::scenarios
