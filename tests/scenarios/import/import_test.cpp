// From what kubectl prints to a fleet: every shape of a dump, and what is known, worked out and guessed.
#include "scenarios/import/import.hpp"

#include <gmock/gmock.h>

#include "scenarios/language/writer.hpp"
#include "tests/scenarios/import/dumps.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

/// A fleet file without the comments on top, which name the files.
std::string body(const Imported& imported) {
  const std::string& yaml = imported.result->yaml;
  return yaml.substr(yaml.find("\npaddock:"));
}

TEST_F(Import, EveryShapeOfADumpGivesTheSameFleet) {
  const auto list = import_files({dump_file("cluster.json")});
  ASSERT_TRUE(list.result) << list.said();
  const json items = dump_json("cluster.json")["items"];
  EXPECT_EQ(body(import_text(items.dump())), body(list)) << "a bare array";
  std::string documents;
  std::vector<std::string> files;
  for (const json& item : items) {
    documents += item.dump() + "\n";
    files.push_back((folder_ / ("one-" + std::to_string(files.size()))).string());
    write("one-" + std::to_string(files.size() - 1), item.dump(2));
  }
  EXPECT_EQ(body(import_text(documents)), body(list)) << "objects one after the other, as jq prints them";
  EXPECT_EQ(body(import_files(files)), body(list)) << "a single object in each file";
  EXPECT_EQ(body(import_text("\xEF\xBB\xBF\n" + items.dump())), body(list)) << "behind a byte order mark";
  const auto twice = import_files({dump_file("cluster.json"), dump_file("cluster.json")});
  EXPECT_EQ(body(twice), body(list));
  EXPECT_THAT(twice.result->notes, Contains("17 objects given more than once, taken once"));
}

TEST_F(Import, ATypedListSaysTheKindOnce) {
  json nodes{{"kind", "NodeList"}, {"items", json::array()}}, pods{{"kind", "PodList"}, {"items", json::array()}};
  const json dump = dump_json("cluster.json");
  for (json item : dump["items"]) {
    const std::string kind = item["kind"];
    item.erase("kind");
    if (kind == "Node") nodes["items"].push_back(item);
    if (kind == "Pod") pods["items"].push_back(item);
  }
  const auto imported = import_text(nodes.dump() + pods.dump());  // dump() sorts: `items` stands before `kind`
  ASSERT_TRUE(imported.result) << imported.said();
  EXPECT_EQ(imported.result->spec.regions.front().second.nodes.front().second.size.now, 3);
  EXPECT_EQ(imported.result->spec.tenants.size(), 3U);
}

TEST_F(Import, StandardInputIsAFile) {
  const Ended piped = paddock({"import", "kubectl", "-"}, text_of_file(dump_file("cluster.json")));
  EXPECT_EQ(piped.code, 0) << piped.err;
  EXPECT_THAT(piped.out, StartsWith("# Imported by paddock from standard input."));
  const auto read = import_files({dump_file("cluster.json")});
  EXPECT_EQ(piped.out.substr(piped.out.find("\npaddock:")), body(read));
}

TEST_F(Import, LabelsNewAndOldSayWhereNodesAre) {
  const auto now = import_files({dump_file("cluster.json")});
  ASSERT_EQ(now.result->spec.regions.size(), 1U);
  EXPECT_EQ(now.result->spec.regions.front().first, "eu-central-1");
  EXPECT_THAT(now.result->spec.regions.front().second.zones, ElementsAre("a", "b", "c"));
  const auto old = import_files({dump_file("old_labels.json")});
  ASSERT_EQ(old.result->spec.regions.size(), 1U);
  EXPECT_EQ(old.result->spec.regions.front().first, "us-east-1");
  const auto& region = old.result->spec.regions.front().second;
  EXPECT_THAT(region.zones, ElementsAre("a", "b"));
  EXPECT_EQ(region.nodes.front().second.type, "m5.large");
  EXPECT_THAT(region.nodes.front().second.zones.zones, ElementsAre("b", "a")) << "the odd node is in b";
}

TEST_F(Import, WithoutLabelsTheCloudsNameOfTheMachineWillDo) {
  json dump = dump_json("cluster.json");
  for (json& item : dump["items"])
    if (item["kind"] == "Node") item["metadata"].erase("labels");
  const auto imported = import_text(dump.dump());
  ASSERT_TRUE(imported.result) << imported.said();
  EXPECT_EQ(imported.result->spec.regions.front().first, "eu-central-1");
  EXPECT_THAT(imported.result->spec.regions.front().second.zones, ElementsAre("a", "b", "c"));
}

