#include "scenarios/report/table.hpp"

#include <algorithm>

#include "scenarios/report/width.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {
namespace {

constexpr std::size_t indent = 2, gap = 2;
constexpr std::size_t legible = 12;  // columns below which an elided name says nothing

std::size_t line_width(const std::vector<std::size_t>& widths) {
  std::size_t sum = indent, shown = 0;
  for (const auto w : widths)
    if (w > 0) sum += w + (shown++ > 0 ? gap : 0);
  return sum;
}

std::string_view colour_of(std::optional<Verdict> verdict) {
  if (!verdict) return "\x1b[1m";
  switch (*verdict) {
    case Verdict::pass:
      return "\x1b[32m";
    case Verdict::fail:
      return "\x1b[31m";
    case Verdict::undecided:
      return "\x1b[33m";
    case Verdict::error:
      return "\x1b[35m";
  }
  return "";
}

}  // namespace

std::string painted(std::string_view text, std::optional<Verdict> verdict, const Paper& paper) {
  if (!paper.colour) return std::string(text);
  return std::string(colour_of(verdict)) + std::string(text) + "\x1b[0m";
}

std::string paragraph(std::string_view text, const Paper& paper, std::size_t left) {
  constexpr std::size_t least = 10;
  std::string out;
  for (const auto& line : wrapped(text, paper.width > left + 2 + least ? paper.width - left - 2 : least))
    out += std::string(out.empty() ? left : left + 2, ' ') + line + "\n";
  return out;
}

void Table::add(std::vector<Cell> row) {
  sim::check(row.size() == columns_.size(), "a table's row has one cell a column");
  rows_.push_back(std::move(row));
}

Table::Widths Table::natural() const {
  Widths widths(columns_.size(), 0);
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i].text));
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (widths[i] > 0) widths[i] = std::max(widths[i], columns_of(columns_[i].title));
  return widths;
}

std::optional<std::size_t> Table::widest(const Widths& widths, bool below_what_it_keeps) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const std::size_t least = below_what_it_keeps ? legible : std::max(legible, columns_[i].keeps);
    if (columns_[i].shrink == Shrink::never || widths[i] <= least) continue;
    if (!found || widths[i] > widths[*found]) found = i;
  }
  return found;
}

bool Table::fits(const Paper& paper) const {
  Widths widths = natural();
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (columns_[i].shrink != Shrink::never) widths[i] = std::min(widths[i], std::max(legible, columns_[i].keeps));
  return line_width(widths) <= paper.width;
}

Table::Widths Table::fitted(std::size_t width) const {
  Widths widths = natural();
  while (line_width(widths) > width) {
    auto column = widest(widths, false);
    if (!column) column = widest(widths, true);
    if (!column) break;
    --widths[*column];
  }
  return widths;
}

void Table::draw(std::string& out, const std::vector<Cell>& row, const Widths& widths, const Paper& paper) const {
  std::vector<std::vector<std::string>> cells(row.size());
  std::size_t lines = 1;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (columns_[i].shrink == Shrink::wrap && widths[i] > 0)
      cells[i] = wrapped(row[i].text, widths[i]);
    else
      cells[i] = {columns_[i].shrink == Shrink::cut ? cut(row[i].text, widths[i]) : elided(row[i].text, widths[i])};
    lines = std::max(lines, cells[i].size());
  }
  for (std::size_t l = 0; l < lines; ++l) {
    std::string line;
    std::size_t at = 0, end = 0;  // columns drawn, columns due before the next cell
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths[i] == 0) continue;
      end += end == 0 ? indent : gap;
      const std::string text = l < cells[i].size() ? cells[i][l] : std::string{};
      const std::size_t used = columns_of(text), before = columns_[i].right ? widths[i] - used : 0;
      if (used > 0) {
        line += std::string(end + before - at, ' ') + (row[i].verdict ? painted(text, row[i].verdict, paper) : text);
        at = end + before + used;
      }
      end += widths[i];
    }
    out += line + "\n";
  }
}

std::string Table::text(const Paper& paper) const {
  const Widths widths = fitted(paper.width);
  std::vector<Cell> titles;
  bool titled = false;
  for (const Column& c : columns_) {
    titles.emplace_back(c.title);
    titled = titled || !c.title.empty();
  }
  std::string out;
  if (titled) draw(out, titles, widths, paper);
  for (const auto& row : rows_) draw(out, row, widths, paper);
  return out;
}

}  // namespace paddock::scenarios
