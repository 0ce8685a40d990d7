#include "tests/house/source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <ostream>
#include <regex>
#include <utility>

namespace paddock::house {
namespace {

constexpr std::array folders{"sim", "models", "scenarios", "viz", "bench", "tests"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Walks a text once and blanks comments in `uncommented`, and comments and literals in `code`.
class Blanker {
 public:
  explicit Blanker(Source& source) : s_(source), text_(source.text) {}

  void run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        skip(line_end(), true);
      } else if (starts("/*")) {
        skip(after("*/", at_ + 2), true);
      } else if (starts("R\"") && !(at_ > 0 && is_word(text_[at_ - 1]))) {
        raw_literal();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !digit_separator())) {
        literal(text_[at_]);
      } else {
        ++at_;
      }
    }
  }

 private:
  bool starts(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }
  bool digit_separator() const { return at_ > 0 && is_word(text_[at_ - 1]) && !(at_ == 1 || !is_digit_run()); }
  /// Whether the word that ends just before the quote is a number: 1'000, 0xff'ff; not the L of L'a'.
  bool is_digit_run() const {
    auto begin = at_;
    while (begin > 0 && (is_word(text_[begin - 1]) || text_[begin - 1] == '\'')) --begin;
    return std::isdigit(static_cast<unsigned char>(text_[begin])) != 0;
  }
  std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }
  std::size_t after(std::string_view what, std::size_t from) const {
    const auto found = text_.find(what, from);
    return found == std::string::npos ? text_.size() : found + what.size();
  }
  void skip(std::size_t end, bool comment) {
    for (; at_ < end; ++at_) {
      if (text_[at_] == '\n') continue;
      s_.code[at_] = ' ';
      if (comment) s_.uncommented[at_] = ' ';
    }
  }
  void raw_literal() {
    const auto open = text_.find('(', at_);
    if (open == std::string::npos) return skip(text_.size(), false);
    const auto delimiter = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    skip(after(delimiter, open), false);
  }
  void literal(char quote) {
    auto end = ++at_;  // the quotes stay, so that a literal is still seen to be one
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    skip(std::min(end, text_.size()), false);
    ++at_;
  }

  Source& s_;
  const std::string& text_;
  std::size_t at_ = 0;
};

bool is_cpp(const std::filesystem::path& path) { return path.extension() == ".cpp" || path.extension() == ".hpp"; }

}  // namespace

std::ostream& operator<<(std::ostream& out, const Problem& p) {
  return out << p.file << ':' << p.line << ": " << p.message << ". " << p.remedy << '.';
}

Source make_source(std::string path, const std::string& text) {
  Source s{.path = std::move(path), .text = text, .uncommented = text, .code = text};
  Blanker(s).run();
  return s;
}

std::vector<Source> read_tree(const std::filesystem::path& root) {
  namespace fs = std::filesystem;
  std::vector<Source> sources;
  for (const auto* folder : folders) {
    if (!fs::is_directory(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file() || !is_cpp(entry.path())) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::string text{std::istreambuf_iterator<char>(in), {}};
      sources.push_back(make_source(entry.path().lexically_relative(root).generic_string(), text));
    }
  }
  std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return sources;
}

std::vector<Include> includes_of(const Source& source) {
  static const std::regex include{R"(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"])", std::regex::multiline};
  std::vector<Include> found;
  const auto& text = source.uncommented;
  for (std::sregex_iterator m(text.begin(), text.end(), include), end; m != end; ++m)
    found.push_back({.line = line_at(text, static_cast<std::size_t>(m->position(2))),
                     .path = (*m)[2].str(),
                     .quoted = (*m)[1] == "\""});
  return found;
}

bool under(std::string_view path, std::string_view folder) { return path.starts_with(folder); }

std::size_t line_at(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const auto slash = path.find('/');
    parts.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace paddock::house
