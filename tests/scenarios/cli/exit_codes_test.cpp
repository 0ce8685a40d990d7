// Exit codes: 0 every target passes, 1 one fails, 2 bad usage or input or a fault that was not exercised, 4 undecided.
#include <gmock/gmock.h>

#include "tests/scenarios/cli/program.hpp"

namespace paddock::scenarios {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ExitCodes : public Program {
 protected:
  int code(const std::vector<std::string>& arguments, const std::string& in = "") const {
    return paddock(arguments, in).code;
  }
  /// Exit 2, nothing on standard output, and the reason on the other.
  void expect_refused(const std::vector<std::string>& arguments, const std::string& why,
                      const std::string& in = "") const {
    const Ended outcome = paddock(arguments, in);
    const std::string command = testing::PrintToString(arguments);
    EXPECT_EQ(outcome.code, 2) << command << outcome.err;
    EXPECT_EQ(outcome.out, "") << command;
    EXPECT_THAT(outcome.err, HasSubstr(why)) << command;
  }
};

TEST_F(ExitCodes, OfRun) {
  EXPECT_EQ(code({"run", "pass.yaml"}), 0);
  EXPECT_EQ(code({"run", "fail.yaml"}), 1);
  EXPECT_EQ(code({"run", "pass.yaml", "-n", "2"}), 4) << "two runs decide nothing";
  for (const auto& [word, expected] : {std::pair{"fail", 1}, {"pass", 0}, {"warn", 0}, {"error", 4}})
    EXPECT_EQ(code({"run", "pass.yaml", "-n", "2", "--undecided", word}), expected) << word;
  EXPECT_EQ(code({"run", "fail.yaml", "--undecided", "pass"}), 1) << "a miss is a miss";
}

TEST_F(ExitCodes, AFaultThatHitNothingIsAnError) {
  std::string late = cli_scenario("max(tenant.outage) <= 90m");
  late.replace(late.find("at: 10m"), 7, "at: 3h");
  write("late.yaml", late);
  const Ended outcome = paddock({"run", "late.yaml"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.out, HasSubstr("fault not exercised: loss did not happen"));
}

TEST_F(ExitCodes, OfTest) {
  EXPECT_EQ(code({"test", "pass.yaml"}), 0);
  EXPECT_EQ(code({"test", "fail.yaml"}), 1) << "a pass was expected";
  write("fail.yaml", cli_scenario(misses, "expect: fail\nbecause: dead-pod-keeps-its-share\n"));
  EXPECT_EQ(code({"test", "fail.yaml"}), 0) << paddock({"test", "fail.yaml"}).out;
  EXPECT_EQ(code({"run", "fail.yaml"}), 1) << "run says the verdict, whatever was expected";
  EXPECT_EQ(code({"test", "."}), 2) << "the fleet in the folder is no scenario";
}

TEST_F(ExitCodes, OfTestWhereTheVerdictIsNotTheExpectedOne) {
  write("fail.yaml", cli_scenario(misses, "expect: fail\nbecause: region-lost\n"));
  const Ended other_cause = paddock({"test", "fail.yaml"});
  EXPECT_EQ(other_cause.code, 1);
  EXPECT_THAT(other_cause.out, HasSubstr("FAIL, but not because of region-lost"));
  write("pass.yaml", cli_scenario(holds, "expect: fail\n"));
  const Ended passed = paddock({"test", "pass.yaml"});
  EXPECT_EQ(passed.code, 1);
  EXPECT_THAT(passed.out, HasSubstr("PASS, but a failure was expected"));
}

TEST_F(ExitCodes, OfGameday) {
  EXPECT_EQ(code({"gameday", "fleet.yaml"}), 1) << "the loss of the only region hurts everybody";
  EXPECT_EQ(code({"gameday", "fleet.yaml", "--undecided", "pass", "-n", "1"}), 0);
  std::string empty = cli_fleet;
  empty.erase(empty.find("plans:"));
  write("nobody.yaml", empty);
  expect_refused({"gameday", "nobody.yaml"}, "no drill makes sense here");
}

TEST_F(ExitCodes, OfLint) {
  EXPECT_EQ(code({"lint", "fleet.yaml", "pass.yaml"}), 0);
  write("bad.yaml", "paddock: 1\nfleet: f\nregion: {}\n");
  expect_refused({"lint", "bad.yaml"}, "bad.yaml:3:1: unknown key 'region'");
  write("other.yaml", "a: 1\n");
  expect_refused({"lint", "other.yaml"}, "neither a scenario nor a fleet");
}

TEST_F(ExitCodes, OfLintAMistakeInOneFileHidesNoneInTheNext) {
  write("bad.yaml", "paddock: 1\nfleet: f\nregion: {}\n");
  write("worse.yaml", cli_scenario("min(tenant.redy_replicas) >= 1"));
  write("worst.yaml", cli_scenario("min(tenant.ready_replicas) >= 1 after los"));
  for (const std::string command : {"lint", "test"}) {
    const Ended outcome = paddock({command, "bad.yaml", "worse.yaml", "worst.yaml"});
    EXPECT_EQ(outcome.code, 2);
    for (const char* file : {"bad.yaml:", "worse.yaml:8:", "worst.yaml:8:"})
      EXPECT_THAT(outcome.err, HasSubstr(file)) << command;
  }
}

TEST_F(ExitCodes, OfInitAndSchema) {
  EXPECT_EQ(code({"init", "new"}), 0);
  EXPECT_EQ(code({"lint", "new/fleet.yaml", "new/zone-loss.yaml"}), 0);
  EXPECT_EQ(code({"run", "new/zone-loss.yaml"}), 0) << "what newcomers see first";
  write("new/fleet.yaml", "mine");
  expect_refused({"init", "new"}, "it is there already");
  EXPECT_EQ(read("new/fleet.yaml"), "mine");
  for (const std::string what : {"fleet", "scenario", "--metrics", "--verbs", "--causes"})
    EXPECT_EQ(code({"schema", what}), 0) << what;
  expect_refused({"schema", "flet"}, "flet");
}

TEST_F(ExitCodes, OfConform) {
  const std::string good = R"({"rows": [{"numNodes": 5, "percentageOfNodesToScore": 0, "numFeasibleNodesToFind": 5}]})";
  write("adaptive.jsonl", good + "\n");
  EXPECT_EQ(code({"conform", "adaptive.jsonl"}), 0);
  std::string wrong = good;
  wrong.replace(wrong.rfind('5'), 1, "6");
  write("adaptive.jsonl", wrong + "\n");
  EXPECT_EQ(code({"conform", "."}), 1);
  write("adaptive.jsonl", "{");
  EXPECT_EQ(code({"conform", "adaptive.jsonl"}), 2);
  expect_refused({"conform", "none.jsonl"}, "no such file");
}

TEST_F(ExitCodes, OfBadUsage) {
  expect_refused({}, "a command is missing");
  expect_refused({"rum", "pass.yaml"}, "no such command: 'rum'");
  expect_refused({"rum", "pass.yaml"}, "did you mean 'run'?");
  expect_refused({"run"}, "scenario is required");
  expect_refused({"run", "pass.yaml", "--frob"}, "--frob");
  expect_refused({"import"}, "a command is missing");
  for (const char* seed : {"-1", "x", "1.5", "", "99999999999999999999"})
    expect_refused({"run", "pass.yaml", "--seed", seed}, "--seed");
  for (const char* jobs : {"-1", "x", "100000"}) expect_refused({"run", "pass.yaml", "--jobs", jobs}, "--jobs");
  for (const char* runs : {"0", "-3", "x", "1e99"})
    expect_refused({"run", "pass.yaml", "--replications", runs}, "--replications");
  expect_refused({"run", "pass.yaml", "--format", "xml"}, "'xml'; allowed: github, json, junit, markdown, text");
  expect_refused({"run", "pass.yaml", "--undecided", "maybe"}, "'maybe'; allowed: error, fail, pass, warn");
  expect_refused({"gameday", "fleet.yaml", "--tenant-from", "name"}, "allowed: namespace, or label:KEY");
}

TEST_F(ExitCodes, OfBadSettings) {
  expect_refused({"run", "pass.yaml", "--set", "nothing"}, "allowed: --set PATH=VALUE");
  expect_refused({"run", "pass.yaml", "--set", "=3"}, "allowed: --set PATH=VALUE");
  expect_refused({"run", "pass.yaml", "--set", "tenants.t.replica=3"}, "did you mean 'replicas'?");
  expect_refused({"run", "pass.yaml", "--set", "tenants.u.replicas=3"}, "tenants.u");
  expect_refused({"run", "pass.yaml", "--set", "tenants.t.replicas=-3"}, "replicas");
  expect_refused({"run", "pass.yaml", "--set", "horizon=1e400"}, "horizon");
  expect_refused({"run", "pass.yaml", "--vary", "tenants.t.replicas"}, "--vary");
}

TEST_F(ExitCodes, OfFilesThatCannotBeRead) {
  write("empty.yaml", "");
  std::filesystem::create_directory(folder_ / "folder");
  const std::vector<std::vector<std::string>> commands{
      {"run"}, {"test"}, {"lint"}, {"gameday"}, {"import", "kubectl"}, {"conform"}, {"run", "pass.yaml", "--fleet"}};
  for (auto command : commands) {
    command.emplace_back("absent.yaml");
    expect_refused(command, "absent.yaml: no such ");
    if (command[0] != "conform") command.back() = "empty.yaml", expect_refused(command, "empty");
    command.back() = "folder", expect_refused(command, "folder");
  }
  if (geteuid() == 0) return;  // root may read everything
  std::filesystem::permissions(folder_ / "empty.yaml", std::filesystem::perms::none);
  for (auto command : commands) {
    if (command[0] == "conform") continue;
    command.emplace_back("empty.yaml");
    expect_refused(command, "cannot be read: Permission denied");
  }
}

TEST_F(ExitCodes, HelpHasExamples) {
  for (const std::string command : {"run", "test", "gameday", "lint", "schema", "init", "conform", "schedule"}) {
    const Ended outcome = paddock({command, "--help"});
    EXPECT_EQ(outcome.code, 0) << command;
    EXPECT_THAT(outcome.out, HasSubstr("\n  paddock " + command)) << "an example";
    EXPECT_EQ(outcome.err, "") << command;
  }
  EXPECT_THAT(paddock({"import", "kubectl", "--help"}).out, HasSubstr("\n  paddock import kubectl dump.json -o"));
  EXPECT_THAT(paddock({"--help"}).out, HasSubstr("gameday"));
  EXPECT_THAT(paddock({"--version"}).out, HasSubstr("paddock "));
}

TEST_F(ExitCodes, StandardInputIsAFile) {
  EXPECT_EQ(code({"run", "-"}, cli_scenario(holds)), 0);
  EXPECT_EQ(code({"test", "-"}, cli_scenario(misses)), 1);
  EXPECT_EQ(code({"run", "pass.yaml", "--fleet", "-"}, cli_fleet), 0);
  for (const std::string& text : {cli_fleet, cli_scenario(holds)}) {
    const Ended outcome = paddock({"lint", "-"}, text);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, Not(IsEmpty()));
  }
  expect_refused({"lint", "-"}, "standard input: the file is empty");
}

// /dev/full takes nothing.
TEST_F(ExitCodes, WhatCannotBeSaidIsNoSuccess) {
  for (const std::string arguments :
       {"schema fleet", "lint pass.yaml", "--help", "run pass.yaml -n 1", "conform --help", "init drills"}) {
    const std::string command = "cd '" + folder_.string() + "' && '" PADDOCK_PROGRAM "' " + arguments +
                                " > /dev/full 2> '" + (folder_ / "err").string() + "'";
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), 2) << arguments;
    EXPECT_NE(read("err"), "") << arguments;
  }
}

}  // namespace
}  // namespace paddock::scenarios
