// The two kernels are compared on the same work: same luck, same order, same result to the nanosecond.
#include "bench/reference_kernel.hpp"

#include <gtest/gtest.h>

#include "bench/hold.hpp"
#include "bench/mm1.hpp"

namespace paddock::bench {
namespace {

TEST(ReferenceKernel, serves_the_same_customers) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    EXPECT_EQ(mm1_on_paddock({.seed = seed}, 20'000), ReferenceStation({.seed = seed}).run(20'000));
  EXPECT_NE(mm1_on_paddock({.seed = 1}, 20'000), mm1_on_paddock({.seed = 2}, 20'000));
}

TEST(ReferenceKernel, holds_in_the_same_order) {
  auto ours = hold_on_paddock({.seed = 1}, 1000);
  ReferenceHold theirs({.seed = 1}, 1000);
  for (int i = 0; i < 20'000; ++i) {
    ours.step();
    theirs.step();
    ASSERT_EQ(ours.now(), theirs.now());
  }
}

}  // namespace
}  // namespace paddock::bench
