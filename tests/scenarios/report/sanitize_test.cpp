#include "scenarios/report/sanitize.hpp"

#include <gmock/gmock.h>

#include <array>

#include "scenarios/report/width.hpp"
#include "tests/scenarios/report/example.hpp"

namespace paddock::scenarios {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::array media{Medium::terminal, Medium::xml, Medium::markdown, Medium::annotation,
                           Medium::annotation_property};

TEST(Safe, LeavesOrdinaryNamesAlone) {
  for (const auto m : media) EXPECT_EQ(safe("pro-eu/acme bank Zürich 東京", m), "pro-eu/acme bank Zürich 東京");
}

TEST(Safe, NoControlCharacterSurvivesInAnyMedium) {
  for (const auto m : media) {
    for (int c = 0; c < 256; ++c) {
      const std::string out = safe(std::string("a") + static_cast<char>(c) + "b", m);
      for (const char o : out) {
        EXPECT_GE(static_cast<unsigned char>(o), 0x20) << c;
        EXPECT_LT(static_cast<unsigned char>(o), 0x7F) << c;  // a lone byte of 0x80 and above is no UTF-8
      }
    }
    EXPECT_THAT(safe("a\xE2\x80\xAE"
                     "b",
                     m),
                Not(HasSubstr("\xE2\x80\xAE")));  // right-to-left override
    EXPECT_THAT(safe("a\xC2\x9B"
                     "b",
                     m),
                Not(HasSubstr("\xC2\x9B")));  // control sequence introducer
  }
}

TEST(Safe, ARunnersCommandsLoseTheirMeaning) {
  EXPECT_EQ(safe("::error::x", Medium::terminal), "\\x3a:error::x");
  EXPECT_EQ(safe("a ::error::x", Medium::terminal), "a \\x3a:error::x");
  EXPECT_EQ(safe("##[add-mask]x", Medium::terminal), "#\\x23[add-mask]x");
  EXPECT_EQ(safe("urn:pulumi:s::p::t", Medium::terminal), "urn:pulumi:s::p::t");
}

TEST(Safe, EachMediumHasItsOwnEscapes) {
  EXPECT_EQ(safe("a<b>&\"'", Medium::xml), "a&lt;b&gt;&amp;&quot;&apos;");
  EXPECT_EQ(safe("\xEF\xBF\xBE", Medium::xml), "\\xef\\xbf\\xbe");
  EXPECT_EQ(safe("a|b`c*d_e<f>", Medium::markdown), "a\\|b\\`c\\*d\\_e&lt;f&gt;");
  EXPECT_EQ(safe("@team fixes #1 at http://x", Medium::markdown), "@<!-- -->team fixes \\#<!-- -->1 at http&#58;//x");
  EXPECT_EQ(safe("50%: a, b", Medium::annotation), "50%25: a, b");
  EXPECT_EQ(safe("50%: a, b", Medium::annotation_property), "50%25%3A a%2C b");
}

TEST(JsonWithoutHidden, EscapesInsideStringsAlone) {
  EXPECT_EQ(json_without_hidden("{\n  \"a\": \"\xC2\x9B\x7F\xE2\x80\xAE\"\n}"),
            "{\n  \"a\": \"\\u009b\\u007f\\u202e\"\n}");
  EXPECT_EQ(json_without_hidden("\"\U0001F98A é\""), "\"\U0001F98A é\"");
}

TEST(Width, CountsColumns) {
  EXPECT_EQ(columns_of("abc"), 3U);
  EXPECT_EQ(columns_of("é"), 1U);
  EXPECT_EQ(columns_of("e\xCC\x81"), 1U);  // e and a combining accent
  EXPECT_EQ(columns_of("東京"), 4U);
  EXPECT_EQ(columns_of("\U0001F98A"), 2U);
}

TEST(Width, ElidesInTheMiddle) {
  EXPECT_EQ(elided("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(elided("abcdefghijk", 10), "abcd...ijk");
  EXPECT_EQ(elided("abcdef", 3), "abc");
  EXPECT_EQ(elided("東京東京東京", 9), "東...京");  // half a wide character does not fit
}

TEST(Width, CutsAtTheEnd) {
  EXPECT_EQ(cut("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(cut("abcdefghijk", 10), "abcdefg...");
  EXPECT_EQ(cut("abcdef", 3), "abc");
}

TEST(Width, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("abcdefghijk x", 10), (std::vector<std::string>{"abcd...ijk", "x"}));
  EXPECT_EQ(wrapped("", 10), (std::vector<std::string>{""}));
}

TEST(Width, PadsByColumns) {
  EXPECT_EQ(padded("東", 4), "東  ");
  EXPECT_EQ(padded("7", 3, true), "  7");
}

}  // namespace
}  // namespace paddock::scenarios
