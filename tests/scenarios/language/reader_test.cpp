#include "scenarios/language/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/language/fixture.hpp"

namespace paddock::scenarios {
namespace {

using fixture::Fleet;
using fixture::Group;
using fixture::read_text;
using std::chrono::seconds;
using testing::HasSubstr;

std::string group_problems(std::string_view text) { return read_text<Group>(text).text(); }

TEST(Reader, FillsEveryKindOfField) {
  const auto out = read_text<Group>(R"(
supply: karpenter
type: "m6i.large"
size: {now: 30, max: 65535}
zones: [a, b]
cpu: 0.5
memory: 512Mi
price: $0.0832
spot: true
jitter: 25%
refill: 10/m
weight: 1e3
probe: {period: 250ms}
budget: none
launch: {uniform: [20m, 90m]}
clients: {lognormal: {median: 40, p95: 600}}
probes:
  - {period: 1s, failures: 5}
  - {}
)");
  ASSERT_TRUE(out.good) << out.text();
  const Group& g = out.value;
  EXPECT_EQ(g.supply, fixture::Supply::karpenter);
  EXPECT_EQ(g.type, "m6i.large");
  EXPECT_EQ(g.size.now, 30);
  EXPECT_EQ(g.size.max, 65535);
  EXPECT_FALSE(g.zones.all);
  EXPECT_THAT(g.zones.list, testing::ElementsAre("a", "b"));
  EXPECT_EQ(g.cpu.value, 500);
  EXPECT_EQ(g.memory.value, 512 << 20);
  EXPECT_EQ(g.price.value, 83'200);
  EXPECT_TRUE(g.spot);
  EXPECT_EQ(g.jitter, 0.25);
  EXPECT_EQ(g.refill, 10.0 / 60);
  EXPECT_EQ(g.weight, 1000);
  ASSERT_TRUE(g.probe);
  EXPECT_EQ(g.probe->period, std::chrono::milliseconds{250});
  EXPECT_EQ(g.probe->failures, 3);
  EXPECT_FALSE(g.budget);
  EXPECT_EQ(g.launch.seconds, sim::Distribution::uniform(1200, 5400));
  EXPECT_EQ(g.clients, sim::Distribution::lognormal_median_p95(40, 600));
  ASSERT_EQ(g.probes.size(), 2U);
  EXPECT_EQ(g.probes[0].failures, 5);
  EXPECT_EQ(g.probes[1].period, seconds{10});
}

TEST(Reader, WhatTheFileDoesNotSayKeepsItsDefault) {
  const auto out = read_text<Group>("size: {now: 1}");
  ASSERT_TRUE(out.good) << out.text();
  EXPECT_EQ(out.value.jitter, 0.1);
  EXPECT_EQ(out.value.budget, "one");
  EXPECT_FALSE(out.value.probe);
  EXPECT_TRUE(out.value.zones.all);
}

TEST(Reader, JsonReadsAlike) {
  const auto out =
      read_text<Group>(R"({"size": {"now": 1}, "spot": true, "budget": "none", "cpu": "250m", "cpu2": 1})", "f.json");
  EXPECT_EQ(out.text(),
            "f.json:1:69: unknown key 'cpu2'; allowed: supply, type, size, zones, cpu, memory, price, spot, jitter, "
            "refill, weight, probe, budget, launch, clients, probes (did you mean 'cpu'?)\n");
}

TEST(Reader, FindsEverythingAtOnceInTheOrderOfTheFile) {
  const auto out = read_text<Fleet>(R"(groups:
  a:
    supply: karpentr
    size: {now: 1.5, max: 70000}
    cpu: -1
    sizes: 3
  b:
    memory: 400
    launch: 90
    refill: 5
)");
  EXPECT_FALSE(out.good);
  EXPECT_EQ(
      out.text(),
      "f.yaml:1:1: 'paddock' is missing (paddock: version of the language)\n"
      "f.yaml:3:13: groups.a.supply: found 'karpentr'; allowed: self_managed, managed, karpenter (did you mean "
      "'karpenter'?)\n"
      "f.yaml:4:17: groups.a.size.now: found '1.5'; allowed: a whole number\n"
      "f.yaml:4:27: groups.a.size.max: found '70000': out of range: an integer from 0 to 65535\n"
      "f.yaml:5:10: groups.a.cpu: found '-1', an amount is not negative; allowed: an amount of CPU, such as 250m, 0.5, "
      "2\n"
      "f.yaml:6:5: groups.a: unknown key 'sizes'; allowed: supply, type, size, zones, cpu, memory, price, spot, "
      "jitter, "
      "refill, weight, probe, budget, launch, clients, probes (did you mean 'size'?)\n"
      "f.yaml:8:5: groups.b: 'size' is missing (size: how many nodes)\n"
      "f.yaml:8:13: groups.b.memory: found '400', no unit; allowed: an amount of memory with its unit, such as 512Mi, "
      "4Gi, 1G (did you mean 400Mi?)\n"
      "f.yaml:9:13: groups.b.launch: found '90', no unit; allowed: a length of time with its unit, such as 90s, 2m30s, "
      "1h, 3d, 250ms (did you mean 90s?)\n"
      "f.yaml:10:13: groups.b.refill: found '5', no unit; allowed: a rate with its unit, such as 5/s, 10/m, 1/h, 2/d "
      "(did you mean 5/s?)\n");
}

TEST(Reader, Bounds) {
  EXPECT_EQ(group_problems("size: {now: 1001}"), "f.yaml:1:13: size.now: found '1001'; allowed: from 0 to 1000\n");
  EXPECT_THAT(group_problems("{size: {now: 1}, probe: {period: 0s}}"),
              HasSubstr("probe.period: found '0s'; allowed: more than 0s"));
  EXPECT_THAT(group_problems("{size: {now: 1}, probe: {period: -1s}}"), HasSubstr("allowed: more than 0s"));
  EXPECT_THAT(group_problems("{size: {now: 1}, memory: 1Ki}"), HasSubstr("allowed: at least 1Mi"));
  EXPECT_THAT(group_problems("{size: {now: 1}, jitter: 101%}"), HasSubstr("allowed: from 0% to 100%"));
  EXPECT_THAT(group_problems("{size: {now: 1}, refill: 0/s}"), HasSubstr("allowed: more than 0/s"));
  EXPECT_THAT(group_problems("{size: {now: 1}, launch: -1s}"), HasSubstr("allowed: at least 0s"));
  EXPECT_THAT(group_problems("{size: {now: 1}, weight: 1e400}"), HasSubstr("found '1e400', out of range"));
  EXPECT_THAT(group_problems("{size: {now: 1}, weight: NaN}"), HasSubstr("found 'NaN'; allowed: a number"));
  EXPECT_THAT(group_problems("{size: {now: 99999999999999999999}}"), HasSubstr("out of range"));
}

TEST(Reader, WrongShapes) {
  EXPECT_THAT(group_problems("[1]"), HasSubstr("f.yaml:1:1: found a list; allowed: a mapping with supply, type, size"));
  EXPECT_THAT(group_problems("{size: 3}"), HasSubstr("size: found '3'; allowed: a mapping with now, max"));
  EXPECT_THAT(group_problems("{size: {now: [1]}}"), HasSubstr("size.now: found a list; allowed: a whole number"));
  EXPECT_THAT(group_problems("{size: {now: 1}, zones: {a: 1}}"),
              HasSubstr("zones: found a mapping; allowed: all: every zone; or names of zones"));
  EXPECT_THAT(group_problems("{size: {now: 1}, zones: some}"),
              HasSubstr("zones: found 'some': neither `all` nor a list of zones"));
  EXPECT_THAT(group_problems("{size: {now: 1}, probes: x}"), HasSubstr("probes: found 'x'; allowed: a list"));
  EXPECT_THAT(group_problems("{size: {now: 1}, launch: [1]}"),
              HasSubstr("launch: found a list; allowed: a length of time"));
  EXPECT_THAT(group_problems("{size: {now: 1}, type: [a]}"),
              HasSubstr("type: found a list; allowed: text: instance type"));
  EXPECT_THAT(group_problems("size: {now: 1}\nprobe:\n"), HasSubstr("f.yaml:2:1: probe: nothing is written here"));
  EXPECT_THAT(read_text<Fleet>("{paddock: 1, groups: [a]}").text(),
              HasSubstr("groups: found a list; allowed: a mapping of names"));
}

TEST(Reader, QuotesMakeTextOfNumbersAndWords) {
  EXPECT_THAT(group_problems("{size: {now: \"1\"}}"),
              HasSubstr("found '1' in quotes; allowed: a whole number (write it without quotes)"));
  EXPECT_THAT(group_problems("{size: {now: 1}, spot: \"true\"}"), HasSubstr("found 'true' in quotes"));
  const auto out = read_text<Group>("{size: {now: 1}, budget: \"none\", cpu: \"2\", launch: \"90s\"}");
  ASSERT_TRUE(out.good) << out.text();
  EXPECT_EQ(out.value.budget, "none");
}

TEST(Reader, Distributions) {
  const auto launch = [](const std::string& text) {
    const auto out = read_text<Group>("{size: {now: 1}, launch: " + text + "}");
    return out.good ? std::optional(out.value.launch.seconds) : std::nullopt;
  };
  using sim::Distribution;
  EXPECT_EQ(launch("90s"), Distribution::constant(90));
  EXPECT_EQ(launch("{lognormal: {median: 80s, p95: 118s}}"), Distribution::lognormal_median_p95(80, 118));
  EXPECT_EQ(launch("{lognormal: {mean: 1m, scv: 1.5}}"), Distribution::lognormal_mean_scv(60, 1.5));
  EXPECT_EQ(launch("{exponential: {mean: 30d}}"), Distribution::exponential_mean(30 * 86400.0));
  EXPECT_EQ(launch("{normal: {mean: 10s, sd: 2s}}"), Distribution::normal(10, 2));
  EXPECT_EQ(launch("{weibull: {shape: 0.7, scale: 30d}}"), Distribution::weibull(0.7, 30 * 86400.0));
  const auto out = read_text<Group>("{size: {now: 1}, clients: {bernoulli: 5%}}");
  EXPECT_EQ(out.value.clients, Distribution::bernoulli(0.05));

  const auto wrong = [](const std::string& text) { return group_problems("{size: {now: 1}, launch: " + text + "}"); };
  EXPECT_THAT(wrong("{lognormal: {median: 80s, p95: 8s}}"), HasSubstr("launch: p95 is below the median"));
  EXPECT_THAT(wrong("{lognormal: {median: 80s}}"), HasSubstr("by `median` and `p95`, or by `mean` and `scv`"));
  EXPECT_THAT(wrong("{lognormal: {median: 0s, p95: 8s}}"), HasSubstr("the median of a lognormal is above 0"));
  EXPECT_THAT(wrong("{uniform: [90m, 20m]}"), HasSubstr("the low end is above the high end"));
  EXPECT_THAT(wrong("{uniform: [1m]}"), HasSubstr("two ends"));
  EXPECT_THAT(wrong("{uniform: [1, 2]}"), HasSubstr("launch.uniform[0]: found '1', no unit"));
  EXPECT_THAT(wrong("{exponential: {mean: -1s}}"), HasSubstr("allowed: at least 0s"));
  EXPECT_THAT(wrong("{exponental: {mean: 1s}}"), HasSubstr("did you mean 'exponential'?"));
  EXPECT_THAT(wrong("{bernoulli: 5%}"), HasSubstr("unknown key 'bernoulli'"));
  EXPECT_THAT(wrong("{}"), HasSubstr("no distribution"));
  EXPECT_THAT(wrong("{uniform: [1s, 2s], normal: {mean: 1s, sd: 1s}}"), HasSubstr("more than one distribution"));
  EXPECT_THAT(wrong("{empirical: file.csv}"), HasSubstr("unknown key 'empirical'"));
}

TEST(Reader, NotesWhatIsSaidAboutAValue) {
  const auto out = read_text<Group>(R"(
size: {value: {now: 30}, source: "the console", confidence: high}
launch: {value: {lognormal: {median: 80s, p95: 118s}}, source: "RDS guide: 60-120 s", confidence: medium}
refill: {value: 10/s, range: [5/s, 20/s], confidence: low}
probe: {period: 1s, failures: 2, confidence: low, range: {failures: [1, 5]}}
)");
  ASSERT_TRUE(out.good) << out.text();
  EXPECT_EQ(out.value.size.now, 30);
  EXPECT_EQ(out.value.refill, 10);
  EXPECT_EQ(out.value.launch.seconds, sim::Distribution::lognormal_median_p95(80, 118));
  std::vector<std::string> told;
  for (const Assumption& a : out.assumptions)
    told.push_back(a.path + " = " + a.value + " from " + a.source.value_or("?") + " " +
                   (a.confidence ? std::string(names(Confidence{})[static_cast<std::size_t>(*a.confidence)]) : "?") +
                   (a.range ? " [" + a.range->first + ", " + a.range->second + "]" : "") + (a.given ? "" : " default"));
  EXPECT_THAT(
      told, testing::ElementsAre("size = {now: 30} from the console high", "refill = 10/s from ? low [5/s, 20/s]",
                                 "probe = {period: 1s, failures: 2} from ? low", "probe.failures = 2 from ? low [1, 5]",
                                 "launch = {lognormal: {median: 80s, p95: 118s}} from RDS guide: 60-120 s medium"));
}

TEST(Reader, NotesAssumedDefaultsThatStand) {
  const auto out = read_text<Group>("{size: {now: 1}, probe: {}, probes: [{period: 1s}]}");
  ASSERT_EQ(out.assumptions.size(), 2U);
  EXPECT_EQ(out.assumptions[0].path, "probe.period");
  EXPECT_EQ(out.assumptions[0].value, "10s");
  EXPECT_EQ(out.assumptions[0].source, "the stock chart");
  EXPECT_FALSE(out.assumptions[0].given);
  EXPECT_EQ(out.assumptions[1].path, "launch");
  EXPECT_EQ(out.assumptions[1].value, "{lognormal: {median: 80s, p95: 118s}}");
}

TEST(Reader, WhatIsSaidAboutAValueIsCheckedToo) {
  EXPECT_THAT(group_problems("{size: {now: 1}, refill: {value: 5/s, confidence: hgh}}"),
              HasSubstr("refill.confidence: found 'hgh'; allowed: high, medium, low (did you mean 'high'?)"));
  EXPECT_THAT(
      group_problems("{size: {now: 1}, refill: {value: 5/s, source: x, confidnce: low}}"),
      HasSubstr(
          "refill: unknown key 'confidnce'; allowed: value, source, confidence, range (did you mean 'confidence'?)"));
  EXPECT_THAT(group_problems("{size: {now: 1}, refill: {value: 5/s, range: [9/s, 1/s]}}"),
              HasSubstr("low end is above"));
  EXPECT_THAT(group_problems("{size: {now: 1}, refill: {value: 5/s, range: [1, 9/s]}}"),
              HasSubstr("found '1', no unit"));
  EXPECT_THAT(group_problems("{size: {now: 1}, refill: {value: 5/s, range: 3}}"),
              HasSubstr("refill.range: found '3'; allowed: [low, high]"));
  EXPECT_THAT(group_problems("{size: {now: 1}, probe: {period: 1s, range: {perod: [1s, 2s]}}}"),
              HasSubstr("did you mean 'period'?"));
}

TEST(Reader, NamesAreData) {
  const auto out = read_text<Fleet>("paddock: 1\ngroups: {\"a\\e[31m\": {\"b\\r\": 1}}\n");
  EXPECT_EQ(out.text().find('\x1b'), std::string::npos);
  EXPECT_THAT(out.text(), HasSubstr("groups[\"a\\x1b[31m\"]: unknown key 'b\\x0d'"));
}

}  // namespace
}  // namespace paddock::scenarios
