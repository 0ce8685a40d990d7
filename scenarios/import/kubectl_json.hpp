// JSON as kubectl prints it, streamed: one object at a time, only its allowed fields.
#pragma once

#include "scenarios/import/byte_source.hpp"
#include "scenarios/import/object_filter.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// Reads the documents of a source to its end, one after the other. What is malformed is added to problems and ends the
/// reading of this source; what came before it has reached the sink.
void read_kubectl_json(ByteSource& source, const Allowed& allowed, const ObjectSink& sink, Problems& problems);

}  // namespace paddock::scenarios
