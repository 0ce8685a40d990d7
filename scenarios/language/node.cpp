#include "scenarios/language/node.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

const Node* Node::find(std::string_view key) const {
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return at == entries.end() ? nullptr : &at->value;
}

std::size_t size_of(const Node& node) {
  std::size_t size = 1;
  for (const Node& item : node.items) size += size_of(item);
  for (const Entry& entry : node.entries) size += size_of(entry.value);
  return size;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

namespace {

void add_files(const Node& node, std::vector<std::shared_ptr<const std::string>>& files) {
  const auto& file = node.position.file;
  if (file && std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  for (const Node& item : node.items) add_files(item, files);
  for (const Entry& entry : node.entries) add_files(entry.value, files);
}

}  // namespace

std::vector<std::string> files_of(const Node& node) {
  std::vector<std::shared_ptr<const std::string>> files;
  add_files(node, files);
  std::vector<std::string> names;
  for (const auto& file : files)
    if (std::find(names.begin(), names.end(), *file) == names.end()) names.push_back(*file);
  return names;
}

void Node::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& e) { return e.key == key; });
}

namespace {

bool is_word(std::string_view key) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == ':' || c == '/' || c == '+';
  };
  return !key.empty() && std::all_of(key.begin(), key.end(), plain);
}

std::string bracketed(std::string_view key) {
  std::string out = "[\"";
  for (const char c : key) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"]";
}

/// `["..."]` at `at`, which is moved behind it.
std::optional<std::string> quoted_key(std::string_view text, std::size_t& at) {
  std::string key;
  for (at += 2; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && ++at == text.size()) return {};
    key += text[at];
  }
  if (text.substr(std::min(at, text.size()), 2) != "\"]") return {};
  at += 2;
  return key;
}

/// `[3]` at `at`, which is moved behind it.
std::optional<std::size_t> index_step(std::string_view text, std::size_t& at) {
  std::size_t index = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + at + 1, end, index);
  if (error != std::errc() || rest == end || *rest != ']') return {};
  at = static_cast<std::size_t>(rest - text.data()) + 1;
  return index;
}

}  // namespace

std::string path_join(std::string_view path, std::string_view key) {
  std::string out(path);
  if (!is_word(key)) return out + bracketed(key);
  if (!out.empty()) out += '.';
  return out.append(key);
}

std::string path_join(std::string_view path, std::size_t index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

std::string to_text(const Path& path) {
  std::string out;
  for (const PathStep& step : path) {
    if (const auto* key = std::get_if<std::string>(&step))
      out = path_join(out, *key);
    else
      out = path_join(out, std::get<std::size_t>(step));
  }
  return out;
}

std::optional<Path> parse_path(std::string_view text) {
  Path path;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.substr(at, 2) == "[\"") {
      auto key = quoted_key(text, at);
      if (!key) return {};
      path.emplace_back(std::move(*key));
    } else if (text[at] == '[') {
      const auto index = index_step(text, at);
      if (!index) return {};
      path.emplace_back(*index);
    } else {
      if (!path.empty() && text[at++] != '.') return {};
      const std::size_t end = std::min(text.find_first_of(".[", at), text.size());
      if (end == at) return {};
      path.emplace_back(std::string(text.substr(at, end - at)));
      at = end;
    }
  }
  if (path.empty()) return {};
  return path;
}

std::string found_text(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
    case Node::Kind::scalar:
      break;
  }
  return in_quotes(node.text);
}

}  // namespace paddock::scenarios
