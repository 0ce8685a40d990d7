#include "tests/house/outline.hpp"
#include "tests/house/planted.hpp"

namespace paddock::house {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string lines(std::size_t n, const std::string& line = "int x;\n") {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += line;
  return text;
}

/// A function `name` of `n` lines in all.
std::string function(const std::string& name, std::size_t n) {
  return "void " + name + "() {\n" + lines(n - 2, "  step();\n") + "}\n";
}

std::vector<std::string> size_of(const std::map<std::string, std::string>& files, std::string_view exceptions = "") {
  const Planted tree(files);
  return printed(check_size(tree.sources(), exceptions, "exceptions.txt"));
}

/// "name first-last" of each function.
std::vector<std::string> functions(const std::string& text) {
  std::vector<std::string> all;
  for (const auto& f : outline_of(make_source("sim/a.cpp", text)).functions)
    all.push_back(f.name + " " + std::to_string(f.first_line) + "-" + std::to_string(f.last_line));
  return all;
}

TEST(Size, AcceptsAFileOf400LinesAndAFunctionOf60) {
  EXPECT_THAT(size_of({{"sim/a.cpp", lines(400)}, {"tests/b.cpp", function("f", 60)}}), IsEmpty());
}

TEST(Size, RefusesOneLineMoreAndSaysWhere) {
  EXPECT_THAT(
      size_of({{"sim/a.cpp", lines(401)}, {"viz/b.cpp", "\n\n" + function("Window::draw", 61)}}),
      ElementsAre(
          "sim/a.cpp:1: sim/a.cpp has 401 lines, at most 400. Split it where a name suggests itself.",
          "viz/b.cpp:3: viz/b.cpp:Window::draw has 61 lines, at most 60. Split it where a name suggests itself."));
}

TEST(Size, AnExceptionHoldsUpToItsNumber) {
  const std::string exceptions = "# why\n2026-01-31 sim/a.cpp 420 a table\n2026-01-31 sim/b.cpp:f 70 a switch\n";
  EXPECT_THAT(size_of({{"sim/a.cpp", lines(420)}, {"sim/b.cpp", function("f", 70)}}, exceptions), IsEmpty());
  EXPECT_THAT(size_of({{"sim/a.cpp", lines(421)}, {"sim/b.cpp", function("f", 71)}}, exceptions),
              ElementsAre(HasSubstr("has 421 lines, at most 420"), HasSubstr("has 71 lines, at most 70")));
}

TEST(Size, TheListOfExceptionsOnlyShrinks) {
  EXPECT_THAT(
      size_of({{"sim/a.cpp", lines(400)}}, "2026-01-31 sim/a.cpp 420 a table\n2026-01-31 sim/gone.cpp 500 old\n"),
      ElementsAre("exceptions.txt:1: sim/a.cpp needs no exception any more. Delete the line.",
                  StartsWith("exceptions.txt:2: sim/gone.cpp needs no exception")));
  EXPECT_THAT(size_of({{"sim/a.cpp", lines(1)}}, "sim/a.cpp 420\n"),
              ElementsAre(StartsWith("exceptions.txt:1: not an exception")));
}

TEST(Outline, FindsFunctionsOfEveryForm) {
  EXPECT_THAT(functions("namespace a {\n"
                        "template <class T>\n"
                        "T twice(T x = {}) {\n"
                        "  if (x) { return x; }\n"
                        "  auto f = [](int y) { return y; };\n"
                        "  return x;\n"
                        "}\n"
                        "struct S : B<int> {\n"
                        "  S() : B<int>{1}, b_{2}, c_(3) {\n"
                        "  }\n"
                        "  bool operator()(int) const { return true; }\n"
                        "  bool operator==(const S&) const = default;\n"
                        "  int b_{3}, c_ = 4;\n"
                        "};\n"
                        "}\n"
                        "TEST(Suite, Name) {\n"
                        "}\n"),
              ElementsAre("twice 2-7", "S 9-10", "operator() 11-11", "Suite.Name 16-17"));
}

TEST(Outline, IsNotMisledByBracesInLiteralsCommentsAndDirectives) {
  EXPECT_THAT(functions("#define OPEN {\n"
                        "const char* a = \"{\"; const char b = '{'; /* { */ // {\n"
                        "auto raw = R\"x({ \" )\" {)x\";\n"
                        "constexpr int big = 1'000'000;\n"
                        "constexpr int table[] = {1, 2,\n"
                        "  3};\n"
                        "enum class E { a, b };\n"
                        "void f() {}\n"),
              ElementsAre("f 8-8"));
}

}  // namespace
}  // namespace paddock::house
