#include "scenarios/cli/version.hpp"

namespace paddock::scenarios::cli {

std::string_view version() { return PADDOCK_VERSION; }

}  // namespace paddock::scenarios::cli
