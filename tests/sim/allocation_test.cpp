#include <gtest/gtest.h>

#include "sim/distributions.hpp"
#include "sim/run.hpp"
#include "sim/table.hpp"
#include "tests/sim/counting_new.hpp"

namespace paddock::sim {
namespace {

/// Everything that happens in steady state: events at random delays, timeouts that are nearly always cancelled,
/// emitted events, rows that come and go.
struct Busy {
  Table<EventId> calls;
  std::uint64_t timeouts = 0;
};
using BusyAgenda = Agenda<Busy>;
using BusyRun = Run<Busy>;

struct TimedOut {
  static constexpr Kind kind{"busy.timed_out"};
  Id<EventId> call;
};
struct Answered {
  static constexpr Kind kind{"busy.answered"};
  Id<EventId> call;
};
struct Called {
  static constexpr Kind kind{"busy.called"};
  std::uint64_t n = 0;
};

void react(Busy& busy, BusyAgenda&, const TimedOut& e) {
  busy.calls.erase(e.call);
  ++busy.timeouts;
}
void react(Busy& busy, BusyAgenda& agenda, const Answered& e) {
  if (!busy.calls.contains(e.call)) return;
  agenda.cancel(busy.calls[e.call]);
  busy.calls.erase(e.call);
}
void react(Busy& busy, BusyAgenda& agenda, const Called& e) {
  const auto call = busy.calls.insert({});
  busy.calls[call] = agenda.after(std::chrono::seconds{30}, TimedOut{call});
  Draw luck_of_answer = agenda.draw(luck("answer", 1), e.n);
  static const Distribution until_answer_s = Distribution::lognormal_median_p95(1, 20);
  const double answer_s = until_answer_s.sample(luck_of_answer);
  if (answer_s < 0.5)
    agenda.emit(Answered{call});
  else
    agenda.after(from_seconds(answer_s), Answered{call});
  agenda.after(from_seconds(Distribution::exponential_mean(0.01).sample(agenda.draw(luck("call", 1), e.n))),
               Called{e.n + 1});
}

TEST(Allocation, none_per_event_in_steady_state) {
  BusyRun run(Busy{}, {.seed = 1});
  run.agenda().at(Time{}, Called{});
  run.run_until(Time{std::chrono::seconds{2000}});
  const std::uint64_t events = run.events(), before = testing::allocations();
  run.run_until(Time{std::chrono::seconds{4000}});
  const std::uint64_t during = testing::allocations() - before;
  EXPECT_GT(run.events() - events, 300'000U);
  EXPECT_GT(run.world().timeouts, 1000U);
  EXPECT_EQ(during, 0U);
}

TEST(Allocation, is_counted) {
  const std::uint64_t before = testing::allocations();
  BusyRun run(Busy{}, {.seed = 1});
  run.agenda().at(Time{}, Called{});
  run.step();
  EXPECT_GT(testing::allocations(), before);
}

}  // namespace
}  // namespace paddock::sim
