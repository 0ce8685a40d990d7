#include <array>
#include <charconv>

#include "scenarios/language/problem.hpp"
#include "scenarios/language/schema.hpp"

namespace paddock::scenarios {

namespace {

std::string json_string(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const auto byte = static_cast<unsigned char>(text[at]);
    if (length == 0)
      out += "\\ufffd";
    else if (byte == '"' || byte == '\\')
      out += {'\\', text[at]};
    else if (byte < 0x20 || byte == 0x7F)
      out += {'\\', 'u', '0', '0', digits[byte >> 4U], digits[byte & 15U]};
    else
      out += text.substr(at, length);
    at += length == 0 ? 1 : length;
  }
  return out + "\"";
}

/// As JSON writes numbers: digits first, no leading zero or plus, finite.
bool is_number(std::string_view text) {
  if (text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return false;
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  const bool zero = digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
  if (digits.empty() || digits[0] < '0' || digits[0] > '9' || zero || digits.back() == '.') return false;
  if (digits.find(".e") != std::string_view::npos || digits.find(".E") != std::string_view::npos) return false;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string json_text(const Node& node) {
  if (node.is_null()) return "null";
  if (node.is_scalar()) {
    const bool known = node.text == "true" || node.text == "false" || is_number(node.text);
    return known && !node.quoted ? node.text : json_string(node.text);
  }
  std::string out;
  for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + json_text(item);
  for (const Entry& entry : node.entries)
    out += (out.empty() ? "" : ", ") + json_string(entry.key) + ": " + json_text(entry.value);
  return node.is_sequence() ? "[" + out + "]" : "{" + out + "}";
}

}  // namespace paddock::scenarios
