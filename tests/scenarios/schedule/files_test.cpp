// What `paddock schedule` reads: every form of a cluster, and everything that is wrong with one.
#include <nlohmann/json.hpp>

#include "scenarios/counted.hpp"
#include "scenarios/language/parse.hpp"
#include "scenarios/objects/from_node.hpp"
#include "tests/scenarios/schedule/fixture.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

json typed(const std::string& yaml) {
  Problems problems;
  const auto node = parse_text("test", yaml, problems, Syntax::yaml);
  EXPECT_TRUE(node) << problems.to_text();
  return node ? to_json(*node) : json();
}

TEST(Typing, IsThatOfKubernetes) {
  EXPECT_EQ(
      typed(R"([1, "1", '1', 250m, 0.5, 1e3, .5, 1.50, 1_000, 0x10, 0b11, 0o17, 017, 08, -3, +3, "yes", yes, On, n])"),
      json::parse(R"([1, "1", "1", "250m", 0.5, 1000.0, 0.5, 1.5, 1000, 16, 3, 15, 15, 8.0, -3, 3, "yes", true, true,
                            false])"));
  EXPECT_EQ(typed("{a: ~, b: null, c: , d: '', e: \"null\", f: 1.2.3, g: 2024-01-01, h: -, i: 1Gi}"),
            json::parse(R"({"a": null, "b": null, "c": null, "d": "", "e": "null", "f": "1.2.3", "g": "2024-01-01",
                            "h": "-", "i": "1Gi"})"));
  EXPECT_EQ(typed("[9223372036854775807, 9223372036854775808, -9223372036854775808, 99999999999999999999, 1e999]"),
            json::parse(R"([9223372036854775807, 9223372036854775808, -9223372036854775808, 99999999999999999999.0,
                            "1e999"])"));
  EXPECT_EQ(typed("a: &x {b: 1}\nc: *x\nd: |\n  true\n"),
            json::parse(R"({"a": {"b": 1}, "c": {"b": 1}, "d": "true\n"})"));
}

// One node and a pod on it that takes half, in every form that people have.
constexpr const char* node = R"({"kind": "Node", "metadata": {"name": "n1"},
    "status": {"allocatable": {"cpu": "2", "memory": "4Gi", "pods": "10"}}})";
constexpr const char* bound = R"({"kind": "Pod", "metadata": {"name": "p"},
    "spec": {"nodeName": "n1", "containers": [{"resources": {"requests": {"cpu": 1, "memory": "2Gi"}}}]}})";

std::string without_kind(std::string object) { return object.replace(1, object.find(',') - 0, ""); }

using Forms = testing::WithParamInterface<std::vector<std::string>>;
class ClusterForms : public ScheduleTest, public Forms {};

TEST_P(ClusterForms, AreTheSameCluster) {
  std::vector<std::string> args;
  for (const std::string& text : GetParam())
    args.push_back(file("f" + std::to_string(args.size()) +
                            (text.starts_with("{kind") || (text[0] != '{' && text[0] != '[') ? ".yaml" : ".json"),
                        text));
  args.insert(args.end(), {"--pod", file("pod.yaml", pod_of("api", "500m")), "--format=json"});
  const Ran ran = schedule(args);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(json::parse(ran.out)["scores"]["n1"]["NodeResourcesFit"], 25);
}

const std::string list_of_both = std::string(R"({"kind": "List", "items": [)") + node + "," + bound + "]}";
const std::string yaml_node =
    "kind: Node\nmetadata: {name: n1}\nstatus: {allocatable: {cpu: 2, memory: 4Gi, pods: 10}}\n";
const std::string yaml_pod =
    "kind: Pod\nmetadata: {name: p}\nspec: {nodeName: n1, containers: [{resources: {requests: {cpu: 1000m, memory: "
    "2Gi}}}]}\n";

INSTANTIATE_TEST_SUITE_P(
    Schedule, ClusterForms,
    testing::Values(
        std::vector{list_of_both}, std::vector{"[" + std::string(node) + "," + bound + "]"},
        std::vector<std::string>{node, bound}, std::vector{std::string(node) + "\n" + bound},
        std::vector{"{\"kind\": \"NodeList\", \"items\": [" + without_kind(node) + "]}",
                    "{\"kind\": \"PodList\", \"items\": [" + without_kind(bound) + "]}"},
        std::vector{"{\"name\": \"case\", \"nodes\": [" + without_kind(node) + "], \"pods\": [" + without_kind(bound) +
                    "], \"objects\": {\"namespaces\": [{\"metadata\": {\"name\": \"x\"}}], \"services\": null}, "
                    "\"schedulerConfiguration\": {\"kind\": \"KubeSchedulerConfiguration\"}}"},
        std::vector{"---\n" + yaml_node + "---\n---\n" + yaml_pod}, std::vector{yaml_node, yaml_pod},
        std::vector<std::string>{
            "{kind: Node, metadata: {name: n1}, status: {allocatable: {cpu: 2, memory: 4Gi, pods: 10}}}", yaml_pod},
        std::vector{"kind: List\nitems:\n- " + std::string(node) + "\n- " + bound + "\n"}));

