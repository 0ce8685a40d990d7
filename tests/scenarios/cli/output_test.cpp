// What is printed and written: every format well-formed, files whole or untouched, no colours where nobody sees them,
// the same bytes on any number of threads.
#include <gmock/gmock.h>

#include <cctype>
#include <nlohmann/json.hpp>

#include "tests/scenarios/cli/program.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// What is wrong with an XML document as a parser would see it; empty: nothing. Enough of XML for what JUnit is made
/// of.
std::string complaint(const std::string& xml) {
  std::vector<std::string> open;
  std::size_t roots = 0;
  for (std::size_t at = 0; at < xml.size();) {
    if (xml[at] == '&') {
      const auto end = xml.find(';', at);
      if (end == std::string::npos || end - at > 8) return "a bare & at " + std::to_string(at);
    }
    if (xml[at] != '<') {
      if (open.empty() && std::isspace(static_cast<unsigned char>(xml[at])) == 0) return "text outside the root";
      ++at;
      continue;
    }
    const auto end = xml.find('>', at);
    if (end == std::string::npos) return "a tag that does not end";
    const std::string tag = xml.substr(at + 1, end - at - 1);
    at = end + 1;
    if (tag.find('<') != std::string::npos || std::count(tag.begin(), tag.end(), '"') % 2 != 0) return "a tag: " + tag;
    if (tag.starts_with('?')) continue;
    const std::string name =
        tag.substr(tag.starts_with('/') ? 1 : 0, tag.find_first_of(" /", 1) - (tag.starts_with('/') ? 1 : 0));
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) return "</" + tag.substr(1) + "> closes nothing";
      open.pop_back();
      continue;
    }
    if (open.empty() && ++roots > 1) return "a second root";
    if (!tag.ends_with('/')) open.push_back(name);
  }
  return open.empty() && roots == 1 ? "" : "an element is left open";
}

class Output : public Program {};

TEST_F(Output, ComplaintsAboutXmlAreTrue) {
  EXPECT_EQ(complaint("<?xml version=\"1.0\"?>\n<a b=\"1\"><c/>x &amp; y</a>\n"), "");
  for (const char* bad : {"", "x", "<a>", "<a></b>", "<a/><b/>", "<a>x & y</a>", "<a b=\"></a>", "<a"})
    EXPECT_NE(complaint(bad), "") << bad;
}

TEST_F(Output, JsonParsesAndKnowsItsSchema) {
  const json one = json::parse(paddock({"run", "fail.yaml", "--format", "json"}).out);
  EXPECT_EQ(one["schema"], "paddock.report/1");
  EXPECT_EQ(one["verdict"], "fail");
  EXPECT_EQ(one["scenario"], "loss-of-a");
  const json all = json::parse(paddock({"test", "pass.yaml", "fail.yaml", "--format", "json"}).out);
  EXPECT_EQ(all["schema"], "paddock.test/1");
  EXPECT_EQ(all["reports"].size(), 2U);
  EXPECT_EQ(json::parse(paddock({"gameday", "fleet.yaml", "--format", "json", "-n", "1"}).out)["reports"].size(), 8U)
      << "three zones, a node, three databases, a region";
  for (const std::string what : {"fleet", "scenario"})
    EXPECT_TRUE(json::parse(paddock({"schema", what}).out).contains("$schema")) << what;
}

TEST_F(Output, JunitIsWellFormedWhateverTheNames) {
  std::string odd = cli_scenario(misses);
  odd.replace(odd.find("loss-of-a"), 9, "'<a> & \"b\" ]]>'");
  write("odd.yaml", odd);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"run", "odd.yaml"},
                                                  {"test", "pass.yaml", "fail.yaml", "odd.yaml"},
                                                  {"gameday", "fleet.yaml", "-n", "2"}}) {
    auto arguments = command;
    arguments.insert(arguments.end(), {"--format", "junit"});
    const Ended outcome = paddock(arguments);
    EXPECT_THAT(outcome.out, HasSubstr("<testsuites ")) << outcome.err;
    EXPECT_EQ(complaint(outcome.out), "") << outcome.out;
  }
}

