#include "sim/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/distributions.hpp"
#include "tests/sim/kernel_world.hpp"

namespace paddock::sim::testing {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

void copy_of(const TestRun& run) { static_cast<void>(TestRun(run)); }

/// Notes a random number every 0 to 2 s, for ever.
TestRun random_walk(LuckKey key) {
  return run_that(
      [](World& w, TestAgenda& agenda) {
        const std::uint64_t n = w.log.size();
        const double x = Distribution::uniform(0, 2).sample(agenda.draw(luck("test.walk", 1), n));
        w.log.push_back({agenda.now(), n});
        agenda.after(from_seconds(x), Do{0});
      },
      key);
}

TEST(Run, a_copy_continues_exactly_like_its_original) {
  auto original = random_walk({.seed = 3});
  original.run_until(at_s(50));
  auto copy = original;
  auto assigned = random_walk({.seed = 4});
  assigned = original;
  original.run_until(at_s(100));
  const auto log = original.world().log;
  EXPECT_LT(copy.world().log.size(), log.size());  // the original's steps were its own
  copy.run_until(at_s(100));
  assigned.run_until(at_s(100));
  for (const auto* other : {&copy, &assigned}) {
    EXPECT_EQ(other->world().log, log);
    EXPECT_EQ(other->digest(), original.digest());
    EXPECT_EQ(other->events(), original.events());
  }
}

TEST(Run, a_changed_copy_keeps_past_and_luck_and_leaves_its_original_alone) {
  auto original = random_walk({.seed = 3});
  original.run_until(at_s(50));
  int rung = 0;
  auto other = original.changed([&rung](World& world, TestAgenda& agenda) {
    world.acts.push_back([&rung](World&, TestAgenda&) { ++rung; });
    agenda.after(seconds{1}, Do{1});
  });
  EXPECT_EQ(other.digest(), original.digest());
  original.run_until(at_s(100));
  EXPECT_EQ(rung, 0);
  other.run_until(at_s(100));
  EXPECT_EQ(rung, 1);
  EXPECT_EQ(other.events(), original.events() + 1);
  EXPECT_EQ(other.world().log, original.world().log) << "the same luck";
}

TEST(Run, a_copy_keeps_emitted_and_cancelled_events) {
  TestRun run{World{}};
  run.agenda().emit(Note{1});
  const EventId gone = run.agenda().at(at_s(1), Note{2});
  const EventId later = run.agenda().at(at_s(2), Note{3});
  run.agenda().cancel(gone);
  auto copy = run;
  copy.agenda().cancel(later);  // an id means the same event in both
  run_out(copy);
  run_out(run);
  EXPECT_THAT(copy.world().values(), ElementsAre(1));
  EXPECT_THAT(run.world().values(), ElementsAre(1, 3));
}

TEST(Run, a_fork_shares_the_past_and_differs_after) {
  auto trunk = random_walk({.seed = 3});
  trunk.run_until(at_s(50));
  auto left = trunk.fork(Branch{1}), right = trunk.fork(Branch{2}), again = trunk.fork(Branch{1});
  const auto past = trunk.world().log;
  EXPECT_EQ(left.world().log, past);
  EXPECT_EQ(left.digest(), trunk.digest());
  for (auto* run : {&trunk, &left, &right, &again}) run->run_until(at_s(100));
  EXPECT_NE(left.digest(), trunk.digest());
  EXPECT_NE(left.digest(), right.digest());
  EXPECT_EQ(left.digest(), again.digest());
  EXPECT_TRUE(std::equal(past.begin(), past.end(), left.world().log.begin()));
  EXPECT_TRUE(std::equal(past.begin(), past.end(), right.world().log.begin()));
}

template <class E>
Digest digest_of(Time when, E event) {
  TestRun run{World{}};
  run.agenda().at(at_s(1), Bell{});
  run.agenda().at(when, event);
  run.agenda().at(at_s(9), Bell{});
  run_out(run);
  return run.digest();
}

TEST(Run, the_digest_knows_every_payload_time_and_kind) {
  const Digest one = digest_of(at_s(2), Note{1});
  EXPECT_EQ(one, digest_of(at_s(2), Note{1}));
  for (int bit = 0; bit < 64; ++bit) {
    EXPECT_NE(one, digest_of(at_s(2), Note{1 ^ (std::uint64_t{1} << bit)})) << bit;
    if (bit < 62) {
      EXPECT_NE(one, digest_of(at_s(2) + Duration{std::int64_t{1} << bit}, Note{1})) << bit;
    }
  }
  EXPECT_NE(digest_of(at_s(2), Bell{}), digest_of(at_s(2), Note{0}));  // same payload, other kind
}

TEST(Run, the_digest_knows_emitted_events_and_their_order) {
  const auto digest = [](std::initializer_list<std::uint64_t> emitted) {
    TestRun run{World{}};
    for (const std::uint64_t value : emitted) run.agenda().emit(Note{value});
    run_out(run);
    return run.digest();
  };
  EXPECT_NE(digest({1, 2}), digest({2, 1}));
  EXPECT_NE(digest({1}), digest({1, 0}));
  EXPECT_NE(digest({}), digest({0}));
}

TEST(Run, run_until_handles_what_is_due_at_the_end_and_stands_there) {
  TestRun run{World{}};
  run.agenda().at(at_s(5), Note{1});
  run.agenda().at(at_s(5), Mark<Rank::observer>{2});
  run.agenda().at(at_s(5) + Duration{1}, Note{3});
  run.run_until(at_s(5));
  EXPECT_THAT(run.world().values(), ElementsAre(1, 2));
  EXPECT_EQ(run.now(), at_s(5));
  run.agenda().emit(Note{4});
  run.agenda().at(run.now(), Note{5});
  run.run_until(at_s(5));
  EXPECT_THAT(run.world().values(), ElementsAre(1, 2, 4, 5));
  run.run_until(at_s(100));
  EXPECT_EQ(run.now(), at_s(100));
  EXPECT_EQ(run.world().log.back(), (Entry{at_s(5) + Duration{1}, 3}));
  EXPECT_THAT(complaint([&] { run.run_until(at_s(99)); }), HasSubstr("cannot go back in time"));
  EXPECT_EQ(run.now(), at_s(100));
}

TEST(Run, step_says_whether_there_was_something_to_do) {
  TestRun run{World{}};
  EXPECT_FALSE(run.step());
  run.agenda().cancel(run.agenda().at(at_s(1), Bell{}));
  EXPECT_FALSE(run.step());
  EXPECT_EQ(run.now(), Time{});
  run.agenda().at(at_s(2), Bell{});
  EXPECT_TRUE(run.step());
  EXPECT_EQ(run.now(), at_s(2));
}

TEST(Run, observers_see_each_event_after_its_reaction) {
  auto run = run_that([](World& w, TestAgenda& agenda) {
    w.log.push_back({agenda.now(), 7});
    agenda.emit(Note{8});
    agenda.after(seconds{1}, Bell{});
  });
  std::vector<EventRecord> seen;
  std::vector<std::size_t> logged;
  const auto observe = [&](const World& w, Time now, const EventRecord& r) {
    EXPECT_EQ(now, r.when);
    seen.push_back(r);
    logged.push_back(w.log.size());
  };
  EXPECT_TRUE(run.step(observe));
  run.run_until(at_s(10), observe);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_THAT(logged, ElementsAre(1, 2, 3));
  EXPECT_EQ(seen[0].kind.name, "test.do");
  EXPECT_EQ(seen[1].as<Note>()->value, 8U);
  EXPECT_EQ(seen[1].when, at_s(1));
  EXPECT_EQ(seen[2].kind.hash, Bell::kind.hash);
  EXPECT_EQ(seen[2].when, at_s(2));
  EXPECT_EQ(seen[2].number, EventNumber{3});
}

TEST(Run, an_observer_may_copy_the_run_it_watches) {
  auto run = random_walk({.seed = 5});
  std::optional<TestRun> checkpoint;
  run.run_until(at_s(40), [&](const World& w, Time, const EventRecord&) {
    if (w.log.size() == 10) checkpoint = run;
  });
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->events(), 10U);
  checkpoint->run_until(at_s(40));
  EXPECT_EQ(checkpoint->digest(), run.digest());
}