TEST_F(ScheduleTest, LeavesOutWhatHoldsNoRoomAndSaysSo) {
  const auto with = [](const std::string& name, const std::string& spec, const std::string& status) {
    return "---\n" + pod_of(name, "1", spec) + "status: " + status + "\n";
  };
  const std::string cluster = file("cluster.yaml", yaml_node + with("waits", "", "{phase: Pending}") +
                                                       with("done", "  nodeName: n1\n", "{phase: Succeeded}") +
                                                       with("lost", "  nodeName: gone\n", "{phase: Running}"));
  const Ran ran = schedule({cluster, "--pod", file("pod.yaml", pod_of("api", "2"))});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err,
            "paddock: note: 1 pod without a node left out: they wait\n"
            "paddock: note: 1 finished pod left out: they hold nothing\n"
            "paddock: warning: bound to nodes that are not there, so left out: shop/lost\n");
}

TEST_F(ScheduleTest, TakesThePriorityOfTheClass) {
  const std::string cluster = yaml_node + "---\n" + pod_of("low", "2", "  nodeName: n1\n  priority: 5\n") +
                              "---\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 6\n";
  const auto victims = [&](const std::string& more) {
    const Ran ran =
        schedule({file("cluster.yaml", cluster), "--pod", file("pod.yaml", pod_of("api", "1", more)), "--format=json"});
    return json::parse(ran.out)["preemption"]["candidates"].size();
  };
  EXPECT_EQ(victims("  priorityClassName: high\n"), 1U);
  EXPECT_EQ(victims("  priorityClassName: system-cluster-critical\n"), 1U);
  EXPECT_EQ(victims(""), 0U);
  EXPECT_EQ(victims("  priorityClassName: high\n  priority: 5\n"), 0U) << "what the API server has resolved counts";
}

TEST_F(ScheduleTest, HasPortsOfTheHostNetworkTaken) {
  const auto web = [](const std::string& name) {
    return "kind: Pod\nmetadata: {name: " + name +
           "}\nspec: {hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}], nodeName: n1}\n";
  };
  const std::string cluster = file("cluster.yaml", yaml_node + "---\n" + web("a"));
  const Ran ran = schedule({cluster, "--pod", file("pod.yaml", web("b")), "--format=json"});
  EXPECT_EQ(json::parse(ran.out)["infeasible"]["n1"][0], "NodePorts");
}

TEST_F(ScheduleTest, WarnsOfSelectorsThatSelectNothingAndOfBudgetsThatOverlap) {
  const auto budget = [](const std::string& name, const std::string& app) {
    return "---\nkind: PodDisruptionBudget\nmetadata: {name: " + name +
           ", namespace: shop}\nspec: {selector: {matchLabels: {app: " + app + "}}}\n";
  };
  const std::string cluster = yaml_node + "---\n" + pod_of("web", "1", "  nodeName: n1\n") + budget("one", "web") +
                              budget("two", "web") + budget("three", "wbe");
  const std::string pod = pod_of("api", "1",
                                 "  topologySpreadConstraints:\n"
                                 "  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway,\n"
                                 "     labelSelector: {matchLabels: {app: ipa}}}\n"
                                 "  - {maxSkew: 1, topologyKey: rack, whenUnsatisfiable: ScheduleAnyway}\n");
  const Ran ran = schedule({file("cluster.yaml", cluster), "--pod", file("pod.yaml", pod)});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(
      ran.err,
      "paddock: warning: PodDisruptionBudget shop/three selects no pod\n"
      "paddock: warning: PodDisruptionBudgets of shop: one, two all select shop/web: the eviction API answers 500 "
      "for a pod with more than one budget\n"
      "paddock: warning: shop/api: topologySpreadConstraints: no selector, so it selects nothing\n"
      "paddock: warning: shop/api: the topologySpreadConstraint over zone selects no pod, not even this one\n");
}

struct Bad {
  std::string cluster, pod, config, said;
  std::size_t problems = 1;
};
class BadInput : public ScheduleTest, public testing::WithParamInterface<Bad> {};

