#include "scenarios/language/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scenarios/language/writer.hpp"
#include "tests/scenarios/language/fixture.hpp"
#include "tests/scenarios/language/validator.hpp"

namespace paddock::scenarios {
namespace {

using fixture::Fleet;
using fixture::Group;
using fixture::tree;
using fixture::Validator;
using nlohmann::json;

/// What the schema says of a text, which the reader must say too.
bool accepted(const Validator& validator, std::string_view text) {
  const bool by_schema = validator.accepts(tree(text));
  const auto read = fixture::read_text<Group>(text);
  EXPECT_EQ(by_schema, read.good) << text << "\n" << read.text();
  return by_schema;
}

TEST(Schema, AgreesWithTheReader) {
  const Validator validator(schema<Group>("group"));
  for (
      const char* good :
      {"{size: {now: 1}}", "{size: {now: 3, max: 5}, supply: managed, type: 1.22, zones: all, cpu: 0.5, memory: 1.5Gi}",
       "{size: {now: 1}, zones: [a, b], cpu: 250m, price: $0.1344, spot: true, jitter: 12.5%}",
       "{size: {now: 1}, refill: 10/m, weight: 1e3}",
       "{size: {now: 1}, probe: none, budget: none, launch: 90s, clients: 40, probes: [{period: 1s}, {}]}",
       "{size: {now: 1}, probe: {period: 2m30s, failures: 1}, launch: {uniform: [20m, 90m]}, clients: {bernoulli: 5%}}",
       "{size: {now: 1}, launch: {lognormal: {mean: 1m, scv: 1.5}}, clients: {lognormal: {median: 40, p95: 600}}}",
       "{size: {value: {now: 1}, source: console}, refill: {value: 5/s, range: [1/s, 9/s], confidence: low}}",
       "{size: {now: {value: 1, confidence: high}}, probe: {period: 1s, confidence: low, range: {period: [1s, 2s]}}}"})
    EXPECT_TRUE(accepted(validator, good)) << good;
  for (const char* bad : {"{}",
                          "[1]",
                          "{size: {}}",
                          "{size: {now: 1.5}}",
                          "{size: {now: 1001}}",
                          "{size: {now: \"1\"}}",
                          "{size: {now: 1}, sizes: 3}",
                          "{size: {now: 1}, supply: karpentr}",
                          "{size: {now: 1}, cpu: 2Gi}",
                          "{size: {now: 1}, memory: 400}",
                          "{size: {now: 1}, price: 3}",
                          "{size: {now: 1}, spot: \"yes\"}",
                          "{size: {now: 1}, jitter: 0.25}",
                          "{size: {now: 1}, refill: 5}",
                          "{size: {now: 1}, weight: heavy}",
                          "{size: {now: 1}, launch: 90}",
                          "{size: {now: 1}, launch: {uniform: [1, 2]}}",
                          "{size: {now: 1}, launch: {bernoulli: 5%}}",
                          "{size: {now: 1}, probe: {failures: 0}}",
                          "{size: {now: 1}, probes: {period: 1s}}",
                          "{size: {now: 1}, zones: {a: 1}}",
                          "{size: {now: 1}, refill: {value: 5/s, confidence: hgh}}",
                          "{size: {now: 1}, refill: {value: 5/s}}",
                          "{size: {now: 1}, probe: ~}"})
    EXPECT_FALSE(accepted(validator, bad)) << bad;
}

TEST(Schema, AcceptsWhatTheWriterWrites) {
  const Validator validator(schema<Fleet>("fleet"));
  Fleet fleet;
  fleet.groups.emplace_back("none", Group{});
  fleet.groups[0].second.type = "1.22";
  fleet.groups[0].second.launch.seconds = sim::Distribution::exponential_mean(1.0 / 3);
  EXPECT_TRUE(validator.accepts(tree(write(fleet)))) << write(fleet);
}

TEST(Schema, KnowsBasesAndLikeness) {
  const Validator validator(schema<Fleet>("fleet"));
  EXPECT_TRUE(validator.accepts(tree("{paddock: 1, groups: {a: {size: {now: 1}}, b: {like: a, spot: true}}}")));
  EXPECT_FALSE(validator.accepts(tree("{paddock: 1, groups: {b: {spot: true}}}")));
  EXPECT_TRUE(validator.accepts(tree("{extends: base.yaml, groups: {a: {like: b, probes+: [{failures: 3}]}}}")));
  EXPECT_FALSE(validator.accepts(tree("{groups: {}}")));
}

TEST(Schema, SaysWhatAFieldMeansAndHasByDefault) {
  const json document = json::parse(schema<Group>("group"));
  const json& own = document["else"];  // of a file that extends no other
  const json& properties = own["properties"];
  EXPECT_EQ(document["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(own["additionalProperties"], false);
  EXPECT_EQ(properties["supply"]["description"], "who adds machines");
  EXPECT_EQ(properties["supply"]["default"], "self_managed");
  EXPECT_EQ(properties["jitter"]["description"], "share of the period; from 0% to 100%");
  EXPECT_EQ(properties["launch"]["description"], "until Ready. Assumed: RDS guide: 60-120 s");
  EXPECT_EQ(properties["launch"]["default"], json::parse(R"({"lognormal": {"median": "80s", "p95": "118s"}})"));
  EXPECT_EQ(properties["zones"]["default"], "all");
  EXPECT_EQ(properties["probe"]["default"], "none");
  EXPECT_EQ(properties["weight"]["default"], 1);
  EXPECT_EQ(properties["size"].count("default"), 0U);
}

TEST(JsonText, IsJsonWhateverTheNamesAre) {
  const Node node = tree(R"({"a\"\\\x1b": [1, "1", true, none, ~, 007, .5, 1e400, -0.5, NaN, "\u00e9"], b: {}})");
  EXPECT_EQ(json_text(node),
            R"({"a\"\\\u001b": [1, "1", true, "none", null, "007", ".5", "1e400", -0.5, "NaN", "é"], "b": {}})");
  EXPECT_TRUE(json::accept(json_text(node)));
}

}  // namespace
}  // namespace paddock::scenarios
