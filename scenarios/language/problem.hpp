// Bad input is a value: a list of problems, each with its place, what was found and what is allowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/node.hpp"

namespace paddock::scenarios {

/// Line and column from 1.
struct Place {
  std::uint32_t line = 1, column = 1;
  friend bool operator==(const Place&, const Place&) = default;
};

/// One mistake in what a user wrote.
struct Problem {
  std::string file;
  std::optional<Place> place;  ///< empty: the file as a whole
  std::string path;            ///< "tenants[3].replicas"; empty: the document
  std::string found;           ///< what was found: "unknown key 'replica'"
  std::string allowed;         ///< what is allowed instead; may be empty
  std::string hint;            ///< "did you mean 'replicas'?"; may be empty
  friend bool operator==(const Problem&, const Problem&) = default;
};

/// `file:line:column: path: found; allowed: ... (hint)` on one line. Whatever came from a file is escaped.
std::string to_text(const Problem& problem);

/// All mistakes, in the order they were found until `sort`.
class Problems {
 public:
  void add(Problem problem) { all_.push_back(std::move(problem)); }
  /// Those of another file, which was read for itself: a mistake in one file hides none in the next.
  void add(const Problems& others) { all_.insert(all_.end(), others.all_.begin(), others.all_.end()); }
  void add(const Position& where, std::string_view path, std::string found, std::string allowed = {},
           std::string hint = {});
  /// About a file as a whole: it cannot be read, it is empty.
  void add_file(std::string_view file, std::string found, std::string allowed = {});

  bool empty() const { return all_.empty(); }
  std::size_t size() const { return all_.size(); }
  const std::vector<Problem>& all() const { return all_; }
  /// By file (in the order of their first problem), line and column; the same words about the same place only once
  /// (a template is read once for each tenant that is like it).
  void sort();
  /// One line each.
  std::string to_text() const;

 private:
  std::vector<Problem> all_;
};

/// Control characters, escape sequences, line ends and invalid UTF-8 as \xNN, \n, \t; the rest unchanged.
/// Everything from a file passes through here before it reaches a terminal.
std::string escaped(std::string_view text);

/// 'text', escaped, cut after 60 bytes.
std::string in_quotes(std::string_view text);

/// The name of `known` nearest to `name` by edit distance (letter case aside; neighbours swapped count once); empty if
/// none is near enough to be what was meant.
std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known);

/// "did you mean 'X'?", or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string> known);

/// The same in brackets behind a space, for the end of a message; or nothing.
std::string hint_in_brackets(std::string_view name, std::span<const std::string> known);

/// "a, b, c"; beyond 30 names "... (N more)".
std::string name_list(std::span<const std::string> names);

/// Bytes from `text[at]` on that are one valid UTF-8 character (no overlong form, no surrogate); 0: invalid.
std::size_t utf8_length(std::string_view text, std::size_t at);

}  // namespace paddock::scenarios
