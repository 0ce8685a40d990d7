#include "scenarios/language/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace paddock::scenarios {
namespace {

using testing::HasSubstr;

struct Result {
  std::optional<Node> node;
  std::string problems;
};
Result parse(std::string_view name, std::string_view text, const ParseLimits& limits = {}) {
  Problems problems;
  Result out;
  out.node = parse_text(name, text, problems, {}, limits);
  out.problems = problems.to_text();
  EXPECT_EQ(out.node.has_value(), problems.empty());
  return out;
}

std::string repeated(std::string_view text, std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

TEST(Yaml, GivesTheTreeWithPositions) {
  const auto [node, problems] = parse("f.yaml", "a: 1\nb:\n  - x\n  - {c: 'none', d: none}\ne:\n");
  ASSERT_TRUE(node) << problems;
  ASSERT_TRUE(node->is_mapping());
  EXPECT_EQ(node->find("a")->text, "1");
  const Node& b = *node->find("b");
  ASSERT_EQ(b.items.size(), 2U);
  EXPECT_EQ(b.items[0].position.line, 3U);
  EXPECT_EQ(b.items[0].position.column, 5U);
  EXPECT_TRUE(b.items[1].find("c")->quoted);
  EXPECT_FALSE(b.items[1].find("d")->quoted);
  EXPECT_TRUE(node->find("e")->is_null());
  EXPECT_EQ(node->entries[1].key_position.line, 2U);
}

TEST(Yaml, ScalarsStayText) {
  const auto [node, problems] = parse("f.yaml", "[off, 22:30, 1e3, no, 007, 0x1F, 1.0]");
  ASSERT_TRUE(node) << problems;
  std::vector<std::string> texts;
  for (const Node& item : node->items) texts.push_back(item.text);
  EXPECT_THAT(texts, testing::ElementsAre("off", "22:30", "1e3", "no", "007", "0x1F", "1.0"));
}

TEST(Yaml, DuplicateKeysAreRefusedWithBothPlaces) {
  EXPECT_EQ(parse("f.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\nx: 1\nx: 2\n").problems,
            "f.yaml:4:3: a: duplicate key 'b'; allowed: every key once (first at line 2, column 3)\n"
            "f.yaml:6:1: duplicate key 'x'; allowed: every key once (first at line 5, column 1)\n");
}

TEST(Yaml, AliasesAreCopies) {
  const auto [node, problems] = parse("f.yaml", "a: &x {b: [1, 2]}\nc: *x\n");
  ASSERT_TRUE(node) << problems;
  EXPECT_EQ(node->find("c")->find("b")->items[1].text, "2");
}

TEST(Yaml, AliasesThatExplodeAreRefused) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string n = std::to_string(i), before = "*a" + std::to_string(i - 1);
    text += "a" + n + ": &a" + n + " [" + before + repeated(", " + before, 8) + "]\n";
  }
  EXPECT_THAT(parse("f.yaml", text).problems, HasSubstr("aliases that expand to more than 100000 values"));
  EXPECT_THAT(parse("f.yaml", "a: &a [*a]").problems,
              HasSubstr("f.yaml:1:8: a[0]: an alias to a value that contains it"));
  EXPECT_THAT(parse("f.yaml", "a: *b").problems, HasSubstr("f.yaml:1:"));
}

TEST(Yaml, AliasesCannotGetAroundTheDepthLimit) {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 300; ++i)
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  EXPECT_THAT(parse("f.yaml", text).problems, HasSubstr("nested deeper than 100 levels"));
}

