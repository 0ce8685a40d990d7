#include <gmock/gmock.h>

#include "scenarios/report/github.hpp"
#include "scenarios/report/json.hpp"
#include "scenarios/report/junit.hpp"
#include "scenarios/report/markdown.hpp"
#include "scenarios/report/text.hpp"
#include "scenarios/report/width.hpp"
#include "tests/scenarios/report/example.hpp"
#include "tests/scenarios/report/golden.hpp"

namespace paddock::scenarios {
namespace {

TEST(Golden, Text) {
  std::string out;
  for (const auto& r : example::all()) out += text_report(r) + "\n----\n";
  expect_golden("reports.txt", out + text_summary(example::all()));
}

TEST(Golden, Json) {
  expect_golden("one_row.json", json_report(example::expected_failure()));
  expect_golden("rows.json", json_report(example::sweep()));
  expect_golden("hostile.json", json_report(example::hostile()));
}

TEST(Golden, Junit) { expect_golden("reports.xml", junit_report(example::all())); }
TEST(Golden, Markdown) { expect_golden("reports.md", markdown_report(example::all())); }
TEST(Golden, Github) { expect_golden("annotations.txt", github_report(example::all())); }

TEST(Golden, TheSameReportGivesTheSameBytes) {
  EXPECT_EQ(json_report(example::sweep()), json_report(example::sweep()));
  EXPECT_EQ(text_report(example::hostile()), text_report(example::hostile()));
}

}  // namespace
}  // namespace paddock::scenarios
