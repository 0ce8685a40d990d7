// paddock gameday: from a dump or a fleet to one row a drill.
#include "scenarios/cli/console.hpp"

namespace paddock::scenarios::cli {

int gameday_command(const GamedayOptions&) { return 2; }

}  // namespace paddock::scenarios::cli
