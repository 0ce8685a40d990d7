// From what a user wrote to what the API server would have read: values typed, problems with their places.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/objects/objects.hpp"

namespace paddock::scenarios {

/// The value with scalars as Kubernetes types them in YAML: what is in quotes is text; 250m is text, 1 and 0x10 are
/// whole numbers, 0.5 and 1e3 numbers, true, yes, on and y are true, ~ and null nothing. JSON that was read with every
/// string in quotes comes back as it was.
nlohmann::json to_json(const Node&);

/// Adds what was found wrong in one object with file, line and column: those of the value at the problem's path, or of
/// the innermost that is there. `what`: how the object is called, "Pod default/web".
void add_located(const ObjectProblems&, const Node& object, std::string_view what, Problems&);

/// "Pod default/web", "Node n1": for messages.
std::string called(const Node& object, std::string_view kind);

}  // namespace paddock::scenarios
