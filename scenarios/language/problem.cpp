#include "scenarios/language/problem.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace paddock::scenarios {

std::string to_text(const Problem& problem) {
  std::string out = escaped(problem.file);
  if (problem.place) out += ":" + std::to_string(problem.place->line) + ":" + std::to_string(problem.place->column);
  out += ": ";
  if (!problem.path.empty()) out += escaped(problem.path) + ": ";
  out += escaped(problem.found);
  if (!problem.allowed.empty()) out += "; allowed: " + escaped(problem.allowed);
  if (!problem.hint.empty()) out += " (" + escaped(problem.hint) + ")";
  return out;
}

void Problems::add(const Position& where, std::string_view path, std::string found, std::string allowed,
                   std::string hint) {
  all_.push_back({.file = std::string(where.file_name()),
                  .place = where.line > 0 ? std::optional(Place{where.line, where.column}) : std::nullopt,
                  .path = std::string(path),
                  .found = std::move(found),
                  .allowed = std::move(allowed),
                  .hint = std::move(hint)});
}

void Problems::add_file(std::string_view file, std::string found, std::string allowed) {
  all_.push_back({.file = std::string(file),
                  .place = {},
                  .path = {},
                  .found = std::move(found),
                  .allowed = std::move(allowed),
                  .hint = {}});
}

void Problems::sort() {
  std::map<std::string, std::size_t> rank;
  for (const Problem& p : all_) rank.emplace(p.file, rank.size());
  const auto key = [&](const Problem& p) {
    const Place place = p.place.value_or(Place{0, 0});
    return std::tuple(rank.at(p.file), place.line, place.column);
  };
  std::stable_sort(all_.begin(), all_.end(), [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
  std::vector<Problem> once;
  for (Problem& p : all_) {
    const bool said = std::any_of(once.rbegin(), once.rend(), [&](const Problem& q) {
      return q.file == p.file && q.place == p.place && q.found == p.found && q.allowed == p.allowed &&
             (p.place || q.path == p.path);
    });
    if (!said) once.push_back(std::move(p));
  }
  all_ = std::move(once);
}

std::string Problems::to_text() const {
  std::string out;
  for (const Problem& p : all_) out += scenarios::to_text(p) + "\n";
  return out;
}

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
  const unsigned second = byte(at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_large = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

namespace {

void append_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'\\', 'x', digits[byte >> 4U], digits[byte & 15U]};
  }
}

/// Characters that a terminal acts upon or hides: C1 controls (U+0080 to U+009F), direction marks, line separators.
bool is_hidden(std::string_view character) {
  if (character.size() == 2) return character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0;
  if (character.size() != 3) return false;
  const auto second = static_cast<unsigned char>(character[1]), third = static_cast<unsigned char>(character[2]);
  if (character[0] == '\xEF') return second == 0xBB && third == 0xBF;  // byte order mark
  if (character[0] != '\xE2') return false;
  return (second == 0x80 && ((third >= 0x8B && third <= 0x8F) || (third >= 0xA8 && third <= 0xAE))) ||
         (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Edit distance with swaps of neighbours, letter case aside.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const std::string_view character = text.substr(at, std::max<std::size_t>(length, 1));
    at += character.size();
    const auto first = static_cast<unsigned char>(character[0]);
    if (character == "\n")
      out += "\\n";
    else if (character == "\t")
      out += "\\t";
    else if (length == 0 || first < 0x20 || first == 0x7F || is_hidden(character))
      append_hex(out, character);
    else
      out += character;
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return "'" + escaped(text) + "'";
  std::size_t end = 0;  // between two characters, never inside one
  while (end < longest) end += std::max<std::size_t>(utf8_length(text, end), 1);
  return "'" + escaped(text.substr(0, end)) + "...'";
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known) {
  constexpr std::size_t longest = 80;  // beyond it nobody means a name
  if (name.size() > longest) return {};
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(name.size() / 3, 1) + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > longest) continue;
    const std::size_t d = distance(name, candidate);
    const bool begins = name.size() >= 3 && candidate.starts_with(name);
    const std::size_t counted = begins ? std::min<std::size_t>(d, 1) : d;
    if (counted < best_distance && counted < std::max(name.size(), candidate.size())) {
      best = candidate;
      best_distance = counted;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known) {
  const auto near = nearest(name, known);
  return near ? "did you mean " + in_quotes(*near) + "?" : "";
}

std::string hint_in_brackets(std::string_view name, std::span<const std::string> known) {
  const std::string hint = did_you_mean(name, known);
  return hint.empty() ? "" : " (" + hint + ")";
}

std::string name_list(std::span<const std::string> names) {
  constexpr std::size_t most = 30;
  std::string out = names.empty() ? "none" : "";
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) out += ", ... (" + std::to_string(names.size() - most) + " more)";
  return out;
}

}  // namespace paddock::scenarios
