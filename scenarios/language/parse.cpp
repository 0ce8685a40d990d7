#include "scenarios/language/parse.hpp"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>
#include <utility>

namespace paddock::scenarios {

namespace {

/// JSON if it begins as only JSON would; `{a: 1}` and `[a, b]` are YAML.
Syntax guess(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return Syntax::yaml;
  const std::string_view two = text.substr(first, 2);
  if (two == "//" || two == "/*") return Syntax::json;
  const std::size_t second = text.find_first_not_of(blanks, first + 1);
  const char next = second == std::string_view::npos ? '\0' : text[second];
  if (two[0] == '{' && (next == '"' || next == '}' || next == '/')) return Syntax::json;
  const bool digit = next == '-' || (next >= '0' && next <= '9');
  if (two[0] == '[' && (digit || next == '{' || next == '[' || next == '"' || next == ']')) return Syntax::json;
  return Syntax::yaml;
}

std::optional<Syntax> by_extension(std::string_view name) {
  const auto ends = [&](std::string_view with) { return name.ends_with(with); };
  if (ends(".json")) return Syntax::json;
  if (ends(".yaml") || ends(".yml")) return Syntax::yaml;
  return {};
}

/// What no text file holds: broken UTF-8, NUL and other control characters (yaml-cpp takes 0x04 for the end).
bool check_bytes(const std::shared_ptr<const std::string>& file, std::string_view text, Problems& problems) {
  Position where{file, 1, 1};
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = utf8_length(text, at);
    const bool control = (byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') || byte == 0x7F;
    if (length == 0 || control) {
      const std::string what = byte == 0 ? "a NUL byte" : control ? "a control character" : "invalid UTF-8";
      problems.add(where, {}, what + " (" + escaped(text.substr(at, 1)) + ") at byte " + std::to_string(at),
                   "text in UTF-8");
      return false;
    }
    where.column += static_cast<std::uint32_t>(length);
    at += length;
    if (byte == '\n') ++where.line, where.column = 1;
  }
  return true;
}

std::string reason(int error) { return std::generic_category().message(error); }

std::optional<std::string> read_stream(std::istream& in, std::string_view name, Problems& problems,
                                       const ParseLimits& limits) {
  std::string bytes;
  char block[1U << 16U];
  while (in.read(block, sizeof block), in.gcount() > 0) {
    bytes.append(block, static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > limits.bytes) {
      problems.add_file(name, "larger than " + std::to_string(limits.bytes) + " bytes", "a smaller file");
      return {};
    }
  }
  if (!in.bad()) return bytes;
  problems.add_file(name, "cannot be read");
  return {};
}

}  // namespace

std::optional<std::string> read_bytes(const std::filesystem::path& path, Problems& problems,
                                      const ParseLimits& limits) {
  if (path == "-") return read_stream(std::cin, "standard input", problems, limits);
  const std::string name = path.string();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status)) {
    const bool absent = status.type() == std::filesystem::file_type::not_found;
    problems.add_file(name, absent ? "no such file" : "cannot be read: " + error.message());
    return {};
  }
  if (std::filesystem::is_directory(status)) {
    problems.add_file(name, "is a directory", "a file");
    return {};
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    problems.add_file(name, "cannot be read: " + reason(errno));
    return {};
  }
  return read_stream(in, name, problems, limits);
}

namespace {

/// The file's name to share among nodes, and what of the text is left to parse; empty with a problem.
std::optional<std::pair<std::shared_ptr<const std::string>, std::string_view>> checked(std::string_view name,
                                                                                       std::string_view text,
                                                                                       Problems& problems,
                                                                                       const ParseLimits& limits) {
  if (text.size() > limits.bytes) {
    problems.add_file(name, "larger than " + std::to_string(limits.bytes) + " bytes", "a smaller file");
    return {};
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark says nothing in UTF-8
  auto file = std::make_shared<const std::string>(name);
  if (!check_bytes(file, text, problems)) return {};
  return std::pair(std::move(file), text);
}

}  // namespace

std::optional<Node> parse_text(std::string_view name, std::string_view text, Problems& problems,
                               std::optional<Syntax> syntax, const ParseLimits& limits) {
  const auto input = checked(name, text, problems, limits);
  if (!input) return {};
  if (!syntax) syntax = by_extension(name);
  const bool json = syntax.value_or(guess(input->second)) == Syntax::json;
  return json ? parse_json(input->first, input->second, problems, limits)
              : parse_yaml(input->first, input->second, problems, limits);
}

std::vector<Node> parse_documents(std::string_view name, std::string_view text, Problems& problems,
                                  const ParseLimits& limits) {
  const auto input = checked(name, text, problems, limits);
  return input ? parse_yaml_documents(input->first, input->second, problems, limits) : std::vector<Node>{};
}

std::optional<Node> parse_file(const std::filesystem::path& path, Problems& problems, const ParseLimits& limits) {
  const auto bytes = read_bytes(path, problems, limits);
  if (!bytes) return {};
  return parse_text(path == "-" ? "standard input" : path.string(), *bytes, problems, {}, limits);
}

}  // namespace paddock::scenarios
