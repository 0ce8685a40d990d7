#include "scenarios/language/writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/language/fixture.hpp"

namespace paddock::scenarios {
namespace {

using fixture::Dice;
using fixture::Fleet;
using fixture::Group;
using fixture::read_text;
using std::chrono::seconds;
using testing::HasSubstr;

TEST(Emit, QuotesOnlyWhereNeeded) {
  for (const char* plain :
       {"eu-central-1", "t4g.xlarge", "250m", "25%", "$0.13", "5/s", "eks:DescribeCluster", "-5", "a b"})
    EXPECT_EQ(scalar_text(plain, false), plain);
  EXPECT_EQ(scalar_text("", false), "\"\"");
  EXPECT_EQ(scalar_text("a: b", false), "\"a: b\"");
  EXPECT_EQ(scalar_text("- a", false), "\"- a\"");
  EXPECT_EQ(scalar_text("a #b", false), "\"a #b\"");
  EXPECT_EQ(scalar_text("a\"\\\n\x1b", false), "\"a\\\"\\\\\\n\\u001b\"");
  EXPECT_EQ(scalar_text("\xC2\x9B\xE2\x80\xAEZ\xC3\xBC", false), "\"\\u009b\\u202eZ\xC3\xBC\"");
  for (const char* typed :
       {"none", "off", "Yes", "null", "1.22", "007", "0x1f", "12:30", "2022-04-30", "1e3", ".5", "~", "<<"})
    EXPECT_TRUE(looks_typed(typed)) << typed;
  for (const char* text : {"eu-central-1", "nonesuch", "a1", "t4g.xlarge"}) EXPECT_FALSE(looks_typed(text)) << text;
}

TEST(Emit, ShortCollectionsStandInBracesAndCommentsBesideTheirValue) {
  Problems problems;
  const auto node = parse_text("f.yaml", R"(
paddock: 1
groups:
  a: {size: {now: 3}, zones: [a, b]}
  b: {size: {now: 5}, about: "a text that is so long that this entry does not fit on a line of its own, not at all"}
tenants: [{name: x}, {name: y, list: [[1, 2], {}]}]
empty: []
)",
                               problems);
  ASSERT_TRUE(node) << problems.to_text();
  const std::string text =
      yaml_text(*node, {{"groups.a.size.now", "observed"}, {"paddock", "a\nb"}, {"tenants[0]", "derived"}});
  EXPECT_EQ(text, R"(paddock: 1  # a\nb
groups:
  a:
    size:
      now: 3  # observed
    zones: [a, b]
  b:
    size: {now: 5}
    about: "a text that is so long that this entry does not fit on a line of its own, not at all"
tenants:
  - {name: x}  # derived
  - {name: y, list: [[1, 2], {}]}
empty: []
)");
  const auto again = parse_text("f.yaml", text, problems);
  ASSERT_TRUE(again) << problems.to_text();
  EXPECT_EQ(flow_text(*again), flow_text(*node));
}

TEST(Writer, LeavesOutWhatANewValueHasAnyway) {
  Fleet fleet;
  fleet.groups.emplace_back("general", Group{});
  EXPECT_EQ(write(fleet), "paddock: 1\ngroups:\n  general: {size: {now: 3}}\n");
  Group& g = fleet.groups[0].second;
  g.zones = {false, {"a", "b"}};
  g.budget.reset();
  g.probe.emplace();
  g.probes.resize(2);
  g.probes[1].failures = 9;
  g.launch.seconds = sim::Distribution::uniform(1200, 5400);
  g.size.now = 30;
  EXPECT_EQ(write(fleet), R"(paddock: 1
groups:
  general:
    size: {now: 30}
    zones: [a, b]
    probe: {}
    budget: none
    launch: {uniform: [20m, 90m]}
    probes: [{}, {failures: 9}]
)");
}

std::string random_name(Dice& dice) {
  static constexpr std::array<std::string_view, 24> pieces = {
      "a",       "none",     "off",          "1", ".", ":", " ", "#", "-", "'", "\"", "\\", "\n", "\t",
      "\x1b[2J", "\xC3\xBC", "\xE2\x80\xAE", "{", "]", ",", "&", "*", "!", "%"};
  std::string name;
  for (std::uint64_t n = dice.below(6); n > 0; --n) name += pieces[dice.below(pieces.size())];
  return name;
}

sim::Distribution random_seconds(Dice& dice) {
  const double x = static_cast<double>(1 + dice.next()) / 7, y = x * 3;
  switch (dice.below(6)) {
    case 0:
      return sim::Distribution::constant(x);
    case 1:
      return sim::Distribution::exponential_mean(x);
    case 2:
      return sim::Distribution::uniform(x, y);
    case 3:
      return sim::Distribution::lognormal_median_p95(x, y);
    case 4:
      return sim::Distribution::lognormal_mean_scv(x, y);
    default:
      return sim::Distribution::normal(x, y);
  }
}

Group random_group(Dice& dice) {
  Group g;
  g.supply = static_cast<fixture::Supply>(dice.below(3));
  g.type = random_name(dice);
  g.size = {static_cast<std::int64_t>(dice.below(1001)), static_cast<std::uint16_t>(dice.below(65536))};
  if (dice.coin()) g.zones = {false, {random_name(dice), random_name(dice)}};
  g.cpu.value = static_cast<std::int64_t>(dice.next());
  g.memory.value = static_cast<std::int64_t>(dice.next()) + (1 << 20);
  g.price.value = static_cast<std::int64_t>(dice.next());
  g.spot = dice.coin();
  g.jitter = static_cast<double>(dice.below(1000)) / 1000;
  g.refill = static_cast<double>(1 + dice.next()) / 60;
  g.weight = static_cast<double>(dice.next()) * 1e-9;
  if (dice.coin()) g.probe = fixture::Probe{sim::Duration{static_cast<std::int64_t>(dice.next()) + 1}, 1};
  if (dice.coin()) g.budget = dice.coin() ? std::optional(random_name(dice)) : std::nullopt;
  g.launch.seconds = random_seconds(dice);
  if (dice.coin()) g.clients = sim::Distribution::bernoulli(static_cast<double>(dice.below(101)) / 100);
  g.probes.resize(dice.below(4));
  return g;
}

TEST(Writer, ReadingWhatWasWrittenGivesTheSame) {
  Dice dice{7};
  for (int i = 0; i < 500; ++i) {
    Fleet fleet;
    for (std::uint64_t n = dice.below(4); n > 0; --n)
      fleet.groups.emplace_back(random_name(dice) + std::to_string(n), random_group(dice));
    const std::string text = write(fleet);
    auto back = read_text<Fleet>(text);
    ASSERT_TRUE(back.good) << back.text() << text;
    ASSERT_EQ(write(back.value), text);
    ASSERT_EQ(back.value.groups.size(), fleet.groups.size());
    for (std::size_t k = 0; k < fleet.groups.size(); ++k) {
      const auto& [a_name, a] = fleet.groups[k];
      const auto& [b_name, b] = back.value.groups[k];
      ASSERT_EQ(a_name, b_name);
      ASSERT_EQ(a.type, b.type) << text;
      ASSERT_EQ(a.zones.list, b.zones.list) << text;
      ASSERT_EQ(a.budget, b.budget) << text;
      ASSERT_EQ(a.probe.has_value(), b.probe.has_value()) << text;
      ASSERT_EQ(a.launch.seconds, b.launch.seconds) << text;
      ASSERT_EQ(a.clients, b.clients) << text;
      ASSERT_EQ(std::tuple(a.cpu, a.memory, a.price, a.spot, a.jitter, a.refill, a.weight, a.probes.size()),
                std::tuple(b.cpu, b.memory, b.price, b.spot, b.jitter, b.refill, b.weight, b.probes.size()))
          << text;
    }
  }
}

}  // namespace
}  // namespace paddock::scenarios
