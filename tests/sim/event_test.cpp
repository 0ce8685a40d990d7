#include "sim/event.hpp"

#include <gtest/gtest.h>

#include <string>

#include "sim/id.hpp"
#include "tests/sim/kernel_world.hpp"

namespace paddock::sim::testing {

// What is no event, and why.
namespace refused {

struct Unheard {  // nobody reacts
  static constexpr Kind kind{"test.unheard"};
  std::uint32_t value = 0;
};

struct Nameless {
  std::uint32_t value = 0;
};
struct Text {
  static constexpr Kind kind{"test.text"};
  std::string text;
};
struct Long {
  static constexpr Kind kind{"test.long"};
  std::uint64_t a = 0, b = 0, c = 0;
};
struct Padded {  // what stands in the gap would reach the digest
  static constexpr Kind kind{"test.padded"};
  std::uint64_t a = 0;
  std::uint32_t b = 0;
};
struct Fraction {  // 0.0 == -0.0, in two ways
  static constexpr Kind kind{"test.fraction"};
  double x = 0;
};
inline void react(World&, TestAgenda&, const Nameless&) {}
inline void react(World&, TestAgenda&, const Text&) {}
inline void react(World&, TestAgenda&, const Long&) {}
inline void react(World&, TestAgenda&, const Padded&) {}
inline void react(World&, TestAgenda&, const Fraction&) {}

}  // namespace refused

namespace {

using namespace refused;  // NOLINT(google-build-using-namespace)

static_assert(Event<Note, World> && Event<Do, World> && Event<Bell, World>);

static_assert(!Event<Unheard, World>);
static_assert(!Event<Nameless, World>);
static_assert(!Event<Text, World>);
static_assert(!Event<Long, World>);
static_assert(!Event<Padded, World>);
static_assert(!Event<Fraction, World>);

/// Does it compile to post it?
template <class E>
concept Postable = requires(TestAgenda& agenda, const E& e) {
  agenda.at(Time{}, e);
  agenda.after(Duration{}, e);
  agenda.emit(e);
};
static_assert(Postable<Note> && Postable<Bell>);
static_assert(!Postable<Unheard> && !Postable<Text> && !Postable<Long> && !Postable<Padded>);

static_assert(rank_of<Bell>() == Rank::state_change && rank_of<Mark<Rank::tick>>() == Rank::tick);

struct Odd {  // 7 bytes
  std::uint8_t bytes[7];
};
struct Full {
  std::uint32_t a = 1, b = 2;
  Id<struct RowTag> row{3, 4};
};

TEST(Payload, gives_back_what_was_packed) {
  static_assert(unpack<Full>(pack(Full{})).row == Id<RowTag>{3, 4});
  static_assert(unpack<Full>(pack(Full{.a = 5})).a == 5 && unpack<Full>(pack(Full{.b = 6})).b == 6);
  static_assert(pack(Odd{{1, 2, 3, 4, 5, 6, 7}}) == Payload{0x07'06'05'04'03'02'01, 0});
  static_assert(pack(Bell{}) == Payload{0, 0});
  EXPECT_EQ(unpack<Odd>(pack(Odd{{1, 2, 3, 4, 5, 6, 255}})).bytes[6], 255);
}

TEST(EventRecord, is_only_what_it_is) {
  const EventRecord record{.kind = Do::kind, .payload = pack(Do{7})};
  ASSERT_TRUE(record.as<Do>());
  EXPECT_EQ(record.as<Do>()->act, 7U);
  EXPECT_FALSE(record.as<Bell>());
}

}  // namespace
}  // namespace paddock::sim::testing
