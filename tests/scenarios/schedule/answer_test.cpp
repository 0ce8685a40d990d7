// What `paddock schedule` answers, as text and as JSON.
#include <nlohmann/json.hpp>

#include "tests/scenarios/schedule/fixture.hpp"

namespace paddock::scenarios {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// large: (4 - 0.5) / 4 = 87 of cpu, (8 - 1) / 8 = 87 of memory: 87. small: 50 and 50.
TEST_F(ScheduleTest, SaysTheChoiceTheScoresAndWhoWasRejectedWhy) {
  const Ran ran = schedule({file("cluster.yaml", three_nodes), "--pod", file("pod.yaml", pod_of("api", "500m"))});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(
      ran.out,
      "shop/api -> large   total 487\n"
      "\n"
      "     node   total  Taint Toleration  Node Resources Fit  Node Resources Balanced Allocation  Image Locality\n"
      "  *  large    487               300                  87                                 100               0\n"
      "     small    450               300                  50                                 100               0\n"
      "\n"
      "  nodes  rejected by      reason                                     which\n"
      "      1  TaintToleration  node(s) had untolerated taint {gpu: true}  gpu\n");
  EXPECT_EQ(ran.err, "");
}

TEST_F(ScheduleTest, PrintsTheSameAsJson) {
  const Ran ran = schedule(
      {file("cluster.yaml", three_nodes), "--pod", file("pod.yaml", pod_of("api", "500m")), "--format", "json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out), json::parse(R"({
    "feasible": ["large", "small"],
    "infeasible": {"gpu": ["TaintToleration", "node(s) had untolerated taint {gpu: true}"]},
    "unresolvable": ["gpu"],
    "scores": {
      "large": {"TaintToleration": 300, "NodeResourcesFit": 87, "NodeResourcesBalancedAllocation": 100, "ImageLocality": 0},
      "small": {"TaintToleration": 300, "NodeResourcesFit": 50, "NodeResourcesBalancedAllocation": 100, "ImageLocality": 0}},
    "total": {"large": 487, "small": 450},
    "best": ["large"],
    "chosen": "large"})"));
}

TEST_F(ScheduleTest, NamesTheVictimsOfPreemptionWhenNothingFits) {
  const std::string cluster = three_nodes + "---\n" + pod_of("low", "3500m", "  nodeName: large\n") + "---\n" +
                              pod_of("high", "100m", "  nodeName: small\n  priority: 100\n");
  const std::string pod = file("pod.yaml", pod_of("api", "1", "  priority: 10\n"));
  const Ran text = schedule({file("cluster.yaml", cluster), "--pod", pod});
  EXPECT_EQ(text.code, 1) << text.err;
  EXPECT_THAT(text.out, AllOf(StartsWith("shop/api -> no node\n"
                                         "  0/3 nodes are available: 1 node(s) had untolerated taint {gpu: true}, 2 "
                                         "Insufficient cpu.\n"),
                              HasSubstr("Preemption would make room on large. Here nobody was evicted."),
                              HasSubstr("*  large        1                0  shop/low")));
  const json told = json::parse(schedule({file("cluster.yaml", cluster), "--pod", pod, "--format=json"}).out);
  EXPECT_EQ(told["preemption"], json::parse(R"({"eligible": true, "best": ["large"],
                            "candidates": {"large": {"victims": ["shop/low"], "pdbViolations": 0}},
                            "notCandidates": {"small": ["", "No preemption victims found for incoming pod"]}})"));
  EXPECT_EQ(told["nominated"], "large");
  EXPECT_FALSE(told.contains("chosen"));
}

TEST_F(ScheduleTest, CountsWhatABudgetAllows) {
  const std::string cluster = three_nodes + "---\n" + pod_of("low", "3500m", "  nodeName: large\n") +
                              "---\nkind: PodDisruptionBudget\nmetadata: {name: b, namespace: shop}\n"
                              "spec: {selector: {matchLabels: {app: low}}}\nstatus: {disruptionsAllowed: 0}\n";
  const std::string pod = file("pod.yaml", pod_of("api", "2", "  priority: 10\n"));
  const auto violations = [&](const std::string& text) {
    const json told = json::parse(schedule({file("cluster.yaml", text), "--pod", pod, "--format=json"}).out);
    return told["preemption"]["candidates"]["large"]["pdbViolations"].get<int>();
  };
  EXPECT_EQ(violations(cluster), 1);
  std::string granted = cluster;
  granted.replace(granted.find("disruptionsAllowed: 0"), 21, "disruptionsAllowed: 0, disruptedPods: {low: now}");
  EXPECT_EQ(violations(granted), 0);
}

TEST_F(ScheduleTest, SaysInWhatAPodIsLargerThanAnyNode) {
  const std::string pod = file("pod.yaml", pod_of("api", "9"));
  const Ran text = schedule({file("cluster.yaml", three_nodes), "--pod", pod});
  EXPECT_EQ(text.code, 1);
  EXPECT_THAT(text.out, HasSubstr("Larger than any node, even an empty one, in cpu.\n"));
  const json told = json::parse(schedule({file("cluster.yaml", three_nodes), "--pod", pod, "--format=json"}).out);
  EXPECT_EQ(told["larger_than_any_node"], true);
  EXPECT_EQ(told["larger_in"], json::parse(R"(["cpu"])"));
}

TEST_F(ScheduleTest, PutsPodsOneAfterTheOther) {
  const std::string pods =
      file("pods.yaml", pod_of("a", "3") + "---\n" + pod_of("b", "3") + "---\n" + pod_of("c", "1"));
  const Ran text = schedule({file("cluster.yaml", three_nodes), "--pods", pods});
  EXPECT_EQ(text.code, 1);
  EXPECT_THAT(text.out,
              AllOf(HasSubstr("shop/a  large    424"), HasSubstr("shop/b  none"), HasSubstr("2 Insufficient cpu"),
                    HasSubstr("shop/c  small    400"), HasSubstr("2 of 3 pods found a node.")));
  const json steps = json::parse(schedule({file("cluster.yaml", three_nodes), "--pods", pods, "--format=json"}).out);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[1]["pod"], "shop/b");
  EXPECT_EQ(steps[0]["chosen"], "large");
  EXPECT_EQ(steps[1]["infeasible"]["large"], json::parse(R"(["NodeResourcesFit", "Insufficient cpu"])"));
}

TEST_F(ScheduleTest, TakesATemplateOnceOrWithAllReplicas) {
  const std::string workload = file("deployment.yaml",
                                    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n"
                                    "spec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n"
                                    "    metadata: {labels: {app: web}}\n    spec:\n      containers:\n"
                                    "      - {name: c, image: c, resources: {limits: {cpu: 500m}}}\n");
  const std::string cluster = file("cluster.yaml", three_nodes);
  EXPECT_THAT(schedule({cluster, "--pod", workload}).out, StartsWith("shop/web -> large"));
  const json steps = json::parse(schedule({cluster, "--pods", workload, "--format=json"}).out);
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[1]["pod"], "shop/web-1");
  EXPECT_EQ(steps[0]["chosen"], "large");
  EXPECT_TRUE(steps[1]["scores"]["small"].contains("PodTopologySpread")) << "its ReplicaSet is looked up";
}

TEST_F(ScheduleTest, ChoosesAmongEqualsByNameOrBySeed) {
  std::string cluster;
  for (const char* name : {"c", "a", "b"})
    cluster += std::string("---\nkind: Node\nmetadata: {name: ") + name +
               "}\nstatus: {allocatable: {cpu: 4, memory: 8Gi, pods: 10}}\n";
  cluster = file("cluster.yaml", cluster);
  const std::string pod = file("pod.yaml", pod_of("api", "1"));
  EXPECT_THAT(schedule({cluster, "--pod", pod, "--ties=first"}).out,
              StartsWith("shop/api -> a   total 474, one of 3 with the best total, chosen by name\n"));
  std::set<std::string> chosen;
  for (int seed = 1; seed <= 20; ++seed) {
    const std::vector<std::string> args{cluster, "--pod", pod, "--seed", std::to_string(seed), "--format=json"};
    chosen.insert(json::parse(schedule(args).out)["chosen"]);
    EXPECT_EQ(schedule(args).out, schedule(args).out);
  }
  EXPECT_EQ(chosen, (std::set<std::string>{"a", "b", "c"}));
}

TEST_F(ScheduleTest, FollowsAConfiguration) {
  const std::string config =
      file("config.yaml",
           "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n"
           "profiles:\n- schedulerName: default-scheduler\n  plugins:\n    score:\n"
           "      disabled: [{name: '*'}]\n      enabled: [{name: NodeResourcesFit, weight: 7}]\n"
           "  pluginConfig:\n  - name: NodeResourcesFit\n    args:\n"
           "      scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}\n");
  const Ran ran = schedule({file("cluster.yaml", three_nodes), "--pod", file("pod.yaml", pod_of("api", "500m")),
                            "--config", config, "--format=json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["scores"], json::parse(R"({"large": {"NodeResourcesFit": 84},
                                                            "small": {"NodeResourcesFit": 350}})"));
}

TEST_F(ScheduleTest, LooksAtAShareOfTheNodesOnlyWhenToldTo) {
  std::string cluster;
  for (int i = 0; i < 200; ++i)
    cluster += "---\nkind: Node\nmetadata: {name: n" + std::to_string(i) +
               "}\nstatus: {allocatable: {cpu: 4, memory: 8Gi, pods: 10}}\n";
  cluster = file("cluster.yaml", cluster);
  const std::string pod = file("pod.yaml", pod_of("api", "1"));
  const std::string config = file("config.yaml",
                                  "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n"
                                  "percentageOfNodesToScore: 60\n");
  const json all = json::parse(schedule({cluster, "--pod", pod, "--format=json"}).out);
  EXPECT_EQ(all["feasible"].size(), 200U);
  const json some = json::parse(schedule({cluster, "--pod", pod, "--config", config, "--format=json"}).out);
  EXPECT_EQ(some["feasible"].size(), 120U);
  EXPECT_EQ(some["evaluatedNodes"], 120);
  const Ran text = schedule({cluster, "--pod", pod, "--config", config});
  EXPECT_THAT(text.out, AllOf(HasSubstr("120 nodes looked at, of 200"), HasSubstr("110 more nodes fit (--all)")));
  EXPECT_THAT(schedule({cluster, "--pod", pod, "--all"}).out, Not(HasSubstr("(--all)")));
}

TEST_F(ScheduleTest, LetsNoNameSpeakToTheTerminal) {
  const std::string pod = file("pod.json", R"({"kind": "Pod", "metadata": {"name": "a\u001b[31m", "namespace": "::x"},
      "spec": {"containers": [{"resources": {"requests": {"cpu": "99"}}}], "nodeSelector": {"k": "\u009b"}}})");
  const Ran text = schedule({file("cluster.yaml", three_nodes), "--pod", pod});
  EXPECT_EQ(text.code, 1);
  EXPECT_THAT(text.out, AllOf(StartsWith("\\x3a:x/a\\x1b[31m -> no node\n"), Not(HasSubstr("\x1b"))));
  const Ran several = schedule({file("cluster.yaml", three_nodes), "--pods", pod, "--format=json"});
  EXPECT_THAT(several.out, AllOf(HasSubstr("a\\u001b[31m"), Not(HasSubstr("\x1b"))));
}

}  // namespace
}  // namespace paddock::scenarios
