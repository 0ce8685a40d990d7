// Laying one tree over another.
#include <algorithm>
#include <array>

#include "scenarios/language/compose.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::array<std::string_view, 7> families = {"lognormal", "uniform",   "exponential", "normal",
                                                      "weibull",   "bernoulli", "empirical"};

bool is_family(const Node& node) {
  return node.entries.size() == 1 && std::find(families.begin(), families.end(), node.entries[0].key) != families.end();
}

/// Two values that would make nonsense when mixed key by key.
bool replaces(const Node& base, const Node& over) {
  if (!base.is_mapping() || !over.is_mapping() || over.find("value") != nullptr) return true;
  if (base.find("value") != nullptr && is_family(over)) return true;
  return is_family(base) && is_family(over) && base.entries[0].key != over.entries[0].key;
}

std::vector<std::string> keys_of(const Node& mapping) {
  std::vector<std::string> keys;
  for (const Entry& entry : mapping.entries) keys.push_back(entry.key);
  return keys;
}

void patch_item(Node& list, const Node& item, const std::string& path, Problems& problems) {
  const auto name = item_name(item);
  const auto at = std::find_if(list.items.begin(), list.items.end(),
                               [&](const Node& there) { return name && item_name(there) == name; });
  const bool deletes = item.entries.size() == 1 && item.entries[0].value.is_null();
  if (at == list.items.end()) {
    if (deletes)
      problems.add(item.position, path, "deletes " + in_quotes(*name) + ", which is not there");
    else
      list.items.push_back(item);
  } else if (deletes) {
    list.items.erase(at);
  } else if (item.is_mapping()) {
    merge(*at, item, path_join(path, *name), problems);
  }
}

void patch(Node& base, const Entry& entry, const std::string& key, const std::string& path, Problems& problems) {
  Node* list = base.find(key);
  if (list == nullptr || !list->is_sequence()) {
    const auto keys = keys_of(base);
    problems.add(entry.key_position, path, "'" + entry.key + "' patches a list that is not there", name_list(keys),
                 did_you_mean(key, keys));
    return;
  }
  for (const Node& item : entry.value.items) patch_item(*list, item, path_join(path, key), problems);
}

void merge_entry(Node& base, const Entry& entry, const std::string& path, Problems& problems) {
  if (entry.key.size() > 1 && entry.key.ends_with('+') && entry.value.is_sequence())
    return patch(base, entry, entry.key.substr(0, entry.key.size() - 1), path, problems);
  Node* there = base.find(entry.key);
  if (entry.value.is_null()) {
    const auto keys = keys_of(base);
    if (there == nullptr)
      problems.add(entry.key_position, path, "deletes " + in_quotes(entry.key) + ", which is not there",
                   name_list(keys), did_you_mean(entry.key, keys));
    return base.erase(entry.key);
  }
  if (there == nullptr)
    base.entries.push_back(entry);
  else
    merge(*there, entry.value, path_join(path, entry.key), problems);
}

}  // namespace

std::optional<std::string> item_name(const Node& item) {
  if (item.is_scalar()) return item.text;
  for (const std::string_view key : {"name", "group"})
    if (const Node* name = item.find(key); name != nullptr && name->is_scalar()) return name->text;
  if (item.entries.size() == 1) return item.entries[0].key;
  return {};
}

void merge(Node& base, const Node& over, const std::string& path, Problems& problems) {
  if (replaces(base, over)) {
    base = over;
    return;
  }
  base.position = over.position;
  for (const Entry& entry : over.entries) merge_entry(base, entry, path, problems);
}

}  // namespace paddock::scenarios
