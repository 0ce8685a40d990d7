#include "scenarios/import/object_filter.hpp"

#include <utility>

#include "sim/check.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::size_t deepest = 200;  // objects of Kubernetes stay below 60, schemas of custom resources included
constexpr std::string_view expected_document =
    "a List, a list of objects, or an object, as kubectl -o json prints them";

std::string_view text_at(const Node& object, std::string_view key) {
  const Node* node = object.find(key);
  return node != nullptr && node->is_scalar() ? std::string_view(node->text) : std::string_view();
}

/// Nodes and pods can be told by what only they have; the rest looks too much alike.
std::string_view kind_by_shape(const Node& object) {
  const Node* spec = object.find("spec");
  const Node* status = object.find("status");
  if (spec != nullptr && spec->find("containers") != nullptr) return "Pod";
  if (status != nullptr && (status->find("nodeInfo") != nullptr || status->find("allocatable") != nullptr))
    return "Node";
  return {};
}

/// "Pod" of a PodList; nothing of a List.
std::string_view kind_of_items(std::string_view list_kind) {
  if (list_kind.ends_with("List")) list_kind.remove_suffix(4);
  return list_kind;
}

}  // namespace

bool ObjectFilter::refuse(std::string found, std::string allowed) {
  problems_.add(where_(), {}, std::move(found), std::move(allowed));
  return false;
}

/// What may be copied of the value that comes next. Requires: the innermost collection is no `items`.
std::optional<Allowed> ObjectFilter::wanted() const {
  const Open& top = open_.back();
  const Allowed& here = top.allowed;
  if (here.take == Take::whole) return here;
  if (here.take == Take::pairs || here.take == Take::words) return Allowed{};
  if (here.take == Take::list) return Allowed{{}, Take::fields, here.fields, here.count};
  return top.next != nullptr ? std::optional(*top.next) : std::nullopt;
}

void ObjectFilter::push(Role role, const Allowed& allowed, Node::Kind kind) {
  Open open;
  open.role = role;
  open.allowed = allowed;
  open.node.kind = kind;
  open.node.position = where_();
  open_.push_back(std::move(open));
}

/// A finished value into the innermost collection.
void ObjectFilter::attach(Node node) {
  Open& top = open_.back();
  if (top.node.is_sequence()) {
    top.node.items.push_back(std::move(node));
  } else {
    Position place = node.position;
    top.node.entries.push_back({std::move(top.key), std::move(place), std::move(node)});
  }
}

bool ObjectFilter::scalar(std::string_view text, bool quoted) {
  if (skipped_ > 0) return true;
  if (open_.empty() || open_.back().role == Role::items)
    return refuse("found " + in_quotes(text), std::string(expected_document));
  if (hands_out()) return refuse(open_.back().key + ": found " + in_quotes(text), "a list of objects");
  const auto next = wanted();
  if (!next) return true;
  Node node;
  node.kind = Node::Kind::scalar;
  if (next->take != Take::mark) node.text = text;
  node.quoted = quoted;
  node.position = where_();
  attach(std::move(node));
  return true;
}

bool ObjectFilter::null() {
  if (skipped_ > 0) return true;
  if (open_.empty() || open_.back().role == Role::items) return refuse("found null", std::string(expected_document));
  if (hands_out()) {
    open_.back().is_list = true;  // how Go prints a list of none
  } else if (const auto next = wanted(); next && next->take == Take::whole) {
    Node nothing;
    nothing.position = where_();
    attach(std::move(nothing));
  }
  return true;
}

/// The value that comes is an object to hand out, or a list of them.
void ObjectFilter::open_objects(Node::Kind kind) {
  Open& holder = open_.back();
  holder.is_list = true;
  const Allowed next = *holder.next;
  const Allowed one{{}, next.fields == nullptr ? Take::whole : Take::fields, next.fields, next.count};
  push(kind == Node::Kind::mapping ? Role::object : Role::items, one, kind);
  open_.back().kind = next.kind;
}

