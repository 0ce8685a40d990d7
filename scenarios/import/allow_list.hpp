// What may be copied out of a cluster dump. Everything else (secrets, environment values, arguments, annotations,
// status messages of containers) is read past and never stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace paddock::scenarios {

/// How much of a value is copied.
enum class Take : std::uint8_t {
  text,    ///< a scalar
  fields,  ///< an object: its listed fields
  list,    ///< a list of objects: the listed fields of each
  words,   ///< a list of scalars
  pairs,   ///< an object of scalars, whatever their keys: labels, quantities
  mark,    ///< that it is there, and nothing of it
  whole,   ///< everything, however deep
  objects  ///< an object, or a list of them: each is handed out by itself, with its listed fields
};

/// One field that may be copied.
struct Allowed {
  std::string_view key;
  Take take = Take::text;
  const Allowed* fields = nullptr;
  std::size_t count = 0;
  std::string_view kind;  ///< of `objects` that do not say it themselves; empty: nobody knows

  /// The field of that name below this one, or nullptr: not allowed.
  const Allowed* find(std::string_view name) const;
};

/// To write such lists.
namespace allow {
template <std::size_t n>
constexpr Allowed fields(std::string_view key, const Allowed (&below)[n]) {
  return {key, Take::fields, below, n};
}
template <std::size_t n>
constexpr Allowed list(std::string_view key, const Allowed (&below)[n]) {
  return {key, Take::list, below, n};
}
/// A list of one kind. Without `below`: objects with all their fields.
constexpr Allowed kind_list(std::string_view key, std::string_view kind) {
  return {key, Take::objects, nullptr, 0, kind};
}
template <std::size_t n>
constexpr Allowed kind_list(std::string_view key, std::string_view kind, const Allowed (&below)[n]) {
  return {key, Take::objects, below, n, kind};
}
constexpr Allowed pairs(std::string_view key) { return {key, Take::pairs}; }
constexpr Allowed words(std::string_view key) { return {key, Take::words}; }
constexpr Allowed mark(std::string_view key) { return {key, Take::mark}; }
constexpr Allowed whole(std::string_view key) { return {key, Take::whole}; }
}  // namespace allow

/// What the importer copies of an object of Kubernetes, of any kind. A list of them has `items`, which the reader of
/// lists knows about.
const Allowed& allowed_object();

}  // namespace paddock::scenarios
