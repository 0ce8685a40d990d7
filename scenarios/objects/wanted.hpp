// What is copied of files that the scheduler is told about.
#pragma once

#include "scenarios/import/allow_list.hpp"

namespace paddock::scenarios {

/// Of a cluster: what scheduling depends on, and nothing else. Knows lists of kubectl and descriptions of cases:
/// {nodes, pods, objects, schedulerConfiguration}.
const Allowed& scheduling_objects();

/// Of a manifest or a configuration: everything.
const Allowed& whole_objects();

}  // namespace paddock::scenarios
