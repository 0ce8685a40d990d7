// The command line as it is typed: what it refuses, what it says, and that nothing of it drives a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "scenarios/cli/options.hpp"
#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Said {
  int code = 0;
  std::string out, err;
};

Said type(std::vector<std::string> words) {
  words.insert(words.begin(), "paddock");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Said said;
  said.code = app(static_cast<int>(pointers.size()), pointers.data());
  said.out = testing::internal::GetCapturedStdout();
  said.err = testing::internal::GetCapturedStderr();
  return said;
}

bool quiet(const std::string& text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\n') || byte == 0x7F;
  });
}

class Command : public DesignFile {
 protected:
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string text(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

const std::string good_targets = "  - \"min(tenant.ready_replicas) >= 0.5 during loss\"\n";

TEST(CommandLine, NoControlBytesGoOut) {
  for (const char* command : {"run", "test", "gameday", "import", "lint", "init", "schema", "conform"})
    EXPECT_TRUE(quiet(type({command, "--help"}).out)) << command;
  for (const char* const option : {"--format", "--undecided", "--seed", "--jobs", "-n", "--fl\x1b[31meet"}) {
    const Said said = type({"run", "x", option, "x\x1b[31m"});
    EXPECT_EQ(said.code, 2);
    EXPECT_TRUE(quiet(said.err)) << option;
    EXPECT_THAT(said.err, HasSubstr("\\x1b")) << option;
  }
  EXPECT_TRUE(quiet(type({"run", "a", "b\x1b[31m", "c"}).err));
  EXPECT_TRUE(quiet(type({"run", "no\x1b[31mne"}).err));
}

TEST(CommandLine, ChoicesAreNamed) {
  EXPECT_THAT(type({"run", "x", "--format", "xml"}).err,
              AllOf(HasSubstr("github, json, junit, markdown, text"), Not(HasSubstr("->"))));
  EXPECT_THAT(type({"run", "x", "--format", "jsn"}).err, HasSubstr("did you mean 'json'?"));
}

TEST(CommandLine, NumbersAreDecimalDigits) {
  for (const char* seed : {"-1", "99999999999999999999", "0x10", "1.5", "+1"})
    EXPECT_THAT(type({"run", "x", std::string("--seed=") + seed}).err, HasSubstr("whole number")) << seed;
}

TEST(CommandLine, UnknownCommandsAreNamed) {
  const Said said = type({"rum", "zone-loss"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, AllOf(HasSubstr("no such command: 'rum'"), HasSubstr("'run'?"), HasSubstr("gameday")));
  EXPECT_THAT(type({}).err, AllOf(HasSubstr("command is missing"), HasSubstr("run, test")));
  EXPECT_THAT(type({"import", "kubctl", "x"}).err, AllOf(HasSubstr("paddock import"), HasSubstr("'kubectl'?")));
}

TEST_F(Command, SeedsAreReadAsDecimals) {
  write("s.yaml", zone_loss(good_targets));
  EXPECT_THAT(type({"run", path("s.yaml"), "-n", "1", "--seed", "010", "--format", "json"}).out,
              HasSubstr("\"seed\": 10"));
}

TEST_F(Command, InputsAreNeverOverwritten) {
  write("s.yaml", zone_loss(good_targets));
  const std::string scenario = text("s.yaml");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"run", path("s.yaml"), "--out", path("s.yaml")},
        {"run", path("s.yaml"), "--out", path("fleet.yaml")},
        {"test", path("s.yaml"), "--out", path("fleet.yaml")},
        {"gameday", path("fleet.yaml"), "--out", path("fleet.yaml")},
        {"import", "kubectl", path("s.yaml"), "-o", path("s.yaml")}}) {
    const Said said = type(words);
    EXPECT_EQ(said.code, 2);
    EXPECT_THAT(said.err, HasSubstr("would overwrite the input"));
  }
  EXPECT_EQ(text("s.yaml"), scenario);
  EXPECT_EQ(text("fleet.yaml"), small_fleet);
}

TEST_F(Command, LintSaysAllOfAllFiles) {
  write("a.yaml", zone_loss("  - \"max(tenant.outge) <= 1s\"\n"));
  write("b.yaml", zone_loss("  - \"max(tenant.outage) <= 1s during lost\"\n"));
  write("f.yaml", small_fleet + "nonsense: 1\n");
  const Said said = type({"lint", path("none.yaml"), path("a.yaml"), path("b.yaml"), path("f.yaml")});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, AllOf(HasSubstr("none.yaml: no such file"), HasSubstr("outge"), HasSubstr("'lost'"),
                              HasSubstr("nonsense"), HasSubstr("4 problems")));
}

TEST_F(Command, LintNamesWhatNoModelReads) {
  EXPECT_THAT(type({"lint", path("fleet.yaml")}).out,
              AllOf(HasSubstr("a fleet of 12 tenants"), HasSubstr("readiness.timeout is read by no model")));
}

TEST_F(Command, LintRefusesTheFuture) {
  write("f.yaml", small_fleet + "observed: 2026-03-01\n");
  EXPECT_THAT(type({"lint", path("f.yaml"), "--today", "2026-02-28"}).err, HasSubstr("found '2026-03-01'"));
  EXPECT_EQ(type({"lint", path("f.yaml"), "--today", "2026-03-01"}).code, 0);
}

TEST_F(Command, InitWritesAScenarioOnAFleetOfOnesOwn) {
  const Said said = type({"init", path("drills"), "--fleet", path("fleet.yaml")});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "drills" / "fleet.yaml"));
  EXPECT_THAT(text("drills/zone-loss.yaml"), HasSubstr("fleet: '../fleet.yaml'"));
  EXPECT_NE(type({"run", path("drills/zone-loss.yaml")}).code, 2);
  EXPECT_THAT(type({"init", path("other"), "--fleet", path("none.yaml")}).err, HasSubstr("no such file"));
}

}  // namespace
}  // namespace paddock::scenarios::cli
