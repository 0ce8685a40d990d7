// Nothing secret comes along: the dump of the tests holds the word CANARY in every place that may hide something, and
// it is looked for in everything that paddock writes.
#include <gmock/gmock.h>

#include "tests/scenarios/import/dumps.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string canary = "CANARY";

class Secrets : public Import {};

std::size_t planted(const std::string& text) {
  std::size_t count = 0;
  for (auto at = text.find(canary); at != std::string::npos; at = text.find(canary, at + 1)) ++count;
  return count;
}

TEST_F(Secrets, ArePlantedEverywhere) {
  const std::string dump = text_of_file(dump_file("cluster.json"));
  EXPECT_GT(planted(dump), 100U);
  for (const char* place : {"env", "secret", "annotation", "argument", "header", "message", "image", "uid", "config"})
    EXPECT_THAT(dump, HasSubstr(canary + "-" + place));
}

TEST_F(Secrets, AreNotInTheFleetNorInWhatIsSaid) {
  const Ended import = paddock({"import", "kubectl", dump_file("cluster.json"), "-o", "fleet.yaml"});
  ASSERT_EQ(import.code, 0) << import.err;
  EXPECT_THAT(read("fleet.yaml") + import.out + import.err, Not(HasSubstr(canary)));
  EXPECT_THAT(import_files({dump_file("cluster.json")}).said(), Not(HasSubstr(canary)));
}

TEST_F(Secrets, AreNotInReports) {
  for (const char* format : {"text", "json", "junit", "github", "markdown"}) {
    const Ended gameday = paddock({"gameday", dump_file("cluster.json"), "--all", "--format", format});
    EXPECT_EQ(gameday.code, 1) << gameday.err;
    EXPECT_THAT(gameday.out + gameday.err, Not(HasSubstr(canary))) << format;
  }
}

/// What may be copied is listed; of labels the names of tenants are made, if that is asked for.
TEST_F(Secrets, ALabelIsCopiedWhenItNamesTenants) {
  const Ended asked = paddock({"import", "kubectl", dump_file("cluster.json"), "--tenant-from", "label:team"});
  EXPECT_THAT(asked.out, HasSubstr("CANARY-team"));
  EXPECT_EQ(planted(asked.out), 1U) << "and nothing else";
}

/// A sleep is read out of a preStop hook; any other command is a hook of unknown length.
TEST_F(Secrets, OfACommandOnlyASleepIsRead) {
  json dump = dump_json("cluster.json");
  for (json& item : dump["items"])
    if (item["kind"] == "Deployment" && item["metadata"]["name"] == "web")
      item["spec"]["template"]["spec"]["containers"][0]["lifecycle"]["preStop"]["exec"]["command"] = {
          "/bin/sh", "-c", "curl -H 'Authorization: CANARY-token' http://localhost/stop; sleep 15"};
  const auto imported = import_text(dump.dump());
  ASSERT_TRUE(imported.result) << imported.said();
  EXPECT_THAT(imported.result->yaml + imported.said(), Not(HasSubstr(canary)));
  EXPECT_THAT(imported.said(), HasSubstr("1 workload with a preStop hook of unknown length"));
}

/// A parser that stops in the middle of a secret must not show what it read last.
TEST_F(Secrets, AreNotInTheMessageAboutADamagedFile) {
  const std::string dump = text_of_file(dump_file("cluster.json"));
  for (auto at = dump.find(canary); at != std::string::npos; at = dump.find(canary, at + 1)) {
    for (const std::string& damaged : {dump.substr(0, at + 9), dump.substr(0, at + 9) + "\n" + dump.substr(at + 9)}) {
      const auto imported = import_text(damaged);
      EXPECT_FALSE(imported.result);
      EXPECT_THAT(imported.said(), Not(HasSubstr(canary))) << "at byte " << at;
      EXPECT_NE(imported.said(), "");
    }
  }
}

}  // namespace
}  // namespace paddock::scenarios
