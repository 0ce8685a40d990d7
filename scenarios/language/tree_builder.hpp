// Puts a tree together from the events of a parser, and holds it to the limits; YAML and JSON share it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/language/node.hpp"
#include "scenarios/language/parse.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// Thrown by the builder after a problem that makes going on useless; caught by the two parsers.
struct StopParsing {};

/// A stack of open collections. Keys of a mapping arrive as scalars, in turn with their values.
class TreeBuilder {
 public:
  TreeBuilder(Problems& problems, const ParseLimits& limits) : problems_(problems), limits_(limits) {}

  /// A finished value: a scalar or nothing, or a copy of an earlier tree of `size` nodes. True: it was taken as a key.
  bool add(Node node, std::size_t size = 1);
  void begin(Node::Kind kind, const Position& where);
  /// Closes the innermost collection and adds it to the one around it. The collection stands in its place now.
  const Node& end();

  /// The innermost collection waits for a key.
  bool wants_key() const;
  /// Where we are: "tenants[3]".
  std::string path() const;
  /// Adds a problem at this place and stops the parser.
  [[noreturn]] void stop(const Position& where, std::string found, std::string allowed = {}, std::string hint = {});

  /// The root, once everything has been closed; empty before.
  std::optional<Node> take() { return std::exchange(root_, std::nullopt); }

 private:
  struct Open {
    Node node;
    std::string path;
    std::optional<Entry> pending;  ///< a key that waits for its value
    std::unordered_map<std::string, Position> keys;
    bool duplicate = false;  ///< the pending key was there before: its value is dropped
  };

  void take_key(Open& open, Node node);
  const Node& place(Node node);
  std::string child_path() const;

  Problems& problems_;
  ParseLimits limits_;
  std::vector<Open> open_;
  std::optional<Node> root_;
  Node dropped_;
  std::size_t nodes_ = 0;
};

}  // namespace paddock::scenarios
