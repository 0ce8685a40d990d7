// Putting a value at a path.
#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>
#include <vector>

#include "scenarios/language/compose.hpp"
#include "scenarios/language/reader.hpp"

namespace paddock::scenarios {

namespace {

class Walk {
 public:
  Walk(const Node& value, const Position& position, Path path, Problems& problems)
      : value_(value), position_(position), path_(std::move(path)), problems_(problems) {}

  bool go(Node& root) {
    const std::size_t before = problems_.size();
    through(root, 0, {});
    return problems_.size() == before;
  }

 private:
  void through(Node& node, std::size_t step, const std::string& path) {
    if (node.is_null()) node.kind = Node::Kind::mapping;
    if (Node* inner = inside_words(node, step)) return through(*inner, step, path);
    if (node.is_mapping()) return key(node, step, path);
    if (node.is_sequence()) return item(node, step, path);
    problems_.add(position_, path, "found the value " + found_text(node) + ", which has no parts", "a shorter path");
  }

  /// The value of {value, source, ...}, unless the path speaks of its words.
  Node* inside_words(Node& node, std::size_t step) const {
    Node* value = node.find("value");
    if (value == nullptr || (!value->is_mapping() && !value->is_sequence())) return nullptr;
    const auto* name = std::get_if<std::string>(&path_[step]);
    if (name != nullptr && node.find(*name) != nullptr) return nullptr;
    const bool about = std::any_of(node.entries.begin(), node.entries.end(),
                                   [](const Entry& e) { return is_word_about_value(e.key); });
    return about ? value : nullptr;
  }

  /// The longest run of steps that is a key of `mapping`: names like ec2.vcpus.standard have dots in them.
  std::size_t known_steps(const Node& mapping, std::size_t step) const {
    std::string joined;
    std::size_t best = 0;
    for (std::size_t i = step; i < path_.size(); ++i) {
      const auto* name = std::get_if<std::string>(&path_[i]);
      if (name == nullptr) break;
      joined += (i == step ? "" : ".") + *name;
      if (mapping.find(joined) != nullptr) best = i - step + 1;
    }
    return best;
  }

  void key(Node& mapping, std::size_t step, const std::string& path) {
    const auto* name = std::get_if<std::string>(&path_[step]);
    if (name == nullptr) return problems_.add(position_, path, "an index into a mapping", names_text(mapping));
    if (*name == "*") {
      for (const std::string& each : keys(mapping)) one_key(mapping, each, step + 1, path);
      return;
    }
    const std::size_t known = known_steps(mapping, step);
    if (known == 0) return new_key(mapping, *name, step + 1, path);
    std::string joined = *name;
    for (std::size_t i = 1; i < known; ++i) joined += "." + std::get<std::string>(path_[step + i]);
    one_key(mapping, joined, step + known, path);
  }

  void one_key(Node& mapping, const std::string& name, std::size_t next, const std::string& path) {
    if (next < path_.size()) return through(*mapping.find(name), next, path_join(path, name));
    if (value_.is_null()) return mapping.erase(name);
    put(*mapping.find(name));
  }

  void new_key(Node& mapping, const std::string& name, std::size_t next, const std::string& path) {
    const auto known = keys(mapping);
    const bool last = next == path_.size();
    const std::string hint = did_you_mean(name, known);
    // The last name may be a field that the file is silent about; on the way there, a near miss is a mistake.
    if ((!last && !hint.empty()) || (last && value_.is_null()))
      return problems_.add(position_, path, "unknown key " + in_quotes(name), name_list(known), hint);
    mapping.entries.push_back({name, position_, {}});
    Node& made = mapping.entries.back().value;
    made.position = position_;
    if (last) return put(made);
    through(made, next, path_join(path, name));
  }

