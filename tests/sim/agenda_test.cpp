#include "sim/agenda.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/kernel_world.hpp"

namespace paddock::sim::testing {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Agenda, orders_one_instant_by_rank_and_then_by_posting) {
  TestRun run{World{}};
  auto& agenda = run.agenda();
  agenda.at(at_s(2), Mark<Rank::observer>{8});
  agenda.at(at_s(2), Mark<Rank::tick>{6});
  agenda.at(at_s(2), Mark<Rank::controller>{4});
  agenda.at(at_s(2), Note{2});
  agenda.at(at_s(2), Mark<Rank::tick>{7});
  agenda.at(at_s(2), Mark<Rank::controller>{5});
  agenda.at(at_s(2), Note{3});
  agenda.at(at_s(1), Mark<Rank::observer>{1});
  run_out(run);
  EXPECT_THAT(run.world().values(), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
}

TEST(Agenda, takes_moments_before_the_start_of_a_run_in_order) {
  EXPECT_LT(QueueEntry::make(Time::min(), Rank::observer, 9, 9), QueueEntry::make(Time{} - seconds{1}, {}, 0, 0));
  EXPECT_LT(QueueEntry::make(Time{} - seconds{1}, Rank::observer, 9, 9), QueueEntry::make(Time{}, {}, 0, 0));
  EXPECT_EQ(QueueEntry::make(Time::min(), {}, 1, 5).when(), Time::min());
  EXPECT_EQ(QueueEntry::make(Time::max(), Rank::observer, 1, 5).slot(), 5U);
}

TEST(Agenda, emits_after_the_reaction_before_anything_pending_first_in_first_out) {
  TestRun run{World{.acts = {[](World& w, TestAgenda& agenda) {
                               agenda.at(agenda.now(), Note{6});
                               agenda.emit(Note{1});
                               agenda.emit(Do{1});
                               agenda.emit(Mark<Rank::observer>{2});  // what is emitted has no rank
                               w.log.push_back({agenda.now(), 0});
                             },
                             [](World&, TestAgenda& agenda) {
                               agenda.emit(Note{3});
                               agenda.emit(Note{4});
                             }},
                    .log = {}}};
  run.agenda().at(at_s(1), Do{0});
  run.agenda().at(at_s(1), Note{5});
  run_out(run);
  EXPECT_THAT(run.world().values(), ElementsAre(0, 1, 2, 3, 4, 5, 6));
  for (const Entry& e : run.world().log) EXPECT_EQ(e.when, at_s(1));
}

TEST(Agenda, a_million_emitted_events_need_no_stack) {
  constexpr std::uint64_t million = 1'000'000;
  auto wide = run_that([](World&, TestAgenda& agenda) {
    for (std::uint64_t i = 0; i < million; ++i) agenda.emit(Note{i});
  });
  run_out(wide);
  ASSERT_EQ(wide.world().log.size(), million);
  for (std::uint64_t i = 0; i < million; ++i) ASSERT_EQ(wide.world().log[i].value, i);
  // One after another, each emitted by the one before.
  std::uint64_t left = million;
  auto deep = run_that([&left](World&, TestAgenda& agenda) {
    if (left-- > 0) agenda.emit(Do{0});
  });
  run_out(deep);
  EXPECT_EQ(deep.events(), million + 1);
  EXPECT_EQ(deep.now(), at_s(1));
}

TEST(Agenda, a_queue_of_emitted_events_that_never_empties_stays_in_order) {
  std::uint64_t next = 3;
  auto run = run_that([&next](World& w, TestAgenda& agenda) {
    if (w.log.empty() && next == 3) {
      for (std::uint64_t i = 0; i < 3; ++i) agenda.emit(Note{i});
      for (int i = 0; i < 3; ++i) agenda.emit(Do{0});
    } else if (next < 20'000) {
      agenda.emit(Note{next++});
      agenda.emit(Do{0});
    }
  });
  run_out(run);
  ASSERT_EQ(run.world().log.size(), 20'000U);
  for (std::uint64_t i = 0; i < 20'000; ++i) ASSERT_EQ(run.world().log[i].value, i);
}

TEST(Agenda, cancels_what_is_pending_and_nothing_else) {
  TestRun run{World{}};
  auto& agenda = run.agenda();
  const EventId first = agenda.at(at_s(1), Note{1});
  const EventId second = agenda.at(at_s(2), Note{2});
  agenda.at(at_s(3), Note{3});
  agenda.cancel(second);
  agenda.cancel(second);                      // cancelled before
  agenda.cancel(EventId{});                   // never given
  agenda.cancel(EventId{~std::uint64_t{0}});  // never given
  run.step();
  agenda.cancel(first);                                // has fired
  const EventId fourth = agenda.at(at_s(2), Note{4});  // in the place of the first
  agenda.cancel(first);
  agenda.cancel(second);
  run_out(run);
  EXPECT_THAT(run.world().values(), ElementsAre(1, 4, 3));
  EXPECT_NE(fourth, first);
  EXPECT_EQ(run.events(), 3U);
}

TEST(Agenda, forgets_an_event_that_may_be_there_when_it_is_cancelled) {
  TestRun run{World{}};
  auto& agenda = run.agenda();
  std::optional<EventId> event;
  event = agenda.at(at_s(1), Note{1});
  agenda.cancel(event);
  EXPECT_EQ(event, std::nullopt);
  agenda.cancel(event);  // there is none
  run_out(run);
  EXPECT_EQ(run.events(), 0U);
}

TEST(Agenda, cancelling_the_event_being_handled_is_harmless) {
  EventId self{};
  TestRun run{World{.acts = {[&self](World&, TestAgenda& agenda) {
                      agenda.at(at_s(2), Note{1});  // takes the place of the event being handled
                      agenda.cancel(self);
                    }},
                    .log = {}}};
  self = run.agenda().at(at_s(1), Do{0});
  run_out(run);
  EXPECT_THAT(run.world().values(), ElementsAre(1));
}

TEST(Agenda, never_gives_an_id_twice) {
  TestRun run{World{}};
  std::vector<EventId> ids;
  for (int round = 0; round < 1000; ++round) {
    ids.push_back(run.agenda().after(seconds{1}, Bell{}));
    ids.push_back(run.agenda().after(seconds{1}, Bell{}));
    if (round % 2 == 0) run.agenda().cancel(ids.back());
    run.step();
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(Agenda, cancelled_events_give_their_room_back) {
  TestRun run{World{}, {}, Limits{.pending = 1000}};
  for (int i = 0; i < 100'000; ++i) run.agenda().cancel(run.agenda().at(at_s(100), Bell{}));
  EXPECT_LE(run.agenda().pending(), 1000U);
  run_out(run);
  EXPECT_EQ(run.events(), 0U);
  EXPECT_EQ(run.agenda().pending(), 0U);
}

std::vector<std::uint64_t> causes(TestRun run) {
  std::vector<std::uint64_t> all;
  while (run.step([&](const World&, Time, const EventRecord& r) {
    all.push_back(r.because ? static_cast<std::uint64_t>(r.because->event) : 0);
  })) {
  }
  return all;
}

TEST(Agenda, the_cause_is_the_event_being_handled_unless_another_is_given) {
  std::optional<Because> waits;
  TestRun run{World{.acts = {[&](World&, TestAgenda& agenda) {  // event 1
                               waits = agenda.current();
                               agenda.emit(Bell{});              // 3
                               agenda.after(seconds{1}, Do{1});  // 4
                             },
                             [&](World&, TestAgenda& agenda) {
                               agenda.emit(Bell{}, waits);                                 // 5
                               agenda.after(seconds{9}, Bell{});                           // 6
                               agenda.after(seconds{9}, Bell{}, Because{EventNumber{2}});  // 7
                             }},
                    .log = {}}};
  EXPECT_FALSE(run.agenda().current());
  run.agenda().at(at_s(1), Do{0});    // 1, from outside
  run.agenda().at(at_s(50), Bell{});  // 2, from outside
  EXPECT_THAT(causes(run), ElementsAre(0, 1, 1, 1, 4, 2, 0));
  EXPECT_EQ(waits->event, EventNumber{1});
  run.step();
  EXPECT_FALSE(run.agenda().current());  // between events nothing is being handled
}

TEST(Agenda, refuses_the_past) {
  auto run = run_that([](World&, TestAgenda& agenda) { agenda.at(agenda.now() - Duration{1}, Bell{}); });
  EXPECT_THAT(complaint([&] { run_out(run); }), HasSubstr("posted into the past"));
  auto after = run_that([](World&, TestAgenda& agenda) { agenda.after(Duration{-1}, Bell{}); });
  EXPECT_THAT(complaint([&] { run_out(after); }), HasSubstr("posted into the past"));
}

TEST(Agenda, a_delay_beyond_the_end_of_time_waits_there) {
  auto run = run_that([](World&, TestAgenda& agenda) {
    agenda.after(Duration::max(), Note{2});
    agenda.after(seconds{1}, Note{1});
  });
  run.run_until(at_s(1'000'000));
  EXPECT_THAT(run.world().values(), ElementsAre(1));
  run.run_until(Time::max());
  EXPECT_EQ(run.world().log.back(), (Entry{Time::max(), 2}));
}

TEST(Agenda, keeps_its_limits) {
  TestRun events{World{}, {}, Limits{.events = 3}};
  events.agenda().emit(Bell{});
  events.agenda().at(at_s(1), Bell{});
  events.agenda().at(at_s(1), Bell{});
  EXPECT_THAT(complaint([&] { events.agenda().emit(Bell{}); }), HasSubstr("more events than its limit"));
  EXPECT_THAT(complaint([&] { events.agenda().at(at_s(1), Bell{}); }), HasSubstr("more events than its limit"));

  TestRun pending{World{}, {}, Limits{.pending = 2}};
  for (int i = 0; i < 10; ++i) {
    pending.agenda().after(seconds{1}, Bell{});
    pending.step();
  }
  pending.agenda().after(seconds{1}, Bell{});
  pending.agenda().after(seconds{1}, Bell{});
  EXPECT_THAT(complaint([&] { pending.agenda().after(seconds{1}, Bell{}); }),
              HasSubstr("more events pending than its limit"));

  EXPECT_THAT(complaint([] { TestAgenda({}, Limits{.events = QueueEntry::number_end}); }),
              HasSubstr("limits of a run"));
  EXPECT_THAT(complaint([] { TestAgenda({}, Limits{.pending = QueueEntry::slot_end + 1}); }),
              HasSubstr("limits of a run"));
}

TEST(Agenda, the_last_number_and_the_last_slot_keep_the_order) {
  const auto last = QueueEntry::make(Time{}, Rank::observer, QueueEntry::number_end - 1, QueueEntry::slot_end - 1);
  EXPECT_EQ(last.slot(), QueueEntry::slot_end - 1);
  EXPECT_LT(QueueEntry::make(Time{}, Rank::tick, QueueEntry::number_end - 1, QueueEntry::slot_end - 1),
            QueueEntry::make(Time{}, Rank::observer, 1, 0));
  EXPECT_LT(QueueEntry::make(Time{}, Rank::tick, 1, QueueEntry::slot_end - 1),
            QueueEntry::make(Time{}, Rank::tick, 2, 0));
}

}  // namespace
}  // namespace paddock::sim::testing
