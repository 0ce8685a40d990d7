// The page of the story: the verdicts in its table are those of the reports.
#include "scenarios/cli/post.hpp"

#include <gtest/gtest.h>

#include "tests/scenarios/cli/program.hpp"

namespace paddock::scenarios {
namespace {

ScenarioReport report(const std::string& name, const std::vector<std::pair<Verdict, std::string>>& rows) {
  ScenarioReport all{.scenario = name, .verdict = Verdict::pass, .as_expected = true};
  for (const auto& [verdict, expected] : rows) {
    const bool good = expected == "any" || (expected == "pass") == (verdict == Verdict::pass);
    all.rows.push_back({.scenario = name, .verdict = verdict, .expected = expected, .as_expected = good});
    if (verdict == Verdict::fail) all.verdict = verdict;
    all.as_expected = all.as_expected && good;
  }
  return all;
}

/// The last cell of a page of one row.
std::string cell(const std::string& link, const ScenarioReport& report) {
  const std::string before = "| said | " + link + " | ";
  const std::string after = cli::with_verdicts(before + "not run |\n", {report});
  EXPECT_TRUE(after.starts_with(before)) << after;
  return after.substr(before.size(), after.rfind(" |") - before.size());
}

TEST(Post, AScenarioHasItsWorstVerdict) {
  const auto rows = report("s", {{Verdict::pass, "pass"}, {Verdict::fail, "fail"}});
  EXPECT_EQ(cell("[s](s.yaml)", rows), "FAIL, as expected");
  EXPECT_EQ(cell("[s](s.yaml)", report("s", {{Verdict::fail, "pass"}})), "FAIL, not as expected");
  EXPECT_EQ(cell("[other](s.yaml)", rows), "not run");
  EXPECT_EQ(cell("[so](s.yaml)", rows), "not run");
}

TEST(Post, ARowHasItsOwn) {
  const auto rows = report("s", {{Verdict::pass, "pass"}, {Verdict::fail, "fail"}, {Verdict::fail, "any"}});
  EXPECT_EQ(cell("[s#1](s.yaml)", rows), "PASS, as expected");
  EXPECT_EQ(cell("[s#2](s.yaml)", rows), "FAIL, as expected");
  EXPECT_EQ(cell("[s#3](s.yaml)", rows), "FAIL") << "nothing is expected of it";
  for (const char* link : {"[s#0](s.yaml)", "[s#4](s.yaml)"}) EXPECT_EQ(cell(link, rows), "no such row");
  EXPECT_EQ(cell("[s#x](s.yaml)", rows), "not run");
}

TEST(Post, ACurveHasNoVerdict) {
  EXPECT_EQ(cell("[s](s.yaml)", report("s", {{Verdict::pass, "any"}, {Verdict::fail, "any"}, {Verdict::fail, "any"}})),
            "PASS in 1 row, FAIL in 2");
  EXPECT_EQ(cell("[s](s.yaml)", report("s", {{Verdict::pass, "any"}, {Verdict::pass, "any"}})), "PASS in 2 rows");
}

TEST(Post, TheRestOfThePageStays) {
  const std::string page = "# [s](s.yaml)\n\n| a | [s](s.yaml) | old |\n| b | not yet | |\nno line end | x |";
  EXPECT_EQ(cli::with_verdicts(page, {report("s", {{Verdict::pass, "pass"}})}),
            "# [s](s.yaml)\n\n| a | [s](s.yaml) | PASS, as expected |\n| b | not yet | |\nno line end | x |");
  EXPECT_EQ(cli::with_verdicts("", {}), "");
}

class PostFile : public Program {};

TEST_F(PostFile, IsWrittenByTest) {
  write("post.md", "| a | [loss-of-a](pass.yaml) | |\n");
  EXPECT_EQ(paddock({"test", "pass.yaml", "--write-verdicts", "post.md"}).code, 0);
  EXPECT_EQ(read("post.md"), "| a | [loss-of-a](pass.yaml) | PASS, as expected |\n");
  EXPECT_EQ(paddock({"test", "pass.yaml", "--write-verdicts", "absent.md"}).code, 2);
}

/// Every row that links a scenario links one that is shipped, and names it as the file does.
TEST(ShippedPost, LinksScenariosThatAreThere) {
  std::istringstream page(text_of_file(std::string(PADDOCK_ROOT) + "/docs/post.md"));
  std::size_t links = 0;
  for (std::string line; std::getline(page, line);) {
    const auto at = line.find("](../");
    if (!line.starts_with("|") || at == std::string::npos) continue;
    const auto open = line.rfind('[', at);
    const std::string file = line.substr(at + 5, line.find(')', at) - at - 5);
    const std::string name = line.substr(open + 1, line.find_first_of("#]", open) - open - 1);
    EXPECT_EQ(file, "scenarios/library/" + name + ".yaml") << line;
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(PADDOCK_ROOT) / file)) << line;
    EXPECT_EQ(line.find("no such row"), std::string::npos) << line;
    ++links;
  }
  EXPECT_GT(links, 10U);
}

}  // namespace
}  // namespace paddock::scenarios
