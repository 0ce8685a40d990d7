// A tree as YAML text: block style, short collections in braces, quotes only where they are needed.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "scenarios/language/node.hpp"

namespace paddock::scenarios {

/// Path of a value -> what is said beside it, such as where an importer has it from.
using Comments = std::map<std::string, std::string, std::less<>>;

/// The document; parsing it gives the same tree. Names are data: whatever they hold is quoted and escaped.
std::string yaml_text(const Node& node, const Comments& comments = {});

/// The tree on one line: {a: 1, b: [x, y]}.
std::string flow_text(const Node& node);

/// A scalar or key as YAML: plain if every reader takes it for text, else in double quotes.
std::string scalar_text(std::string_view text, bool quoted);

/// True if some YAML reader would take the plain `text` for something else than text: a number, a truth value, nothing.
bool looks_typed(std::string_view text);

}  // namespace paddock::scenarios
