#include "scenarios/import/field_reader.hpp"

#include <algorithm>
#include <limits>
#include <variant>

#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

namespace {

// Nothing on one node is larger; sums of thousands of them stay far from overflow. Assumed.
constexpr std::int64_t most_cpu_m = 10'000'000;                // ten thousand cores
constexpr std::int64_t most_memory_b = std::int64_t{1} << 50;  // a pebibyte
constexpr std::int64_t most_seconds = 366 * 24 * 3600;
constexpr std::int64_t most_pods = 100'000;

}  // namespace

void Fields::problem(std::string_view key, std::string found, std::string allowed) const {
  const Node* node = node_->find(key);
  problems_->add(node != nullptr ? node->position : node_->position, path_join(path_, key), std::move(found),
                 std::move(allowed));
}

const Node* Fields::of_kind(std::string_view key, Node::Kind kind, std::string allowed) const {
  const Node* node = node_ != nullptr ? node_->find(key) : nullptr;
  if (node == nullptr || node->is_null()) return nullptr;
  if (node->kind == kind) return node;
  problem(key, "found " + found_text(*node), std::move(allowed));
  return nullptr;
}

const Node* Fields::scalar(std::string_view key) const { return of_kind(key, Node::Kind::scalar, "a single value"); }

Fields Fields::at(std::string_view key) const {
  const Node* node = of_kind(key, Node::Kind::mapping, "an object");
  return {node, path_join(path_, key), *problems_};
}

std::vector<Fields> Fields::list(std::string_view key) const {
  std::vector<Fields> all;
  const Node* node = of_kind(key, Node::Kind::sequence, "a list of objects");
  if (node == nullptr) return all;
  const std::string path = path_join(path_, key);
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const Node& item = node->items[i];
    if (item.is_mapping())
      all.emplace_back(&item, path_join(path, i), *problems_);
    else
      problems_->add(item.position, path_join(path, i), "found " + found_text(item), "an object");
  }
  return all;
}

std::string Fields::text(std::string_view key) const {
  const Node* node = scalar(key);
  return node != nullptr ? node->text : std::string();
}

std::optional<bool> Fields::truth(std::string_view key) const {
  const Node* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  const auto parsed = parse_bool(node->text);
  if (const bool* value = std::get_if<bool>(&parsed)) return *value;
  problem(key, "found " + found_text(*node), "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t min, std::int64_t max) const {
  const Node* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  const auto parsed = parse_integer(node->text);
  const std::int64_t* value = std::get_if<std::int64_t>(&parsed);
  if (value != nullptr && *value >= min && *value <= max) return *value;
  problem(key, "found " + found_text(*node),
          "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return std::nullopt;
}

std::optional<sim::Duration> Fields::seconds(std::string_view key, std::int64_t min) const {
  const auto value = integer(key, min, most_seconds);
  return value ? std::optional<sim::Duration>(std::chrono::seconds{*value}) : std::nullopt;
}

std::optional<models::CountOrPercent> Fields::count_or_percent(std::string_view key) const {
  const Node* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  std::string_view text = node->text;
  const bool is_percent = text.ends_with('%');
  if (is_percent) text.remove_suffix(1);
  const auto parsed = parse_integer(text);
  const std::int64_t* value = std::get_if<std::int64_t>(&parsed);
  if (value != nullptr && *value >= 0 && *value <= std::numeric_limits<std::int32_t>::max())
    return models::CountOrPercent{
        is_percent, static_cast<double>(std::min(*value, most_pods)) / (is_percent ? 100 : 1)};  // more is all of them
  problem(key, "found " + found_text(*node), "a number of pods from 0 to 2147483647, or a percentage like \"25%\"");
  return std::nullopt;
}

std::optional<sim::MilliCores> Fields::cpu(std::string_view key) const {
  const Node* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  const auto parsed = parse_kubernetes_cpu(node->text);
  const auto* value = std::get_if<sim::MilliCores>(&parsed);
  if (value != nullptr && value->value <= most_cpu_m) return *value;
  problem(key, "found " + found_text(*node), "an amount of CPU like 250m or 2, below ten thousand cores");
  return std::nullopt;
}

std::optional<sim::Bytes> Fields::memory(std::string_view key) const {
  const Node* node = scalar(key);
  if (node == nullptr) return std::nullopt;
  const auto parsed = parse_kubernetes_memory(node->text);
  const auto* value = std::get_if<sim::Bytes>(&parsed);
  if (value != nullptr && value->value <= most_memory_b) return *value;
  problem(key, "found " + found_text(*node), "an amount of memory like 512Mi, below a pebibyte");
  return std::nullopt;
}

std::vector<std::string> Fields::words(std::string_view key) const {
  std::vector<std::string> all;
  const Node* node = of_kind(key, Node::Kind::sequence, "a list of texts");
  if (node == nullptr) return all;
  for (const Node& item : node->items) all.push_back(item.text);
  return all;
}

Labels Fields::labels(std::string_view key) const {
  Labels all;
  const Node* node = of_kind(key, Node::Kind::mapping, "labels");
  if (node == nullptr) return all;
  for (const Entry& entry : node->entries)
    if (entry.value.is_scalar() || entry.value.is_null())
      all.emplace_back(entry.key, entry.value.text);
    else
      problems_->add(entry.value.position, path_join(path_join(path_, key), entry.key),
                     "found " + found_text(entry.value), "a text");
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> Fields::keys() const {
  std::vector<std::string> all;
  if (node_ != nullptr)
    for (const Entry& entry : node_->entries) all.push_back(entry.key);
  return all;
}

}  // namespace paddock::scenarios