TEST_F(Import, NodesWithoutZonesAreSaidAndHowToAddThem) {
  const auto imported = import_files({dump_file("zoneless.json")});
  ASSERT_TRUE(imported.result) << imported.said();
  EXPECT_THAT(imported.result->notes,
              Contains(AllOf(HasSubstr("2 nodes without a zone"),
                             HasSubstr("kubectl label node NAME topology.kubernetes.io/zone=ZONE"))));
  EXPECT_THAT(imported.result->coverage.not_described, Contains("zones of some or all nodes"));
  EXPECT_THAT(imported.result->yaml, HasSubstr("zones: [unknown]"));
  EXPECT_TRUE(reread(imported.result->yaml));
}

TEST_F(Import, WithoutNodesTheyAreAsManyAsThePodsNameAndAssumed) {
  json dump = dump_json("cluster.json");
  json pods = json::array();
  for (const json& item : dump["items"])
    if (item["kind"] == "Pod") pods.push_back(item);
  const auto imported = import_text(pods.dump());
  ASSERT_TRUE(imported.result) << imported.said();
  EXPECT_EQ(imported.result->spec.regions.front().second.nodes.front().second.size.now, 3) << "n-a, n-b, n-c";
  EXPECT_THAT(imported.result->coverage.assumed, Contains(StartsWith("nodes: none is in the dump")));
  EXPECT_THAT(imported.result->coverage.not_described,
              Contains("nodes, regions and zones (add nodes to what kubectl gets)"));
}

TEST_F(Import, TenantsAreWhatTheirObjectsSay) {
  const auto imported = import_files({dump_file("cluster.json")});
  ASSERT_EQ(imported.result->spec.tenants.size(), 3U);
  const models::TenantSpec& shop = imported.tenant("shop");
  EXPECT_EQ(shop.replicas, 2);
  EXPECT_EQ(shop.requests.cpu.value, 250);
  EXPECT_EQ(shop.requests.memory.value, 200 << 20);
  EXPECT_THAT(shop.placed, ElementsAre(Pair("a", 1), Pair("b", 1)));
  EXPECT_EQ(shop.probe.readiness.delay, std::chrono::seconds{5});
  EXPECT_EQ(shop.probe.readiness.successes, 2);
  EXPECT_EQ(shop.stop.pre_stop, std::chrono::seconds{15}) << "of `sh -c 'sleep 15'`";
  ASSERT_TRUE(shop.budget);
  EXPECT_EQ(text_of(shop.budget->all.front().min_available.value()), "1");
  const auto& group = imported.result->spec.regions.front().second.nodes.front();
  EXPECT_EQ(group.first, "general");
  ASSERT_EQ(group.second.daemonsets.size(), 1U);
  EXPECT_EQ(group.second.daemonsets.front().name, "agent");
}

/// The dump with another disruption budget of the shop's.
nlohmann::json with_budget(const nlohmann::json& spec) {
  nlohmann::json dump = dump_json("cluster.json");
  dump["items"].push_back({{"apiVersion", "policy/v1"},
                           {"kind", "PodDisruptionBudget"},
                           {"metadata", {{"namespace", "shop"}, {"name", "another"}}},
                           {"spec", spec}});
  return dump;
}

TEST_F(Import, BudgetsStayAsTheyAreWritten) {
  const nlohmann::json web = {{"matchLabels", {{"app", "web"}}}};
  const auto two = import_text(
      with_budget({{"selector", web}, {"maxUnavailable", "25%"}, {"unhealthyPodEvictionPolicy", "AlwaysAllow"}})
          .dump());
  const auto& budgets = two.tenant("shop").budget->all;
  ASSERT_EQ(budgets.size(), 2u) << two.said();
  EXPECT_EQ(text_of(budgets[1].max_unavailable.value()), "25%");
  EXPECT_EQ(budgets[1].unhealthy, models::UnhealthyPodEviction::always_allow);
  EXPECT_TRUE(reread(two.result->yaml));
  const auto large = import_text(with_budget({{"selector", web}, {"minAvailable", 2147483647}}).dump());
  EXPECT_TRUE(reread(large.result->yaml)) << large.said();
}

