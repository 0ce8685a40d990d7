#include "scenarios/import/daemonsets.hpp"

#include <algorithm>
#include <map>

namespace paddock::scenarios {

namespace {

/// A static pod is called NAME-NODE.
std::string set_name(const KubePod& pod) {
  if (pod.owner_kind == "DaemonSet") return pod.owner_name;
  const std::string tail = "-" + pod.node;
  return pod.name.ends_with(tail) ? pod.name.substr(0, pod.name.size() - tail.size()) : pod.name;
}

struct Requested {
  models::ResourcesSpec sum, least, most;
  std::int64_t pods = 0;

  void add(const models::ResourcesSpec& one) {
    sum.cpu += one.cpu, sum.memory += one.memory;
    least = pods == 0 ? one : models::ResourcesSpec{std::min(least.cpu, one.cpu), std::min(least.memory, one.memory)};
    most = {std::max(most.cpu, one.cpu), std::max(most.memory, one.memory)};
    ++pods;
  }
  bool everywhere_equal(std::int64_t nodes) const {
    return pods == nodes && least.cpu == most.cpu && least.memory == most.memory;
  }
};

DaemonsetsOfNodes from_templates(const Dump& dump) {
  DaemonsetsOfNodes out;
  for (const KubeWorkload& workload : dump.workloads)
    if (workload.kind == WorkloadKind::daemon_set) out.sets.push_back({workload.name, workload.shape.requests});
  out.how = "the DaemonSets, as if each had a pod on every node: no pod is in the dump";
  return out;
}

}  // namespace

DaemonsetsOfNodes daemonsets_on(const Dump& dump, const Places& places, const std::vector<std::size_t>& nodes) {
  if (dump.pods.empty()) return from_templates(dump);
  std::vector<bool> here(dump.nodes.size());
  for (const std::size_t i : nodes) here[i] = true;
  std::map<std::pair<std::string, std::string>, Requested> by_name;  // namespace, name
  for (const KubePod& pod : dump.pods) {
    if (!comes_with_node(pod) || pod.phase == PodPhase::finished) continue;
    const auto at = places.node_by_name.find(pod.node);
    if (at != places.node_by_name.end() && here[at->second])
      by_name[{pod.space, set_name(pod)}].add(pod.shape.requests);
  }
  DaemonsetsOfNodes out;
  const auto count = static_cast<std::int64_t>(nodes.size());
  std::size_t uneven = 0;
  for (const auto& [name, requested] : by_name) {
    const auto mean = [&](std::int64_t sum) { return (sum + count - 1) / count; };
    if (!requested.everywhere_equal(count)) ++uneven;
    out.sets.push_back({name.second, {{mean(requested.sum.cpu.value)}, {mean(requested.sum.memory.value)}}});
  }
  out.how = "what their pods request" +
            (uneven == 0 ? std::string(", the same on every node")
                         : "; " + std::to_string(uneven) + " not the same on every node: the mean over the nodes");
  return out;
}

}  // namespace paddock::scenarios
