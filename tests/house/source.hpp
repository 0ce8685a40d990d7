// The project's own C++ files as the house rules read them: text, text without comments, code without literals.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace paddock::house {

/// A broken house rule: where, what, and what to do instead. `line` counts from 1.
struct Problem {
  std::string file;
  std::size_t line = 1;
  std::string message;
  std::string remedy;
};
std::ostream& operator<<(std::ostream&, const Problem&);

/// One file. All three texts have the same length and the same line breaks; what is left out is blank.
struct Source {
  std::string path;         ///< from the root, with '/'
  std::string text;         ///< as it is
  std::string uncommented;  ///< comments blanked
  std::string code;         ///< comments and the inside of literals blanked
};

struct Include {
  std::size_t line = 1;
  std::string path;
  bool quoted = false;
};

/// Every .cpp and .hpp below sim models scenarios viz bench tests of `root`, in the order of their paths.
std::vector<Source> read_tree(const std::filesystem::path& root);
/// A source of the given text, for read_tree and for tests.
Source make_source(std::string path, const std::string& text);
std::vector<Include> includes_of(const Source&);
/// Whether the path begins with that folder.
bool under(std::string_view path, std::string_view folder);
/// The line, from 1, that holds the character at `offset`.
std::size_t line_at(std::string_view text, std::size_t offset);
/// "models/kubernetes/pod.hpp" -> {"models", "kubernetes", "pod.hpp"}
std::vector<std::string> split_path(std::string_view path);

}  // namespace paddock::house