bool ObjectFilter::begin(Node::Kind kind) {
  if (skipped_ + open_.size() >= deepest)
    return refuse("nested deeper than " + std::to_string(deepest) + " levels", std::string(expected_document));
  if (skipped_ > 0) return ++skipped_, true;
  const bool mapping = kind == Node::Kind::mapping;
  if (open_.empty() || open_.back().role == Role::items) {
    const Allowed one = open_.empty() ? allowed_ : open_.back().allowed;
    const std::string_view its_kind = open_.empty() ? std::string_view() : open_.back().kind;
    push(mapping ? Role::object : Role::items, one, kind);
    open_.back().kind = its_kind;
    return true;
  }
  if (hands_out()) {
    if (mapping && open_.back().next == &items_) return refuse("items: found a mapping", "a list of objects");
    return open_objects(kind), true;
  }
  const auto next = wanted();
  if (!next) return skipped_ = 1, true;
  const bool fits = next->take == Take::whole || (mapping ? next->take == Take::fields || next->take == Take::pairs
                                                          : next->take == Take::list || next->take == Take::words);
  if (fits) return push(Role::copied, *next, kind), true;
  Node wrong;  // empty, and of the wrong kind unless it is a mark: whoever reads the object says so
  wrong.kind = kind;
  wrong.position = where_();
  attach(std::move(wrong));
  return skipped_ = 1, true;
}

bool ObjectFilter::key(std::string_view name) {
  if (skipped_ > 0) return true;
  Open& top = open_.back();
  if (!top.keys.insert(std::string(name)).second)  // readers differ in which of the two they take
    return refuse("the key " + in_quotes(name) + " stands twice in one object", "each key once");
  top.next = top.role == Role::object && name == "items" ? &items_ : top.allowed.find(name);
  if (top.next != nullptr || top.allowed.take == Take::pairs || top.allowed.take == Take::whole) top.key = name;
  return true;
}

bool ObjectFilter::end() {
  if (skipped_ > 0) return --skipped_, true;
  Open done = std::move(open_.back());
  open_.pop_back();
  if (done.role == Role::object)
    finish(std::move(done));
  else if (done.role == Role::copied)
    attach(std::move(done.node));
  return true;
}

void ObjectFilter::finish(Open object) {
  const std::string_view own = text_at(object.node, "kind");
  if (object.is_list) {
    for (const Node& item : object.nameless) sink_(item, kind_of_items(own));
    return;
  }
  const bool item = !open_.empty() && open_.back().role == Role::items;
  Open* list = item && open_.size() > 1 ? &open_[open_.size() - 2] : nullptr;
  if (list != nullptr && list->role != Role::object) list = nullptr;
  std::string_view kind = own.empty() ? object.kind : own;
  if (kind.empty() && list != nullptr) kind = kind_of_items(text_at(list->node, "kind"));
  if (kind.empty()) kind = kind_by_shape(object.node);
  if (kind.empty() && list != nullptr)
    list->nameless.push_back(std::move(object.node));
  else
    sink_(object.node, kind);
}

namespace {

class Replay {
 public:
  Replay(const Allowed& allowed, const ObjectSink& sink, Problems& problems)
      : filter_([this] { return where_; }, allowed, sink, problems) {}

  /// Depth is that of the parser's limit.
  bool run(const Node& node) {
    where_ = node.position;
    if (node.is_null()) return filter_.null();
    if (node.is_scalar()) return filter_.scalar(node.text, node.quoted);
    if (!filter_.begin(node.kind)) return false;
    for (const Node& item : node.items)
      if (!run(item)) return false;
    for (const Entry& entry : node.entries)
      if (!filter_.key(entry.key) || !run(entry.value)) return false;
    return filter_.end();
  }

 private:
  Position where_;
  ObjectFilter filter_;
};

}  // namespace

void filter_tree(const Node& root, const Allowed& allowed, const ObjectSink& sink, Problems& problems) {
  Replay(allowed, sink, problems).run(root);
}

}  // namespace paddock::scenarios
