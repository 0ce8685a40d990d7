// What a pod asks of its node, by the rules of Kubernetes.
#pragma once

#include "scenarios/import/dump.hpp"
#include "scenarios/import/field_reader.hpp"

namespace paddock::scenarios {

/// Reads the `spec` of a pod or of a pod template.
PodShape read_pod_shape(const Fields& spec);

}  // namespace paddock::scenarios
