#include "models/kubernetes/scheduler/symbols.hpp"

#include <algorithm>

namespace paddock::models::scheduling {

Symbol Symbols::intern(std::string_view name) {
  if (const auto known = ids_.find(name); known != ids_.end()) return known->second;
  const auto symbol = static_cast<Symbol>(names_.size());
  names_.emplace_back(name);
  ids_.emplace(names_.back(), symbol);
  return symbol;
}

std::optional<Symbol> Symbols::find(std::string_view name) const {
  const auto known = ids_.find(name);
  return known == ids_.end() ? std::nullopt : std::optional{known->second};
}

LabelSet::LabelSet(const std::map<std::string, std::string>& labels, Symbols& symbols) {
  for (const auto& [key, value] : labels) pairs_.emplace_back(symbols.intern(key), symbols.intern(value));
  std::sort(pairs_.begin(), pairs_.end());
}

std::optional<Symbol> LabelSet::value(Symbol key) const {
  for (const auto& [k, v] : pairs_)
    if (k == key) return v;
  return std::nullopt;
}

void LabelSet::set(Symbol key, Symbol value) {
  const auto at = std::lower_bound(pairs_.begin(), pairs_.end(), std::pair{key, Symbol{0}});
  if (at != pairs_.end() && at->first == key)
    at->second = value;
  else
    pairs_.emplace(at, key, value);
}

}  // namespace paddock::models::scheduling
