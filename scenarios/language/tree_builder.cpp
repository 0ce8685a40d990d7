#include "scenarios/language/tree_builder.hpp"

#include <utility>

#include "sim/check.hpp"

namespace paddock::scenarios {

void TreeBuilder::stop(const Position& where, std::string found, std::string allowed, std::string hint) {
  problems_.add(where, child_path(), std::move(found), std::move(allowed), std::move(hint));
  throw StopParsing{};
}

bool TreeBuilder::wants_key() const {
  return !open_.empty() && open_.back().node.is_mapping() && !open_.back().pending;
}

std::string TreeBuilder::path() const { return open_.empty() ? std::string() : open_.back().path; }

std::string TreeBuilder::child_path() const {
  if (open_.empty()) return {};
  const Open& open = open_.back();
  if (open.node.is_sequence()) return path_join(open.path, open.node.items.size());
  return open.pending ? path_join(open.path, open.pending->key) : open.path;
}

bool TreeBuilder::add(Node node, std::size_t size) {
  nodes_ += size;
  if (nodes_ > limits_.nodes)
    stop(node.position, "more than " + std::to_string(limits_.nodes) + " values", "a smaller file");
  if (wants_key()) {
    take_key(open_.back(), std::move(node));
    return true;
  }
  place(std::move(node));
  return false;
}

void TreeBuilder::take_key(Open& open, Node node) {
  if (!node.is_scalar()) stop(node.position, found_text(node) + " as a key", "text");
  if (node.text == "<<" && !node.quoted)
    stop(node.position, "the merge key '<<'", {}, "write `like: NAME` for the same again, `extends: FILE` for a base");
  const auto [before, is_new] = open.keys.emplace(node.text, node.position);
  if (!is_new) {
    const Position& first = before->second;
    problems_.add(node.position, open.path, "duplicate key " + in_quotes(node.text), "every key once",
                  "first at line " + std::to_string(first.line) + ", column " + std::to_string(first.column));
  }
  open.duplicate = !is_new;
  open.pending = Entry{std::move(node.text), std::move(node.position), {}};
}

void TreeBuilder::begin(Node::Kind kind, const Position& where) {
  if (wants_key())
    stop(where, kind == Node::Kind::mapping ? "a mapping as a key" : "a list as a key", "text",
         "is there a bracket that never closes?");
  if (open_.size() >= limits_.depth)
    stop(where, "nested deeper than " + std::to_string(limits_.depth) + " levels",
         "at most " + std::to_string(limits_.depth) + " levels");
  if (++nodes_ > limits_.nodes) stop(where, "more than " + std::to_string(limits_.nodes) + " values", "a smaller file");
  std::string path = child_path();
  Open open;
  open.node.kind = kind;
  open.node.position = where;
  open.path = std::move(path);
  open_.push_back(std::move(open));
}

const Node& TreeBuilder::end() {
  sim::check(!open_.empty(), "a collection ends that never began");
  Node node = std::move(open_.back().node);
  open_.pop_back();
  return place(std::move(node));
}

const Node& TreeBuilder::place(Node node) {
  if (open_.empty()) return root_.emplace(std::move(node));
  Open& open = open_.back();
  if (open.node.is_sequence()) return open.node.items.emplace_back(std::move(node));
  Entry entry = std::move(*open.pending);
  open.pending.reset();
  if (open.duplicate) return dropped_ = std::move(node);
  entry.value = std::move(node);
  if (entry.value.is_null()) entry.value.position = entry.key_position;  // "nothing" has no place of its own
  return open.node.entries.emplace_back(std::move(entry)).value;
}

}  // namespace paddock::scenarios
