// Names as small numbers: label keys and values, namespaces, images, resources. Ids are never reused.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace paddock::models::scheduling {

using Symbol = std::uint32_t;

/// Append-only table of names. Looking up never depends on the order of the hash table.
class Symbols {
 public:
  Symbols() { intern(""); }
  /// Names what is born in a run, where the table no longer grows: equal to itself alone.
  static constexpr Symbol numbered(std::uint32_t n) { return n | 0x8000'0000U; }

  Symbol intern(std::string_view name);
  std::optional<Symbol> find(std::string_view name) const;
  /// Empty for a numbered symbol.
  const std::string& name(Symbol symbol) const { return names_[symbol < names_.size() ? symbol : 0]; }
  std::size_t size() const { return names_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  std::vector<std::string> names_;
  std::unordered_map<std::string, Symbol, Hash, std::equal_to<>> ids_;
};

/// The labels of one object, sorted by key.
class LabelSet {
 public:
  LabelSet() = default;
  LabelSet(const std::map<std::string, std::string>& labels, Symbols& symbols);

  std::optional<Symbol> value(Symbol key) const;
  bool has(Symbol key) const { return value(key).has_value(); }
  bool empty() const { return pairs_.empty(); }
  void set(Symbol key, Symbol value);
  friend bool operator==(const LabelSet&, const LabelSet&) = default;

 private:
  std::vector<std::pair<Symbol, Symbol>> pairs_;
};

}  // namespace paddock::models::scheduling
