#include "scenarios/import/missing_nodes.hpp"

#include <algorithm>
#include <map>

#include "scenarios/import/workloads.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::int64_t pods_on_a_node = 110;  // kubelet's default
constexpr std::int64_t core_m = 1000, gib = std::int64_t{1} << 30;

std::int64_t rounded_up(std::int64_t value, std::int64_t step) {
  return std::max(step, (value + step - 1) / step * step);
}

void add_node(Dump& dump, std::string name, const models::ResourcesSpec& room, std::int64_t pods) {
  KubeNode node;
  node.name = std::move(name);
  node.allocatable = models::AllocatableSpec{
      {rounded_up(room.cpu.value, core_m)}, {rounded_up(room.memory.value, gib)}, std::max(pods, pods_on_a_node)};
  node.assumed = true;
  dump.nodes.push_back(std::move(node));
}

/// No pod says where it runs: room for all replicas of all workloads, and a pod's more on each node.
void add_for_workloads(Dump& dump) {
  models::ResourcesSpec sum, largest;
  std::int64_t pods = 0;
  for (const Workload& workload : workloads_of(dump).all) {
    const models::ResourcesSpec& one = workload.what.shape.requests;
    sum.cpu += one.cpu * workload.what.replicas, sum.memory += one.memory * workload.what.replicas;
    largest = {std::max(largest.cpu, one.cpu), std::max(largest.memory, one.memory)};
    pods += workload.what.replicas;
  }
  const std::int64_t nodes = std::max<std::int64_t>(1, (pods + pods_on_a_node - 1) / pods_on_a_node);
  const models::ResourcesSpec each{{sum.cpu.value / nodes + largest.cpu.value},
                                   {sum.memory.value / nodes + largest.memory.value}};
  for (std::int64_t n = 1; n <= nodes; ++n) add_node(dump, "assumed-" + std::to_string(n), each, 0);
}

}  // namespace

bool add_missing_nodes(Dump& dump) {
  const auto sized = [](const KubeNode& node) { return node.allocatable.has_value(); };
  if (std::any_of(dump.nodes.begin(), dump.nodes.end(), sized)) return false;
  dump.nodes.clear();
  std::map<std::string, std::pair<models::ResourcesSpec, std::int64_t>> on;  // requests and pods by node
  for (const KubePod& pod : dump.pods) {
    if (pod.node.empty() || pod.phase == PodPhase::finished) continue;
    auto& [requests, pods] = on[pod.node];
    requests.cpu += pod.shape.requests.cpu, requests.memory += pod.shape.requests.memory;
    ++pods;
  }
  models::ResourcesSpec fullest;
  std::int64_t most_pods = 0;
  for (const auto& [name, used] : on) {
    fullest = {std::max(fullest.cpu, used.first.cpu), std::max(fullest.memory, used.first.memory)};
    most_pods = std::max(most_pods, used.second);
  }
  constexpr std::int64_t most = 1000;  // that the language allows on a node
  for (const auto& [name, used] : on) add_node(dump, name, fullest, std::min(most_pods, most));
  if (on.empty()) add_for_workloads(dump);
  return true;
}

}  // namespace paddock::scenarios
