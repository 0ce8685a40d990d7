// Reads what `kubectl get nodes,pods,deployments,replicasets,statefulsets,daemonsets,pdb -A -o json` prints.
#pragma once

#include <string>
#include <vector>

#include "scenarios/import/dump.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// All files ("-": standard input) as one dump. JSON is streamed and may be of any size; YAML is read too while it is
/// small. Whatever is wrong, in any file, is added to problems; the dump is usable only if nothing was.
Dump read_kubectl(const std::vector<std::string>& files, Problems& problems);

}  // namespace paddock::scenarios
