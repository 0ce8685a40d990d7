#include "scenarios/report/markdown_blocks.hpp"

#include <fmt/core.h>

#include "scenarios/language/problem.hpp"
#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/width.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

std::string cut_page(const std::vector<MarkdownBlock>& blocks, std::size_t most_bytes) {
  constexpr std::size_t notice_bytes = 200;
  sim::check(most_bytes >= 4000, "a page has room for its notice");
  const std::size_t room = most_bytes - notice_bytes;
  std::string out;
  std::size_t left_out = 0;
  for (const auto& block : blocks) {
    std::size_t taken = 0;
    if (left_out == 0 && out.size() + block.open.size() + block.close.size() <= room) {
      out += block.open;
      while (taken < block.lines.size() && out.size() + block.lines[taken].size() + block.close.size() <= room)
        out += block.lines[taken++];
      out += block.close;
    } else {
      left_out += 1;
    }
    left_out += block.lines.size() - taken;
  }
  if (left_out > 0)
    out += fmt::format("\n**Cut here:** {} more lines do not fit into {} bytes; `--format json` has all.\n", left_out,
                       most_bytes);
  return out;
}

std::string markdown_text(std::string_view text, std::size_t columns) {
  return safe(elided(escaped(text), columns), Medium::markdown);
}

std::string markdown_code(std::string_view text, std::size_t columns) {
  return "<code>" + markdown_text(text, columns) + "</code>";
}

std::string markdown_cells(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const auto& c : cells) out += " " + c + " |";
  return out + "\n";
}

std::string markdown_head(const std::vector<std::string>& titles) {
  std::vector<std::string> shown, rule;
  for (const auto& t : titles) {
    const bool number = t.starts_with('>');
    shown.push_back(number ? t.substr(1) : t);
    rule.emplace_back(number ? "---:" : "---");
  }
  return markdown_cells(shown) + markdown_cells(rule);
}

}  // namespace paddock::scenarios
