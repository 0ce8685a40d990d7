// From the events of a parser to trees of allowed fields, one an object. Knows the shapes that kubectl prints: a List,
// a typed list (`NodeList`, whose items may lack their kind), a bare array, a single object, lists in lists. Knows
// nothing of any kind of object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/import/allow_list.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// Takes one object, and its kind as it or its list says, or as its shape betrays ("": nobody knows).
using ObjectSink = std::function<void(const Node& object, std::string_view kind)>;

class ObjectFilter {
 public:
  /// `where`: the place of the event that is being handed in. `allowed`: what is copied of an object.
  ObjectFilter(std::function<Position()> where, const Allowed& allowed, const ObjectSink& sink, Problems& problems)
      : where_(std::move(where)),
        allowed_(allowed),
        items_{"items", Take::objects, allowed.fields, allowed.count},
        sink_(sink),
        problems_(problems) {}

  // Events. False: a problem was added, and nothing more is wanted.
  bool scalar(std::string_view text, bool quoted);
  bool null();
  bool begin(Node::Kind kind);
  bool key(std::string_view name);
  bool end();

 private:
  enum class Role : std::uint8_t { object, items, copied };
  struct Open {
    Role role = Role::copied;
    Allowed allowed;  // what is copied of its fields or elements
    Node node;
    std::string key;                // that waits for its value
    std::set<std::string> keys;     // that there were
    const Allowed* next = nullptr;  // what is copied of that value
    bool is_list = false;           // an object with others in it, such as items
    std::string_view kind;          // of an object, or of the items, unless they say it themselves
    std::vector<Node> nameless;     // items of unknown kind, until the list says its own
  };

  bool refuse(std::string found, std::string allowed = {});
  std::optional<Allowed> wanted() const;
  void push(Role role, const Allowed& allowed, Node::Kind kind);
  void attach(Node node);
  void finish(Open object);

  bool hands_out() const { return open_.back().next != nullptr && open_.back().next->take == Take::objects; }
  void open_objects(Node::Kind kind);

  std::function<Position()> where_;
  Allowed allowed_;
  Allowed items_;
  const ObjectSink& sink_;
  Problems& problems_;
  std::vector<Open> open_;   // collections that are copied
  std::size_t skipped_ = 0;  // depth of those that are not, below them
};

/// Hands a tree that is here already (YAML) to a filter, event by event.
void filter_tree(const Node& root, const Allowed& allowed, const ObjectSink& sink, Problems& problems);

}  // namespace paddock::scenarios
