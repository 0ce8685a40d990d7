#include "scenarios/report/assumptions.hpp"

#include <algorithm>
#include <string_view>

namespace paddock::scenarios {
namespace {

std::string_view field_of(std::string_view path) {
  const auto dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

bool alike(const AssumptionReport& a, const AssumptionReport& b) {
  return field_of(a.path) == field_of(b.path) && a.value == b.value && a.source == b.source &&
         a.confidence == b.confidence && a.low == b.low && a.high == b.high;
}

int rank(std::string_view confidence) { return confidence == "low" ? 0 : confidence == "medium" ? 1 : 2; }

/// "eu-central-1" of "regions.eu-central-1.nodes.general.size.now".
std::optional<std::string> region_of(std::string_view path) {
  constexpr std::string_view prefix = "regions.";
  if (!path.starts_with(prefix)) return {};
  path.remove_prefix(prefix.size());
  return std::string(path.substr(0, path.find('.')));
}

}  // namespace

std::vector<AlikeAssumptions> least_certain_first(const Report& row) {
  std::vector<AlikeAssumptions> out;
  for (const auto& a : row.assumptions) {
    const auto said = std::find_if(out.begin(), out.end(), [&](const auto& o) { return alike(o.places.front(), a); });
    if (said == out.end())
      out.push_back({{a}});
    else
      said->places.push_back(a);
  }
  const auto doubt = [](const AlikeAssumptions& a) { return rank(a.places.front().confidence); };
  std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return doubt(a) < doubt(b); });
  return out;
}

std::string places_text(const AlikeAssumptions& assumptions) {
  const std::size_t others = assumptions.places.size() - 1;
  return assumptions.places.front().path + (others > 0 ? " (+" + std::to_string(others) + ")" : "");
}

std::string range_text(const AssumptionReport& assumption) {
  if (assumption.low.empty() && assumption.high.empty()) return {};
  return assumption.low + " to " + assumption.high;
}

std::optional<std::string> other_end(const AssumptionReport& assumption) {
  if (!assumption.high.empty() && assumption.high != assumption.value) return assumption.high;
  if (!assumption.low.empty() && assumption.low != assumption.value) return assumption.low;
  return {};
}

bool concerns(const Report& row, const AssumptionReport& assumption) {
  const auto region = region_of(assumption.path);
  if (!region || row.faults.empty()) return true;
  return std::ranges::any_of(row.faults, [&](const FaultReport& fault) {
    return fault.regions.empty() || std::ranges::find(fault.regions, *region) != fault.regions.end();
  });
}

}  // namespace paddock::scenarios
