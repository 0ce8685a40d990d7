// What stands in a C++ file, found by counting braces: its functions with their lines, and the data members of its
// types. No compiler: macros that hide a brace, and lambdas at namespace scope inside initialisers, are not understood.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/house/source.hpp"

namespace paddock::house {

/// A function with a body. Lines count from 1; the first is where its declaration begins.
struct Function {
  std::string name;  ///< as written: "Nodes::lose"; a GoogleTest case: "Suite.Name"
  std::size_t first_line = 1;
  std::size_t last_line = 1;
};

/// A declaration at class scope that is no function, alias, friend or static.
struct Member {
  std::string type;  ///< name of the class it stands in
  std::size_t type_line = 1;
  std::size_t line = 1;
  std::string declaration;  ///< up to its initialiser, blanks squeezed
};

struct Outline {
  std::vector<Function> functions;
  std::vector<Member> members;
};

Outline outline_of(const Source&);

}  // namespace paddock::house
