// The objects of one file, whether it is JSON or YAML.
#pragma once

#include <string_view>

#include "scenarios/import/byte_source.hpp"
#include "scenarios/import/object_filter.hpp"

namespace paddock::scenarios {

/// Hands out every object of a source. JSON is streamed and may be of any size; YAML, of several documents too, is read
/// while it is small. `expected`: what an empty file should have been.
void read_objects(ByteSource& source, const Allowed& allowed, std::string_view expected, const ObjectSink& sink,
                  Problems& problems);

}  // namespace paddock::scenarios
