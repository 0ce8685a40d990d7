#include "models/delivery/resource_graph.hpp"

#include <gtest/gtest.h>

namespace paddock::models {
namespace {

using Places = std::vector<std::uint32_t>;

TEST(ResourceGraph, what_is_needed_comes_first_and_the_list_decides_the_rest) {
  // 0 needs 2, 1 needs nothing, 2 needs 3, 3 needs nothing
  const std::vector<Resource> resources{{"release", ResourceKind::release, {2}},
                                        {"dns", ResourceKind::plain, {}},
                                        {"secret", ResourceKind::plain, {3}},
                                        {"namespace", ResourceKind::plain, {}}};
  const auto registration = register_resources(resources);
  ASSERT_TRUE(registration);
  EXPECT_EQ(registration->order, (Places{1, 3, 2, 0}));
  EXPECT_EQ(registration->level, (Places{2, 0, 1, 0}));
  EXPECT_EQ(plain_by_level(resources, *registration), (Places{2, 1}));
}

TEST(ResourceGraph, a_circle_has_no_order) {
  EXPECT_FALSE(register_resources({{"a", ResourceKind::plain, {1}}, {"b", ResourceKind::plain, {0}}}));
}

TEST(ResourceGraph, a_tenant_is_a_namespace_what_is_in_it_and_a_release) {
  const auto resources = tenant_resources({.resources = 8, .releases = 1});
  const auto registration = register_resources(resources);
  ASSERT_TRUE(registration);
  EXPECT_EQ(registration->order, (Places{0, 1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(registration->level, (Places{0, 1, 1, 1, 1, 1, 1, 1, 2}));
  EXPECT_EQ(plain_by_level(resources, *registration), (Places{1, 7}));
}

TEST(ResourceGraph, a_tenant_may_be_nothing_but_a_release) {
  const auto resources = tenant_resources({.resources = 0, .releases = 1});
  const auto registration = register_resources(resources);
  ASSERT_TRUE(registration);
  EXPECT_EQ(registration->order, (Places{0}));
  EXPECT_TRUE(plain_by_level(resources, *registration).empty());
}

}  // namespace
}  // namespace paddock::models
