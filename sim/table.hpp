// Rows with generations: the one container of a run's state. Copying it is copying flat blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/check.hpp"
#include "sim/id.hpp"

namespace paddock::sim {

/// How far the numbers of a table go. Anything but the default is for tests of the ends.
struct TableLimits {
  std::uint32_t rows = UINT32_MAX;         ///< places for rows
  std::uint32_t generations = UINT32_MAX;  ///< an odd number; a place that has used up its generations is left empty
  std::uint32_t walks = UINT32_MAX;        ///< changing walks in the life of a table
};

/// A table of plain rows. A row never moves, so a reference to one stays good while the table grows; erasing marks the
/// row and a later insert may take its place under a new generation, so no id is ever given twice. Iteration is in id
/// order.
template <class Row, class Tag = Row, TableLimits limits = TableLimits{}>
class Table {
  static_assert(std::is_trivially_copyable_v<Row>, "a row is ids and numbers");

 public:
  using RowId = Id<Tag>;

  RowId insert(const Row& row) {
    const std::uint32_t index = free_.empty() ? append() : take_free();
    Entry& entry = at_index(index);
    entry.row = row;
    entry.walk = walk_;
    ++entry.generation;  // odd: alive
    ++alive_;
    return {index, entry.generation};
  }

  /// Requires: contains(id).
  void erase(RowId id) {
    check(contains(id), "erase of a row that is not there");
    Entry& entry = at_index(id.index);
    --alive_;
    if (entry.generation == limits.generations) {
      entry.generation = 0;
    } else {
      ++entry.generation;
      free_.push_back(id.index);
    }
  }

  bool contains(RowId id) const {
    return id.index < used_ && at_index(id.index).generation == id.generation && (id.generation & 1) != 0;
  }

  /// Requires: contains(id).
  Row& operator[](RowId id) {
    check(contains(id), "id of a row that is not there");
    return at_index(id.index).row;
  }
  const Row& operator[](RowId id) const {
    check(contains(id), "id of a row that is not there");
    return at_index(id.index).row;
  }

  std::size_t size() const { return alive_; }
  bool empty() const { return alive_ == 0; }

  /// Calls visit(id, row) for the rows that stood when the walk began and still stand when their turn comes. The visit
  /// may insert, erase and walk; what it inserts is not visited, even in the place of an erased row. The reference
  /// `row` is good until the row is erased.
  template <class Visit>
  void for_each(Visit&& visit) {
    check(walk_ < limits.walks, "a table was walked more often than it can count");
    const std::uint32_t end = used_;
    const std::uint32_t walk = ++walk_;
    for (std::uint32_t i = 0; i < end; ++i)
      if (Entry& entry = at_index(i); (entry.generation & 1) != 0 && entry.walk < walk)
        visit(RowId{i, entry.generation}, entry.row);
  }
  /// Requires: the visit leaves the table alone.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::uint32_t i = 0; i < used_; ++i)
      if (const Entry& entry = at_index(i); (entry.generation & 1) != 0) visit(RowId{i, entry.generation}, entry.row);
  }

 private:
  struct Entry {
    Row row{};
    std::uint32_t generation = 0;
    std::uint32_t walk = 0;  // the last walk that had begun when the row was inserted
  };
  static constexpr std::uint32_t block_rows = 256;

  Entry& at_index(std::uint32_t i) { return blocks_[i / block_rows][i % block_rows]; }
  const Entry& at_index(std::uint32_t i) const { return blocks_[i / block_rows][i % block_rows]; }

  std::uint32_t append() {
    check(used_ < limits.rows, "a table is full");
    if (used_ % block_rows == 0) blocks_.emplace_back(block_rows);
    return used_++;
  }
  std::uint32_t take_free() {
    const std::uint32_t index = free_.back();
    free_.pop_back();
    return index;
  }

  std::vector<std::vector<Entry>> blocks_;
  std::vector<std::uint32_t> free_;
  std::uint32_t used_ = 0;
  std::uint32_t walk_ = 0;
  std::size_t alive_ = 0;
};

}  // namespace paddock::sim