TEST(Run, refuses_to_be_copied_or_used_inside_a_reaction) {
  TestRun* self = nullptr;
  const auto inside = [&self](auto use) {
    auto run = run_that([&](World&, TestAgenda&) { use(*self); });
    self = &run;
    return complaint([&] { run.step(); });
  };
  EXPECT_THAT(inside([](TestRun& run) { copy_of(run); }), HasSubstr("inside one of its reactions"));
  EXPECT_THAT(inside([](TestRun& run) { run.fork(Branch{1}); }), HasSubstr("inside one of its reactions"));
  EXPECT_THAT(inside([](TestRun& run) { run.step(); }), HasSubstr("inside one of its reactions"));
  EXPECT_THAT(inside([](TestRun& run) { run.run_until(at_s(9)); }), HasSubstr("inside one of its reactions"));
  EXPECT_THAT(inside([](TestRun& run) { run.agenda(); }), HasSubstr("inside one of its reactions"));
  EXPECT_THAT(inside([](TestRun& run) { run = TestRun{World{}}; }), HasSubstr("assigned to inside one of its"));
}

TEST(Run, is_of_no_use_after_a_reaction_threw_until_it_is_assigned_to) {
  auto run = run_that([](World&, TestAgenda&) { throw std::runtime_error("boom"); });
  const auto before = run;
  EXPECT_THROW(run.step(), std::runtime_error);
  EXPECT_THAT(complaint([&] { run.step(); }), HasSubstr("after one of its reactions threw"));
  EXPECT_THAT(complaint([&] { copy_of(run); }), HasSubstr("after one of its reactions threw"));
  const TestRun moved = std::move(run);
  EXPECT_THAT(complaint([&] { copy_of(moved); }), HasSubstr("after one of its reactions threw"));
  run = before;
  EXPECT_THROW(run.step(), std::runtime_error);  // as good as new
}

TEST(Run, can_be_moved_and_then_says_so) {
  auto run = random_walk({.seed = 6});
  auto copy = run;
  run.run_until(at_s(20));
  TestRun moved = std::move(run);
  EXPECT_THAT(complaint([&] { run.step(); }), HasSubstr("after it was moved from"));  // NOLINT(bugprone-use-after-move)
  moved.run_until(at_s(40));
  copy.run_until(at_s(40));
  EXPECT_EQ(moved.digest(), copy.digest());
}

}  // namespace
}  // namespace paddock::sim::testing
