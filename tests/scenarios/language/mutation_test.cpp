// Thousands of damaged documents: the answer is a value or a problem, never a crash, and what is accepted can be
// written and read again.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "scenarios/language/compose.hpp"
#include "scenarios/language/writer.hpp"
#include "tests/scenarios/language/fixture.hpp"

namespace paddock::scenarios {
namespace {

constexpr std::array<std::string_view, 3> seeds = {R"(paddock: 1
groups:
  a: &a
    supply: karpenter
    size: {now: 30, max: 90}
    zones: [x, "y", 'z']
    launch: {value: {lognormal: {median: 80s, p95: 118s}}, source: "RDS guide", confidence: medium, range: [60s, 2m]}
    refill: 10/m
    price: $0.1344
    probe: {period: 2m30s}   # a comment
  b: {like: a, budget: none, jitter: 12.5%, cpu: 250m, memory: 1.5Gi}
  c: *a
)",
                                                   R"({"paddock": 1, "groups": { // comment
  "a": {"size": {"now": 3}, "zones": "all", "clients": {"bernoulli": "5%"}, "weight": 1.5e3, "probes": [{}, {"failures": 2}]},
  "b": {"like": "a", "spot": true, "type": "\u00e9\ud83d\ude00\n"}}})",
                                                   R"(tenants: [{group: a, like: t}, {name: b, plan: pro}]
templates: {t: {x: 1}, u: {like: t}}
tenants+: [{group: a, count: 3}]
extends: nowhere.yaml
)"};

constexpr std::array<std::string_view, 40> pieces = {
    "{",    "}",    "[",    "]",   ":",     ": ",   "-",      "- ",      ",",       "\"",
    "'",    "\\",   "#",    "&a ", "*a ",   "<<: ", "!!str ", "|\n",     ">\n",     "? ",
    "%",    "\n",   "\n  ", "\t",  "---\n", "null", "none",   "1e400",   "nan",     "\xFF",
    "\xC3", "\x04", "\r",   "//",  "/*",    "*/",   "like: ", "value: ", "range: ", "extends: "};

std::string damaged(std::string_view seed, fixture::Dice& dice) {
  std::string text(seed);
  for (std::size_t n = 1 + dice.below(6); n > 0; --n) {
    const std::size_t at = dice.below(text.size() + 1), length = dice.below(12);
    switch (dice.below(5)) {
      case 0:
        text.insert(at, pieces[dice.below(pieces.size())]);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(dice.below(text.size() + 1), std::string(text.substr(at, length * 4)));
        break;
      case 3:
        text.insert(at, 1, static_cast<char>(dice.below(256)));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(dice.below(128));
    }
  }
  return text;
}

void digest(const std::string& text, Syntax syntax, fixture::Dice& dice) {
  Problems problems;
  auto node = parse_text("f", text, problems, syntax);
  ASSERT_NE(node.has_value(), !problems.empty()) << text;
  if (!node) return;
  const std::string again = yaml_text(*node);
  auto back = parse_text("f", again, problems, Syntax::yaml);
  ASSERT_TRUE(back) << problems.to_text() << again;
  ASSERT_EQ(flow_text(*back), flow_text(*node));

  Node over = *node;
  set_path(over, dice.below(2) == 0 ? "groups.a.size.now" : "tenants.a.x.y", "7", problems);
  merge(*node, over, {}, problems);
  resolve_like(*node, problems);
  fixture::Fleet fleet;
  Assumptions assumptions;
  Problems found;
  if (!read(*node, fleet, found, assumptions)) return;
  const std::string written = write(fleet);
  const auto once_more = fixture::read_text<fixture::Fleet>(written);
  ASSERT_TRUE(once_more.good) << once_more.text() << written;
}

TEST(Mutation, DamagedDocumentsNeverCrash) {
  fixture::Dice dice{20220430};
  for (int i = 0; i < 4'000; ++i) {
    const std::size_t which = dice.below(seeds.size());
    const std::string text = damaged(seeds[which], dice);
    digest(text, which == 1 && dice.below(4) != 0 ? Syntax::json : Syntax::yaml, dice);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace paddock::scenarios
