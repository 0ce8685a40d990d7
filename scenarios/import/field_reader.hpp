// Fields of one object of Kubernetes, each read as what it ought to be. What is something else is a problem with its
// place, and counts as absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/import/dump.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

/// One node of an object and the way to it. Cheap to copy; the object outlives it.
class Fields {
 public:
  Fields(const Node* node, std::string path, Problems& problems)
      : node_(node), path_(std::move(path)), problems_(&problems) {}

  bool present() const { return node_ != nullptr; }
  bool has(std::string_view key) const { return node_ != nullptr && node_->find(key) != nullptr; }
  /// The object under a key; nothing present if it is absent or no object.
  Fields at(std::string_view key) const;
  /// The objects of a list.
  std::vector<Fields> list(std::string_view key) const;

  /// "" if absent.
  std::string text(std::string_view key) const;
  std::optional<bool> truth(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t min, std::int64_t max) const;
  /// A whole number of seconds, not negative.
  std::optional<sim::Duration> seconds(std::string_view key, std::int64_t min = 0) const;
  /// 2 or "25%".
  std::optional<models::CountOrPercent> count_or_percent(std::string_view key) const;
  std::optional<sim::MilliCores> cpu(std::string_view key) const;
  std::optional<sim::Bytes> memory(std::string_view key) const;
  std::vector<std::string> words(std::string_view key) const;
  Labels labels(std::string_view key) const;

  /// The keys that are there.
  std::vector<std::string> keys() const;
  void problem(std::string_view key, std::string found, std::string allowed) const;

 private:
  const Node* scalar(std::string_view key) const;
  const Node* of_kind(std::string_view key, Node::Kind kind, std::string allowed) const;

  const Node* node_;
  std::string path_;
  Problems* problems_;
};

}  // namespace paddock::scenarios
