// The queue and the agenda on it, against a sorted list: same pops, byte for byte.
#include "sim/event_queue.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "tests/sim/kernel_world.hpp"

namespace paddock::sim::testing {
namespace {

static_assert(std::is_trivially_copyable_v<QueueEntry> && sizeof(QueueEntry) == 16);

/// How far ahead events are posted. Real hosting has hops of microseconds, timeouts of half a minute and daily jobs.
enum class Shape { equal, few, uniform, clustered, bimodal, skewed, count };

Duration delay(Shape shape, std::uint32_t word) {
  using namespace std::chrono;
  switch (shape) {
    case Shape::equal:
      return seconds{1};
    case Shape::few:
      return seconds{word % 3};
    case Shape::uniform:
      return nanoseconds{word};
    case Shape::clustered:
      return seconds{word % 7 * 60} + nanoseconds{word / 7 % 5};
    case Shape::bimodal:
      return word % 10 < 7 ? Duration{microseconds{1 + word % 13}} : word % 10 < 9 ? seconds{30} : hours{24};
    default:
      return nanoseconds{std::int64_t{1} << word % 50};
  }
}

struct Step {
  enum Kind { post, step, cancel, cancel_every, copy, count };
  Kind kind;
  std::uint32_t word;
};

rc::Gen<std::vector<Step>> steps() {
  return rc::gen::map(rc::gen::arbitrary<std::vector<std::uint32_t>>(), [](const std::vector<std::uint32_t>& words) {
    std::vector<Step> all;
    for (const std::uint32_t w : words) {
      // Posting and stepping often, the rest now and then.
      static constexpr Step::Kind kinds[] = {Step::post, Step::post,   Step::post,   Step::step,         Step::step,
                                             Step::step, Step::cancel, Step::cancel, Step::cancel_every, Step::copy};
      all.push_back({kinds[w % std::size(kinds)], w / 16});
    }
    return all;
  });
}

/// The agenda and the plain list, side by side.
struct Pair {
  using Key = std::tuple<Time, std::uint32_t, std::uint64_t>;  // time, rank, order of posting
  TestRun run{World{}};
  std::map<Key, EventId> pending;
  std::vector<EventId> given;
  std::uint64_t posted = 0;

  void post(Shape shape, std::uint32_t word) {
    const Time when = run.now() + delay(shape, word);
    const std::uint32_t rank = word / 8 % 4;
    const std::uint64_t value = ++posted;
    auto& agenda = run.agenda();
    const EventId id = rank == 0   ? agenda.at(when, Mark<Rank::state_change>{value})
                       : rank == 1 ? agenda.at(when, Mark<Rank::controller>{value})
                       : rank == 2 ? agenda.at(when, Mark<Rank::tick>{value})
                                   : agenda.at(when, Mark<Rank::observer>{value});
    pending.emplace(Key{when, rank, value}, id);
    given.push_back(id);
  }
  void cancel(EventId id) {
    run.agenda().cancel(id);
    std::erase_if(pending, [id](const auto& p) { return p.second == id; });
  }
  void step() {
    RC_ASSERT(run.step() == !pending.empty());
    if (pending.empty()) return;
    const auto [when, rank, value] = pending.begin()->first;
    RC_ASSERT(run.world().log.back() == (Entry{when, value}));
    pending.erase(pending.begin());
  }
  void take(Shape shape, Step s) {
    switch (s.kind) {
      case Step::post:
        for (std::uint32_t i = 0; i <= s.word % 40; ++i) post(shape, s.word * 2654435761U + i * 40503U);
        break;
      case Step::step:
        for (std::uint32_t i = 0; i <= s.word % 25; ++i) step();
        break;
      case Step::cancel:
        if (!given.empty()) cancel(given[s.word % given.size()]);
        break;
      case Step::cancel_every:
        for (std::size_t i = s.word % 3; i < given.size(); i += 1 + s.word % 2) cancel(given[i]);
        break;
      default:
        run = TestRun(run);
    }
  }
};

TEST(EventQueue, the_agenda_pops_like_a_sorted_list_under_every_shape_of_time) {
  for (int shape = 0; shape < static_cast<int>(Shape::count); ++shape)
    EXPECT_TRUE(rc::check([shape] {
      Pair pair;
      for (const Step s : *steps()) pair.take(static_cast<Shape>(shape), s);
      while (!pair.pending.empty()) pair.step();
      pair.step();
      RC_ASSERT(pair.run.agenda().pending() == 0U);
    })) << "shape "
        << shape;
}

TEST(EventQueue, the_heap_pops_like_a_set_and_drops_what_it_is_told_to) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& words) {
    HeapQueue queue;
    std::set<std::pair<std::uint64_t, std::uint64_t>> model;
    std::uint64_t number = 0;
    const auto pop = [&] {
      RC_ASSERT(queue.top() != nullptr);
      const QueueEntry entry = queue.pop();
      RC_ASSERT(std::pair(entry.time, entry.order) == *model.begin());
      model.erase(model.begin());
    };
    for (const std::uint16_t w : words) {
      if (w % 5 < 3) {
        const QueueEntry entry{w % 64U, ++number};
        queue.push(entry);
        model.emplace(entry.time, entry.order);
      } else if (w % 5 == 3) {
        if (!model.empty()) pop();
      } else {
        queue.remove_if([&](const QueueEntry& e) { return e.order % 8 == w % 8U; });
        std::erase_if(model, [&](const auto& e) { return e.second % 8 == w % 8U; });
      }
      RC_ASSERT(queue.size() == model.size());
    }
    while (!model.empty()) pop();
    RC_ASSERT(queue.top() == nullptr);
  }));
}

TEST(EventQueue, many_sizes_up_and_down) {  // every shape of the last line of siblings
  for (std::uint64_t size = 0; size < 200; ++size) {
    HeapQueue queue;
    for (std::uint64_t i = 0; i < size; ++i) queue.push({i * 7919 % 211, i});
    std::vector<QueueEntry> popped;
    while (queue.top() != nullptr) popped.push_back(queue.pop());
    ASSERT_EQ(popped.size(), size);
    ASSERT_TRUE(std::is_sorted(popped.begin(), popped.end()));
  }
}

}  // namespace
}  // namespace paddock::sim::testing