TEST_P(BadInput, IsSaidWithItsPlace) {
  const Bad& bad = GetParam();
  std::vector<std::string> args{file("cluster.yaml", bad.cluster.empty() ? three_nodes : bad.cluster), "--pod",
                                file("pod.yaml", bad.pod.empty() ? pod_of("api", "1") : bad.pod)};
  if (!bad.config.empty())
    args.insert(args.end(), {"--config", file("config.yaml",
                                              "apiVersion: kubescheduler.config.k8s.io/v1\n"
                                              "kind: KubeSchedulerConfiguration\n" +
                                                  bad.config)});
  const Ran ran = schedule(args);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr(bad.said));
  EXPECT_THAT(ran.err, HasSubstr("paddock: " + counted(bad.problems, "problem") + "; nothing was run\n"));
}

std::string spread_of(const std::string& selector) {
  return pod_of("api", "1",
                "  topologySpreadConstraints:\n  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, "
                "labelSelector: " +
                    selector + "}\n");
}
std::string profile(const std::string& text) { return "profiles:\n- " + text + "\n"; }

INSTANTIATE_TEST_SUITE_P(
    Schedule, BadInput,
    testing::Values(
        Bad{.config = profile("plugins: {score: {enabled: [{name: NodeResourceFit}]}}"),
            .said = "config.yaml:4:38: profiles[0].plugins.score.enabled[0].name: 'NodeResourceFit'; allowed: "},
        Bad{.config = profile("plugins: {score: {disabled: [{name: ImageLocalty}]}}"),
            .said = "(did you mean 'ImageLocality'?)"},
        Bad{.config = profile("plugins: {scores: {}}"), .said = "unknown field 'scores'; allowed: multiPoint,"},
        Bad{.config = profile("plugins: {score: {enabled: [{name: ImageLocality, weight: -1}]}}"),
            .said = "weight of ImageLocality is out of range: -1"},
        Bad{.config = profile("plugins: {score: {enabled: [{name: NodeName}]}}"),
            .said = "plugins.score: NodeName does not extend it, but filter"},
        Bad{.config = profile("plugins: {filter: {enabled: [{name: NodeName}, {name: NodeName}]}}"),
            .said = "plugins.filter: NodeName is enabled more than once"},
        Bad{.config = profile("pluginConfig: [{name: NodeAffinity, args: {}}, {name: NodeAffinity, args: {}}]"),
            .said = "pluginConfig[1].name: 'NodeAffinity' once more; allowed: each plugin once"},
        Bad{.config = profile("plugins: {multiPoint: {disabled: [{name: '*'}], enabled: [{name: PrioritySort}]}}"),
            .said = "plugins.bind: nothing is left there; enable DefaultBinder"},
        Bad{.config = profile("plugins: {queueSort: {disabled: [{name: PrioritySort}]}}"),
            .said = "plugins.queueSort: nothing is left there; enable PrioritySort"},
        Bad{.config = profile("pluginConfig: [{name: NodeResourcesFit, args: {strategy: x}}]"),
            .said = "args.strategy: unknown field 'strategy'"},
        Bad{.config = "percentageOfNodesToScore: 101\n", .said = "config.yaml:3:27: percentageOfNodesToScore: 101"},
        Bad{.config = "profile: []\n", .said = "unknown field 'profile'; allowed: apiVersion"},
        Bad{.pod = pod_of("api", "-1"),
            .said =
                "pod.yaml:6:53: Pod shop/api: spec.containers[0].resources.requests.cpu: -1 is negative; allowed: 0"},
        Bad{.pod = pod_of("api", "99999999999999999999"), .said = "overflows: more than 2^56"},
        Bad{.pod = pod_of("api", "99999999999999"), .said = "overflows"},
        Bad{.pod = pod_of("api", "1 core"), .said = "'1 core' is not a quantity"},
        Bad{.pod = pod_of("api", "1", "  nodeSelectors: {a: b}\n"), .said = "(did you mean 'nodeSelector'?)"},
        Bad{.pod = pod_of("api", "1", "  nodeSelector: {a: true}\n"),
            .said = "spec.nodeSelector.a: true; allowed: a text (write it in quotes)"},
        Bad{.pod = pod_of("api", "1", "  priorityClassName: hgih\n"),
            .said = "'hgih', which is not among the cluster's"},
        Bad{.pod = pod_of("api", "1", "  preemptionPolicy: never\n"),
            .said = "'never'; allowed: Never, PreemptLowerPriority (did you mean 'Never'?)"},
        Bad{.pod = pod_of("api", "1", "  schedulerName: mine\n"), .said = "'mine'; allowed: default-scheduler"},
        Bad{.pod = spread_of("{matchExpressions: [{key: a, operator: Inn, values: [b]}]}"),
            .said = "operator: 'Inn'; allowed: In, NotIn, Exists, DoesNotExist, Gt, Lt (did you mean 'In'?)"},
        Bad{.pod = spread_of("app"), .said = "labelSelector: 'app'; allowed: a selector"},
        Bad{.pod = pod_of("api", "1",
                          "  topologySpreadConstraints:\n  - {maxSkew: 1, whenUnsatisfiable: DoNotSchedule, "
                          "labelSelector: {}}\n"),
            .said = "spec.topologySpreadConstraints[0].topologyKey: nothing; allowed: a label of nodes"},
        Bad{.pod = pod_of("api", "1",
                          "  affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                          "[{labelSelector: {}}]}}\n"),
            .said = "[0].topologyKey: nothing; allowed: a label of nodes"},
        Bad{.pod = pod_of("api", "1",
                          "  affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
                          "[{weight: 101, preference: {}}]}}\n"),
            .said = "[0].weight: 101; allowed: 1 to 100"},
        Bad{.pod = "kind: Deployment\nmetadata: {name: d}\nspec: {replicas: -1, template: {spec: {containers: [{name: "
                   "c}]}}}\n",
            .said = "spec.replicas: -1; allowed: 0 or more"},
        Bad{.pod =
                "kind: Deployment\nmetadata: {name: d}\nspec: {selector: {matchLabels: {a: x}}, template: {metadata: "
                "{labels: {a: z}}, spec: {containers: [{name: c}]}}}\n",
            .said = "spec.selector: a selector that does not select the template's pods"},
        Bad{.pod =
                "kind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, resources: {requests: {cpu: 2}, limits: "
                "{cpu: 1}}}]}\n",
            .said = "spec.containers[0].resources.requests.cpu: more than the limit"},
        Bad{.pod = "kind: DaemonSet\nmetadata: {name: d}\n",
            .said = "kind: 'DaemonSet', which has a pod for each node"},
        Bad{.pod = "kind: Service\nmetadata: {name: d}\n",
            .said = "pod.yaml: no pod in it; allowed: a Pod, or a Deploy"},
        Bad{.pod = pod_of("a", "1") + "---\n" + pod_of("b", "1"),
            .said = "pod.yaml: 2 pods; allowed: one pod, or --pods"},
        Bad{.pod = "a: [1\nb: 2", .said = "pod.yaml:2:2: a: not YAML: "},
        Bad{.pod = "a: 1\na: 2\n", .said = "pod.yaml:2:1: duplicate key 'a'"},
        Bad{.cluster = three_nodes + "---\n" + yaml_node + "---\n" + yaml_node,
            .said = "Node n1: metadata.name: 'n1' is there already; allowed: every Node once"},
        Bad{.cluster = "{\"items\": [", .said = "cluster.yaml:1:11: the file ends in the middle of a value"},
        Bad{.cluster = "{\"items\": []}",
            .said = "cluster.yaml: no node in it: nothing can be scheduled; allowed: kubectl"},
        Bad{.cluster = "fleet: x\nregions: []\n", .said = "cluster.yaml:1:1: 'paddock' is missing", .problems = 2},
        Bad{.cluster = "kind: Node\nmetadata: {name: n1}\nstatus: {allocatable: {memory: -5Gi}}\n",
            .said = "cluster.yaml:3:32: Node n1: status.allocatable.memory: '-5Gi' is negative"}));

