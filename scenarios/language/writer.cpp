#include "scenarios/language/writer.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/language/scalars.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

using models::Field;
using models::NumberUnit;

bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.quoted != b.quoted) return false;
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const Entry& x, const Entry& y) { return x.key == y.key && same(x.value, y.value); });
}

NodeWriter::NodeWriter(std::string path, std::optional<Node> defaults) {
  Frame root;
  root.path = std::move(path);
  root.defaults = std::move(defaults);
  push(std::move(root));
}

bool NodeWriter::enter(const Field& field) {
  const Frame& parent = frames_.back();
  Frame frame;
  frame.field = field;
  frame.key = field.name;
  frame.path = path_join(parent.path, field.name);
  if (parent.defaults)
    if (const Node* value = parent.defaults->find(field.name)) frame.defaults = *value;
  push(std::move(frame));
  return true;
}

void NodeWriter::leave() {
  sim::check(frames_.size() > 1, "left a field that was never entered");
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  Frame& parent = frames_.back();
  if (frame.place == Place::field) seen(frame.path, frame.field, frame.full);
  if (frame.full.is_null()) return;  // an optional field without a value and without a word for it
  if (frame.place == Place::element) {
    parent.full.items.push_back(std::move(frame.full));
    parent.trimmed.items.push_back(std::move(frame.trimmed));
    return;
  }
  const bool usual = frame.place == Place::field && !frame.field.required && !frame.was_none && frame.defaults &&
                     same(frame.full, *frame.defaults);
  parent.full.entries.push_back({frame.key, {}, std::move(frame.full)});
  if (!usual) parent.trimmed.entries.push_back({frame.key, {}, std::move(frame.trimmed)});
}

void NodeWriter::set_kind(Node::Kind kind) {
  frames_.back().full.kind = kind;
  frames_.back().trimmed.kind = kind;
}

void NodeWriter::scalar(std::string text, bool quoted) {
  set_kind(Node::Kind::scalar);
  Frame& frame = frames_.back();
  frame.full.text = std::move(text);
  frame.full.quoted = quoted;
  frame.trimmed = frame.full;
}

void NodeWriter::value(std::string& text) { scalar(text, looks_typed(text)); }
void NodeWriter::value(bool& truth) { scalar(write_bool(truth)); }
void NodeWriter::value(std::int64_t& number) { scalar(write_integer(number)); }
void NodeWriter::value(double& number) { scalar(number_form(frames_.back().field.unit).write(number)); }
void NodeWriter::value(sim::Duration& duration) { scalar(write_duration(duration)); }
void NodeWriter::value(sim::MilliCores& cpu) { scalar(write_cpu(cpu)); }
void NodeWriter::value(sim::Bytes& memory) { scalar(write_memory(memory)); }
void NodeWriter::value(sim::Money& money) { scalar(write_money(money)); }

void NodeWriter::value(sim::Distribution& d) { distribution(d, frames_.back().field.unit); }
void NodeWriter::value(models::DurationDistribution& d) { distribution(d.seconds, NumberUnit::seconds); }

namespace {

/// A distribution has the parameters that it has; of the others it says nothing.
Node without_none(Node node) {
  std::erase_if(node.entries, [](const Entry& e) { return e.value.is_scalar() && e.value.text == "none"; });
  for (Entry& entry : node.entries) entry.value = without_none(std::move(entry.value));
  return node;
}

}  // namespace

void NodeWriter::distribution(const sim::Distribution& d, NumberUnit unit) {
  frames_.back().field.unit = unit;
  DistributionDraft draft = draft_of(d);
  NodeWriter writer;
  writer.frames_.back().field.unit = unit;
  describe_distribution(writer, draft, unit, {});
  frames_.back().full = without_none(writer.full());
  frames_.back().trimmed = frames_.back().full;
}

void NodeWriter::choice(std::span<const std::string_view> names, std::size_t& index) {
  sim::check(index < names.size(), "an enumerator without a name");
  scalar(std::string(names[index]));
}

std::size_t NodeWriter::list(std::size_t size) {
  set_kind(Node::Kind::sequence);
  return size;
}

bool NodeWriter::element(std::size_t index) {
  const Frame& parent = frames_.back();
  Frame frame;
  frame.field = parent.field;
  frame.path = path_join(parent.path, index);
  frame.place = Place::element;
  if (parent.new_element) frame.defaults = *parent.new_element;
  push(std::move(frame));
  return true;
}

std::vector<std::string> NodeWriter::keys(const std::vector<std::string>& present) {
  set_kind(Node::Kind::mapping);
  return present;
}

bool NodeWriter::entry(const std::string& key) {
  const Frame& parent = frames_.back();
  Frame frame;
  frame.field = parent.field;
  frame.key = key;
  frame.path = path_join(parent.path, key);
  frame.place = Place::entry;
  const Node* before = parent.defaults ? parent.defaults->find(key) : nullptr;
  if (before != nullptr)
    frame.defaults = *before;
  else if (parent.new_element)
    frame.defaults = *parent.new_element;
  push(std::move(frame));
  return true;
}

bool NodeWriter::present(bool has_value) {
  if (!has_value) scalar("none");
  return has_value;
}

models::Visitor* NodeWriter::blank() {
  if (!frames_.front().defaults) return nullptr;  // nothing is left out anyway
  blank_ = std::make_unique<NodeWriter>();
  blank_->frames_.back().field = frames_.back().field;
  return blank_.get();
}

void NodeWriter::blanked() {
  Frame& frame = frames_.back();
  frame.new_element = std::make_shared<const Node>(blank_->full());
  const auto& usual = frame.defaults;
  if (usual && usual->is_scalar() && !usual->quoted && usual->text == "none") {
    frame.defaults = *frame.new_element;  // so its own fields are compared with those of a new one
    frame.was_none = true;
  }
  blank_.reset();
}

void NodeWriter::begin_object() { set_kind(Node::Kind::mapping); }

}  // namespace paddock::scenarios
