// valijson, seen from outside, so that one source file alone pays for its templates.
#pragma once

#include <memory>
#include <string>

#include "scenarios/language/node.hpp"

namespace paddock::fixture {

/// A JSON Schema that documents can be held against.
class Validator {
 public:
  explicit Validator(const std::string& schema);
  ~Validator();
  Validator(const Validator&) = delete;
  Validator& operator=(const Validator&) = delete;

  /// What the schema has against `node`, a line each; empty: nothing.
  std::string complaints(const scenarios::Node& node) const;
  bool accepts(const scenarios::Node& node) const { return complaints(node).empty(); }

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace paddock::fixture