TEST_F(Import, ABudgetOverSeveralWorkloadsIsOneOfAll) {
  nlohmann::json dump = with_budget({{"selector", nlohmann::json::object()}, {"minAvailable", 2}});
  for (const nlohmann::json& item : std::vector<nlohmann::json>(dump["items"].begin(), dump["items"].end())) {
    if (item["kind"] != "Deployment" || item["metadata"]["namespace"] != "shop") continue;
    nlohmann::json worker = item;
    worker["metadata"]["name"] = "worker";
    worker["spec"]["selector"] = {{"matchLabels", {{"app", "worker"}}}};
    worker["spec"]["template"]["metadata"]["labels"] = {{"app", "worker"}};
    dump["items"].push_back(worker);
  }
  const auto imported = import_text(dump.dump());
  ASSERT_TRUE(imported.result) << imported.said();
  std::size_t under = 0;
  for (const models::TenantSpec& tenant : imported.result->spec.tenants)
    for (const models::BudgetRule& budget : tenant.budget ? tenant.budget->all : std::vector<models::BudgetRule>{})
      under += budget.shared == "shop/another" ? 1 : 0;
  EXPECT_EQ(under, 2u);
  EXPECT_THAT(imported.said(), HasSubstr("1 workload under two disruption budgets or more"));
  EXPECT_TRUE(reread(imported.result->yaml));
}

TEST_F(Import, BudgetsOfNothingAreSaidAndBadOnesRefused) {
  const nlohmann::json web = {{"matchLabels", {{"app", "web"}}}}, nobody = {{"matchLabels", {{"app", "nobody"}}}};
  for (const nlohmann::json& spec : {nlohmann::json{{"selector", nobody}, {"minAvailable", 1}},
                                     nlohmann::json{{"minAvailable", 1}}, nlohmann::json{{"selector", web}}})
    EXPECT_THAT(import_text(with_budget(spec).dump()).said(), HasSubstr("1 disruption budget of no workload here"));
  EXPECT_THAT(import_text(with_budget({{"selector", web}, {"minAvailable", 1}, {"maxUnavailable", 1}}).dump()).said(),
              HasSubstr("maxUnavailable: found beside minAvailable; allowed: one of the two"));
  EXPECT_EQ(import_text(with_budget({{"selector", web}, {"minAvailable", "some"}}).dump()).problems.size(), 1u);
  EXPECT_THAT(import_text(with_budget({{"selector", web}, {"minAvailable", "150%"}}).dump()).said(),
              HasSubstr("minAvailable: found 150%; allowed: at most 100%"));
}

/// What upstream takes from these lists for node.kubernetes.io/unreachable:NoExecute: the first that tolerates it.
TEST_F(Import, TheFirstTolerationOfAnUnreachableNodeCounts) {
  const auto unreachable = [&](const nlohmann::json& tolerations) {
    nlohmann::json dump = dump_json("cluster.json");
    for (nlohmann::json& object : dump["items"])
      if (object["kind"] == "Deployment" && object["metadata"]["name"] == "web")
        object["spec"]["template"]["spec"]["tolerations"] = tolerations;
    return import_text(dump.dump()).tenant("shop").tolerations.unreachable;
  };
  const nlohmann::json key = "node.kubernetes.io/unreachable", all = {{"operator", "Exists"}};
  const nlohmann::json minute = {
      {"key", key}, {"operator", "Exists"}, {"effect", "NoExecute"}, {"tolerationSeconds", 60}};
  EXPECT_EQ(unreachable({minute, all}), std::chrono::seconds{60});
  EXPECT_EQ(unreachable({all, minute}), std::nullopt) << "for ever";
  EXPECT_EQ(unreachable({{{"key", key}, {"operator", "Equal"}, {"value", "x"}, {"tolerationSeconds", 5}}}),
            std::chrono::seconds{300})
      << "it has a value and the taint has none";
  EXPECT_EQ(unreachable({{{"key", key}, {"operator", "Exists"}, {"tolerationSeconds", -5}}}), std::chrono::seconds{0});
}

TEST_F(Import, PendingPodsWaitAndTheReasonIsCounted) {
  const auto imported = import_files({dump_file("cluster.json")});
  EXPECT_EQ(imported.tenant("batch").replicas, 1);
  EXPECT_THAT(imported.tenant("batch").placed, ElementsAre()) << "it is nowhere";
  EXPECT_THAT(
      imported.result->notes,
      Contains("pods that wait for a node, which here get one if there is room, by reason: 1 Insufficient cpu"));
  EXPECT_THAT(imported.result->yaml, HasSubstr("Deployment batch/batch, 0 of 1 pods Ready"));
}