TEST(Yaml, RefusesWhatItWouldMisunderstand) {
  EXPECT_THAT(parse("f.yaml", "a: {<<: {b: 1}}").problems,
              HasSubstr("f.yaml:1:5: a: the merge key '<<' (write `like: NAME`"));
  EXPECT_THAT(parse("f.yaml", "a: 1\n---\nb: 1\n").problems, HasSubstr("a second document; allowed: one document"));
  EXPECT_THAT(parse("f.yaml", "a: !foo 1").problems, HasSubstr("f.yaml:1:4: a: the tag '!foo'"));
  EXPECT_THAT(parse("f.yaml", "? [a]\n: 1\n").problems, HasSubstr("a list as a key"));
  EXPECT_THAT(parse("f.yaml", "a: [1, 2\nb: 3\n").problems, HasSubstr("not YAML: "));
  EXPECT_THAT(parse("f.yaml", "a: \"open\n").problems, HasSubstr("f.yaml:"));
  EXPECT_TRUE(parse("f.yaml", "a: !!str 1").node->find("a")->quoted);
}

TEST(Json, GivesTheSameTreeAsYaml) {
  const auto [node, problems] = parse("f.json",
                                      "// a fleet\n{\"a\": 1.5e3, /* two\nlines */ \"b\": [true, null, \"none\", "
                                      "\"3\", \"\\u00e9\\ud83d\\ude00\\n\"]}");
  ASSERT_TRUE(node) << problems;
  EXPECT_EQ(node->find("a")->text, "1.5e3");
  EXPECT_EQ(node->find("a")->position.line, 2U);
  EXPECT_EQ(node->find("a")->position.column, 7U);
  const auto& b = node->find("b")->items;
  ASSERT_EQ(b.size(), 5U);
  EXPECT_EQ(b[0].text, "true");
  EXPECT_FALSE(b[0].quoted);
  EXPECT_TRUE(b[1].is_null());
  EXPECT_FALSE(b[2].quoted);  // JSON has no other way to write none
  EXPECT_TRUE(b[3].quoted);
  EXPECT_EQ(b[4].text, "\xC3\xA9\xF0\x9F\x98\x80\n");
}

TEST(Json, SaysWhereItIsNotJson) {
  EXPECT_EQ(parse("f.json", "{\"a\": 1,}").problems, "f.json:1:9: not JSON: '}'; allowed: another value after ','\n");
  EXPECT_EQ(parse("f.json", "{\"a\" 1}").problems, "f.json:1:6: a: not JSON: '1'; allowed: ':'\n");
  EXPECT_THAT(parse("f.json", "{\"a\": NaN}").problems, HasSubstr("f.json:1:7: a: not JSON: 'NaN'"));
  EXPECT_THAT(parse("f.json", "[01]").problems, HasSubstr("not JSON: '01'"));
  EXPECT_THAT(parse("f.json", "[1").problems, HasSubstr("f.json:1:3: [1]: not JSON: the end of the file"));
  EXPECT_THAT(parse("f.json", "{\"a\": 1} x").problems, HasSubstr("more after the end: 'x'"));
  EXPECT_THAT(parse("f.json", "[\"a").problems, HasSubstr("a string that never ends"));
  EXPECT_THAT(parse("f.json", "[\"\\ud800\"]").problems, HasSubstr("a surrogate pair"));
  EXPECT_THAT(parse("f.json", "/* x").problems, HasSubstr("a comment that never ends"));
  EXPECT_EQ(parse("f.json", "{\"a\": 1, \"a\": 2}").problems,
            "f.json:1:10: duplicate key 'a'; allowed: every key once (first at line 1, column 2)\n");
}

TEST(Parse, KnowsTheSyntaxByNameOrFirstCharacters) {
  EXPECT_TRUE(parse("stdin", "{\"a\": 1} // json").node);
  EXPECT_TRUE(parse("stdin", "{a: 1}  # yaml").node);
  EXPECT_TRUE(parse("stdin", "[x, y]").node);
  EXPECT_TRUE(parse("stdin", "// json\n[1]").node);
  EXPECT_FALSE(parse("f.json", "a: 1").node);
  EXPECT_TRUE(parse("f.yaml",
                    "\xEF\xBB\xBF"
                    "a: 1")
                  .node);
}

