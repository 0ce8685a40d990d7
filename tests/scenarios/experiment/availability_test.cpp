// Outages and bad minutes from stretches, by hand.
#include "scenarios/experiment/availability.hpp"

#include <gtest/gtest.h>

namespace paddock::scenarios {
namespace {

using models::Line;
using models::Operation;
using models::Workload;

Time at(double seconds) { return Time{sim::from_seconds(seconds)}; }

Stretch stretch(double from, double to, double reach, double pods = 1, double database = 1, double slope = 0) {
  return {{at(from), at(to)}, Line{reach, slope}, pods, database};
}

const Operation poll{.name = "poll", .clients = {}, .rate_per_client_per_s = 1};
const Operation write_op{.name = "write", .clients = {}, .rate_per_client_per_s = 1, .needs_database = true};

double outage_s(const std::vector<Stretch>& all, const Operation& operation = poll) {
  return sim::to_seconds(longest_outage(all, operation).length());
}

TEST(Outage, CountsHalfAndMore) {
  EXPECT_EQ(outage_s({stretch(0, 10, 1, 0.5)}), 10) << "one of two pods dead: exactly one half";
  EXPECT_EQ(outage_s({stretch(0, 10, 1, 0.51)}), 0);
  EXPECT_EQ(outage_s({stretch(0, 10, 2.0 / 3, 0.5), stretch(10, 50, 2.0 / 3)}), 10);
}

TEST(Outage, JoinsNeighboursAndTakesTheLongest) {
  EXPECT_EQ(outage_s({stretch(0, 10, 0), stretch(10, 25, 0.4), stretch(25, 30, 1), stretch(30, 44, 0)}), 25);
}

TEST(Outage, CrossesWhereTheLineDoes) {
  // Reach climbs from 0 by 0.01 a second: one half is reached after 50 s.
  EXPECT_NEAR(outage_s({stretch(0, 100, 0, 1, 1, 0.01)}), 50, 1e-6);
  EXPECT_NEAR(outage_s({stretch(0, 100, 1, 1, 1, -0.01)}), 50, 1e-6);
}

TEST(Outage, OnlyWhatAnOperationNeedsCounts) {
  EXPECT_EQ(outage_s({stretch(0, 80, 1, 1, 0)}, poll), 0);
  EXPECT_EQ(outage_s({stretch(0, 80, 1, 1, 0)}, write_op), 80);
}

Workload workload(std::vector<Operation> operations) {
  Workload w;
  w.operations = std::move(operations);
  return w;
}

TEST(BadMinutes, JudgesClockMinutesByTheShareThatFailed) {
  // 6 s of 60 s fail wholly: 10 % of the minute's requests.
  const std::vector<Stretch> all{stretch(0, 30, 1), stretch(30, 36, 0), stretch(36, 180, 1)};
  EXPECT_EQ(bad_minutes(all, workload({poll}), {1}, 0.05), 1);
  EXPECT_EQ(bad_minutes(all, workload({poll}), {1}, 0.10), 0) << "more than, not at least";
  // The same 6 s across a minute mark: 3 s in each of two minutes, 5 % each.
  EXPECT_EQ(bad_minutes({stretch(0, 57, 1), stretch(57, 63, 0), stretch(63, 180, 1)}, workload({poll}), {1}, 0.04), 2);
}

TEST(BadMinutes, LongStretchesAreCountedMinuteByMinute) {
  EXPECT_EQ(bad_minutes({stretch(0, 90, 1), stretch(90, 3690, 0), stretch(3690, 7200, 1)}, workload({poll}), {1}, 0.05),
            61);
  EXPECT_EQ(bad_minutes({stretch(0, 86400, 0.9)}, workload({poll}), {1}, 0.05), 1440);
}

TEST(BadMinutes, WeighsOperationsByTheirRequests) {
  // Writes fail, and are 1 of 21 requests: 4.8 %.
  const std::vector<Stretch> all{stretch(0, 600, 1, 1, 0)};
  EXPECT_EQ(bad_minutes(all, workload({poll, write_op}), {20, 1}, 0.05), 0);
  EXPECT_EQ(bad_minutes(all, workload({poll, write_op}), {18, 1}, 0.05), 10);
}

TEST(BadMinutes, SilentMinutesAreJudgedByAFreshRequestOfEachOperation) {
  EXPECT_EQ(bad_minutes({stretch(0, 600, 1, 1, 0)}, workload({poll, write_op}), {0, 0}, 0.05), 10);
  EXPECT_EQ(bad_minutes({stretch(0, 600, 1, 1, 1)}, workload({poll, write_op}), {0, 0}, 0.05), 0);
}

TEST(BadMinutes, SlopesAreIntegrated) {
  // Reach climbs from 0.9 to 1 within the minute: on average 5 % fail.
  const std::vector<Stretch> all{stretch(0, 60, 0.9, 1, 1, 0.1 / 60)};
  EXPECT_EQ(bad_minutes(all, workload({poll}), {1}, 0.049), 1);
  EXPECT_EQ(bad_minutes(all, workload({poll}), {1}, 0.051), 0);
}

}  // namespace
}  // namespace paddock::scenarios
