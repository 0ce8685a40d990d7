#include "scenarios/report/width.hpp"

#include <algorithm>
#include <array>

#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {
namespace {

struct Span {
  std::uint32_t first, last;
};
// The blocks of Unicode 15 that terminals draw without width, and over two columns. Coarse on purpose: a mistake costs
// the alignment of one line.
constexpr std::array narrow{Span{0x0300, 0x036F}, Span{0x1AB0, 0x1AFF}, Span{0x1DC0, 0x1DFF},
                            Span{0x20D0, 0x20FF}, Span{0xFE00, 0xFE0F}, Span{0xFE20, 0xFE2F}};
constexpr std::array wide{Span{0x1100, 0x115F},   Span{0x2E80, 0xA4CF},   Span{0xAC00, 0xD7A3},  Span{0xF900, 0xFAFF},
                          Span{0xFE30, 0xFE6F},   Span{0xFF00, 0xFF60},   Span{0xFFE0, 0xFFE6},  Span{0x1F300, 0x1F64F},
                          Span{0x1F680, 0x1F6FF}, Span{0x1F900, 0x1FAFF}, Span{0x20000, 0x3FFFD}};

template <std::size_t N>
bool among(const std::array<Span, N>& spans, std::uint32_t code) {
  return std::any_of(spans.begin(), spans.end(), [&](const Span& s) { return code >= s.first && code <= s.last; });
}

std::size_t width_of(std::string_view character) {
  if (character.size() == 1) return 1;
  const auto code = code_point(character);
  return among(narrow, code) ? 0 : among(wide, code) ? 2 : 1;
}

std::string_view character_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::max<std::size_t>(utf8_length(text, at), 1));
}

/// As much of the beginning as fits.
std::string_view head(std::string_view text, std::size_t columns) {
  std::size_t at = 0, used = 0;
  while (at < text.size()) {
    const auto character = character_at(text, at);
    used += width_of(character);
    if (used > columns) break;
    at += character.size();
  }
  return text.substr(0, at);
}

/// As much of the end as fits.
std::string_view tail(std::string_view text, std::size_t columns) {
  std::size_t at = 0, left = columns_of(text);
  while (at < text.size() && left > columns) {
    const auto character = character_at(text, at);
    left -= width_of(character);
    at += character.size();
  }
  return text.substr(at);
}

}  // namespace

std::uint32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) return byte(0);
  std::uint32_t code = byte(0) & (0xFFU >> (character.size() + 1));
  for (std::size_t i = 1; i < character.size(); ++i) code = (code << 6U) | (byte(i) & 0x3FU);
  return code;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    columns += width_of(character);
    at += character.size();
  }
  return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
  constexpr std::string_view dots = "...";
  if (columns_of(text) <= columns) return std::string(text);
  if (columns <= dots.size()) return std::string(head(text, columns));
  return std::string(head(text, columns - dots.size())) + std::string(dots);
}

std::string elided(std::string_view text, std::size_t columns) {
  constexpr std::string_view dots = "...";
  if (columns_of(text) <= columns) return std::string(text);
  if (columns <= dots.size()) return std::string(head(text, columns));
  const std::size_t kept = columns - dots.size();
  return std::string(head(text, kept - kept / 2)) + std::string(dots) + std::string(tail(text, kept / 2));
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto space = std::min(text.find(' '), text.size());
    const std::string word = elided(text.substr(0, space), columns);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (!lines.empty() && columns_of(lines.back()) + 1 + columns_of(word) <= columns)
      lines.back() += " " + word;
    else
      lines.push_back(word);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string padded(std::string_view text, std::size_t columns, bool right) {
  const std::size_t used = columns_of(text);
  const std::string spaces(columns > used ? columns - used : 0, ' ');
  return right ? spaces + std::string(text) : std::string(text) + spaces;
}

}  // namespace paddock::scenarios
