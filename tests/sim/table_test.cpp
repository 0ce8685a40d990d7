#include "sim/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "tests/sim/kernel_world.hpp"

namespace paddock::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Numbers = Table<int>;

std::vector<int> rows(const Numbers& table) {
  std::vector<int> all;
  table.for_each([&](Numbers::RowId, const int& row) { all.push_back(row); });
  return all;
}

TEST(Table, an_old_id_never_finds_a_new_row) {
  Numbers table;
  const auto a = table.insert(1), b = table.insert(2);
  table.erase(a);
  const auto c = table.insert(3);
  EXPECT_EQ(c.index, a.index);  // the same place
  EXPECT_NE(c, a);
  EXPECT_FALSE(table.contains(a));
  EXPECT_TRUE(table.contains(b) && table.contains(c));
  EXPECT_THAT(testing::complaint([&] { table[a] = 4; }), HasSubstr("id of a row that is not there"));
  EXPECT_THAT(testing::complaint([&] { table.erase(a); }), HasSubstr("erase of a row that is not there"));
  EXPECT_FALSE(table.contains(Numbers::RowId{}));
  EXPECT_FALSE(table.contains(Numbers::RowId{.index = 7, .generation = 1}));
  EXPECT_FALSE(table.contains(Numbers::RowId{.index = a.index, .generation = 2}));  // even: nobody's
  EXPECT_THAT(rows(table), ElementsAre(3, 2));
  EXPECT_EQ(table.size(), 2U);
}

TEST(Table, a_reference_stays_good_while_the_table_grows) {
  Numbers table;
  const auto id = table.insert(7);
  int& row = table[id];
  for (int i = 0; i < 10'000; ++i) table.insert(i);
  row = 8;
  EXPECT_EQ(table[id], 8);
}

TEST(Table, a_walk_visits_what_stood_when_it_began) {
  Numbers table;
  for (int i = 0; i < 1000; ++i) table.insert(1);
  int visited = 0;
  table.for_each([&](Numbers::RowId, int& row) {
    table.insert(2);  // across many blocks
    ++row;
    ++visited;
  });
  EXPECT_EQ(visited, 1000);
  EXPECT_EQ(table.size(), 2000U);
  table.for_each([&](Numbers::RowId, int& row) { EXPECT_EQ(row, 2); });
}

TEST(Table, a_walk_does_not_visit_a_new_row_in_an_old_place) {
  Numbers table;
  const auto a = table.insert(1);
  const auto b = table.insert(2), c = table.insert(3);
  std::vector<int> visited;
  table.for_each([&](Numbers::RowId id, int& row) {
    visited.push_back(row);
    if (id == a) {
      table.erase(b);
      table.erase(c);
      EXPECT_EQ(table.insert(4).index, c.index);
    }
  });
  EXPECT_THAT(visited, ElementsAre(1));
  EXPECT_THAT(rows(table), ElementsAre(1, 4));
  visited.clear();
  table.for_each([&](Numbers::RowId, int& row) { visited.push_back(row); });
  EXPECT_THAT(visited, ElementsAre(1, 4));
}

TEST(Table, walks_inside_walks_know_which_rows_are_theirs) {
  Numbers table;
  const auto a = table.insert(1);
  const auto b = table.insert(2);
  int outer = 0, inner = 0;
  table.for_each([&](Numbers::RowId id, int&) {
    ++outer;
    if (id != a) return;
    table.erase(b);
    table.insert(3);                                         // in b's place: the inner walk's, not the outer's
    table.for_each([&](Numbers::RowId, int&) { ++inner; });  // 1 and 3
    table.for_each([&](Numbers::RowId self, int&) { table.erase(self); });
    table.insert(4);
  });
  EXPECT_EQ(outer, 1);
  EXPECT_EQ(inner, 2);
  EXPECT_THAT(rows(table), ElementsAre(4));
}

TEST(Table, a_walk_may_erase_itself_and_what_comes) {
  Numbers table;
  std::vector<Numbers::RowId> ids(6);
  for (int i = 0; i < 6; ++i) ids[static_cast<std::size_t>(i)] = table.insert(i);
  table.for_each([&](Numbers::RowId id, int& row) {
    if (row % 2 != 0) return;
    table.erase(ids[static_cast<std::size_t>(row) + 1]);
    table.erase(id);
  });
  EXPECT_TRUE(table.empty());
}

TEST(Table, a_copy_is_its_own) {
  Numbers table;
  const auto id = table.insert(1);
  Numbers copy = table;
  copy[id] = 2;
  const auto more = copy.insert(3);
  table.erase(id);
  EXPECT_EQ(copy[id], 2);
  EXPECT_FALSE(table.contains(more));
  EXPECT_THAT(rows(copy), ElementsAre(2, 3));
}

TEST(Table, ends_where_its_limits_are) {
  Table<int, int, TableLimits{.rows = 2, .generations = 3}> table;
  table.insert(1);
  const auto second = table.insert(2);
  EXPECT_THAT(testing::complaint([&] { table.insert(3); }), HasSubstr("a table is full"));
  table.erase(second);
  const auto third = table.insert(3);  // generation 3, the last of this place
  EXPECT_EQ(third.index, second.index);
  table.erase(third);
  EXPECT_FALSE(table.contains(third));
  EXPECT_EQ(table.size(), 1U);
  EXPECT_THAT(testing::complaint([&] { table.insert(4); }), HasSubstr("a table is full"));

  Table<int, int, TableLimits{.walks = 1}> walked;
  walked.for_each([](auto, int&) {});
  EXPECT_THAT(testing::complaint([&] { walked.for_each([](auto, int&) {}); }), HasSubstr("walked more often"));
}

TEST(Table, behaves_like_a_map) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<bool, std::uint16_t>>& steps) {
    Numbers table;
    std::map<Numbers::RowId, int> model;
    std::vector<Numbers::RowId> given;
    for (const auto& [insert, value] : steps) {
      if (insert || given.empty()) {
        given.push_back(table.insert(value));
        RC_ASSERT(model.emplace(given.back(), value).second);  // never given before, not even to an erased row
      } else if (const auto id = given[value % given.size()]; table.contains(id)) {
        table.erase(id);
        model.erase(id);
      }
    }
    std::map<Numbers::RowId, int> found;
    std::vector<std::uint32_t> order;
    table.for_each([&](Numbers::RowId id, int& row) {
      found.emplace(id, row);
      order.push_back(id.index);
    });
    RC_ASSERT(found == model);
    RC_ASSERT(table.size() == model.size());
    RC_ASSERT(std::is_sorted(order.begin(), order.end()));
  }));
}

}  // namespace
}  // namespace paddock::sim
