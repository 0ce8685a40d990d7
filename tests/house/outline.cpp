#include "tests/house/outline.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <regex>
#include <utility>

namespace paddock::house {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// Preprocessor lines, with their continuations, blanked: they hold no declaration that counts.
std::string without_directives(std::string code) {
  bool line_start = true, directive = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '\n') {
      directive = directive && i > 0 && code[i - 1] == '\\';
      line_start = true;
      continue;
    }
    if (line_start && code[i] == '#') directive = true;
    if (!is_space(code[i])) line_start = false;
    if (directive && code[i] != '\\') code[i] = ' ';
  }
  return code;
}

/// The end of a bracketed part that begins at `open`, one past its closing character.
std::size_t past_closing(const std::string& text, std::size_t open, char opening, char closing) {
  int depth = 0;
  for (auto i = open; i < text.size(); ++i) {
    if (text[i] == opening) ++depth;
    if (text[i] == closing && --depth == 0) return i + 1;
  }
  return text.size();
}

std::string trimmed(std::string text) {
  while (!text.empty() && is_space(text.back())) text.pop_back();
  const auto begin = std::find_if_not(text.begin(), text.end(), is_space);
  text.erase(text.begin(), begin);
  return text;
}

/// A declaration without its template head and attributes.
std::string bare(std::string text) {
  static const std::regex attribute{R"(\[\[[^\]]*\]\]|\balignas\s*\([^)]*\))"};
  text = trimmed(std::regex_replace(text, attribute, ""));
  while (text.rfind("template", 0) == 0) {
    const auto open = text.find('<');
    if (open == std::string::npos) break;
    text = trimmed(text.substr(past_closing(text, open, '<', '>')));
  }
  return text;
}

std::string squeezed(const std::string& text) {
  static const std::regex blanks{R"(\s+)"};
  return trimmed(std::regex_replace(text, blanks, " "));
}

std::string function_name(const std::string& head) {
  static const std::regex test{R"(\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP)\s*\(\s*(\w+)\s*,\s*(\w+))"};
  static const std::regex name{R"(([\w:~]*operator\s*(?:\(\)|[^\s\w(]+)|[\w:~]+)\s*\()"};
  std::smatch m;
  if (std::regex_search(head, m, test)) return m[1].str() + "." + m[2].str();
  return std::regex_search(head, m, name) ? m[1].str() : "?";
}

/// The part of a member's declaration that says its type and name: without initialiser, array bounds or bit width.
std::string declared(const std::string& statement) {
  static const std::regex bounds{R"(\[[^\]]*\])"};
  return squeezed(std::regex_replace(statement.substr(0, statement.find_first_of("={")), bounds, ""));
}

/// A declaration with its template arguments taken out: Table<Id, Row> rows -> Table rows
std::string without_arguments(const std::string& text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '<') ++depth;
    if (depth == 0) out += c;
    if (c == '>') --depth;
  }
  return out;
}

class Outliner {
 public:
  explicit Outliner(const Source& source) : code_(without_directives(source.code)) {}

  Outline run() {
    for (at_ = 0; at_ < code_.size(); ++at_) {
      const char c = code_[at_];
      if (c == '\n') ++line_;
      if (c == '{') {
        open();
      } else if (c == '}') {
        close();
      } else if (!inside_body()) {
        declaration(c);
      }
    }
    return std::move(found_);
  }

 private:
  enum class Kind { space, type, body, initialiser };
  struct Scope {
    Kind kind;
    std::string head;
    std::size_t line;
  };

  bool inside_body() const {
    return !scopes_.empty() && (scopes_.back().kind == Kind::body || scopes_.back().kind == Kind::initialiser);
  }
  bool inside_type() const { return !scopes_.empty() && scopes_.back().kind == Kind::type; }

  void forget() {
    head_.clear();
    head_line_.reset();
  }

  void declaration(char c) {
    static const std::regex label{R"((public|private|protected)\s*)"};
    if (c == ';' && std::count(head_.begin(), head_.end(), '(') == std::count(head_.begin(), head_.end(), ')')) {
      if (inside_type()) member();
      return forget();
    }
    if (c == ':' && std::regex_match(head_, label)) return forget();
    if (!is_space(c) && !head_line_) head_line_ = line_;
    if (head_line_) head_ += c;
  }

  Kind kind_of_brace() const {
    static const std::regex space{R"(^(inline\s+)?namespace\b|^extern\s*")"}, type{R"((^|\s)(class|struct|union)\s)"};
    static const std::regex initialisers{R"(\)[^:()]*:[^:])"};
    if (std::count(head_.begin(), head_.end(), '(') != std::count(head_.begin(), head_.end(), ')'))
      return Kind::initialiser;  // a default argument, or the middle of a call
    const auto head = bare(head_);
    if (std::regex_search(head, space)) return Kind::space;
    if (head.rfind("enum", 0) == 0) return Kind::initialiser;
    const bool callable = head.find('(') != std::string::npos;
    if (!callable) return std::regex_search(head + " ", type) ? Kind::type : Kind::initialiser;
    const bool names_member =
        std::isalnum(static_cast<unsigned char>(head.back())) != 0 || head.back() == '_' || head.back() == '>';
    return names_member && std::regex_search(head, initialisers) ? Kind::initialiser : Kind::body;
  }

  void open() {
    const auto kind = inside_body() ? Kind::body : kind_of_brace();
    scopes_.push_back({kind, head_, head_line_.value_or(line_)});
    forget();
  }

  void close() {
    if (scopes_.empty()) return;
    const auto scope = std::move(scopes_.back());
    scopes_.pop_back();
    if (inside_body()) return;
    forget();
    if (scope.kind == Kind::body) found_.functions.push_back({function_name(bare(scope.head)), scope.line, line_});
    if (scope.kind != Kind::initialiser) return;
    head_ = scope.head + "{}";
    head_line_ = scope.line;
  }

  void member() {
    static const std::regex other{R"(^(using|friend|typedef|static|enum|class|struct|union|concept)\b)"};
    static const std::regex type_name{R"(\b(?:class|struct|union)\s+(\w+))"};
    const auto text = declared(bare(head_));
    const auto plain = without_arguments(text);
    const bool pointer_to_function = std::regex_search(plain, std::regex{R"(\(\s*(\w+::)*[*&]\s*\w+\s*\))"});
    if (text.empty() || std::regex_search(text, other) || plain.find("operator") != std::string::npos) return;
    if (plain.find('(') != std::string::npos && !pointer_to_function) return;
    std::smatch m;
    const auto head = bare(scopes_.back().head);
    found_.members.push_back({.type = std::regex_search(head, m, type_name) ? m[1].str() : "?",
                              .type_line = scopes_.back().line,
                              .line = head_line_.value_or(line_),
                              .declaration = text});
  }

  std::string code_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string head_;
  std::optional<std::size_t> head_line_;
  std::vector<Scope> scopes_;
  Outline found_;
};

}  // namespace

Outline outline_of(const Source& source) { return Outliner(source).run(); }

}  // namespace paddock::house
