// Where problems stand, and that one of them hides none of the others.
#include <gmock/gmock.h>

#include "tests/sanitized.hpp"
#include "tests/scenarios/experiment/design_file.hpp"

namespace paddock::scenarios {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

const std::string good = "  - \"min(tenant.ready_replicas) >= 1 during loss\"\n";

class DesignProblems : public DesignFile {
 protected:
  std::string problems_with(const DesignOptions& options, const std::string& scenario = zone_loss(good)) const {
    write("s.yaml", scenario);
    Problems found;
    load_designs((folder_ / "s.yaml").string(), options, found);
    return found.to_text();
  }
  std::string step(const std::string& text) const {
    return problems("paddock: 1\nscenario: s\nfleet: fleet.yaml\ntimeline:\n  - " + text +
                    "\ntargets: [\"max(tenant.outage) <= 1s\"]\n");
  }
  std::string of_fleet(const std::string& text) const {
    write("f.yaml", text);
    Problems found;
    load_fleet((folder_ / "f.yaml").string(), {}, found);
    return found.to_text();
  }
  static std::string with(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  }
};

TEST_F(DesignProblems, SettingsAreNamedAsTheyWereGiven) {
  EXPECT_THAT(problems_with({.set = {{"tenants.nobody.replicas", "1"}}}),
              AllOf(HasSubstr("--set tenants.nobody.replicas=1: "), Not(HasSubstr(":1:1"))));
  EXPECT_THAT(problems_with({.vary = {{"tenants.nobody.replicas", {"1", "2"}}}}),
              HasSubstr("--vary tenants.nobody.replicas=1,2: "));
  EXPECT_THAT(problems_with({}, zone_loss(good, "vary: {tenants.nobody.replicas: [1]}\n")), HasSubstr("s.yaml:7:"));
  EXPECT_THAT(problems_with({.set = {{"horizn", "3h"}}}),
              AllOf(HasSubstr("--set horizn=3h: "), HasSubstr("did you mean 'horizon'?"), HasSubstr("timeline")));
  EXPECT_THAT(problems_with({.set = {{"tenants.t.replicas", "two"}}}),
              HasSubstr("--set tenants.t.replicas=two: tenants[0].replicas: found 'two'"));
  EXPECT_EQ(problems_with({.set = {{"vary", "{tenants.t.replicas: [2, 3]}"}}}), "");
}

TEST_F(DesignProblems, EveryBadValueThatIsVariedIsNamed) {
  EXPECT_THAT(problems_with({}, zone_loss(good, "vary: {tenants.t.replicas: [x, 2, y]}\n")),
              AllOf(HasSubstr("found 'x'"), HasSubstr("found 'y'")));
}

TEST_F(DesignProblems, RowsHaveALimit) {
  std::string values = "1";
  for (int i = 2; i <= 200; ++i) values += ", " + std::to_string(i);
  EXPECT_THAT(problems_with({}, zone_loss(good, "vary: {tenants.t.replicas: [" + values +
                                                    "], regions.here.nodes.general.size.now: [" + values + "]}\n")),
              HasSubstr("more than 10000 rows"));
}

TEST_F(DesignProblems, AMissingFleetIsMissedWhereItIsNamed) {
  EXPECT_THAT(problems(with(zone_loss(good), "fleet.yaml", "nope.yaml")),
              AllOf(HasSubstr("s.yaml:3:8: fleet: found 'nope.yaml'"), HasSubstr("nope.yaml'")));
}

TEST_F(DesignProblems, TenantsThatAStepAddsAreJudgedWhereTheyStand) {
  const std::string text =
      problems(zone_loss(good, "  - {name: more, at: 5m, add: {tenants: [{name: t-1, plan: pro, replicas: 1}]}}\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("s.yaml:7:"), HasSubstr("timeline[1].add.tenants[0]"), HasSubstr("\"t-1\"")));
}

TEST_F(DesignProblems, WhatAPushLacksIsNamed) {
  write("fleet.yaml", small_fleet + "delivery: {}\n");
  EXPECT_THAT(step("{name: x, at: 1m, push: {tenant: all, database: pg-99}}"),
              AllOf(HasSubstr("push.database"), HasSubstr("no database \"pg-99\""), Not(HasSubstr("no tenant"))));
}

TEST_F(DesignProblems, WhatWasFoundIsSaid) {
  EXPECT_THAT(step("{name: x, at: -10m, crash: {node: any}}"), HasSubstr("found '-10m'"));
  EXPECT_THAT(step("{name: x, at: 10, crash: {node: any}}"), HasSubstr("found '10'"));
  EXPECT_THAT(step("{name: x, at: 1m, crash: {node: any}, in: 200% of runs}"), HasSubstr("found '200% of runs'"));
  EXPECT_THAT(problems(zone_loss(good, "  - {name: loss, at: 1m, crash: {node: any}}\n")),
              AllOf(HasSubstr("s.yaml:7:"), HasSubstr("two steps are called 'loss'; the first stands in line 6")));
  EXPECT_THAT(problems(with(zone_loss(good), "for: 1h", "for: {valu: 20m}")), HasSubstr("did you mean 'value'?"));
  EXPECT_THAT(of_fleet(with(small_fleet, "replicas: 2", "replicas: {valu: 2}")), HasSubstr("did you mean 'value'?"));
  EXPECT_THAT(of_fleet(with(small_fleet, "replicas: 2", "replicas: {value: 2}")), HasSubstr("beside `value`"));
}

