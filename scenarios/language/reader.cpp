// The walk: entering, leaving, objects, lists and maps. Single values are read in reader_values.cpp, the words about
// values ({value, source, confidence, range}) in reader_assumptions.cpp.
#include "scenarios/language/reader.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/language/writer.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

using models::Field;
using models::Shape;

/// Sees the defaults of a field that the file is silent about, and notes those that are guesses.
class DefaultsSeen final : public NodeWriter {
 public:
  DefaultsSeen(std::string path, Assumptions& assumptions) : NodeWriter(std::move(path)), assumptions_(assumptions) {}

 protected:
  void seen(const std::string& path, const Field& field, const Node& node) override {
    if (field.assumed.empty()) return;
    Assumption a;
    a.path = path;
    a.value = node.is_scalar() ? node.text : node.is_null() ? "none" : flow_text(node);
    a.source = std::string(field.assumed);
    assumptions_.push_back(std::move(a));
  }

 private:
  Assumptions& assumptions_;
};

Reader::Reader(const Node& root, Problems& problems, Assumptions& assumptions)
    : problems_(problems), assumptions_(assumptions) {
  Field document{.name = {}, .meaning = "the document", .bounds = {}, .source = {}, .assumed = {}, .not_modelled = {}};
  Frame frame;
  frame.node = &root;
  frame.field = document;
  frames_.push_back(std::move(frame));
}

Reader::~Reader() = default;

void Reader::wrong_kind(const Node& node, const std::string& path, std::string allowed) {
  // Who writes {valu: 20} or {value: 20} means {value: 20, source: ...}.
  std::string hint;
  for (const Entry& entry : node.entries) {
    if (entry.key == "value")
      hint = "beside `value` stands a source, a confidence or a range; else the value stands alone";
    else if (const std::vector<std::string> value{"value"}; hint.empty())
      hint = did_you_mean(entry.key, value);
  }
  problems_.add(node.position, path, "found " + found_text(node), std::move(allowed), std::move(hint));
}

void Reader::problem(std::string_view message) {
  const Node& node = *top().node;
  const std::string found = node.is_scalar() ? "found " + found_text(node) + ": " : "";
  problems_.add(node.position, top().path, found + std::string(message));
}

bool Reader::push(const Node& node, std::string path, const Field& field) {
  if (node.is_null()) {
    problems_.add(node.position, path, "nothing is written here", std::string(field.meaning),
                  "leave the key out for the default; write none where there shall be none, {} for all defaults");
    return false;
  }
  Frame frame;
  frame.node = &node;
  frame.path = std::move(path);
  frame.field = field;
  frame.node = unwrap(frame);
  if (frame.node == nullptr) return false;
  frames_.push_back(std::move(frame));
  return true;
}

bool Reader::enter(const Field& field) {
  Frame& frame = top();
  absent_ = false;
  frame.known.emplace_back(field.name);
  if (!frame.node->is_mapping()) return false;
  frame.taken = true;
  const Node* child = frame.node->find(field.name);
  if (child != nullptr) {
    const Node* const ranges = frame.node->find("range");
    const Node* const range = ranges != nullptr && ranges->is_mapping() ? ranges->find(field.name) : nullptr;
    if (!push(*child, path_join(frame.path, field.name), field)) return false;
    if (top().range == nullptr) top().range = range;  // {burst: 50, range: {burst: [50, 100]}}
    if (!field.not_modelled.empty()) note_not_modelled(field);
    return true;
  }
  absent_ = !field.required;
  if (field.required)
    problems_.add(frame.node->position, frame.path, "'" + std::string(field.name) + "' is missing", {},
                  std::string(field.name) + ": " + std::string(field.meaning));
  return false;
}

/// Requires: the field has been entered.
void Reader::note_not_modelled(const Field& field) {
  const Frame& parent = frames_[frames_.size() - 2];
  const std::string above = parent.field.name.empty() ? "" : std::string(parent.field.name) + ".";
  not_modelled_.push_back(
      {top().node->position, top().path, above + std::string(field.name), std::string(field.not_modelled)});
}

