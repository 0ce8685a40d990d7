#include "scenarios/report/sanitize.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "scenarios/language/problem.hpp"
#include "scenarios/report/width.hpp"

namespace paddock::scenarios {
namespace {

struct Replacement {
  std::string_view what, with;
};

std::string replaced(std::string_view text, std::span<const Replacement> table) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto hit = std::find_if(table.begin(), table.end(),
                                  [&](const Replacement& r) { return text.substr(at).starts_with(r.what); });
    if (hit == table.end()) {
      out += text[at++];
    } else {
      out += hit->with;
      at += hit->what.size();
    }
  }
  return out;
}

/// A runner takes a line that begins with `::`, after spaces, for a command, and `##[` wherever it stands.
std::string without_commands(std::string_view plain) {
  constexpr std::array inside{Replacement{"##[", "#\\x23["}, Replacement{" ::", " \\x3a:"}};
  std::string text = replaced(plain, inside);
  return text.starts_with("::") ? "\\x3a" + text.substr(1) : text;
}

// U+FFFE and U+FFFF are no characters of XML 1.0 (section 2.2); the rest of what it forbids is escaped already.
constexpr std::array xml_table{Replacement{"&", "&amp;"},
                               Replacement{"<", "&lt;"},
                               Replacement{">", "&gt;"},
                               Replacement{"\"", "&quot;"},
                               Replacement{"'", "&apos;"},
                               Replacement{"\xEF\xBF\xBE", "\\xef\\xbf\\xbe"},
                               Replacement{"\xEF\xBF\xBF", "\\xef\\xbf\\xbf"}};

// Backslash escapes are CommonMark's; a comment behind @ and # keeps GitHub from mentioning people and linking issues;
// a colon as an entity keeps an address from becoming a link.
constexpr std::array markdown_table{
    Replacement{"&", "&amp;"},     Replacement{"<", "&lt;"},      Replacement{">", "&gt;"},
    Replacement{"\"", "&quot;"},   Replacement{"@", "@<!-- -->"}, Replacement{"#", "\\#<!-- -->"},
    Replacement{"://", "&#58;//"}, Replacement{"|", "\\|"},       Replacement{"\\", "\\\\"},
    Replacement{"`", "\\`"},       Replacement{"*", "\\*"},       Replacement{"_", "\\_"},
    Replacement{"[", "\\["},       Replacement{"]", "\\]"},       Replacement{"~", "\\~"},
    Replacement{"$", "\\$"},       Replacement{"www.", "www\\."}};

// github.com/actions/toolkit, command.ts: what the runner turns back.
constexpr std::array data_table{Replacement{"%", "%25"}, Replacement{"\r", "%0D"}, Replacement{"\n", "%0A"}};
constexpr std::array property_table{Replacement{"%", "%25"}, Replacement{"\r", "%0D"}, Replacement{"\n", "%0A"},
                                    Replacement{":", "%3A"}, Replacement{",", "%2C"}};

}  // namespace

std::string safe(std::string_view text, Medium medium) {
  std::string plain = escaped(text);
  switch (medium) {
    case Medium::terminal:
      return without_commands(plain);
    case Medium::xml:
      return replaced(without_commands(plain), xml_table);
    case Medium::markdown:
      return replaced(without_commands(plain), markdown_table);
    case Medium::annotation:
      return replaced(plain, data_table);
    case Medium::annotation_property:
      return replaced(plain, property_table);
  }
  return plain;
}

std::string json_without_hidden(std::string_view json) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t at = 0; at < json.size();) {
    const std::string_view character = json.substr(at, std::max<std::size_t>(utf8_length(json, at), 1));
    at += character.size();
    if (character == "\n" || character == "\t" || escaped(character) == character) {
      out += character;
      continue;
    }
    const auto code = code_point(character);  // hidden characters stand in the first plane: four digits hold them
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4) out += digits[(code >> (shift - 4)) & 15U];
  }
  return out;
}

}  // namespace paddock::scenarios
