// The version of the program, as CMakeLists.txt says it.
#pragma once

namespace paddock::scenarios::cli {

inline constexpr const char* version = PADDOCK_VERSION;

}  // namespace paddock::scenarios::cli
