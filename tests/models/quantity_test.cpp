#include "models/kubernetes/quantity.hpp"

#include <gtest/gtest.h>

namespace paddock::models {
namespace {

ResourceQuantity good(std::string_view text) {
  const auto parsed = parse_quantity(text);
  EXPECT_TRUE(std::holds_alternative<ResourceQuantity>(parsed)) << text;
  const auto* quantity = std::get_if<ResourceQuantity>(&parsed);
  return quantity ? *quantity : ResourceQuantity{-1, 0};
}

QuantityError bad(std::string_view text) {
  const auto parsed = parse_quantity(text);
  EXPECT_TRUE(std::holds_alternative<QuantityError>(parsed)) << text;
  const auto* error = std::get_if<QuantityError>(&parsed);
  return error ? *error : QuantityError::malformed;
}

TEST(Quantity, IsWrittenInManyWays) {
  EXPECT_EQ(good("250m"), (ResourceQuantity{0, 250'000'000}));
  EXPECT_EQ(good("1.5"), (ResourceQuantity{1, 500'000'000}));
  EXPECT_EQ(good("2Gi"), (ResourceQuantity{2'147'483'648, 0}));
  EXPECT_EQ(good("1.5Ki"), (ResourceQuantity{1536, 0}));
  EXPECT_EQ(good("12e6"), (ResourceQuantity{12'000'000, 0}));
  EXPECT_EQ(good("5e-1"), (ResourceQuantity{0, 500'000'000}));
  EXPECT_EQ(good("+3k"), (ResourceQuantity{3000, 0}));
  EXPECT_EQ(good("0"), ResourceQuantity{});
  EXPECT_EQ(good("-0"), ResourceQuantity{});
  EXPECT_EQ(good("100n"), (ResourceQuantity{0, 100}));
}

TEST(Quantity, RoundsUpWhatIsFinerThanABillionth) {
  EXPECT_EQ(good("1.0000000001"), (ResourceQuantity{1, 1}));
  EXPECT_EQ(good("0.9999999999"), (ResourceQuantity{1, 0}));
}

TEST(Quantity, RoundsUpWhenCounted) {
  EXPECT_EQ(good("100100u").milli(), 101);  // 100.1 milli
  EXPECT_EQ(good("1.5").units(), 2);
  EXPECT_EQ(good("1.5").milli(), 1500);
}

TEST(Quantity, AddsExactly) {
  ResourceQuantity sum = good("100u");
  sum += good("100u");
  EXPECT_EQ(sum.milli(), 1);  // two of 0.1 milli are 0.2, not two times 1
  sum = good("999999999n");
  sum += good("1n");
  EXPECT_EQ(sum, (ResourceQuantity{1, 0}));
  sum = {largest_quantity, 0};
  sum += good("1");
  EXPECT_EQ(sum.whole, largest_quantity);
}

TEST(Quantity, SaysWhatIsWrong) {
  EXPECT_EQ(bad("-1"), QuantityError::negative);
  EXPECT_EQ(bad("-100m"), QuantityError::negative);
  EXPECT_EQ(bad("100Ei"), QuantityError::overflow);
  EXPECT_EQ(bad("99999999999999999999999"), QuantityError::overflow);
  EXPECT_EQ(bad("1e99"), QuantityError::overflow);
  for (const auto* text : {"", "m", "1 Gi", "1gi", "0x10", "1.2.3", "1e", "NaN"})
    EXPECT_EQ(bad(text), QuantityError::malformed) << text;
}

}  // namespace
}  // namespace paddock::models
