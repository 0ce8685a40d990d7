#include "scenarios/objects/from_node.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <string>

namespace paddock::scenarios {
namespace {

using nlohmann::json;

// YAML 1.1 as sigs.k8s.io/yaml (goyaml.v2, resolve.go) reads it, which kubectl uses.
constexpr std::array true_words{"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
constexpr std::array false_words{"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
constexpr std::array null_words{"", "~", "null", "Null", "NULL"};

template <class Words>
bool one_of(const Words& words, std::string_view text) {
  return std::ranges::find(words, text) != words.end();
}

/// The prefix that says the base, taken off the digits. A leading zero is octal, as in Go.
int take_base(std::string_view& digits) {
  const std::string_view two = digits.substr(0, 2);
  const int base = two == "0x" || two == "0X"   ? 16
                   : two == "0b" || two == "0B" ? 2
                   : two == "0o" || two == "0O" ? 8
                                                : 10;
  if (base != 10) return digits.remove_prefix(2), base;
  if (digits.size() < 2 || digits[0] != '0') return 10;
  return digits.remove_prefix(1), 8;
}

std::optional<json> whole_number(std::string_view text) {
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  const int base = take_base(text);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!minus) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return value > most ? json(value) : json(static_cast<std::int64_t>(value));
  }
  constexpr std::uint64_t most = std::uint64_t{1} << 63U;
  if (value > most) return std::nullopt;
  return json(static_cast<std::int64_t>(0 - value));
}

/// [-+]? digits with a point, and an exponent.
bool looks_like_a_number(std::string_view text) {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  std::size_t digits = 0;
  const auto run = [&] {
    std::size_t n = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) ++n;
    return n;
  };
  digits = run();
  if (at < text.size() && text[at] == '.') ++at, digits += run();
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (run() == 0) return false;
  }
  return at == text.size();
}

json scalar(const std::string& text) {
  if (one_of(true_words, text)) return true;
  if (one_of(false_words, text)) return false;
  if (one_of(null_words, text)) return nullptr;
  std::string plain = text;
  std::erase(plain, '_');
  if (auto whole = whole_number(plain)) return *whole;
  if (!looks_like_a_number(plain)) return text;
  double value = 0;
  const char* const begin = plain.data() + (plain.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, plain.data() + plain.size(), value);
  return error == std::errc() ? json(value) : json(text);
}

/// The value at a path, or the innermost that is there on the way.
const Node& innermost(const Node& object, std::string_view path) {
  const Node* at = &object;
  for (const PathStep& step : parse_path(path).value_or(Path{})) {
    const Node* next = nullptr;
    if (const auto* key = std::get_if<std::string>(&step))
      next = at->find(*key);
    else if (const std::size_t i = std::get<std::size_t>(step); i < at->items.size())
      next = &at->items[i];
    if (next == nullptr) break;
    at = next;
  }
  return *at;
}

std::string_view text_at(const Node& object, std::string_view key) {
  const Node* node = object.find(key);
  return node != nullptr && node->is_scalar() ? std::string_view(node->text) : std::string_view();
}

}  // namespace

json to_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::scalar:
      return node.quoted ? json(node.text) : scalar(node.text);
    case Node::Kind::sequence: {
      json list = json::array();
      for (const Node& item : node.items) list.push_back(to_json(item));
      return list;
    }
    case Node::Kind::mapping:
      break;
  }
  json object = json::object();
  for (const Entry& entry : node.entries) object[entry.key] = to_json(entry.value);
  return object;
}

void add_located(const ObjectProblems& found, const Node& object, std::string_view what, Problems& problems) {
  for (const Problem& p : found.all()) {
    std::string path(what);
    if (!p.path.empty()) path += (path.empty() ? "" : ": ") + p.path;
    problems.add(innermost(object, p.path).position, path, p.found, p.allowed, p.hint);
  }
}

std::string called(const Node& object, std::string_view kind) {
  std::string name(kind.empty() ? "object" : kind);
  const Node* metadata = object.find("metadata");
  if (metadata == nullptr || text_at(*metadata, "name").empty()) return name;
  name += ' ';
  if (const auto space = text_at(*metadata, "namespace"); !space.empty()) name.append(space) += '/';
  return name.append(text_at(*metadata, "name"));
}

}  // namespace paddock::scenarios
