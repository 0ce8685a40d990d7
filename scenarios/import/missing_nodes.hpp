// Nodes for a dump that has none.
#pragma once

#include "scenarios/import/dump.hpp"

namespace paddock::scenarios {

/// If no node of the dump has a size, adds one for every node that a pod names (or as many as the pods of the workloads
/// need), each just large enough: whole cores and gibibytes. They are `assumed`. True: nodes were added.
bool add_missing_nodes(Dump& dump);

}  // namespace paddock::scenarios