TEST_F(Import, ThereIsAWordAboutEveryValue) {
  const auto imported = import_files({dump_file("cluster.json")});
  const std::string& yaml = imported.result->yaml;
  EXPECT_THAT(yaml, HasSubstr("general:  # observed: 3 nodes"));
  EXPECT_THAT(yaml, HasSubstr("kubernetes: \"1.29\"  # derived: the newest kubelet"));
  EXPECT_THAT(yaml,
              HasSubstr("observed: replicas, probe, stop, rollout, budget; derived: placed, requests; assumed: start"));
  const auto bare = import_files({dump_file("zoneless.json")});
  EXPECT_THAT(bare.result->yaml, HasSubstr("{value: upstream, source: \"assumed: nothing in the dump is EKS's\""));
  EXPECT_THAT(bare.result->yaml, HasSubstr("derived: replicas (pods counted)")) << "the StatefulSet is not in the dump";
}

TEST_F(Import, CoverageSaysWhatADumpCannotKnow) {
  const auto imported = import_files({dump_file("cluster.json")});
  const ImportCoverage& coverage = imported.result->coverage;
  EXPECT_THAT(coverage.described, ElementsAre("1 region, 3 zones, 1 node group, 3 nodes", "3 tenants, 7 pods"));
  for (const char* part : {"databases", "traffic", "plans", "delivery", "request path (DNS, balancer, proxy)"})
    EXPECT_THAT(coverage.not_described, Contains(part));
  EXPECT_THAT(coverage.assumed, Contains(HasSubstr("lost_zone: unreachable")));
  for (const auto* list : {&coverage.described, &coverage.assumed, &coverage.not_described})
    for (const std::string& line : *list) EXPECT_THAT(imported.result->yaml, HasSubstr("# - " + line));
}

TEST_F(Import, WhatIsAssumedIsListedInEveryReport) {
  const auto imported = import_files({dump_file("zoneless.json")});
  const auto fleet = reread(imported.result->yaml);
  std::vector<std::string> paths;
  for (const Assumption& assumption : fleet->assumptions) paths.push_back(assumption.path);
  EXPECT_THAT(paths, Contains("regions.unknown.cluster.flavour"));
  EXPECT_THAT(paths, Contains("regions.unknown.cluster.kubernetes"));
}

TEST_F(Import, TheFileReadsBackAsTheFleetThatWasMade) {
  for (const char* file : {"cluster.json", "old_labels.json", "zoneless.json"}) {
    const auto imported = import_files({dump_file(file)});
    ASSERT_TRUE(imported.result) << imported.said();
    const auto fleet = reread(imported.result->yaml);
    ASSERT_TRUE(fleet);
    EXPECT_EQ(scenarios::write(fleet->spec), scenarios::write(imported.result->spec)) << file;
  }
}

TEST_F(Import, TheFileLintsCleanAndRuns) {
  EXPECT_EQ(paddock({"import", "kubectl", dump_file("cluster.json"), "-o", "imported.yaml"}).code, 0);
  const Ended lint = paddock({"lint", "imported.yaml"});
  EXPECT_EQ(lint.code, 0) << lint.err;
  // batch waits for a node that is large enough, as lint says, so blog and shop alone are asked about.
  EXPECT_THAT(lint.out, HasSubstr("tenants[0].requests: warning: a pod requests CPU 8, memory 1Gi and fits no node"));
  std::string scenario = cli_scenario("min(tenant.ready_replicas{tenant=shop}) >= 1");
  scenario.replace(scenario.find("fleet.yaml"), 10, "imported.yaml");
  write("s.yaml", scenario);
  const Ended run = paddock({"run", "s.yaml"});
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  EXPECT_EQ(paddock({"gameday", "imported.yaml"}).code, 1);
}

TEST_F(Import, TenantsByLabel) {
  const auto imported = import_files({dump_file("cluster.json")}, {.tenants = {"app"}});
  EXPECT_EQ(imported.tenant("web").replicas, 2);
  const auto team = import_files({dump_file("cluster.json")}, {.tenants = {"tier"}});
  EXPECT_THAT(team.result->notes, Contains("3 workloads without the label: named by their namespaces"));
}

}  // namespace
}  // namespace paddock::scenarios
