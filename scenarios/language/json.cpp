// JSON with // and /* */ comments, scanned by ourselves: nlohmann's SAX gives no positions of values.
#include <algorithm>
#include <charconv>
#include <utility>

#include "scenarios/language/decimal.hpp"
#include "scenarios/language/parse.hpp"
#include "scenarios/language/tree_builder.hpp"

namespace paddock::scenarios {

namespace {

/// The grammar of a JSON number: no leading zero, no bare point, no NaN.
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - begin;
  };
  const bool zero = at < text.size() && text[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.' && (++at, digits() == 0)) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | code >> 6U), byte(0x80U | (code & 63U));
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U), byte(0x80U | (code >> 6U & 63U)), byte(0x80U | (code & 63U));
  } else {
    byte(0xF0U | code >> 18U), byte(0x80U | (code >> 12U & 63U));
    byte(0x80U | (code >> 6U & 63U)), byte(0x80U | (code & 63U));
  }
}

class JsonScanner {
 public:
  JsonScanner(std::shared_ptr<const std::string> file, std::string_view text, Problems& problems,
              const ParseLimits& limits)
      : file_(std::move(file)), text_(text), builder_(problems, limits) {}

  std::optional<Node> run() {
    skip();
    if (at_ == text_.size()) return {};
    value();
    skip();
    if (at_ < text_.size()) builder_.stop(here(), "more after the end: " + token(), "one value in a file");
    return builder_.take();
  }

 private:
  Position here() const { return {file_, line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)}; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void advance() {
    if (text_[at_++] == '\n') ++line_, line_start_ = at_;
  }

  /// What stands here, for a message.
  std::string token() const {
    if (at_ == text_.size()) return "the end of the file";
    std::size_t end = at_;
    while (end < text_.size() && std::string_view(" \t\r\n,:[]{}\"").find(text_[end]) == std::string_view::npos) ++end;
    return in_quotes(text_.substr(at_, std::max(end - at_, utf8_length(text_, at_))));
  }
  [[noreturn]] void unexpected(std::string allowed) {
    builder_.stop(here(), "not JSON: " + token(), std::move(allowed));
  }

  /// Blanks and comments.
  void skip() {
    while (at_ < text_.size()) {
      const std::string_view two = text_.substr(at_, 2);
      if (two == "//") {
        while (at_ < text_.size() && peek() != '\n') advance();
      } else if (two == "/*") {
        block_comment();
      } else if (std::string_view(" \t\r\n").find(peek()) != std::string_view::npos) {
        advance();
      } else {
        return;
      }
    }
  }

  void block_comment() {
    const Position begin = here();
    const std::size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) builder_.stop(begin, "not JSON: a comment that never ends", "*/");
    while (at_ < end + 2) advance();
  }

  // Recursion is as deep as the builder's limit.
  void value() {
    const Position where = here();
    if (peek() == '{') return object(where);
    if (peek() == '[') return array(where);
    if (peek() == '"') return (void)builder_.add(string(where));
    literal(where);
  }

  void object(const Position& where) {
    builder_.begin(Node::Kind::mapping, where);
    advance();
    skip();
    while (peek() != '}') {
      if (peek() != '"') unexpected("a key in double quotes, or }");
      Node key = string(here());
      builder_.add(std::move(key));
      skip();
      if (peek() != ':') unexpected("':'");
      advance();
      skip();
      value();
      if (!comma('}')) unexpected("',' or '}'");
    }
    advance();
    builder_.end();
  }

  void array(const Position& where) {
    builder_.begin(Node::Kind::sequence, where);
    advance();
    skip();
    while (peek() != ']') {
      value();
      if (!comma(']')) unexpected("',' or ']'");
    }
    advance();
    builder_.end();
  }

  /// After a member: a comma with another member behind it, or the end, which stays. False: neither.
  bool comma(char end) {
    skip();
    if (peek() == end) return true;
    if (peek() != ',') return false;
    advance();
    skip();
    if (peek() == end) unexpected("another value after ','");
    return true;
  }

  Node string(const Position& where) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.position = where;
    for (advance(); peek() != '"'; advance()) {
      if (at_ == text_.size() || peek() == '\n') builder_.stop(where, "not JSON: a string that never ends", "'\"'");
      if (peek() == '\\')
        escape(node.text);
      else
        node.text += peek();
    }
    advance();
    // JSON cannot write a word without quotes, so quotes only mean something where it could have done without.
    node.quoted = node.text == "true" || node.text == "false" || node.text == "null" || is_json_number(node.text);
    return node;
  }

  /// One escape sequence; stands on its last character afterwards.
  void escape(std::string& out) {
    advance();
    constexpr std::string_view names = "\"\\/bfnrt", values = "\"\\/\b\f\n\r\t";
    const std::size_t which = names.find(peek());
    if (at_ < text_.size() && which != std::string_view::npos) return (void)(out += values[which]);
    if (peek() != 'u') unexpected("an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
    std::uint32_t code = hex4();
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_ + 1, 2) == "\\u") {
      advance(), advance();
      const std::uint32_t low = hex4();
      if (low < 0xDC00 || low > 0xDFFF) unexpected("the second half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    }
    if (code >= 0xD800 && code < 0xE000) unexpected("a surrogate pair");
    append_utf8(out, code);
  }

  /// The four digits after `u`; stands on the last of them afterwards.
  std::uint32_t hex4() {
    std::uint32_t code = 0;
    const std::string_view digits = text_.substr(std::min(at_ + 1, text_.size()), 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() < 4 || error != std::errc() || end != digits.data() + 4) unexpected("\\u and four hex digits");
    for (int i = 0; i < 4; ++i) advance();
    return code;
  }

  void literal(const Position& where) {
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n,:[]{}\"/", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    Node node;
    node.position = where;
    if (word != "null") {
      if (word != "true" && word != "false" && !is_json_number(word))
        unexpected("a value: {, [, a string in double quotes, a number, true, false or null");
      node.kind = Node::Kind::scalar;
      node.text = word;
    }
    builder_.add(std::move(node));
    at_ = end;
  }

  std::shared_ptr<const std::string> file_;
  std::string_view text_;
  TreeBuilder builder_;
  std::size_t at_ = 0, line_start_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

std::optional<Node> parse_json(std::shared_ptr<const std::string> file, std::string_view text, Problems& problems,
                               const ParseLimits& limits) {
  const std::size_t before = problems.size();
  std::optional<Node> root;
  try {
    root = JsonScanner(file, text, problems, limits).run();
  } catch (const StopParsing&) {
    return {};
  }
  if (!root) problems.add_file(*file, "the file is empty", "a mapping");
  if (problems.size() > before) return {};
  return root;
}

}  // namespace paddock::scenarios
