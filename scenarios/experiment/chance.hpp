// Where chance stands in a design, as far as one can see without running it.
#pragma once

#include "scenarios/experiment/design.hpp"

namespace paddock::scenarios {

/// A design without chance needs one run. A few equal runs show that nothing is random as long as all that is drawn is
/// a length of time: two of these are never equal, and each moves an event. A lot is not seen in this way: a branch
/// that one run in a hundred takes is missed by eight. This finds every lot that a file can ask for; ties between nodes
/// are counted in the run (KubeScheduler::ties).
Chance chance_in(const Design& design);

}  // namespace paddock::scenarios
