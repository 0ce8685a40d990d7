// A described value as a tree, ready to be written: without what stands there anyway.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/describe.hpp"
#include "scenarios/language/distribution_form.hpp"
#include "scenarios/language/emit.hpp"
#include "scenarios/language/node.hpp"

namespace paddock::scenarios {

/// Walks a description and builds the tree of what it sees. Only looks.
class NodeWriter : public models::Visitor {
 public:
  /// `defaults`: the tree of a new value; what is equal to it is left out of trimmed(), required fields excepted.
  explicit NodeWriter(std::string path = {}, std::optional<Node> defaults = {});

  /// Everything that was seen, and the same without defaults. Requires: the visit is over.
  const Node& full() const { return frames_.front().full; }
  const Node& trimmed() const { return frames_.front().trimmed; }

  bool alternative(models::Shape, bool chosen, std::string_view) override { return chosen; }
  void problem(std::string_view) override {}
  bool reading() const override { return false; }
  bool enter(const models::Field& field) override;
  void leave() override;

  void value(std::string& text) override;
  void value(bool& truth) override;
  void value(std::int64_t& number) override;
  void value(double& number) override;
  void value(sim::Duration& duration) override;
  void value(sim::MilliCores& cpu) override;
  void value(sim::Bytes& memory) override;
  void value(sim::Money& money) override;
  void value(sim::Distribution& distribution) override;
  void value(models::DurationDistribution& distribution) override;
  void choice(std::span<const std::string_view> names, std::size_t& index) override;

  std::size_t list(std::size_t size) override;
  bool element(std::size_t index) override;
  std::vector<std::string> keys(const std::vector<std::string>& present) override;
  bool entry(const std::string& key) override;
  bool present(bool has_value) override;
  Visitor* blank() override;
  void blanked() override;
  void begin_object() override;
  void end_object() override {}

 protected:
  /// A field has been seen: its path, what is said of it, and its value.
  virtual void seen(const std::string&, const models::Field&, const Node&) {}

 private:
  enum class Place : std::uint8_t { field, element, entry };
  struct Frame {
    models::Field field;
    std::string key;  // the field's name or the entry's key
    std::string path;
    Place place = Place::field;
    Node full, trimmed;
    std::optional<Node> defaults;             // of this value
    std::shared_ptr<const Node> new_element;  // of its elements
    bool was_none = false;                    // an optional that has a value now
  };

  void scalar(std::string text, bool quoted = false);
  void set_kind(Node::Kind kind);
  void distribution(const sim::Distribution& distribution, models::NumberUnit unit);
  void push(Frame frame) { frames_.push_back(std::move(frame)); }

  std::vector<Frame> frames_;
  std::unique_ptr<NodeWriter> blank_;
};

/// True if both trees say the same, wherever they stand.
bool same(const Node& a, const Node& b);

/// `value` as a tree without what a new T has anyway.
template <class T>
Node to_node(const T& value) {
  T fresh{};
  NodeWriter defaults;
  models::visit(defaults, fresh);
  T copy = value;
  NodeWriter writer({}, defaults.full());
  models::visit(writer, copy);
  return writer.trimmed();
}

/// `value` as YAML text; reading it gives the same value.
template <class T>
std::string write(const T& value, const Comments& comments = {}) {
  return yaml_text(to_node(value), comments);
}

}  // namespace paddock::scenarios
