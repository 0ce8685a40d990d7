// A game day: one row a drill, tenants by name, from a fleet file or from a dump.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/scenarios/cli/program.hpp"

namespace paddock::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// zeta has one pod, in zone a: it is gone for the hour that the zone is. alpha keeps a pod in b, and its database,
// whose writer is in a, takes ten minutes: weaker than the promise of three, not as weak as zeta. omega needs nothing
// of a.
const std::string uneven_fleet = R"(paddock: 1
fleet: uneven
regions:
  here:
    zones: [a, b]
    nodes: {general: {type: t4g.xlarge, size: {now: 4, min: 2, max: 8}}}
    databases: {pg: {count: 2, name: "pg-{n}", failover: 10m}}
plans:
  pro: {slo: {good: "99.9% of minutes in 30d", bad_minute: "errors > 5%"}}
templates:
  web:
    requests: {cpu: 250m, memory: 200Mi}
    traffic: {poll: {rate: 4/s, needs: [pod]}, write: {rate: 0.2/s, needs: [pod, database]}}
tenants:
  - {name: alpha, plan: pro, like: web, replicas: 2, placed: {a: 1, b: 1}, database: pg-1}
  - {name: omega, plan: pro, like: web, replicas: 2, placed: {b: 2}, database: pg-2}
  - {name: zeta, plan: pro, like: web, replicas: 1, placed: {a: 1}, database: pg-2}
)";

class Gameday : public Program {
 protected:
  /// The drills, in the order of the rows.
  static std::vector<std::string> drills(const Ended& outcome) {
    std::vector<std::string> titles;
    const auto all = nlohmann::json::parse(outcome.out);
    for (const auto& report : all["reports"]) titles.push_back(report["scenario"]);
    return titles;
  }
  static std::string row(const std::string& table, const std::string& drill) {
    const auto at = table.find("  " + drill + " ");
    return at == std::string::npos ? "" : table.substr(at, table.find('\n', at) - at);
  }
};

TEST_F(Gameday, ARowForEachThingThatCanBeLost) {
  EXPECT_THAT(drills(paddock({"gameday", "fleet.yaml", "-n", "1", "--format", "json"})),
              ElementsAre("lose zone herea", "lose zone hereb", "lose zone herec", "crash the fullest node of here",
                          "fail over here/pg-1", "fail over here/pg-2", "fail over here/pg-3", "lose region here"));
}

TEST_F(Gameday, NamesTenantsWeakestFirst) {
  write("uneven.yaml", uneven_fleet);
  const Ended outcome = paddock({"gameday", "uneven.yaml"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(row(outcome.out, "lose zone herea"), HasSubstr("FAIL"));
  EXPECT_THAT(row(outcome.out, "lose zone herea"), HasSubstr("zeta, alpha")) << outcome.out;
  EXPECT_THAT(row(outcome.out, "lose zone herea"), Not(HasSubstr("omega")));
  EXPECT_THAT(row(outcome.out, "fail over here/pg-1"), HasSubstr("alpha"));
  EXPECT_THAT(row(outcome.out, "fail over here/pg-1"), Not(HasSubstr("zeta")));
  EXPECT_THAT(row(outcome.out, "lose region here"), HasSubstr("1h"));
}

TEST_F(Gameday, SettingsReachTheFleet) {
  write("uneven.yaml", uneven_fleet);
  const Ended outcome = paddock({"gameday", "uneven.yaml", "--set", "tenants.zeta.placed={b: 1}"});
  EXPECT_THAT(row(outcome.out, "lose zone herea"), HasSubstr("alpha")) << outcome.out << outcome.err;
  EXPECT_THAT(row(outcome.out, "lose zone herea"), Not(HasSubstr("zeta")));
}

TEST_F(Gameday, AFleetIsKnownByWhatItSaysNotByItsName) {
  write("fleet", cli_fleet);
  EXPECT_EQ(drills(paddock({"gameday", "fleet", "-n", "1", "--format", "json"})).size(), 8U);
}

// A t4g.large offers 1930m: one pod of a core each, so two of the eight tenants run and no drill can hurt the others.
TEST_F(Gameday, BlamesNoDrillForTenantsThatWereDownBefore) {
  write("full.yaml",
        "paddock: 1\nfleet: full\n"
        "regions: {r: {zones: [a, b], nodes: {n: {type: t4g.large, size: {now: 2}}}}}\n"
        "tenants: [{group: t, count: 8, replicas: 1, requests: {cpu: 1, memory: 100Mi}}]\n");
  const Ended outcome = paddock({"gameday", "full.yaml", "-n", "30", "--format", "json"});
  EXPECT_THAT(outcome.err, HasSubstr("6 tenants without a Ready pod before any drill: "));
  const auto day = nlohmann::json::parse(outcome.out);  // named: a temporary would be gone before the first row
  for (const auto& report : day["reports"])
    for (const auto& why : report["explanations"])
      EXPECT_LE(why.value("others_count", 0), 1) << report["scenario"] << why;
}

TEST_F(Gameday, SaysWhatItsWordsMeanAndHowSureItIs) {
  const std::string text = paddock({"gameday", "fleet.yaml", "-n", "60"}).out;
  EXPECT_THAT(text, HasSubstr("game day of small   seed 1"));
  EXPECT_THAT(text, HasSubstr("PASS: every tenant keeps a Ready pod"));
  EXPECT_THAT(text, HasSubstr("with their 95 % interval"));
  EXPECT_THAT(row(text, "lose zone herea"), HasSubstr("60/60"));
}

TEST_F(Gameday, FromADump) {
  const std::string dump = std::string(PADDOCK_ROOT) + "/tests/scenarios/import/dumps/cluster.json";
  const Ended outcome = paddock({"gameday", dump, "--format", "json"});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(drills(outcome),
              ElementsAre("lose zone eu-central-1a", "lose zone eu-central-1b", "lose zone eu-central-1c",
                          "crash the fullest node of eu-central-1", "lose region eu-central-1"));
  const std::string table = paddock({"gameday", "-"}, text_of_file(dump)).out;
  EXPECT_THAT(row(table, "lose zone eu-central-1a"), HasSubstr("blog")) << "its one pod was there";
  EXPECT_THAT(row(table, "lose zone eu-central-1b"), Not(HasSubstr("blog")));
  EXPECT_THAT(row(table, "crash the fullest node of eu-central-1"), HasSubstr("1 node, 2 pods"));
}

TEST_F(Gameday, WithoutZonesTheOtherDrillsRun) {
  const std::string dump = std::string(PADDOCK_ROOT) + "/tests/scenarios/import/dumps/zoneless.json";
  const Ended outcome = paddock({"gameday", dump, "--format", "json"});
  EXPECT_THAT(drills(outcome), ElementsAre("crash the fullest node of unknown", "lose region unknown"));
  EXPECT_THAT(outcome.err, HasSubstr("left out: the loss of a zone of unknown"));
  EXPECT_THAT(outcome.err, HasSubstr("kubectl label node NAME topology.kubernetes.io/zone=ZONE"));
}

}  // namespace
}  // namespace paddock::scenarios
