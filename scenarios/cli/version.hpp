// The version of the program, as CMakeLists.txt says it.
#pragma once

#include <string_view>

namespace paddock::scenarios::cli {

std::string_view version();

}  // namespace paddock::scenarios::cli