TEST_F(Output, GithubAndMarkdownSayTheVerdict) {
  const std::string notes = paddock({"run", "fail.yaml", "--format", "github"}).out;
  EXPECT_THAT(notes, StartsWith("::error file=fail.yaml"));
  for (std::size_t at = 0; at < notes.size(); at = notes.find('\n', at) + 1) EXPECT_EQ(notes.substr(at, 2), "::");
  const std::string page = paddock({"run", "fail.yaml", "--format", "markdown"}).out;
  EXPECT_THAT(page, HasSubstr("**FAIL"));
  EXPECT_THAT(page, HasSubstr("| --- |"));
}

TEST_F(Output, NoEscapeCodesWhereNoTerminalIs) {
  for (const char* environment : {"", "NO_COLOR=1", "TERM=xterm-256color", "CLICOLOR_FORCE=1"})
    for (const char* format : {"text", "json", "junit", "github", "markdown"}) {
      const Ended outcome = paddock({"run", "fail.yaml", "--format", format}, "", environment);
      EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("\x1b"))) << format << " " << environment;
      EXPECT_EQ(outcome.err, "") << "no progress either";
    }
}

TEST_F(Output, ColoursOnATerminalUnlessToldOtherwise) {
  if (std::system("command -v script >/dev/null") != 0) GTEST_SKIP() << "no script(1) to make a terminal";
  const auto on_terminal = [&](const std::string& environment) {
    const std::string command = environment + " " + shell_word(PADDOCK_PROGRAM) + " run fail.yaml --jobs 1";
    const std::string all = "cd " + shell_word(folder_.string()) + " && script -qec " + shell_word(command) +
                            " /dev/null >.out 2>.err </dev/null";
    EXPECT_NE(std::system(all.c_str()), -1);
    return read(".out");
  };
  EXPECT_THAT(on_terminal("NO_COLOR= TERM=xterm"), HasSubstr("\x1b[3")) << "the verdict in a colour";
  EXPECT_THAT(on_terminal("NO_COLOR=1 TERM=xterm"), Not(HasSubstr("\x1b[3")));
}

TEST_F(Output, TheSameBytesOnAnyNumberOfThreads) {
  for (const std::vector<std::string>& command : {std::vector<std::string>{"run", "fail.yaml", "--format", "json"},
                                                  {"run", "pass.yaml"},
                                                  {"gameday", "fleet.yaml"}}) {
    auto one = command, two = command;
    one.insert(one.end(), {"--jobs", "1"});
    two.insert(two.end(), {"--jobs", "2"});
    const std::string bytes = paddock(one).out;
    EXPECT_EQ(bytes, paddock(two).out);
    EXPECT_EQ(bytes, paddock(one).out) << "nor from one call to the next";
    EXPECT_NE(bytes, "");
  }
}

TEST_F(Output, OutWritesWhatWouldHaveBeenPrinted) {
  const std::string printed = paddock({"run", "pass.yaml", "--format", "json"}).out;
  const auto before = files();
  const Ended outcome = paddock({"run", "pass.yaml", "--format", "json", "--out", "report.json"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(read("report.json"), printed);
  auto expected = before;
  expected.insert("report.json");
  EXPECT_EQ(files(), expected) << "no temporary file stays";
  EXPECT_EQ(paddock({"run", "pass.yaml", "--format", "json", "--out", "-"}).out, printed);
}

TEST_F(Output, AFileThatCannotBeWrittenLeavesNothingBehind) {
  std::filesystem::create_directory(folder_ / "folder");
  const auto before = files();
  for (const std::string out : {"absent/report.json", "folder", "pass.yaml/report.json"}) {
    const Ended outcome = paddock({"run", "pass.yaml", "-n", "1", "--out", out});
    EXPECT_EQ(outcome.code, 2) << out;
    EXPECT_THAT(outcome.err, HasSubstr(out + ": cannot be written"));
    EXPECT_EQ(files(), before);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "folder"));
}

TEST_F(Output, AReaderSeesTheOldFileOrTheNewOne) {
  write("report.txt", "old");
  std::filesystem::create_hard_link(folder_ / "report.txt", folder_ / "held");
  EXPECT_EQ(paddock({"run", "broken.yaml", "--out", "report.txt"}).code, 2);
  EXPECT_EQ(read("report.txt"), "old") << "refused: nothing is touched";
  EXPECT_EQ(paddock({"run", "pass.yaml", "--out", "report.txt"}).code, 0);
  EXPECT_THAT(read("report.txt"), HasSubstr("PASS"));
  EXPECT_EQ(read("held"), "old") << "renamed over, never written into: who has the old file open keeps it whole";
}

}  // namespace
}  // namespace paddock::scenarios
