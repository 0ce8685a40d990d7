#include "scenarios/report/text.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "scenarios/report/json.hpp"
#include "scenarios/report/next.hpp"
#include "scenarios/report/width.hpp"
#include "scenarios/report/wording.hpp"
#include "tests/scenarios/report/example.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Table, AlignsFitsAndLeavesEmptyColumnsOut) {
  Table table({{.title = "name", .shrink = Shrink::elide}, {.title = "nothing"}, {.title = "n", .right = true}});
  table.add({"a", "", "5"});
  table.add({"abcdefghijklmnopqrstuvwxyz", "", "10"});
  EXPECT_TRUE(table.fits({.width = 2 + 12 + 2 + 2}));  // a name keeps twelve columns
  EXPECT_FALSE(table.fits({.width = 2 + 12 + 2 + 1}));
  EXPECT_EQ(table.text({}),
            "  name                         n\n"
            "  a                            5\n"
            "  abcdefghijklmnopqrstuvwxyz  10\n");
  EXPECT_EQ(table.text({.width = 21}),
            "  name              n\n"
            "  a                 5\n"
            "  abcdef...uvwxyz  10\n");
}

TEST(Text, NoLineIsWiderThanThePaper) {
  for (const auto& report : example::all())
    for (const std::size_t width : {120U, 100U, 80U}) {
      const TextOptions options{.paper = {.width = width}, .next = std::vector<std::string>{}};
      for (const auto& line : lines_of(text_report(report, options))) EXPECT_LE(columns_of(line), width) << line;
    }
}

TEST(Text, HasNoControlCharacterUnlessColourIsAskedFor) {
  for (const auto& report : example::all())
    for (const char c : text_report(report))
      EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << report.scenario;
  EXPECT_THAT(text_report(example::failure(), {.paper = {.colour = true}}), HasSubstr("\x1b[31mFAIL\x1b[0m: 1 of 4"));
}

TEST(Text, ColourDoesNotMoveColumns) {
  std::string painted;
  bool inside = false;
  for (const char c : text_report(example::failure(), {.paper = {.colour = true}})) {
    if (c == '\x1b') inside = true;
    if (!inside) painted += c;
    if (c == 'm') inside = false;
  }
  EXPECT_EQ(painted, text_report(example::failure()));
}

TEST(Text, BlocksThatHaveNothingToSayAreAbsent) {
  EXPECT_EQ(text_report(example::pass(), {.next = std::vector<std::string>{}}),
            "add-tenant   fleet unleash-2022 (observed 2022-04-30)   seed 7   1 run, deterministic\n"
            "PASS\n"
            "\n"
            "     target                                       estimate  95 % interval  runs held  verdict\n"
            "  1  min(tenant.ready_replicas) >= 1 during loss         1  exact          1/1        PASS\n");
}

TEST(Text, RowsThatDoNotFitBesideEachOtherStandBelowEachOther) {
  ScenarioReport report = example::sweep();
  const TextOptions narrow{.paper = {.width = 40}};
  EXPECT_THAT(text_report(report), HasSubstr("[1]     [2]  verdict"));
  EXPECT_THAT(text_report(report, narrow), HasSubstr("target  estimate"));
}

TEST(Text, LongListsAreCutAndSayBy) {
  ScenarioReport report = example::failure();
  auto& row = report.rows[0];
  for (int i = 0; i < 20; ++i) row.assumptions.push_back({"p", std::to_string(i), "guess", "low", "", ""});
  row.explanations[0].chain.assign(40, {1, "pod.pending", "p"});
  EXPECT_THAT(text_report(report), HasSubstr("and 10 more (--all shows them)"));
  EXPECT_THAT(text_report(report), HasSubstr("(24 more)"));
  EXPECT_THAT(text_report(report, {.everything = true}), Not(HasSubstr("more)")));
}

TEST(Text, WhatIsAssumedAlikeStandsOnce) {
  ScenarioReport report = example::failure();
  report.rows[0].assumptions = {{"regions.a.ttl", "1", "guess", "high", "", ""},
                                {"regions.b.ttl", "1", "guess", "high", "", ""},
                                {"regions.b.ttl", "2", "guess", "low", "", ""}};
  const std::string text = text_report(report);
  EXPECT_THAT(text, HasSubstr("regions.a.ttl (+1)"));
  EXPECT_LT(text.find("regions.b.ttl  "), text.find("regions.a.ttl (+1)"));
}

TEST(Text, WhatHoldsForSeveralTargetsIsSaidOnce) {
  ScenarioReport report = example::failure();
  report.rows[0].targets[0].runs_cut = 3;
  EXPECT_THAT(text_report(report), HasSubstr("\n  targets 1, 3: the horizon cut the window in 3 of 72 runs\n"));
}

