// Dumps that are cut off, malformed or hostile: exit 2 with the place, and no file half written.
#include <gmock/gmock.h>

#include <sstream>

#include "scenarios/import/allow_list.hpp"
#include "scenarios/import/kubectl_json.hpp"
#include "tests/scenarios/import/dumps.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class Damaged : public Import {
 protected:
  /// Exit 2, the words on standard error, nothing else written anywhere.
  void expect_refused(const std::string& dump, const std::string& why) const {
    write("dump.json", dump);
    write("kept.yaml", "old");
    const auto before = files();
    for (const char* out : {"new.yaml", "kept.yaml", "-"}) {
      const Ended outcome = paddock({"import", "kubectl", "dump.json", "-o", out});
      EXPECT_EQ(outcome.code, 2) << why;
      EXPECT_EQ(outcome.out, "");
      EXPECT_THAT(outcome.err, HasSubstr(why));
    }
    EXPECT_EQ(files(), before) << "neither a new file nor a temporary one";
    EXPECT_EQ(read("kept.yaml"), "old");
  }
};

TEST_F(Damaged, TheMessageHasThePlace) {
  expect_refused("{\"kind\": \"List\",\n \"items\": [}\n", "dump.json:2:12: malformed JSON");
  expect_refused("[{\"kind\": \"Node\"},]", "dump.json:1:19: malformed JSON");
  expect_refused("{\"kind\": \"List\", \"items\": 3}", "items: found '3'; allowed: a list of objects");
  expect_refused("[1, 2]", "dump.json:1:");
  expect_refused("", "dump.json: is empty");
  expect_refused("{}", "no node, pod or Deployment in it");
  expect_refused("\x1F\x8B\x08", "is compressed");
  expect_refused("just words", "dump.json:1:1: found 'just words'");
  expect_refused(std::string(100'000, '['), "nested deeper than 200 levels");
  expect_refused(R"([{"kind": "Pod", "metadata": {"name": "p"}, "x": )" + std::string(100'000, '['), "nested deeper");
  expect_refused("[{\"kind\": \"Pod\", \"metadata\": {\"name\": \"\xFF\"}}]", "dump.json:1:");
}

TEST_F(Damaged, EveryMistakeInTheObjectsIsSaid) {
  json dump = dump_json("cluster.json");
  dump["items"][0]["status"]["allocatable"]["cpu"] = "lots";
  dump["items"][1]["status"]["allocatable"]["memory"] = "-1Gi";
  dump["items"][3]["spec"]["replicas"] = 2.5;
  write("dump.json", dump.dump(1));
  const Ended outcome = paddock({"import", "kubectl", "dump.json"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("status.allocatable.cpu: found 'lots'; allowed: an amount of CPU"));
  EXPECT_THAT(outcome.err, HasSubstr("status.allocatable.memory: found '-1Gi'"));
  EXPECT_THAT(outcome.err, HasSubstr("spec.replicas: found '2.5'"));
  EXPECT_THAT(outcome.err, HasSubstr("3 problems"));
}

TEST_F(Damaged, WhereverTheFileIsCutOff) {
  const std::string dump = text_of_file(dump_file("old_labels.json"));
  const std::size_t whole = dump.find_last_of('}') + 1;
  for (std::size_t length = 1; length < whole; ++length) {
    const auto imported = import_text(dump.substr(0, length));
    ASSERT_FALSE(imported.result) << "cut after " << length;
    ASSERT_THAT(imported.said(), HasSubstr("the file ends in the middle of a value, at byte " + std::to_string(length)))
        << imported.said();
  }
  EXPECT_TRUE(import_text(dump.substr(0, whole)).result);
}

TEST_F(Damaged, CutOffOnTheWayToAFile) {
  const std::string dump = text_of_file(dump_file("cluster.json"));
  expect_refused(dump.substr(0, dump.size() / 2), "the file ends in the middle of a value");
}

TEST_F(Damaged, OneBadFileOfSeveralIsEnough) {
  write("bad.json", "[");
  write("kept.yaml", "old");
  const Ended outcome = paddock({"import", "kubectl", dump_file("cluster.json"), "bad.json", "-o", "kept.yaml"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("bad.json:1:"));
  EXPECT_EQ(read("kept.yaml"), "old");
}

TEST_F(Damaged, AGoodImportReplacesTheOldFile) {
  write("kept.yaml", "old");
  std::filesystem::create_hard_link(folder_ / "kept.yaml", folder_ / "held");
  const auto before = files();
  EXPECT_EQ(paddock({"import", "kubectl", dump_file("cluster.json"), "-o", "kept.yaml"}).code, 0);
  EXPECT_EQ(files(), before);
  EXPECT_THAT(read("kept.yaml"), HasSubstr("fleet: imported"));
  EXPECT_EQ(read("held"), "old") << "renamed over, not written into";
  EXPECT_EQ(paddock({"import", "kubectl", dump_file("cluster.json"), "-o", "absent/fleet.yaml"}).code, 2);
}

/// Names are data: they reach neither the terminal nor the file as anything but text.
TEST_F(Damaged, ControlCharactersInNamesAreEscaped) {
  json dump = dump_json("cluster.json");
  const std::string evil = "x\x1b]0;owned\x07\x1b[31m\r\n# no comment\u202e\u0085";
  for (json& item : dump["items"]) {
    json& metadata = item["metadata"];
    if (metadata["namespace"] == "shop") metadata["namespace"] = "shop" + evil;
    if (item["kind"] == "Node") metadata["labels"]["eks.amazonaws.com/nodegroup"] = "general" + evil;
    if (item["kind"] == "Node") metadata["labels"]["topology.kubernetes.io/region"] = "eu" + evil;
    if (item["kind"] == "ConfigMap") item["kind"] = "Odd" + evil;
  }
  write("dump.json", dump.dump());
  const auto expect_tame = [](const std::string& text, const std::string& where) {
    for (const char c : text)
      ASSERT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)) << where << ": " << text;
    for (const char* invisible : {"\u202e", "\u0085"}) EXPECT_THAT(text, Not(HasSubstr(invisible))) << where;
    EXPECT_THAT(text, Not(HasSubstr("\n# no comment"))) << where;
  };
  const Ended import = paddock({"import", "kubectl", "dump.json", "-o", "fleet.yaml"});
  ASSERT_EQ(import.code, 0) << import.err;
  expect_tame(import.err, "import");
  expect_tame(read("fleet.yaml"), "the fleet file");
  const auto fleet = reread(read("fleet.yaml"));
  ASSERT_TRUE(fleet);
  EXPECT_EQ(fleet->spec.tenants.back().name, "shop" + evil) << "the name itself is kept";
  for (const std::string format : {"text", "json", "junit", "github", "markdown"}) {
    const Ended gameday = paddock({"gameday", "dump.json", "--format", format});
    EXPECT_EQ(gameday.code, 1) << gameday.err;
    expect_tame(gameday.out, format);
    expect_tame(gameday.err, format);
  }
}

/// Objects as a cluster would send them, made while they are read: the text never exists as a whole.
class Endless : public std::streambuf {
 public:
  explicit Endless(int pods) : pods_(pods) {}

 private:
  int_type underflow() override {
    if (made_ > pods_) return traits_type::eof();
    text_ = made_ == pods_ ? "]}" : (made_ == 0 ? "{\"kind\": \"List\", \"items\": [" : ", ") + pod(made_);
    ++made_;
    setg(text_.data(), text_.data(), text_.data() + text_.size());
    return traits_type::to_int_type(text_.front());
  }
  static std::string pod(int n) {
    return R"({"kind": "Pod", "metadata": {"namespace": "s", "name": "p-)" + std::to_string(n) +
           R"(", "annotations": {"a": ")" + std::string(20'000, 'x') +
           R"("}}, "spec": {"containers": [{"env": [{"value": ")" + std::string(20'000, 'y') +
           R"("}], "resources": {"requests": {"cpu": "1"}}}]}})";
  }
  int pods_, made_ = 0;
  std::string text_;
};

std::size_t bytes_in(const Node& node) {
  std::size_t bytes = node.text.size();
  for (const Node& item : node.items) bytes += bytes_in(item);
  for (const Entry& entry : node.entries) bytes += entry.key.size() + bytes_in(entry.value);
  return bytes;
}

/// Why a dump of any size fits into memory: each object is handed on before the next is read, and holds only what may
/// be copied. The reader keeps one block of the file and one object.
TEST(Streaming, ObjectsAreHandedOnOneByOneWithoutWhatIsNotWanted) {
  constexpr int pods = 200;
  Endless endless(pods);
  std::istream in(&endless);
  ByteSource source(in, "endless");
  Problems problems;
  int seen = 0;
  std::uint64_t before = 0;
  read_kubectl_json(
      source, allowed_object(),
      [&](const Node& object, std::string_view kind) {
        EXPECT_EQ(kind, "Pod");
        EXPECT_LT(bytes_in(object), 200U) << "of 40,000";
        EXPECT_LT(source.offset() - before, 41'000U) << "handed on where it ends, not later";
        before = source.offset();
        ++seen;
      },
      problems);
  EXPECT_EQ(seen, pods) << problems.to_text();
  EXPECT_TRUE(problems.empty()) << problems.to_text();
  EXPECT_GT(source.offset(), pods * 40'000U);
}

}  // namespace
}  // namespace paddock::scenarios
