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
  mark     ///< that it is there, and nothing of it
};

/// One field that may be copied.
struct Allowed {
  std::string_view key;
  Take take = Take::text;
  const Allowed* fields = nullptr;
  std::size_t count = 0;

  /// The field of that name below this one, or nullptr: not allowed.
  const Allowed* find(std::string_view name) const;
};

/// An object of Kubernetes, of any kind. A list of them has `items`, which the reader of lists knows about.
const Allowed& allowed_object();

}  // namespace paddock::scenarios
