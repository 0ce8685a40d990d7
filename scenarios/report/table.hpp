// Aligned columns of text that fit a given width.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/report/report.hpp"

namespace paddock::scenarios {

/// What a column does when the line is too long.
enum class Shrink : std::uint8_t {
  never,
  elide,  // in the middle: names
  cut,    // at the end: prose
  wrap    // over several lines
};

struct Column {
  std::string title;
  Shrink shrink = Shrink::never;
  bool right = false;      // numbers
  std::size_t keeps = 12;  // columns that it keeps while another can still give way
};

/// Text that is safe to print; with a verdict it is painted in that verdict's colour.
struct Cell {
  Cell(std::string t) : text(std::move(t)) {}
  Cell(const char* t) : text(t) {}
  Cell(std::string t, std::optional<Verdict> v) : text(std::move(t)), verdict(v) {}
  std::string text;
  std::optional<Verdict> verdict;
};

/// How a text report is drawn.
struct Paper {
  std::size_t width = 120;  // columns of the screen
  bool colour = false;
};

/// `text` in the colour of `verdict`, or bold without one; unchanged on paper without colour.
std::string painted(std::string_view text, std::optional<Verdict> verdict, const Paper& paper);

/// Prose broken into lines that are indented, those after the first by two more.
std::string paragraph(std::string_view text, const Paper& paper, std::size_t indent = 2);

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Requires: one cell a column.
  void add(std::vector<Cell> row);
  bool empty() const { return rows_.empty(); }
  /// True if nothing needs to be cut below what each column keeps.
  bool fits(const Paper& paper) const;
  /// One line or more a row, each ended by a line end and indented by two; a column that is empty throughout is left
  /// out. Columns that may shrink do, the widest first, down to what they keep, then down to a legible minimum.
  std::string text(const Paper& paper) const;

 private:
  using Widths = std::vector<std::size_t>;  // 0: left out
  Widths natural() const;
  Widths fitted(std::size_t width) const;
  /// The widest column that can give way, or none.
  std::optional<std::size_t> widest(const Widths& widths, bool below_what_it_keeps) const;
  void draw(std::string& out, const std::vector<Cell>& row, const Widths& widths, const Paper& paper) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace paddock::scenarios
