// The JSON Schema (draft-07) of a described type, for editors and for tests. The reader's word is final: a schema
// cannot say everything (that a distribution has exactly one family), and does not know what a base file will add.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "models/describe.hpp"
#include "scenarios/language/node.hpp"

namespace paddock::scenarios {

class SchemaVisitor;

/// One walk over one type. Use `schema`.
class SchemaWalk {
 public:
  SchemaWalk();
  ~SchemaWalk();
  SchemaWalk(const SchemaWalk&) = delete;
  SchemaWalk& operator=(const SchemaWalk&) = delete;

  models::Visitor& visitor();
  /// The schema as JSON text, indented. Requires: the visit is over.
  std::string text(std::string_view title) const;

 private:
  std::unique_ptr<SchemaVisitor> visitor_;
};

template <class T>
std::string schema(std::string_view title) {
  T fresh{};
  SchemaWalk walk;
  models::visit(walk.visitor(), fresh);
  return walk.text(title);
}

/// The tree as JSON on one line: scalars that JSON knows (numbers, true, false) unless they were quoted, else strings.
std::string json_text(const Node& node);

}  // namespace paddock::scenarios
