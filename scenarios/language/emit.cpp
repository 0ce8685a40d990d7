#include "scenarios/language/emit.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "scenarios/language/problem.hpp"
#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::size_t line_width = 110;

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// No quotes needed in a block or in braces.
bool is_plain(std::string_view text) {
  constexpr std::string_view inside = " _-./%$+:@=<>()*~^;";
  if (text.empty() || text.back() == ' ' || text.back() == ':') return false;
  const bool sign = text.size() > 1 && (text[0] == '-' || text[0] == '.' || text[0] == '+') && is_alnum(text[1]);
  if (!is_alnum(text[0]) && text[0] != '_' && text[0] != '/' && text[0] != '$' && !sign) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_alnum(text[i]) && inside.find(text[i]) == std::string_view::npos) return false;
    if (text[i] == ':' && text[i + 1] == ' ') return false;
  }
  return true;
}

void append_hex4(std::string& out, std::uint32_t code) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[code >> static_cast<unsigned>(shift) & 15U];
}

/// `character` (valid UTF-8, or one broken byte of length 0) inside double quotes.
void append_quoted(std::string& out, std::string_view character, std::size_t length) {
  if (length == 0) return append_hex4(out, 0xFFFD);
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i])); };
  if (character == "\"" || character == "\\") {
    out.append("\\").append(character);
  } else if (character == "\n") {
    out += "\\n";
  } else if (character == "\t") {
    out += "\\t";
  } else if (escaped(character) == character) {
    out += character;
  } else if (length == 1) {
    append_hex4(out, byte(0));
  } else if (length == 2) {
    append_hex4(out, (byte(0) & 31U) << 6U | (byte(1) & 63U));
  } else {
    append_hex4(out, (byte(0) & 15U) << 12U | (byte(1) & 63U) << 6U | (byte(2) & 63U));
  }
}

bool is_empty(const Node& node) { return node.items.empty() && node.entries.empty(); }
bool is_collection(const Node& node) { return node.is_sequence() || node.is_mapping(); }

std::size_t depth(const Node& node) {
  std::size_t deepest = 0;
  for (const Node& item : node.items) deepest = std::max(deepest, depth(item));
  for (const Entry& entry : node.entries) deepest = std::max(deepest, depth(entry.value));
  return is_collection(node) ? deepest + 1 : 0;
}

class Emitter {
 public:
  explicit Emitter(const Comments& comments) : comments_(comments) {}

  std::string document(const Node& node) {
    if (is_collection(node) && !is_empty(node))
      block(node, "", 0);
    else
      out_ = flow_text(node) + "\n";
    return std::move(out_);
  }

 private:
  bool has_comment_below(const std::string& path) const {
    const auto begins = [&](const std::string& prefix) {
      const auto next = comments_.lower_bound(prefix);
      return next != comments_.end() && next->first.starts_with(prefix);
    };
    return begins(path + ".") || begins(path + "[");
  }

  /// Fits on the line that stands at `column`, and nothing is said about its parts.
  bool fits(const Node& node, const std::string& path, std::size_t column) const {
    if (!is_collection(node) || is_empty(node)) return true;
    constexpr std::size_t deepest = 3;
    return depth(node) <= deepest && !has_comment_below(path) && column + flow_text(node).size() <= line_width;
  }

  void end_line(const std::string& path) {
    if (const auto said = comments_.find(path); said != comments_.end()) out_ += "  # " + escaped(said->second);
    out_ += '\n';
  }

  void block(const Node& node, const std::string& path, std::size_t indent) {
    const std::string blanks(indent, ' ');
    bool first = started_line_;
    started_line_ = false;
    const auto begin = [&] {
      if (!first) out_ += blanks;
      first = false;
    };
    for (std::size_t i = 0; i < node.items.size(); ++i) begin(), item(node.items[i], path_join(path, i), indent);
    for (const Entry& e : node.entries) begin(), entry(e, path_join(path, e.key), indent);
  }

  void item(const Node& node, const std::string& path, std::size_t indent) {
    out_ += "- ";
    if (fits(node, path, indent + 2)) {
      out_ += flow_text(node);
      return end_line(path);
    }
    if (comments_.contains(path) || node.is_sequence()) {  // the comment needs a line of its own
      out_.pop_back();
      end_line(path);
    } else {
      started_line_ = true;
    }
    block(node, path, indent + 2);
  }

  void entry(const Entry& e, const std::string& path, std::size_t indent) {
    const std::string key = scalar_text(e.key, looks_typed(e.key)) + ":";
    out_ += key;
    const bool section = indent == 0 && is_collection(e.value) && depth(e.value) > 1;
    if (fits(e.value, path, indent + key.size() + 1) && !section) {
      out_ += " " + flow_text(e.value);
      return end_line(path);
    }
    end_line(path);
    block(e.value, path, indent + 2);
  }

  const Comments& comments_;
  std::string out_;
  bool started_line_ = false;  // "- " stands there already
};

}  // namespace

bool looks_typed(std::string_view text) {
  constexpr std::array<std::string_view, 19> words = {"true",  "false", "yes", "no", "on",  "off",  "null",
                                                      "none",  "~",     "y",   "n",  "nan", ".nan", ".inf",
                                                      "-.inf", "+.inf", "inf", "<<", ""};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (std::find(words.begin(), words.end(), lower) != words.end()) return true;
  // Numbers in any spelling (0x1F, 0o17, 1_000, 12:30:45), dates: all digits and what may stand between them.
  const bool begins = lower.find_first_of("0123456789") <= 1 && lower.find_first_not_of("+-.0123456789") > 0;
  return begins && lower.find_first_not_of("0123456789abcdefox_+-.: ") == std::string::npos;
}

std::string scalar_text(std::string_view text, bool quoted) {
  if (!quoted && is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const std::string_view character = text.substr(at, std::max<std::size_t>(length, 1));
    append_quoted(out, character, length);
    at += character.size();
  }
  return out + "\"";
}

std::string flow_text(const Node& node) {
  if (node.is_null()) return "null";
  if (node.is_scalar()) return scalar_text(node.text, node.quoted);
  std::string out;
  for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + flow_text(item);
  for (const Entry& e : node.entries)
    out += (out.empty() ? "" : ", ") + scalar_text(e.key, looks_typed(e.key)) + ": " + flow_text(e.value);
  return node.is_sequence() ? "[" + out + "]" : "{" + out + "}";
}

std::string yaml_text(const Node& node, const Comments& comments) { return Emitter(comments).document(node); }

}  // namespace paddock::scenarios