  void item(Node& list, std::size_t step, const std::string& path) {
    const auto chosen = choose(list, path_[step]);
    if (chosen.empty()) {
      std::vector<std::string> names;
      for (const Node& there : list.items)
        if (auto name = item_name(there)) names.push_back(std::move(*name));
      const std::string wanted = to_text(Path{path_[step]});
      return problems_.add(position_, path,
                           "no item " + in_quotes(wanted) + " in a list of " + std::to_string(list.items.size()),
                           name_list(names), did_you_mean(wanted, names));
    }
    const bool last = step + 1 == path_.size();
    for (auto at = chosen.rbegin(); at != chosen.rend(); ++at) {
      Node& there = list.items[*at];
      Node& part = named_by_key(there, path_[step]) ? there.entries[0].value : there;
      if (!last)
        through(part, step + 1, path_join(path, *at));
      else if (value_.is_null())
        list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(*at));
      else
        put(part);
    }
  }

  /// `- dns: {ttl: 60s}` is called dns, and path.dns is what stands behind the colon.
  static bool named_by_key(const Node& item, const PathStep& step) {
    const auto* name = std::get_if<std::string>(&step);
    return name != nullptr && item.entries.size() == 1 && item.entries[0].key == *name;
  }

  /// By index, name, or else plan.
  static std::vector<std::size_t> choose(const Node& list, const PathStep& step) {
    const auto all = [&](const std::function<bool(std::size_t)>& is) {
      std::vector<std::size_t> chosen;
      for (std::size_t i = 0; i < list.items.size(); ++i)
        if (is(i)) chosen.push_back(i);
      return chosen;
    };
    if (const auto* index = std::get_if<std::size_t>(&step)) return all([&](std::size_t i) { return i == *index; });
    const auto& name = std::get<std::string>(step);
    if (name == "*") return all([](std::size_t) { return true; });
    auto chosen = all([&](std::size_t i) { return item_name(list.items[i]) == name; });
    if (chosen.empty())
      chosen = all([&](std::size_t i) {
        const Node* plan = list.items[i].find("plan");
        return plan != nullptr && plan->is_scalar() && plan->text == name;
      });
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (chosen.empty() && error == std::errc() && end == name.data() + name.size())
      chosen = all([&](std::size_t i) { return i == index; });
    return chosen;
  }

  void put(Node& place) const { place = value_; }

  static std::vector<std::string> keys(const Node& mapping) {
    std::vector<std::string> names;
    for (const Entry& entry : mapping.entries) names.push_back(entry.key);
    return names;
  }
  static std::string names_text(const Node& mapping) { return name_list(keys(mapping)); }

  const Node& value_;
  Position position_;
  Path path_;
  Problems& problems_;
};

}  // namespace

bool set_path(Node& root, std::string_view path, const Node& value, Problems& problems) {
  constexpr std::size_t longest = 50;
  auto steps = parse_path(path);
  if (steps && steps->size() <= longest) return Walk(value, value.position, std::move(*steps), problems).go(root);
  problems.add(value.position, {}, in_quotes(path) + " is no path", "names with dots and indices: tenants[3].replicas");
  return false;
}

namespace {

void place(Node& node, const Position& where) {
  node.position = where;
  for (Node& item : node.items) place(item, where);
  for (Entry& entry : node.entries) entry.key_position = where, place(entry.value, where);
}

}  // namespace

Position on_command_line(std::string text) {
  return {.file = std::make_shared<const std::string>(std::move(text)), .line = 0, .column = 0};
}

bool set_path(Node& root, const Setting& setting, Problems& problems) {
  const Position where = setting.written.value_or(on_command_line("--set " + setting.path + "=" + setting.value));
  if (setting.value.find_first_not_of(" \t\r\n") == std::string::npos) {
    problems.add(where, setting.path, "no value", "PATH=VALUE");
    return false;
  }
  Problems inside;
  auto node = parse_text(setting.value, setting.value, inside, Syntax::yaml);
  for (const Problem& problem : inside.all()) problems.add(where, setting.path, problem.found, problem.allowed);
  if (!node) return false;
  place(*node, where);
  return set_path(root, setting.path, *node, problems);
}

bool set_path(Node& root, std::string_view path, std::string_view value, Problems& problems) {
  return set_path(root, Setting{std::string(path), std::string(value)}, problems);
}

}  // namespace paddock::scenarios
