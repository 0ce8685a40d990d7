// The names of a described type's fields.
#pragma once

#include <string>
#include <vector>

#include "models/describe.hpp"
#include "scenarios/language/writer.hpp"

namespace paddock::scenarios {

/// Keeps the names of the outermost object.
class FieldNames final : public NodeWriter {
 public:
  bool enter(const models::Field& field) override {
    names.emplace_back(field.name);
    return false;
  }
  std::vector<std::string> names;
};

template <class T>
std::vector<std::string> field_names() {
  T value{};
  FieldNames visitor;
  models::visit(visitor, value);
  return std::move(visitor.names);
}

}  // namespace paddock::scenarios
