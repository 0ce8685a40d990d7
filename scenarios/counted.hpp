// "1 node", "2 nodes".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace paddock::scenarios {

/// The number and its noun, which takes an s unless there is one.
template <class Number>
std::string counted(Number count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace paddock::scenarios