TEST_F(ScheduleTest, SaysAllProblemsOfAllFilesAtOnce) {
  const Ran ran = schedule({"no-such-cluster.json", file("cluster.yaml", yaml_node + "spec: {unschedulable: 3}\n"),
                            "--pod", "no-such-pod.yaml", "--config", "no-such-config.yaml"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err,
              AllOf(StartsWith("no-such-cluster.json: no such file\n"),
                    HasSubstr("Node n1: spec.unschedulable: 3; allowed: true or false\n"),
                    HasSubstr("no-such-pod.yaml: no such file\n"), HasSubstr("no-such-config.yaml: no such file\n"),
                    HasSubstr("paddock: 4 problems; nothing was run\n")));
}

TEST_F(ScheduleTest, WantsAPodAndAWordThatItKnows) {
  const std::string cluster = file("cluster.yaml", yaml_node), pod = file("pod.yaml", pod_of("api", "1"));
  EXPECT_EQ(schedule({cluster}).code, 2);
  EXPECT_EQ(schedule({cluster, "--pod", pod, "--pods", pod}).code, 2);
  EXPECT_THAT(schedule({cluster, "--pod", pod, "--ties=last"}).err,
              HasSubstr("--ties: 'last'; allowed: first, random"));
  EXPECT_THAT(schedule({"-", "--pod", "-"}).err, HasSubstr("standard input: asked for more than once"));
}

}  // namespace
}  // namespace paddock::scenarios