TEST(Parse, BytesThatAreNoText) {
  EXPECT_EQ(parse("f.yaml", "a: 1\nb: x\xC3(\n").problems,
            "f.yaml:2:5: invalid UTF-8 (\\xc3) at byte 9; allowed: text in UTF-8\n");
  EXPECT_THAT(parse("f.json", std::string("[1,\0]", 5)).problems,
              HasSubstr("f.json:1:4: a NUL byte (\\x00) at byte 3"));
  EXPECT_THAT(parse("f.yaml",
                    "a: 1\n\x04"
                    "b: 2")
                  .problems,
              HasSubstr("a control character (\\x04) at byte 5"));
  EXPECT_THAT(parse("f.yaml", "a: \xED\xA0\x80").problems, HasSubstr("invalid UTF-8"));  // a surrogate
  EXPECT_THAT(parse("f.yaml", "a: \xC0\x80").problems, HasSubstr("invalid UTF-8"));      // overlong
  EXPECT_THAT(parse("f.yaml", "a: \xFF").problems, HasSubstr("invalid UTF-8"));
}

TEST(Parse, EmptyFiles) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n...\n"})
    EXPECT_FALSE(parse("f.yaml", text).node && !parse("f.yaml", text).node->is_null()) << text;
  EXPECT_EQ(parse("f.yaml", "").problems, "f.yaml: the file is empty; allowed: a mapping\n");
  EXPECT_EQ(parse("f.json", " // x").problems, "f.json: the file is empty; allowed: a mapping\n");
}

struct Nesting {
  const char* file;
  const char* open;
  const char* close;
};
class DeepNesting : public testing::TestWithParam<Nesting> {};
TEST_P(DeepNesting, IsAProblemAndNeverACrash) {
  const auto [name, open, close] = GetParam();
  for (const std::size_t depth : {std::size_t{101}, std::size_t{10'000}, std::size_t{200'000}}) {
    const std::string opened = repeated(open, depth);
    EXPECT_THAT(parse(name, opened + repeated(close, depth)).problems, HasSubstr("nested deeper than 100 levels"))
        << depth;
    EXPECT_FALSE(parse(name, opened).node);
  }
}
INSTANTIATE_TEST_SUITE_P(All, DeepNesting,
                         testing::Values(Nesting{"f.yaml", "[", "]"}, Nesting{"f.yaml", "{a: ", "}"},
                                         Nesting{"f.yaml", "- ", ""}, Nesting{"f.yaml", "[{a: ", "}]"},
                                         Nesting{"f.json", "[", "]"}, Nesting{"f.json", "{\"a\":", "}"},
                                         Nesting{"f.json", "[{\"a\":", "}]"}));

TEST(Parse, DeepBlocksByIndentation) {
  std::string text;
  for (std::size_t i = 0; i < 3'000; ++i) text += std::string(i, ' ') + "a:\n";
  EXPECT_THAT(parse("f.yaml", text).problems, HasSubstr("nested deeper than 100 levels"));
}

TEST(Parse, AHundredLevelsAreFine) {
  EXPECT_TRUE(parse("f.yaml", repeated("[", 100) + repeated("]", 100)).node);
  EXPECT_TRUE(parse("f.json", repeated("[", 100) + repeated("]", 100)).node);
}

TEST(Parse, SizeIsLimited) {
  EXPECT_THAT(parse("f.yaml", "a: 12345", {.bytes = 7}).problems, HasSubstr("larger than 7 bytes"));
  EXPECT_THAT(parse("f.json", "[1, 2, 3]", {.nodes = 3}).problems, HasSubstr("more than 3 values"));
}

TEST(ParseFile, WhatCannotBeRead) {
  Problems problems;
  const auto folder = std::filesystem::temp_directory_path() / "paddock-parse-test";
  std::filesystem::create_directories(folder);
  EXPECT_FALSE(parse_file(folder, problems));
  EXPECT_FALSE(parse_file(folder / "absent.yaml", problems));
  EXPECT_FALSE(parse_file(folder / "absent.yaml" / "below", problems));
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(problems.all()[0].found, "is a directory");
  EXPECT_EQ(problems.all()[1].found, "no such file");
  std::ofstream(folder / "good.yaml") << "a: 1\n";
  EXPECT_TRUE(parse_file(folder / "good.yaml", problems));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace paddock::scenarios
