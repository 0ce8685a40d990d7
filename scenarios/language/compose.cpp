// Bases and templates: `extends` between files, `like` inside one.
#include "scenarios/language/compose.hpp"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace paddock::scenarios {

namespace {

namespace fs = std::filesystem;

/// Files that are being read, the innermost last.
class Chain {
 public:
  Chain(Problems& problems, const ParseLimits& limits) : problems_(problems), limits_(limits) {}

  std::optional<Node> load(const fs::path& path) {
    auto node = parse_file(path, problems_, limits_);
    if (!node) return {};
    const Node* extends = node->find("extends");
    if (extends == nullptr) return node;
    const Node base_name = *extends;
    node->erase("extends");
    reading_.push_back(identity(path));
    auto base = load_base(path, base_name);
    reading_.pop_back();
    if (!base) return {};
    merge(*base, *node, {}, problems_);
    return base;
  }

 private:
  static fs::path identity(const fs::path& path) {
    std::error_code error;
    auto whole = fs::weakly_canonical(path, error);
    return error ? path : whole;
  }

  std::optional<Node> load_base(const fs::path& from, const Node& name) {
    const auto refuse = [&](std::string found, std::string allowed) {
      problems_.add(name.position, "extends", std::move(found), std::move(allowed));
      return std::nullopt;
    };
    if (!name.is_scalar()) return refuse("found " + found_text(name), "the path of a file");
    const fs::path path = from == "-" ? fs::path(name.text) : from.parent_path() / name.text;
    std::error_code error;
    if (!fs::is_regular_file(path, error))
      return refuse("found " + found_text(name) + ", which is no file", "the path of a file, relative to this one");
    if (std::find(reading_.begin(), reading_.end(), identity(path)) != reading_.end())
      return refuse("found " + found_text(name) + ", which extends this file", "a base that does not come back here");
    constexpr std::size_t longest = 20;
    if (reading_.size() >= longest) return refuse("more than 20 files that extend each other", {});
    return load(path);
  }

  Problems& problems_;
  const ParseLimits& limits_;
  std::vector<fs::path> reading_;
};

/// Works in `like`, one map or list at a time.
class Likeness {
 public:
  Likeness(Problems& problems, const ParseLimits& limits) : problems_(problems), limits_(limits) {}

  /// Every map below `node`, this one first.
  void everywhere(Node& node, const std::string& path) {
    for (Entry& entry : node.entries)
      if (wants_like(entry.value)) resolve_entry(node, entry.key, path);
    for (Entry& entry : node.entries) everywhere(entry.value, path_join(path, entry.key));
    for (std::size_t i = 0; i < node.items.size(); ++i)
      if (!wants_like(node.items[i])) everywhere(node.items[i], path_join(path, i));
  }

  void tenants(Node& root) {
    Node* list = root.find("tenants");
    if (list == nullptr) return;
    const Node nothing;
    const Node* templates = root.find("templates");
    for (std::size_t i = 0; i < list->items.size(); ++i)
      if (wants_like(list->items[i])) resolve_tenant(*list, i, templates == nullptr ? nothing : *templates);
  }

 private:
  static bool wants_like(const Node& node) {
    const Node* like = node.find("like");
    return like != nullptr && like->is_scalar();
  }

  void resolve_entry(Node& map, const std::string& key, const std::string& path) {
    const Node like = *map.find(key)->find("like");
    const std::string place = path_join(path, key);
    map.find(key)->erase("like");  // whatever comes of it, it has been dealt with
    if (in_progress(like, place)) return;
    const Node* model = map.find(like.text);
    if (model == nullptr || like.text == key) {
      std::vector<std::string> names;
      for (const Entry& entry : map.entries)
        if (entry.key != key) names.push_back(entry.key);
      return unknown(like, place, names);
    }
    if (wants_like(*model)) {
      open_.push_back(key);
      resolve_entry(map, like.text, path);
      open_.pop_back();
    }
    become(*map.find(key), *map.find(like.text), like, place);
  }

  void resolve_tenant(Node& list, std::size_t index, const Node& templates) {
    const Node like = *list.items[index].find("like");
    const std::string place = path_join("tenants", index);
    list.items[index].erase("like");
    if (const Node* model = templates.find(like.text)) return become(list.items[index], *model, like, place);
    const std::string name = item_name(list.items[index]).value_or(place);
    if (in_progress(like, place)) return;
    const auto at = std::find_if(list.items.begin(), list.items.end(),
                                 [&](const Node& item) { return item_name(item) == like.text; });
    const auto model = static_cast<std::size_t>(at - list.items.begin());
    if (at == list.items.end() || model == index) {
      std::vector<std::string> names;
      for (const Entry& entry : templates.entries) names.push_back(entry.key);
      for (const Node& item : list.items)
        if (auto other = item_name(item); other && *other != name) names.push_back(std::move(*other));
      return unknown(like, place, names);
    }
    if (wants_like(*at)) {
      open_.push_back(name);
      resolve_tenant(list, model, templates);
      open_.pop_back();
    }
    Node other = list.items[model];
    for (const std::string_view own : {"name", "group"}) other.erase(own);
    become(list.items[index], other, like, place);
  }

  bool in_progress(const Node& like, const std::string& place) {
    constexpr std::size_t longest = 100;
    if (open_.size() >= longest) {
      problems_.add(like.position, path_join(place, "like"), "more than 100 that are like each other");
      return true;
    }
    if (std::find(open_.begin(), open_.end(), like.text) == open_.end()) return false;
    problems_.add(like.position, path_join(place, "like"), "found " + in_quotes(like.text) + ", which is like this one",
                  "something that does not come back here");
    return true;
  }

  void unknown(const Node& like, const std::string& place, const std::vector<std::string>& names) {
    problems_.add(like.position, path_join(place, "like"), "found " + in_quotes(like.text), name_list(names),
                  did_you_mean(like.text, names));
  }

  void become(Node& own, const Node& model, const Node& like, const std::string& place) {
    copied_ += size_of(model);
    if (copied_ > limits_.nodes) {
      if (!std::exchange(too_large_, true))
        problems_.add(like.position, path_join(place, "like"),
                      "copies of more than " + std::to_string(limits_.nodes) + " values");
      return;
    }
    Node result = model;
    if (!result.is_mapping()) {
      problems_.add(like.position, path_join(place, "like"), "found " + in_quotes(like.text) + ", which is no mapping",
                    "a mapping");
      return;
    }
    merge(result, own, place, problems_);
    own = std::move(result);
  }

  Problems& problems_;
  const ParseLimits& limits_;
  std::vector<std::string> open_;  // names that wait for the one they are like
  std::size_t copied_ = 0;
  bool too_large_ = false;
};

}  // namespace

std::optional<Node> load(const fs::path& path, Problems& problems, const ParseLimits& limits) {
  return Chain(problems, limits).load(path);
}

void resolve_like(Node& root, Problems& problems, const ParseLimits& limits) {
  Likeness likeness(problems, limits);
  likeness.everywhere(root, {});
  likeness.tenants(root);
}

std::optional<Node> compose(const fs::path& path, std::span<const Setting> settings, Problems& problems,
                            const ParseLimits& limits) {
  const std::size_t before = problems.size();
  auto root = load(path, problems, limits);
  if (!root) return {};
  for (const Setting& setting : settings) set_path(*root, setting, problems);
  resolve_like(*root, problems, limits);
  if (problems.size() > before) return {};
  return root;
}

}  // namespace paddock::scenarios