TEST_F(DesignProblems, AMistakeInATypeHidesNoneInANameOrATarget) {
  const std::string text =
      problems(zone_loss("  - \"max(tenant.outage{plan=gold}) <= 1s during lost\"\n  - \"max(tenant.outge) <= 1s\"\n",
                         "  - {name: y, at: soon, crash: {node: any}}\n"
                         "  - {name: z, at: 1m, lose: {zone: q}}\nhorizn: 1h\n"));
  EXPECT_THAT(text,
              AllOf(HasSubstr("horizn"), HasSubstr("outge"), HasSubstr("no step 'lost'"), HasSubstr("zone \"q\"")));
}

TEST_F(DesignProblems, StepsAreHeldAgainstEachOtherWhateverTheFleetIs) {
  const std::string steps =
      "  - {name: y, after: nobody, crash: {node: any}}\n  - {name: z, at: z + 1m, lose: {zone: q}}\n";
  const auto expected = AllOf(HasSubstr("no step \"nobody\"; the steps are loss, y, z"), HasSubstr("stands before it"));
  EXPECT_THAT(problems(zone_loss(good, steps)), AllOf(expected, HasSubstr("zone \"q\"")));
  write("fleet.yaml", with(small_fleet, "replicas: 2", "replicas: two"));
  EXPECT_THAT(problems(zone_loss(good, steps)), AllOf(expected, HasSubstr("found 'two'")));
}

TEST_F(DesignProblems, AnAddedTenantThatCannotBeHidesNothingOfTheOtherSteps) {
  EXPECT_THAT(problems(zone_loss(good,
                                 "  - {name: more, at: 5m, add: {tenants: [{name: t-1, plan: pro, replicas: 1}]}}\n"
                                 "  - {name: z, at: 1m, lose: {zone: q}}\n"
                                 "  - {name: y, at: 1m, add: {nodes: {group: genral, count: 1}}}\n")),
              AllOf(HasSubstr("\"t-1\""), HasSubstr("zone \"q\""), HasSubstr("\"genral\"")));
}

TEST_F(DesignProblems, APathIsVariedOnce) {
  EXPECT_THAT(problems_with({.vary = {{"tenants.t.replicas", {"1", "2"}}, {"tenants.t.replicas", {"3"}}}}),
              HasSubstr("'tenants.t.replicas' is varied twice"));
}

/// Every place of the tree that holds a number.
void numbers_of(const Node& node, const std::string& path, std::vector<std::string>& paths) {
  if (node.is_scalar() && !node.text.empty() && node.text.find_first_of("0123456789") != std::string::npos)
    paths.push_back(path);
  for (const Entry& entry : node.entries) numbers_of(entry.value, path_join(path, entry.key), paths);
  for (std::size_t i = 0; i < node.items.size(); ++i) numbers_of(node.items[i], path_join(path, i), paths);
}

TEST_F(DesignProblems, NoNumberIsSoFarOutOfRangeThatMoreThanAProblemComesOfIt) {
  Problems found;
  const auto fleet = scenarios::load(std::string(PADDOCK_ROOT) + "/scenarios/fleets/unleash-2022.yaml", found);
  ASSERT_TRUE(fleet) << found.to_text();
  std::vector<std::string> paths;
  numbers_of(*fleet, "", paths);
  paths.insert(paths.end(), {"delivery.stacks.cut.of", "templates.unleash.start.pull", "delivery.runner.setup"});
  ASSERT_GT(paths.size(), 50U);
  std::size_t others = 0;
  for (const std::string& path : paths)
    for (const std::string value : {"0", "-1", "100000000000", "0s", "-1s", "0m", "0Mi", "0%", "-1/s"}) {
      const bool overflows = value == "-1" || value == "100000000000";  // what a sanitizer is there for
      if (!overflows && others++ % one_in(5) != 0) continue;
      Problems own;
      const auto made = read_fleet(*fleet, {{path, value}}, {}, own);
      EXPECT_NE(made.has_value(), !own.empty()) << path << "=" << value;
    }
}

TEST_F(DesignProblems, PodsThatTogetherAskForMoreThanThereIsAreDoubted) {
  write("fleet.yaml", with(small_fleet, "cpu: 250m", "cpu: 3500m"));
  const auto row = run(zone_loss(good), {.replications = 1, .progress = {}}).rows.front();
  EXPECT_THAT(row.warnings, Contains(AllOf(HasSubstr("regions.here"), HasSubstr("its 24 pods request CPU 84"),
                                           HasSubstr("some of them never start"))));
}

