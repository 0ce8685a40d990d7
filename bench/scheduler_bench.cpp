// Pods per second on 5,000 nodes, in the workloads that upstream's scheduler_perf has (test/integration/scheduler_perf,
// performance-config.yaml): the same pods, nodes and counts, without an API server around them.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <string>
#include <vector>

#include "models/kubernetes/scheduler/schedule.hpp"

namespace {

using namespace paddock::models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else
using paddock::models::ResourceQuantity;

constexpr int nodes = 5000;

struct Cluster {
  SchedulerCatalogue catalogue;
  ClusterState state;
  std::uint64_t luck = 1;

  std::uint64_t next_luck() { return luck = luck * 6364136223846793005U + 1442695040888963407U; }

  /// Schedules and binds; evicts first where it must.
  bool place(ClassId id) {
    auto decision = schedule(catalogue, state, id, next_luck());
    if (!decision.node) {
      const auto preemption = preempt(catalogue, state, id, next_luck());
      if (!preemption.node) return false;
      const NominationId nomination = state.nominate(catalogue, id, *preemption.node);
      for (const BoundPodId victim : preemption.victims) state.unbind(catalogue, victim);
      decision = schedule(catalogue, state, id, next_luck(), nomination);
      state.withdraw(nomination);
      if (!decision.node) return false;
    }
    state.bind(catalogue, id, *decision.node);
    return true;
  }
};

/// Nodes as in config/templates/node-default.yaml: 4 CPUs, 32 Gi, 110 pods; in `zones` zones.
void add_nodes(Cluster& cluster, int zones) {
  for (int i = 0; i < nodes; ++i) {
    NodeSpec node;
    node.name = "node-" + std::to_string(i);
    node.labels = {{"kubernetes.io/hostname", node.name},
                   {"topology.kubernetes.io/zone", "zone" + std::to_string(i % zones + 1)}};
    node.allocatable = {{"cpu", {4, 0}}, {"memory", {std::int64_t{32} << 30U, 0}}, {"pods", {110, 0}}};
    cluster.state.add_node(cluster.catalogue, node);
  }
}

/// 100m and 500Mi, as in pod-default.yaml.
PodSpec default_pod() {
  PodSpec pod;
  pod.namespace_name = "sched-0";
  pod.containers.resize(1);
  pod.containers[0].image = "registry.k8s.io/pause:3.10.1";
  pod.containers[0].requests = {{"cpu", {0, 100'000'000}}, {"memory", {std::int64_t{500} << 20U, 0}}};
  return pod;
}

LabelSelector having(const char* key, const char* value) { return {{{key, value}}, {}}; }

PodSpec colored(const char* color) {
  PodSpec pod = default_pod();
  pod.labels = {{"color", color}};
  return pod;
}

PodAffinityTerm near_color(const char* color, const char* topology_key) {
  PodAffinityTerm term;
  term.selector = having("color", color);
  term.topology_key = topology_key;
  term.namespaces = {"sched-0", "sched-1"};
  return term;
}

PodSpec basic() { return default_pod(); }

PodSpec spreading(bool hard) {
  PodSpec pod = colored("blue");
  SpreadConstraint c;
  c.max_skew = 5;
  c.topology_key = "topology.kubernetes.io/zone";
  c.do_not_schedule = hard;
  c.selector = having("color", "blue");
  pod.spread = {c};
  return pod;
}
PodSpec hard_spreading() { return spreading(true); }
PodSpec soft_spreading() { return spreading(false); }

PodSpec in_a_service() {
  PodSpec pod = default_pod();
  pod.labels = {{"app", "scheduler-perf"}};
  return pod;
}

PodSpec node_affinity() {
  PodSpec pod = default_pod();
  NodeSelectorTerm term;
  term.match_expressions.push_back({"topology.kubernetes.io/zone", Operator::in, {"zone1", "zone2"}});
  pod.node_affinity.required = std::vector{term};
  return pod;
}

PodSpec pod_affinity() {
  PodSpec pod = colored("blue");
  pod.pod_affinity.required = {near_color("blue", "topology.kubernetes.io/zone")};
  return pod;
}

PodSpec pod_anti_affinity() {
  PodSpec pod = colored("green");
  pod.pod_anti_affinity.required = {near_color("green", "kubernetes.io/hostname")};
  return pod;
}

PodSpec preferred_pod_affinity() {
  PodSpec pod = colored("red");
  pod.pod_affinity.preferred = {{1, near_color("red", "kubernetes.io/hostname")}};
  return pod;
}

PodSpec high_priority() {
  PodSpec pod = default_pod();
  pod.priority = 10;
  pod.containers[0].requests = {{"cpu", {3, 0}}, {"memory", {std::int64_t{500} << 20U, 0}}};
  return pod;
}

PodSpec low_priority() {
  PodSpec pod = default_pod();
  pod.containers[0].requests["cpu"] = {0, 900'000'000};
  return pod;
}

struct Workload {
  PodSpec (*first)();  ///< of the pods that are there before
  int pods_before;
  PodSpec (*measured)();
  int pods;
  int zones;
};

void scheduler(benchmark::State& state, Workload workload) {
  for (auto _ : state) {
    state.PauseTiming();
    Cluster cluster;
    cluster.catalogue.add_service({"sched-0", Labels{{"app", "scheduler-perf"}}});
    add_nodes(cluster, workload.zones);
    const std::size_t empty = mallinfo2().uordblks;
    const ClassId before = cluster.catalogue.add_class(workload.first());
    const ClassId measured = cluster.catalogue.add_class(workload.measured());
    for (int i = 0; i < workload.pods_before; ++i) cluster.place(before);
    int placed = 0;
    state.ResumeTiming();
    for (int i = 0; i < workload.pods; ++i) placed += cluster.place(measured) ? 1 : 0;
    state.PauseTiming();
    const std::size_t full = mallinfo2().uordblks;
    if (placed != workload.pods) state.SkipWithError("some pods found no node");
    state.counters["bytes/pod"] = static_cast<double>(full - empty) / static_cast<double>(cluster.state.pods());
    state.ResumeTiming();
  }
  state.counters["pods/s"] = benchmark::Counter(
      static_cast<double>(workload.pods) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

// 100 times upstream's threshold (preemption: 20 times), in pods/s, stands behind each name.
BENCHMARK_CAPTURE(scheduler, basic_68000, Workload{basic, 5000, basic, 10000, 1})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, topology_spreading_46000, Workload{basic, 5000, hard_spreading, 5000, 3})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, preferred_topology_spreading_34000, Workload{basic, 5000, soft_spreading, 5000, 3})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, default_spreading_16000, Workload{in_a_service, 5000, in_a_service, 5000, 3})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, node_affinity_22000, Workload{node_affinity, 5000, node_affinity, 10000, 1})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, pod_anti_affinity_6000, Workload{pod_anti_affinity, 1000, pod_anti_affinity, 2000, 1})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, pod_affinity_3500, Workload{pod_affinity, 5000, pod_affinity, 5000, 1})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, preferred_pod_affinity_9000,
                  Workload{preferred_pod_affinity, 5000, preferred_pod_affinity, 5000, 1})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scheduler, preemption_11400, Workload{low_priority, 20000, high_priority, 5000, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace
