// Pieces of a Markdown page that can be cut to a length without leaving anything open.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace paddock::scenarios {

/// A piece: `open`, the lines that fit, `close`. Lines stand alone: a page may end after any of them.
struct MarkdownBlock {
  std::string open;
  std::vector<std::string> lines;
  std::string close;
};

/// Blocks one after the other; beyond `most_bytes` lines are left out and the last line says how many.
/// Requires: most_bytes >= 4,000.
std::string cut_page(const std::vector<MarkdownBlock>& blocks, std::size_t most_bytes);

/// A name or sentence as text of a page: safe, and elided beyond `columns`.
std::string markdown_text(std::string_view text, std::size_t columns = 400);
/// The same in the type of code, where GitHub looks for no mentions.
std::string markdown_code(std::string_view text, std::size_t columns = 200);

/// "| a | b |" of cells that are safe.
std::string markdown_cells(const std::vector<std::string>& cells);
/// The head of a table; a title that begins with '>' makes a column of numbers.
std::string markdown_head(const std::vector<std::string>& titles);

}  // namespace paddock::scenarios