models::Visitor* Reader::absent(const Field& field) {
  if (!absent_) return nullptr;
  absent_ = false;
  defaults_ = std::make_unique<DefaultsSeen>(top().path, assumptions_);
  defaults_->enter(field);
  return defaults_.get();
}

void Reader::leave() {
  sim::check(frames_.size() > 1, "left a field that was never entered");
  finish();
  frames_.pop_back();
}

void Reader::finish() {
  const Frame& frame = top();
  if (!frame.taken) wrong_kind(*frame.node, frame.path, frame.alternatives);
}

bool Reader::alternative(Shape shape, bool, std::string_view meaning) {
  Frame& frame = top();
  const bool fits = (shape == Shape::scalar && frame.node->is_scalar()) ||
                    (shape == Shape::sequence && frame.node->is_sequence()) ||
                    (shape == Shape::mapping && frame.node->is_mapping());
  frame.alternatives += (frame.alternatives.empty() ? "" : "; or ") + std::string(meaning);
  frame.taken = frame.taken || fits;
  return fits;
}

void Reader::begin_object() { ++top().objects; }

void Reader::end_object() {
  Frame& frame = top();
  if (--frame.objects > 0) return;  // two descriptions of one object, one inside the other: the outer one judges
  if (frame.node->is_mapping()) {
    frame.taken = true;
    note_parts(frame);
    unknown_keys(frame);
  } else if (!frame.taken && frame.alternatives.empty()) {
    frame.taken = true;
    wrong_kind(*frame.node, frame.path, "a mapping with " + name_list(frame.known));
  }
}

void Reader::unknown_keys(const Frame& frame) {
  const auto known = [&](const std::string& key) {
    return std::find(frame.known.begin(), frame.known.end(), key) != frame.known.end();
  };
  for (const Entry& entry : frame.node->entries) {
    if (known(entry.key) || is_word_about_value(entry.key)) continue;
    std::string hint = did_you_mean(entry.key, frame.known);
    if (const std::vector<std::string> value{"value"}; hint.empty()) hint = did_you_mean(entry.key, value);
    problems_.add(entry.key_position, frame.path, "unknown key " + in_quotes(entry.key), name_list(frame.known),
                  std::move(hint));
  }
}

std::size_t Reader::list(std::size_t) {
  Frame& frame = top();
  frame.taken = true;
  if (frame.node->is_sequence()) return frame.node->items.size();
  wrong_kind(*frame.node, frame.path, "a list");
  return 0;
}

bool Reader::element(std::size_t index) {
  const Frame& frame = top();
  return push(frame.node->items.at(index), path_join(frame.path, index), Field(frame.field));
}

std::vector<std::string> Reader::keys(const std::vector<std::string>&) {
  Frame& frame = top();
  frame.taken = true;
  std::vector<std::string> rest;
  if (!frame.node->is_mapping()) wrong_kind(*frame.node, frame.path, "a mapping of names");
  for (const Entry& entry : frame.node->entries)
    if (std::find(frame.known.begin(), frame.known.end(), entry.key) == frame.known.end()) rest.push_back(entry.key);
  frame.known.insert(frame.known.end(), rest.begin(), rest.end());
  return rest;
}

bool Reader::entry(const std::string& key) {
  const Frame& frame = top();
  const Node* value = frame.node->find(key);
  sim::check(value != nullptr, "an entry that is not in the file");
  return push(*value, path_join(frame.path, key), Field(frame.field));
}

bool Reader::present(bool) {
  Frame& frame = top();
  const bool none = frame.node->is_scalar() && !frame.node->quoted && frame.node->text == "none";
  frame.taken = frame.taken || none;
  return !none;
}

}  // namespace paddock::scenarios
