#include "bench/compare/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paddock::bench {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::ThrowsMessage;

constexpr const char* run = R"({"context": {"host_name": "nobody's business"}, "benchmarks": [
  {"name": "mm1/paddock", "run_name": "mm1/paddock", "run_type": "iteration", "cpu_time": 33, "time_unit": "ms"},
  {"name": "mm1/paddock", "run_name": "mm1/paddock", "run_type": "iteration", "cpu_time": 30, "time_unit": "ms"},
  {"name": "mm1/paddock_mean", "run_name": "mm1/paddock", "run_type": "aggregate", "aggregate_name": "mean",
   "cpu_time": 1, "time_unit": "ms"},
  {"name": "mm1/reference", "run_name": "mm1/reference", "run_type": "iteration", "cpu_time": 60, "time_unit": "ms"},
  {"name": "hold/paddock/100", "cpu_time": 20.0, "time_unit": "ns"},
  {"name": "hold/reference/100", "cpu_time": 40.0, "time_unit": "ns"},
  {"name": "sample/unit", "cpu_time": 0.006, "time_unit": "us"}]})";

TEST(Compare, takes_the_least_time_of_each_benchmark) {
  EXPECT_THAT(read_run(run),
              ElementsAre(Pair("hold/paddock/100", 20), Pair("hold/reference/100", 40), Pair("mm1/paddock", 30e6),
                          Pair("mm1/reference", 60e6), Pair("sample/unit", DoubleEq(6))));
}

TEST(Compare, divides_by_the_twin_or_by_the_yardstick) {
  EXPECT_THAT(ratios_of(read_run(run)),
              ElementsAre(Pair("hold/paddock/100", DoubleEq(0.5)), Pair("mm1/paddock", DoubleEq(0.5)),
                          Pair("sample/unit", DoubleEq(1e-7))));
}

Baseline stored() {
  return {.band = 0.1,
          .benchmarks = {{"a", {.ratio = 1, .at_most = {}, .band = {}}},
                         {"b", {.ratio = 1, .at_most = 1.05, .band = {}}},
                         {"c", {.ratio = 1, .at_most = {}, .band = 0.5}}}};
}
std::vector<Verdict> verdicts(const std::map<std::string, double>& ratios) {
  std::vector<Verdict> all;
  for (const Row& row : judge(stored(), ratios)) all.push_back(row.verdict);
  return all;
}

TEST(Compare, forgives_noise_and_nothing_else) {
  using enum Verdict;
  EXPECT_THAT(verdicts({{"a", 1.09}, {"b", 1.04}, {"c", 1.4}}), ElementsAre(same, same, same));
  EXPECT_THAT(verdicts({{"a", 1.11}, {"b", 1.06}, {"c", 1.6}}), ElementsAre(slower, too_slow, slower));
  EXPECT_THAT(verdicts({{"a", 0.95}, {"b", 0.9}, {"c", 0.7}}), ElementsAre(same, faster, same));
  EXPECT_THAT(verdicts({{"b", 1}, {"bb", 1}, {"c", 1}}), ElementsAre(missing, same, is_new, same));
  EXPECT_TRUE(is_regression(slower) && is_regression(too_slow) && is_regression(missing));
  EXPECT_FALSE(is_regression(same) || is_regression(faster) || is_regression(is_new));
}

TEST(Compare, prints_a_table) {
  EXPECT_EQ(table(judge(stored(), {{"a", 1.5}, {"b", 1.02}, {"new one", 0.25}})),
            "time divided by the reference kernel's in the same run\n"
            "benchmark  stored     now        change    at most   verdict\n"
            "a          1          1.5        +50.0 %   -         SLOWER (band 10 %)\n"
            "b          1          1.02       +2.0 %    1.05      ok\n"
            "c          1          -          -         -         MISSING in this run\n"
            "new one    -          0.25       -         -         new: not stored\n");
}

TEST(Compare, stores_ratios_and_keeps_what_was_asked_of_them) {
  const Baseline again = read_baseline(write(store(stored(), {{"b", 0.123456}, {"d", 2}})));
  EXPECT_EQ(again.band, 0.1);
  EXPECT_EQ(again.benchmarks.size(), 4U);
  EXPECT_EQ(again.benchmarks.at("b").ratio, 0.1235);
  EXPECT_EQ(again.benchmarks.at("b").at_most, 1.05);
  EXPECT_EQ(again.benchmarks.at("c").band, 0.5);
  EXPECT_EQ(again.benchmarks.at("d").ratio, 2);
  EXPECT_EQ(write(again).find("nobody"), std::string::npos);
}

TEST(Compare, says_what_is_wrong_with_a_file) {
  const auto says = [](const char* words) { return ThrowsMessage<BadInput>(HasSubstr(words)); };
  const auto reading = [](const char* json) { return [json] { ratios_of(read_run(json)); }; };
  EXPECT_THAT(reading(""), says("parse error"));
  EXPECT_THAT(reading("[]"), says("no \"benchmarks\""));
  EXPECT_THAT(reading(R"({"benchmarks": []})"), says("no \"benchmarks\""));
  EXPECT_THAT(reading(R"({"benchmarks": [{"cpu_time": 1}]})"), says("without a name"));
  EXPECT_THAT(reading(R"({"benchmarks": [{"name": "x"}]})"), says("x: \"cpu_time\" should be"));
  EXPECT_THAT(reading(R"({"benchmarks": [{"name": "x", "cpu_time": 1, "time_unit": "h"}]})"), says("unit of time: h"));
  EXPECT_THAT(reading(R"({"benchmarks": [{"name": "x", "cpu_time": 1}]})"), says("run mm1/reference too"));
  EXPECT_THAT(reading(R"({"benchmarks": [{"name": "mm1/reference", "cpu_time": 1}]})"), says("nothing but"));
  EXPECT_THAT(reading(R"({"benchmarks": [{"name": "x", "error_occurred": true, "error_message": "wrong mean"}]})"),
              says("x: wrong mean"));
  EXPECT_THAT([] { read_baseline("{}"); }, says("paddock.bench/1"));
  EXPECT_THAT([] { read_baseline(R"({"schema": "paddock.bench/1", "benchmarks": {}})"); }, says("\"band\""));
  EXPECT_THAT([] { read_baseline(R"({"schema": "paddock.bench/1", "band": 0.1, "benchmarks": {"x": {"ratio": 0}}})"); },
              says("x: \"ratio\" should be"));
}

}  // namespace
}  // namespace paddock::bench
