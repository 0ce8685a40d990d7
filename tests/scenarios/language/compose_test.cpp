#include "scenarios/language/compose.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "scenarios/language/emit.hpp"
#include "tests/scenarios/language/fixture.hpp"

namespace paddock::scenarios {
namespace {

using fixture::tree;
using testing::HasSubstr;

/// The result on one line, or the problems.
std::string merged(std::string_view base, std::string_view over) {
  Problems problems;
  Node result = tree(base);
  merge(result, tree(over), {}, problems);
  return problems.empty() ? flow_text(result) : problems.to_text();
}
std::string liked(std::string_view text) {
  Problems problems;
  Node root = tree(text);
  resolve_like(root, problems);
  return problems.empty() ? flow_text(root) : problems.to_text();
}
std::string set(std::string_view text, std::string_view path, std::string_view value) {
  Problems problems;
  Node root = tree(text);
  const bool good = set_path(root, path, value, problems);
  EXPECT_EQ(good, problems.empty());
  return good ? flow_text(root) : problems.to_text();
}

TEST(Merge, MappingsMergeAndEverythingElseReplaces) {
  EXPECT_EQ(merged("{a: {b: 1, c: [1, 2]}, d: x}", "{a: {c: [3], e: 4}}"), "{a: {b: 1, c: [3], e: 4}, d: x}");
  EXPECT_EQ(merged("{a: 1}", "{a: {b: 2}}"), "{a: {b: 2}}");
}

TEST(Merge, NullDeletes) {
  EXPECT_EQ(merged("{a: {b: 1, c: 2}}", "{a: {b: ~}}"), "{a: {c: 2}}");
  EXPECT_THAT(
      merged("{a: {budget: 1}}", "{a: {bugdet: null}}"),
      HasSubstr("f.yaml:1:6: a: deletes 'bugdet', which is not there; allowed: budget (did you mean 'budget'?)"));
}

TEST(Merge, APlusPatchesListItemsByTheirKey) {
  const char* base =
      "{tenants: [{group: a, count: 1}, {name: b, count: 2}], path: [{dns: {ttl: 1s}}, {proxy: {}}], zones: [x, y]}";
  EXPECT_EQ(
      merged(base, "{tenants+: [{group: a, count: 9}, {group: c, count: 3}]}"),
      "{tenants: [{group: a, count: 9}, {name: b, count: 2}, {group: c, count: 3}], path: [{dns: {ttl: 1s}}, {proxy: "
      "{}}], zones: [x, y]}");
  EXPECT_EQ(merged(base, "{tenants: [], path+: [{dns: {low: 1%}}, {proxy: ~}, {nlb: {}}], zones+: [y, z]}"),
            "{tenants: [], path: [{dns: {ttl: 1s, low: 1%}}, {nlb: {}}], zones: [x, y, z]}");
  EXPECT_THAT(merged(base, "{tenant+: [a]}"),
              HasSubstr("'tenant+' patches a list that is not there; allowed: tenants, path, "
                        "zones (did you mean 'tenants'?)"));
  EXPECT_THAT(merged(base, "{path+: [{dsn: ~}]}"), HasSubstr("path: deletes 'dsn', which is not there"));
}

TEST(Merge, DistributionsAndValuesWithASourceDoNotMix) {
  EXPECT_EQ(merged("{a: {lognormal: {median: 1s, p95: 2s}}}", "{a: {uniform: [1s, 2s]}}"), "{a: {uniform: [1s, 2s]}}");
  EXPECT_EQ(merged("{a: {lognormal: {median: 1s, p95: 2s}}}", "{a: {lognormal: {p95: 9s}}}"),
            "{a: {lognormal: {median: 1s, p95: 9s}}}");
  EXPECT_EQ(merged("{a: {value: 1s, source: x}}", "{a: {value: 2s}}"), "{a: {value: 2s}}");
  EXPECT_EQ(merged("{a: {value: 1s, source: x}}", "{a: {uniform: [1s, 2s]}}"), "{a: {uniform: [1s, 2s]}}");
  EXPECT_EQ(merged("{a: {value: 1s, source: x}}", "{a: {confidence: low}}"),
            "{a: {value: 1s, source: x, confidence: low}}");
}

class Files : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder / "sub"); }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void file(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  std::string loaded(const std::string& name) const {
    Problems problems;
    const auto node = load(folder / name, problems);
    return node ? flow_text(*node) + problems.to_text() : problems.to_text();
  }
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() /
      (std::string("paddock-compose-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(Files, ExtendIsRelativeToTheFile) {
  file("sub/base.yaml", "{extends: ../root.json, a: {b: 2}}");
  file("root.json", R"({"a": {"b": 1, "c": 1}})");
  file("top.yaml", "{extends: sub/base.yaml, d: 4}");
  EXPECT_EQ(loaded("top.yaml"), "{a: {b: 2, c: 1}, d: 4}");
}

TEST_F(Files, ExtendInACircleOrIntoNothingIsRefused) {
  file("a.yaml", "x: 1\nextends: sub/b.yaml\n");
  file("sub/b.yaml", "extends: ../a.yaml");
  file("self.yaml", "extends: sub/../self.yaml");
  EXPECT_THAT(loaded("a.yaml"), HasSubstr("sub/b.yaml:1:10: extends: found '../a.yaml', which extends this file"));
  EXPECT_THAT(loaded("self.yaml"), HasSubstr("which extends this file"));
  file("c.yaml", "extends: absent.yaml");
  EXPECT_THAT(loaded("c.yaml"), HasSubstr("c.yaml:1:10: extends: found 'absent.yaml', which is no file"));
  file("d.yaml", "extends: sub");
  EXPECT_THAT(loaded("d.yaml"), HasSubstr("which is no file"));
  file("e.yaml", "extends: [a]");
  EXPECT_THAT(loaded("e.yaml"), HasSubstr("extends: found a list"));
}

TEST_F(Files, ComposeAppliesSettingsBeforeLike) {
  file("f.yaml", "templates: {u: {cpu: 1}}\ntenants: [{group: a, like: u}, {group: b, like: u, cpu: 5}]\n");
  Problems problems;
  const std::vector<Setting> settings = {{"templates.u.cpu", "2"}, {"tenants.a.replicas", "3"}};
  const auto node = compose(folder / "f.yaml", settings, problems);
  ASSERT_TRUE(node) << problems.to_text();
  EXPECT_EQ(flow_text(*node),
            "{templates: {u: {cpu: 2}}, tenants: [{cpu: 2, group: a, replicas: 3}, {cpu: 5, group: b}]}");
}

TEST(Like, TheSameAgainWithWhatDiffers) {
  EXPECT_EQ(liked("{regions: {us: {like: eu, zones: [x]}, eu: {zones: [a, b], db: {count: 1}}}}"),
            "{regions: {us: {zones: [x], db: {count: 1}}, eu: {zones: [a, b], db: {count: 1}}}}");
  EXPECT_EQ(liked("{t: {a: {like: b}, b: {like: c, x: 1}, c: {x: 0, z: 2}}}"),
            "{t: {a: {x: 1, z: 2}, b: {x: 1, z: 2}, c: {x: 0, z: 2}}}");
  EXPECT_EQ(liked("{regions: {eu: {nodes: {a: {size: 1}, b: {like: a}}}, us: {like: eu, nodes: {a: {size: 7}}}}}"),
            "{regions: {eu: {nodes: {a: {size: 1}, b: {size: 1}}}, us: {nodes: {a: {size: 7}, b: {size: 7}}}}}");
}

TEST(Like, TenantsAreLikeATemplateOrAnotherTenant) {
  EXPECT_EQ(liked("{templates: {u: {cpu: 1, budget: 2}}, tenants: [{group: a, count: 5, like: u}, {name: b, like: a, "
                  "budget: ~}]}"),
            "{templates: {u: {cpu: 1, budget: 2}}, tenants: [{cpu: 1, budget: 2, group: a, count: 5}, {cpu: 1, count: "
            "5, name: b}]}");
}

TEST(Like, UnknownNamesAndCirclesAreProblems) {
  EXPECT_EQ(liked("{regions: {us: {like: eo}, eu: {}}}"),
            "f.yaml:1:23: regions.us.like: found 'eo'; allowed: eu (did you mean 'eu'?)\n");
  EXPECT_THAT(liked("{r: {a: {like: b}, b: {like: a}}}"), HasSubstr("which is like this one"));
  EXPECT_THAT(liked("{r: {a: {like: a}}}"), HasSubstr("found 'a'"));
  EXPECT_EQ(liked("{templates: {unleash: {}}, tenants: [{group: a, like: unlesh}]}"),
            "f.yaml:1:55: tenants[0].like: found 'unlesh'; allowed: unleash (did you mean 'unleash'?)\n");
  EXPECT_THAT(liked("{tenants: [{group: a, like: b}, {group: b, like: a}]}"), HasSubstr("which is like this one"));
  std::string chain = "r:\n  n0: {}\n";
  for (int i = 1; i < 1000; ++i) chain += "  n" + std::to_string(i) + ": {like: n" + std::to_string(i - 1) + "}\n";
  EXPECT_THAT(liked(chain), HasSubstr("r: {n0: {}, n1: {}"));  // in the order of the file: never deep
  chain = "r:\n";
  for (int i = 0; i < 1000; ++i) chain += "  n" + std::to_string(i) + ": {like: n" + std::to_string(i + 1) + "}\n";
  EXPECT_THAT(liked(chain + "  n1000: {}\n"), HasSubstr("more than 100 that are like each other"));
}

TEST(SetPath, ReachesMapsListsAndNamedItems) {
  const char* fleet =
      "{tenants: [{group: pro-eu, plan: pro, replicas: 2}, {group: ent, plan: ent}, {name: x, plan: pro}], "
      "quotas: {ec2.vcpus.standard: 512}, path: [{dns: {ttl: 60s}}]}";
  EXPECT_THAT(set(fleet, "tenants.pro-eu.replicas", "3"), HasSubstr("{group: pro-eu, plan: pro, replicas: 3}"));
  EXPECT_THAT(set(fleet, "tenants[1].replicas", "4"), HasSubstr("{group: ent, plan: ent, replicas: 4}"));
  EXPECT_THAT(set(fleet, "tenants.1.replicas", "4"), HasSubstr("{group: ent, plan: ent, replicas: 4}"));
  EXPECT_THAT(
      set(fleet, "tenants.pro.replicas", "5"),
      HasSubstr(
          "[{group: pro-eu, plan: pro, replicas: 5}, {group: ent, plan: ent}, {name: x, plan: pro, replicas: 5}]"));
  EXPECT_THAT(set(fleet, "tenants.*.limits.cpu", "1"), HasSubstr("{group: ent, plan: ent, limits: {cpu: 1}}"));
  EXPECT_THAT(set(fleet, "quotas.ec2.vcpus.standard", "600"), HasSubstr("quotas: {ec2.vcpus.standard: 600}"));
  EXPECT_THAT(set(fleet, "path.dns.ttl", "{uniform: [1s, 2s]}"), HasSubstr("{dns: {ttl: {uniform: [1s, 2s]}}}"));
  EXPECT_THAT(set(fleet, "path[0].dns.ttl", "1s"), HasSubstr("{dns: {ttl: 1s}}"));
  EXPECT_THAT(set(fleet, "path.dns", "{ttl: 2s}"), HasSubstr("path: [{dns: {ttl: 2s}}]"));
  EXPECT_THAT(set(fleet, "path.dns", "null"), HasSubstr("path: []"));
  EXPECT_THAT(set(fleet, "tenants.x", "null"),
              HasSubstr("tenants: [{group: pro-eu, plan: pro, replicas: 2}, {group: ent, plan: ent}]"));
  EXPECT_THAT(set(fleet, "tenants.pro-eu.replicas", "~"), HasSubstr("[{group: pro-eu, plan: pro},"));
}

TEST(SetPath, GoesThroughWordsAboutAValue) {
  const char* text = "{failover: {value: {lognormal: {median: 80s, p95: 118s}}, source: x}}";
  EXPECT_EQ(set(text, "failover.lognormal.p95", "200s"),
            "{failover: {value: {lognormal: {median: 80s, p95: 200s}}, source: x}}");
  EXPECT_EQ(set(text, "failover.source", "y"), "{failover: {value: {lognormal: {median: 80s, p95: 118s}}, source: y}}");
  EXPECT_EQ(set(text, "failover", "90s"), "{failover: 90s}");
}

TEST(SetPath, UnknownPathsAreProblems) {
  const char* fleet = "{tenants: [{group: pro-eu}], regions: {eu-central-1: {zones: [a]}}}";
  EXPECT_EQ(set(fleet, "tenants.pro-ue.replicas", "3"),
            "--set tenants.pro-ue.replicas=3: tenants: no item 'pro-ue' in a list of 1; allowed: pro-eu (did you "
            "mean 'pro-eu'?)\n");
  EXPECT_THAT(set(fleet, "regions.eu-centrl-1.zones", "[b]"), HasSubstr("regions: unknown key 'eu-centrl-1'; allowed: "
                                                                        "eu-central-1 (did you mean 'eu-central-1'?)"));
  EXPECT_THAT(set(fleet, "regions.eu-central-1.zones[3]", "b"), HasSubstr("no item '[3]' in a list of 1"));
  EXPECT_THAT(set(fleet, "regions.eu-central-1.zones.a.b", "1"), HasSubstr("found the value 'a', which has no parts"));
  EXPECT_THAT(set(fleet, "regions[0]", "1"), HasSubstr("an index into a mapping"));
  EXPECT_THAT(set(fleet, "a..b", "1"), HasSubstr("'a..b' is no path"));
  EXPECT_THAT(set(fleet, "a", ""), HasSubstr("no value; allowed: PATH=VALUE"));
  EXPECT_THAT(set(fleet, "a", "[1"), HasSubstr("--set a=[1: "));
  EXPECT_THAT(set(fleet, "a", "null"), HasSubstr("unknown key 'a'"));
}

}  // namespace
}  // namespace paddock::scenarios
