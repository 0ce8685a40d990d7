#include "scenarios/language/problem.hpp"

#include <gtest/gtest.h>

#include <array>

namespace paddock::scenarios {
namespace {

TEST(Problem, IsOneLine) {
  const Problem p{.file = "f.yaml",
                  .place = Place{3, 5},
                  .path = "tenants[3]",
                  .found = "unknown key 'replica'",
                  .allowed = "name, replicas",
                  .hint = "did you mean 'replicas'?"};
  EXPECT_EQ(to_text(p),
            "f.yaml:3:5: tenants[3]: unknown key 'replica'; allowed: name, replicas (did you mean 'replicas'?)");
}

TEST(Problem, NothingFromAFileReachesTheTerminalRaw) {
  EXPECT_EQ(escaped("a\x1b[31m\r\n\t\x7f\xff"), "a\\x1b[31m\\x0d\\n\\t\\x7f\\xff");
  EXPECT_EQ(escaped("\xC2\x9B"
                    "31m"),
            "\\xc2\\x9b31m");  // C1: the 8-bit escape
  EXPECT_EQ(escaped("\xE2\x80\xAE"
                    "x"),
            "\\xe2\\x80\\xaex");  // right-to-left override
  EXPECT_EQ(escaped("Z\xC3\xBCrich \xE2\x82\xAC"), "Z\xC3\xBCrich \xE2\x82\xAC");
  EXPECT_EQ(in_quotes(std::string(100, 'x')), "'" + std::string(60, 'x') + "...'");
}

TEST(Problem, NearestName) {
  const std::vector<std::string> known = {"replicas", "region", "requests", "plan", "max_surge"};
  EXPECT_EQ(nearest("replica", known), "replicas");
  EXPECT_EQ(nearest("relpicas", known), "replicas");
  EXPECT_EQ(nearest("Region", known), "region");
  EXPECT_EQ(nearest("maxSurge", known), "max_surge");
  EXPECT_EQ(nearest("req", known), "requests");
  EXPECT_EQ(nearest("zebra", known), std::nullopt);
  EXPECT_EQ(nearest("", known), std::nullopt);
  EXPECT_EQ(nearest(std::string(100'000, 'r'), known), std::nullopt);
}

TEST(Problems, AreSortedByPlaceAndSaidOnce) {
  Problems problems;
  const auto file = std::make_shared<const std::string>("f");
  problems.add({file, 9, 1}, "b", "two");
  problems.add({file, 2, 7}, "a", "one");
  problems.add({file, 9, 1}, "c", "two");
  problems.sort();
  EXPECT_EQ(problems.to_text(), "f:2:7: a: one\nf:9:1: b: two\n");
}

TEST(Path, TextAndBack) {
  const Path path = {PathStep{"apis"}, PathStep{"eks:Describe"}, PathStep{std::size_t{3}}, PathStep{"vpc.ips \"x\\"}};
  EXPECT_EQ(to_text(path), "apis.eks:Describe[3][\"vpc.ips \\\"x\\\\\"]");
  EXPECT_EQ(parse_path(to_text(path)), path);
  EXPECT_EQ(parse_path("tenants.pro-eu.replicas")->size(), 3U);
  for (const char* bad :
       {"", ".", "a.", "a..b", "a[", "a[x]", "a[1", "a[\"b", "a[1]b", ".a", "a[99999999999999999999]"})
    EXPECT_FALSE(parse_path(bad)) << bad;
}

}  // namespace
}  // namespace paddock::scenarios