TEST_F(DesignProblems, WorstIsNoMistakeBesideOne) {
  EXPECT_THAT(problems(with(zone_loss(good, "horizn: 1h\n"), "zone: a", "zone: worst")),
              AllOf(HasSubstr("horizn"), Not(HasSubstr("\"worst\""))));
}

TEST_F(DesignProblems, FleetsThatContradictThemselvesAreRefused) {
  const auto changed = [&](const std::string& from, const std::string& to) {
    return of_fleet(with(small_fleet, from, to));
  };
  EXPECT_THAT(changed("replicas: 2", "replicas: {value: 2, range: [3, 4]}"), HasSubstr("outside its own range"));
  EXPECT_EQ(changed("replicas: 2", "replicas: {value: 3, range: [3, 4]}"), "");
  EXPECT_THAT(of_fleet(small_fleet + "apis: {x: {burst: 5, range: {burst: [50, 100]}}}\n"),
              HasSubstr("outside its own"));
  EXPECT_THAT(of_fleet(small_fleet + "observed: 2022-13-45\n"), HasSubstr("no day of the calendar"));
  EXPECT_THAT(changed("    databases:", "    path: [{dns: {}}, {proxy: {}}, {dns: {ttl: 5s}}]\n    databases:"),
              AllOf(HasSubstr("path[2]"), HasSubstr("a second dns")));
  EXPECT_THAT(changed("fleet: small", "fleet: \"\""), HasSubstr("a name is empty"));
  EXPECT_THAT(changed("zones: [a, b, c]", "zones: [a, b, \"\"]"), HasSubstr("a name is empty"));
  EXPECT_THAT(changed("group: t", "group: \" \""), HasSubstr("a name is empty"));
  EXPECT_THAT(changed("{general:", "{\"\":"), HasSubstr("a name is empty"));
  EXPECT_THAT(changed("pg-{n}", "pg-{x}"), HasSubstr("placeholder"));
  EXPECT_THAT(changed("count: 12", "count: 1000000"), HasSubstr("at most 100000"));
  EXPECT_THAT(changed("replicas: 2", "replicas: 1000, count: 1"), HasSubstr(""));
}

TEST_F(DesignProblems, ZonesMayBeWrittenInFull) {
  write("f.yaml", with(small_fleet, "zones: [a, b, c]", "zones: [herea, b, dungeon]"));
  Problems found;
  const auto loaded = load_fleet((folder_ / "f.yaml").string(), {}, found);
  ASSERT_TRUE(loaded) << found.to_text();
  EXPECT_EQ(loaded->fleet.zones[0].name, "herea");
  EXPECT_EQ(loaded->fleet.zones[0].short_name, "a");
  EXPECT_EQ(loaded->fleet.zones[2].name, "here-dungeon");
}

TEST_F(DesignProblems, LimitsStandForAbsentRequests) {
  write("f.yaml", with(small_fleet, "requests: {cpu: 250m, memory: 200Mi}", "limits: {cpu: 250m, memory: 200Mi}"));
  Problems found;
  const auto loaded = load_fleet((folder_ / "f.yaml").string(), {}, found);
  ASSERT_TRUE(loaded) << found.to_text();
  EXPECT_EQ(loaded->fleet.workloads[0].request.cpu.value, 250);
  EXPECT_EQ(loaded->fleet.workloads[0].request.memory.value, 200 << 20);
}

TEST_F(DesignProblems, AReportSaysWhatWasAssumedAndWhatIsNotModelled) {
  const auto assumed = run(zone_loss(good), {.replications = 1, .progress = {}}).rows.front();
  const auto has = [](const std::string& path, const std::string& value) {
    return Contains(AllOf(Field(&AssumptionReport::path, path), Field(&AssumptionReport::value, value)));
  };
  EXPECT_THAT(assumed.assumptions,
              AllOf(has("regions.here.path.dns.ttl", "1m"), has("regions.here.path.balancer.cross_zone", "off"),
                    has("regions.here.path.balancer.health.every", "10s"), has("regions.here.path.proxy.replicas", "6"),
                    has("regions.here.path.service.external_traffic_policy", "local")));
  EXPECT_THAT(assumed.coverage.not_modelled, Contains("fields of the fleet: readiness.timeout"));

  write("fleet.yaml",
        "paddock: 1\nfleet: bare\nregions: {here: {zones: [a], nodes: {n: {type: t4g.xlarge, size: {now: 3}}}}}\n"
        "tenants: [{name: x, replicas: 2, requests: {cpu: 250}}]\n");
  const auto bare = run(zone_loss(good), {.replications = 1, .progress = {}}).rows.front();
  EXPECT_THAT(bare.assumptions, AllOf(has("plans.standard.slo.good", "99.9% of minutes in 30d"),
                                      has("tenants.*.traffic", "{request: {needs: [pod]}}")));
  EXPECT_THAT(bare.warnings,
              Contains(AllOf(HasSubstr("fits no node of here"), HasSubstr("did you mean `cpu: 250m`?"))));
}

}  // namespace
}  // namespace paddock::scenarios
