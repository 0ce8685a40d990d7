#include "sim/draw.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <set>
#include <type_traits>
#include <vector>

namespace paddock::sim {
namespace {

static_assert(std::is_trivially_copyable_v<Draw> && std::is_trivially_copyable_v<BufferedLuck>);
static_assert(std::has_unique_object_representations_v<BufferedLuck> && std::has_unique_object_representations_v<Luck>);

constexpr LuckKey key{.seed = 7, .stream = 3};
constexpr Luck source = luck("node.failure", hash_name("eu-central-1/a/general/7"));

// The known answers of philox4x64-10 that Random123 publishes with its sources (tests/kat_vectors).
TEST(Philox, gives_the_published_known_answers) {
  constexpr std::uint64_t ones = ~std::uint64_t{0};
  EXPECT_EQ(philox_block({0, 0, 0, 0}, {0, 0}),
            (PhiloxBlock{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}));
  EXPECT_EQ(philox_block({ones, ones, ones, ones}, {ones, ones}),
            (PhiloxBlock{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}));
  // Digits of pi.
  EXPECT_EQ(philox_block({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
                         {0x452821e638d01377, 0xbe5466cf34e90c6c}),
            (PhiloxBlock{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}));
}

TEST(Names, hash_as_fnv_1a_says) {  // from the authors' list of test vectors
  static_assert(hash_name("") == 0xcbf29ce484222325);
  static_assert(hash_name("a") == 0xaf63dc4c8601ec8c);
  static_assert(hash_name("foobar") == 0x85944171f73967e8);
}

TEST(Names, pairs_are_ordered_and_do_not_collide_on_a_grid) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t a = 0; a < 200; ++a)
    for (std::uint64_t b = 0; b < 200; ++b) seen.insert(hash_pair(a, b));
  EXPECT_EQ(seen.size(), 200U * 200U);
}

TEST(Draw, is_a_function_of_key_source_and_n) {
  Draw first(key, source, 12), again(key, source, 12);
  const std::uint64_t word = first.bits();
  EXPECT_EQ(word, again.bits());
  EXPECT_NE(word, Draw(key, source, 13).bits());
  EXPECT_NE(word, Draw({.seed = 8, .stream = 3}, source, 12).bits());
  EXPECT_NE(word, Draw({.seed = 7, .stream = 4}, source, 12).bits());
  EXPECT_NE(word, Draw(key, luck("node.failure", hash_name("eu-central-1/a/general/8")), 12).bits());
  EXPECT_NE(word, Draw(key, luck("node.boot", hash_name("eu-central-1/a/general/7")), 12).bits());
}

TEST(Draw, first_words_are_the_words_of_consecutive_blocks) {
  const PhiloxBlock block = philox_block({source.purpose, source.entity, 5, 0}, {key.seed, key.stream});
  for (std::uint64_t i = 0; i < 4; ++i) EXPECT_EQ(Draw(key, source, 20 + i).bits(), block[i]);
}

TEST(Draw, words_of_different_variates_never_repeat) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t n = 0; n < 300; ++n) {
    Draw draw(key, source, n);
    for (int i = 0; i < 30; ++i) seen.insert(draw.bits());
  }
  EXPECT_EQ(seen.size(), 300U * 30U);
}

TEST(Draw, unit_is_open_at_both_ends) {
  static_assert(unit_of(0) == 0x1p-53);
  static_assert(unit_of(~std::uint64_t{0}) == 1 - 0x1p-53);
  static_assert(unit_of(std::uint64_t{1} << 63U) == 0.5 + 0x1p-53);
}

TEST(Draw, below_is_fair_and_complete) {
  std::array<int, 7> counts{};
  for (std::uint64_t n = 0; n < 70'000; ++n) ++counts[Draw(key, source, n).below(7)];
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  EXPECT_LT(chi_square, 22.46);  // 99.9 % point, 6 degrees of freedom
  EXPECT_EQ(Draw(key, source, 0).below(1), 0U);
}

TEST(Draw, below_rejects_what_would_be_unfair) {
  // With count = 2^63 + 1 nearly half of all words are rejected, so further words are needed and the result stays
  // below.
  constexpr std::uint64_t count = (std::uint64_t{1} << 63U) + 1;
  for (std::uint64_t n = 0; n < 1000; ++n) EXPECT_LT(Draw(key, source, n).below(count), count);
}

TEST(BufferedLuck, gives_the_same_variates_as_draws_bit_for_bit) {
  rc::check([](std::uint64_t seed, std::uint64_t stream, std::uint64_t purpose, std::uint64_t entity) {
    const LuckKey k{.seed = seed, .stream = stream};
    const Luck l{.purpose = purpose, .entity = entity};
    BufferedLuck buffered(l);
    for (std::uint64_t n = 0; n < 23; ++n) {
      RC_ASSERT(buffered.count() == n);
      Draw a = buffered.next(k), b(k, l, n);
      for (int word = 0; word < 6; ++word) RC_ASSERT(a.bits() == b.bits());
    }
  });
}

TEST(BufferedLuck, follows_a_fork_from_the_next_variate_on) {
  for (std::uint64_t shared = 0; shared < 9; ++shared) {
    BufferedLuck buffered(source);
    for (std::uint64_t n = 0; n < shared; ++n) buffered.next(key);
    BufferedLuck branch = buffered;
    const LuckKey other{.seed = key.seed, .stream = hash_pair(key.stream, 1)};
    for (std::uint64_t n = shared; n < shared + 9; ++n) {
      EXPECT_EQ(branch.next(other).bits(), Draw(other, source, n).bits());
      EXPECT_EQ(buffered.next(key).bits(), Draw(key, source, n).bits());
    }
  }
}

TEST(BufferedLuck, a_default_key_is_a_key_like_any_other) {
  BufferedLuck buffered(source);
  for (std::uint64_t n = 0; n < 5; ++n) EXPECT_EQ(buffered.next({}).bits(), Draw({}, source, n).bits());
}

}  // namespace
}  // namespace paddock::sim