TEST(Text, SaysWhatIsNoEvidenceAndWhatIsTooLittle) {
  ScenarioReport report = example::failure();
  TargetReport& few = report.rows[0].targets[0];
  few.runs = 20, few.low = few.high = {}, few.runs_for_bounds = 59, few.runs_empty = 2;
  few.without_window = {.step_absent = 40, .horizon = 10, .too_short = 2};
  TargetReport& early = report.rows[0].targets[1];
  early.decided_after = 36;
  TargetReport& clear = report.rows[0].targets[2];
  clear.runs_cut = 0, clear.required_share = 0.9, clear.share_low = 0.92;
  const std::string text = text_report(report);
  EXPECT_THAT(text, HasSubstr("1  ...    "));
  EXPECT_THAT(text,
              HasSubstr("target 1: the window did not exist in 52 of 72 runs (the step did not happen in 40, the "
                        "horizon cut it away in 10,\n    the step was too short in 2); there was nothing to measure "
                        "in 2 of 20 runs; an interval needs at least 59 runs\n"));
  EXPECT_THAT(text, HasSubstr("target 2: decided after 36 runs\n"));
  EXPECT_THAT(text, HasSubstr("target 3: the bounds are those of one look; several together ask for more\n"));
  EXPECT_THAT(json_report(report), HasSubstr("\"runs_for_bounds\": 59"));
  EXPECT_THAT(json_report(report), HasSubstr("\"step_absent\": 40"));
}

TEST(Text, EveryRowThatFailsIsExplained) {
  ScenarioReport report = example::failure();
  report.rows.push_back(report.rows[0]);
  report.rows[0].choices = {{"loss.zone", "a"}}, report.rows[1].choices = {{"loss.zone", "b"}};
  report.rows[1].explanations[0].summary = "something else", report.rows[1].explanations[0].causes = {"drain"};
  EXPECT_THAT(text_report(report), HasSubstr("other rows that fail:\n  loss.zone=b: something else; cause: drain\n"));
  const std::string all = text_report(report, {.everything = true});
  EXPECT_THAT(all, HasSubstr("in the row loss.zone=b:\n"));
  EXPECT_THAT(all, HasSubstr("something else"));
}

TEST(Text, ARowThatIsAsExpectedIsNotBlamedForAnother) {
  ScenarioReport report = example::expected_failure();
  report.rows.push_back(report.rows[0]);
  report.rows[1].verdict = Verdict::undecided, report.rows[1].as_expected = report.as_expected = false;
  EXPECT_THAT(verdict_line(report),
              AllOf(HasSubstr("FAIL, as expected: "), HasSubstr("; not as expected in 1 of 2 rows")));
}

TEST(Text, WithoutRowsThereIsStillAVerdict) {
  ScenarioReport report{.scenario = "x", .verdict = Verdict::error};
  EXPECT_EQ(text_report(report), "x\nERROR\n");
}

TEST(Text, SummaryIsALineAScenario) {
  EXPECT_EQ(text_summary(std::vector{example::pass(), example::unexpected_pass()}),
            "  ok      add-tenant  PASS\n"
            "  NOT OK  one-stack   PASS, but a failure was expected: one-stack-for-all\n"
            "2 scenarios: 1 as expected, 1 not\n");
}

TEST(Next, SuggestsNoAssumptionThatHasNothingToDoWithTheCause) {
  EXPECT_THAT(next_commands(example::failure()),
              ElementsAre("paddock run scenarios/library/zone-loss-single-replica.yaml --format json"));
}

TEST(Next, SuggestsTheLeastCertainAssumptionAtItsOtherEnd) {
  ScenarioReport report = example::failure();
  report.rows[0].explanations[0].causes = {"api-throttled"};
  report.rows[0].explanations[0].settings = {"apis."};
  EXPECT_THAT(next_commands(report),
              ElementsAre("paddock run scenarios/library/zone-loss-single-replica.yaml --set "
                          "apis.eks:DescribeCluster.burst=100",
                          "paddock run scenarios/library/zone-loss-single-replica.yaml --format json"));
}

TEST(Next, LeavesRegionsAloneThatNoFaultHit) {
  ScenarioReport report = example::failure();
  report.verdict = report.rows[0].verdict = Verdict::pass;
  report.rows[0].assumptions = {{"regions.us-east-1.n", "1", "guess", "low", "1", "9"},
                                {"regions.eu-central-1.n", "1", "guess", "low", "1", "9"}};
  EXPECT_THAT(next_commands(report).front(), HasSubstr("--set regions.eu-central-1.n=9"));
  report.rows[0].faults[0].regions = {"us-east-1"};
  EXPECT_THAT(next_commands(report).front(), HasSubstr("--set regions.us-east-1.n=9"));
  report.rows[0].faults[0].regions = {};
  EXPECT_THAT(next_commands(report).front(), HasSubstr("--set regions.us-east-1.n=9")) << "a fault of no region";
}

TEST(Next, SuggestsMoreRunsWhereUndecided) {
  ScenarioReport report = example::failure();
  report.verdict = report.rows[0].verdict = Verdict::undecided;
  EXPECT_THAT(next_commands(report).front(), HasSubstr("--replications 288"));  // 4 x 72
}

TEST(Next, QuotesForTheShellAndNeverSuggestsWhatCannotBeTyped) {
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("a=b.c/d"), "a=b.c/d");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_THAT(next_commands(example::hostile()), ElementsAre());
}

}  // namespace
}  // namespace paddock::scenarios
