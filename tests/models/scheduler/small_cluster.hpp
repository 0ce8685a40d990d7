// A cluster in a few words, for tests: nodes "n1 ... " with round numbers, pods with what a test is about.
#pragma once

#include <string>
#include <vector>

#include "models/kubernetes/scheduler/explain.hpp"
#include "models/kubernetes/scheduler/schedule.hpp"

namespace paddock::models::scheduling {

constexpr std::int64_t gibibyte = std::int64_t{1} << 30U;

inline ResourceQuantity milli(std::int64_t m) { return {m / 1000, static_cast<std::int32_t>(m % 1000) * 1'000'000}; }
inline ResourceQuantity units(std::int64_t n) { return {n, 0}; }

/// 4 CPUs, 16 Gi, 110 pods, its name as hostname label.
inline NodeSpec node(const std::string& name, Labels labels = {}) {
  NodeSpec spec;
  spec.name = name;
  spec.labels = std::move(labels);
  spec.labels["kubernetes.io/hostname"] = name;
  spec.allocatable = {{"cpu", units(4)}, {"memory", units(16 * gibibyte)}, {"pods", units(110)}};
  return spec;
}
inline NodeSpec node_in(const std::string& name, const std::string& zone) {
  return node(name, {{"topology.kubernetes.io/zone", zone}});
}

inline PodSpec pod(std::int64_t milli_cpu, std::int64_t bytes, Labels labels = {}) {
  PodSpec spec;
  spec.labels = std::move(labels);
  spec.containers.resize(1);
  if (milli_cpu > 0) spec.containers[0].requests["cpu"] = milli(milli_cpu);
  if (bytes > 0) spec.containers[0].requests["memory"] = units(bytes);
  return spec;
}

inline LabelSelector having(const std::string& key, const std::string& value) { return {{{key, value}}, {}}; }

struct SmallCluster {
  SchedulerCatalogue catalogue;
  ClusterState state;

  explicit SmallCluster(Profile profile = {}) : catalogue({std::move(profile)}) {}

  NodeIndex add(const NodeSpec& spec) { return state.add_node(catalogue, spec); }
  BoundPodId bind(const PodSpec& spec, NodeIndex n, std::optional<sim::Time> start = {}) {
    return state.bind(catalogue, catalogue.add_class(spec), n, start);
  }
  Explanation explained(const PodSpec& spec) {
    const ClassId id = catalogue.add_class(spec);
    state.sync(catalogue);
    return explain(catalogue, state, id);
  }
  Decision scheduled(const PodSpec& spec, TieLuck luck = {}) {
    return schedule(catalogue, state, catalogue.add_class(spec), luck);
  }
  Preemption preempted(const PodSpec& spec, TieLuck luck = {}) {
    return preempt(catalogue, state, catalogue.add_class(spec), luck);
  }
};

/// The weighted score of a plugin on the i-th node that was tried.
inline std::optional<std::int64_t> score(const Explanation& e, std::size_t i, Plugin p) {
  return e.nodes[i].scores[static_cast<std::size_t>(p)];
}
/// Who rejected the i-th node; nothing: it passed.
inline std::optional<Plugin> rejecter(const Explanation& e, std::size_t i) {
  return e.nodes[i].rejection ? std::optional{e.nodes[i].rejection->plugin} : std::nullopt;
}

}  // namespace paddock::models::scheduling
