// What holds for documents whatever the report: they parse, they count right, they fit.
#include <gmock/gmock.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "scenarios/report/github.hpp"
#include "scenarios/report/json.hpp"
#include "scenarios/report/junit.hpp"
#include "scenarios/report/markdown.hpp"
#include "scenarios/report/misses.hpp"
#include "scenarios/report/progress.hpp"
#include "tests/scenarios/report/example.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

std::vector<ScenarioReport> one(ScenarioReport report) { return {std::move(report)}; }

TEST(Json, OneRowStandsAtTheTopAndSeveralInRows) {
  const json single = json::parse(json_report(example::expected_failure()));
  EXPECT_EQ(single["schema"], "paddock.report/1");
  EXPECT_EQ(single["verdict"], "fail");
  EXPECT_EQ(single["as_expected"], true);
  EXPECT_EQ(single["digest"], "ffeeddccbbaa9988");
  EXPECT_EQ(single["targets"].size(), 5U);
  EXPECT_EQ(single["explanations"][0]["chain"][2]["because"], "node.unknown");
  EXPECT_EQ(single["assumptions"][1]["range"], json::array({"50", "100"}));
  EXPECT_FALSE(single.contains("rows"));
  const json several = json::parse(json_report(example::sweep()));
  EXPECT_EQ(several["rows"].size(), 6U);
  EXPECT_EQ(several["rows"][5]["choices"]["push.changed"], "all");
  EXPECT_FALSE(several.contains("targets"));
}

TEST(Json, NumbersReadBackAndWhatIsNoNumberIsAbsent) {
  ScenarioReport report = example::failure();
  auto& t = report.rows[0].targets[0];
  t.estimate = 0.1 + 0.2, t.low = std::numeric_limits<double>::quiet_NaN();
  t.high = std::numeric_limits<double>::infinity(), t.worst = 5e-324;
  report.rows[0].seed = std::numeric_limits<std::uint64_t>::max();
  const json back = json::parse(json_report(report));
  EXPECT_EQ(back["targets"][0]["estimate"].get<double>(), 0.1 + 0.2);
  EXPECT_EQ(back["targets"][0]["worst"].get<double>(), 5e-324);
  EXPECT_FALSE(back["targets"][0].contains("low"));
  EXPECT_FALSE(back["targets"][0].contains("high"));
  EXPECT_EQ(back["seed"].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
}

TEST(Json, NamesComeBackWholeSaveForBytesThatAreNoText) {
  std::string name = example::hostile_name();
  name.replace(name.find('\xff'), 1, "\xEF\xBF\xBD");
  const std::string document = json_report(example::hostile());
  EXPECT_EQ(json::parse(document)["fleet"], name);
  for (const char c : document) EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F));
}

TEST(Json, ATestRunHoldsEveryReport) {
  const json all = json::parse(json_reports(example::all()));
  EXPECT_EQ(all["schema"], "paddock.test/1");
  EXPECT_EQ(all["as_expected"], false);
  EXPECT_EQ(all["reports"].size(), example::all().size());
}

TEST(Junit, CountsWhatCiCounts) {
  EXPECT_THAT(junit_report(one(example::expected_failure())),
              HasSubstr("<testsuites name=\"paddock\" tests=\"4\" failures=\"0\" errors=\"1\" skipped=\"1\">"));
  EXPECT_THAT(junit_report(one(example::failure())),
              HasSubstr("tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""));
  EXPECT_THAT(junit_report(one(example::pass())), HasSubstr("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\""));
  // The target holds and passes; that the scenario should have failed is a case of its own.
  EXPECT_THAT(junit_report(one(example::unexpected_pass())), HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\""));
  EXPECT_THAT(junit_report(one(example::error())), HasSubstr("tests=\"1\" failures=\"0\" errors=\"1\""));
  EXPECT_THAT(junit_report({}), HasSubstr("tests=\"0\""));
}

TEST(Junit, NoTwoCasesShareANameAndElementsAreClosed) {
  ScenarioReport twice = example::failure();
  twice.rows[0].targets.push_back(twice.rows[0].targets[0]);
  twice.rows.push_back(twice.rows[0]);
  for (const auto& report : {twice, example::sweep(), example::hostile()}) {
    const std::string xml = junit_report(one(report));
    std::set<std::string> names;
    for (auto at = xml.find(" name=\"", xml.find("<testcase")); at != std::string::npos;
         at = xml.find(" name=\"", xml.find("<testcase", at)))
      if (const auto end = xml.find('"', at + 7); !names.insert(xml.substr(at, end - at)).second)
        ADD_FAILURE() << xml.substr(at, end - at);
      else if (xml.find("<testcase", end) == std::string::npos)
        break;
    EXPECT_EQ(names.size(), count(xml, "<testcase "));
    for (const std::string tag : {"testcase", "failure", "error", "skipped", "system-out", "testsuite"})
      EXPECT_EQ(count(xml, "<" + tag + " ") + count(xml, "<" + tag + ">"), count(xml, "</" + tag + ">")) << tag;
  }
}

TEST(Markdown, IsCutVisiblyWithoutLeavingAnythingOpen) {
  std::vector<ScenarioReport> many(40, example::failure());
  const std::string whole = markdown_report(many, summary_bytes);
  EXPECT_GT(whole.size(), 65'536U);
  EXPECT_THAT(whole, Not(HasSubstr("Cut here")));
  for (const std::size_t most : {std::size_t{4'000}, std::size_t{20'000}, comment_bytes}) {
    const std::string page = markdown_report(many, most);
    EXPECT_LE(page.size(), most);
    EXPECT_GT(page.size(), most / 2);
    EXPECT_THAT(page, HasSubstr("**Cut here:**"));
    EXPECT_EQ(count(page, "<details>"), count(page, "</details>"));
    EXPECT_EQ(count(page, "<code>"), count(page, "</code>"));
  }
}

TEST(Markdown, AGiantNameDoesNotFillThePage) {
  ScenarioReport report = example::failure();
  report.scenario = report.rows[0].fleet = report.rows[0].targets[1].expression = std::string(200'000, '|');
  const std::string page = markdown_report(one(report));
  EXPECT_LE(page.size(), comment_bytes);
  EXPECT_THAT(page, HasSubstr("**FAIL**"));
}

TEST(Github, ShowsNineAndCountsTheRest) {
  const std::vector<ScenarioReport> many(25, example::unexpected_pass());
  const std::string notes = github_report(many);
  EXPECT_EQ(count(notes, "\n"), 10U);
  EXPECT_EQ(count(notes, "::error "), 10U);
  EXPECT_THAT(notes, HasSubstr("16 more, not shown here"));
  const std::vector<ScenarioReport> ten(10, example::unexpected_pass());
  EXPECT_THAT(github_report(ten), Not(HasSubstr("more, not shown")));
}

TEST(Github, IsSilentWhenAllIsWell) { EXPECT_EQ(github_report(one(example::pass())), ""); }

TEST(Github, EveryLineIsACommandWhateverTheNames) {
  const std::string notes = github_report(one(example::hostile()));
  for (std::size_t at = 0; at < notes.size(); at = notes.find('\n', at) + 1)
    EXPECT_TRUE(notes.substr(at).starts_with("::error file=") || notes.substr(at).starts_with("::warning file="));
}

TEST(CaseResult, AFailureThatIsExpectedHasPassed) {
  const auto expected = example::expected_failure(), failure = example::failure();
  EXPECT_EQ(case_result(expected, expected.rows[0], expected.rows[0].targets[1]), CaseResult::passed);
  EXPECT_EQ(case_result(failure, failure.rows[0], failure.rows[0].targets[1]), CaseResult::failed);
  EXPECT_EQ(case_result(failure, failure.rows[0], failure.rows[0].targets[2]), CaseResult::skipped);
  EXPECT_EQ(case_result(failure, failure.rows[0], failure.rows[0].targets[3]), CaseResult::errored);
  EXPECT_TRUE(verdict_is_the_news(example::unexpected_pass()));
  EXPECT_FALSE(verdict_is_the_news(failure));
}

TEST(CaseResult, WhereAnyVerdictIsAllowedNothingFails) {
  ScenarioReport report = example::failure();
  report.rows[0].expected = "any", report.rows[0].as_expected = report.as_expected = true;
  EXPECT_THAT(junit_report(one(report)), HasSubstr("failures=\"0\""));
  EXPECT_THAT(junit_report(one(report)), HasSubstr("FAIL: 1 of 4 targets missed, which this scenario allows"));
}

TEST(Progress, FitsAndGivesTheNameAway) {
  EXPECT_EQ(progress_line("zone-loss", 412, 1000, 3.7), "zone-loss  412/1000 runs  3 s");
  EXPECT_EQ(progress_line("abcdefghijklmnop", 1, 2, 150, 30), "abcde...lmnop  1/2 runs  2m30s");
}

TEST(Progress, DrawsOnTerminalsAlone) {
  std::ostringstream pipe, terminal;
  Progress silent(pipe, false), drawn(terminal, true);
  for (auto* p : {&silent, &drawn}) p->update("x", 1, 2), p->clear();
  EXPECT_EQ(pipe.str(), "");
  EXPECT_EQ(terminal.str(), "\r\x1b[Kx  1/2 runs  0 s\r\x1b[K");
  Progress{}.update("x", 1, 2);
}

}  // namespace
}  // namespace paddock::scenarios
