#include "models/kubernetes/count_or_percent.hpp"

#include <gtest/gtest.h>

namespace paddock::models {
namespace {

TEST(CountOrPercent, PercentagesRoundAsTheyAreUsed) {
  EXPECT_EQ(pods_of({true, 0.25}, 10, Rounding::up), 3);
  EXPECT_EQ(pods_of({true, 0.25}, 10, Rounding::down), 2);
  EXPECT_EQ(pods_of({true, 0.25}, 8, Rounding::up), 2) << "nothing to round";
  EXPECT_EQ(pods_of({true, 0.29}, 100, Rounding::up), 29) << "0.29 x 100 is a little less than 29";
  EXPECT_EQ(pods_of({true, 0}, 10, Rounding::up), 0);
  EXPECT_EQ(pods_of({false, 7}, 10, Rounding::up), 7) << "a count is a count";
}

TEST(CountOrPercent, IsReadAsKubernetesReadsIt) {
  EXPECT_EQ(text_of(*parse_percent("25%")), "25%");
  EXPECT_EQ(text_of(*parse_percent("0%")), "0%");
  for (const char* refused : {"25", "25 %", "2.5%", "%", "", "many", "0x10%", "25%%"})
    EXPECT_FALSE(parse_percent(refused)) << refused;
}

}  // namespace
}  // namespace paddock::models
