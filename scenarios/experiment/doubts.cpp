#include "scenarios/experiment/doubts.hpp"

#include <algorithm>
#include <vector>

#include "scenarios/counted.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

bool fits(const NodeRoom& request, const NodeRoom& room) {
  return request.cpu <= room.cpu && request.memory <= room.memory && request.pods <= room.pods;
}

/// Node groups of a region that take such a pod.
bool any_takes(const Fleet& fleet, RegionId region, const NodeRoom& request) {
  return std::ranges::any_of(
      fleet.groups, [&](const NodeGroup& group) { return group.region == region && fits(request, group.room); });
}

std::string room_text(const NodeRoom& room) {
  return "CPU " + write_cpu(room.cpu) + ", memory " + write_memory(room.memory);
}

/// What the largest node of a region has left for such pods.
NodeRoom largest(const Fleet& fleet, RegionId region) {
  NodeRoom room;
  for (const NodeGroup& group : fleet.groups)
    if (group.region == region) {
      room.cpu = std::max(room.cpu, group.room.cpu);
      room.memory = std::max(room.memory, group.room.memory);
    }
  return room;
}

/// Regions whose pods together want more than the nodes have.
void doubt_room(const Fleet& fleet, Findings& doubts) {
  for (std::size_t r = 0; r < fleet.regions.size(); ++r) {
    NodeRoom wanted, there;
    for (const Tenant& tenant : fleet.tenants) {
      if (tenant.region != static_cast<RegionId>(r) || !tenant.at_start) continue;
      const Workload& workload = fleet.workloads[tenant.workload];
      wanted.cpu.value += workload.request.cpu.value * workload.replicas;
      wanted.memory.value += workload.request.memory.value * workload.replicas;
      wanted.pods += workload.replicas;
    }
    for (const NodeGroup& group : fleet.groups) {
      if (group.region != static_cast<RegionId>(r)) continue;
      there.cpu.value += group.room.cpu.value * group.nodes_at_start;
      there.memory.value += group.room.memory.value * group.nodes_at_start;
      there.pods += group.room.pods * group.nodes_at_start;
    }
    if (fits(wanted, there)) continue;
    doubts.push_back({path_join("regions", fleet.regions[r].name),
                      "its " + counted(wanted.pods, "pod") + " request " + room_text(wanted) + ", and its nodes have " +
                          room_text(there) + " for " + counted(there.pods, "pod") + ": some of them never start"});
  }
}

}  // namespace

Findings doubts_of(const FleetSpec& spec, const Fleet& fleet) {
  Findings doubts;
  std::vector<bool> seen(fleet.workloads.size());
  for (const Tenant& tenant : fleet.tenants) {
    const NodeRoom& request = fleet.workloads[tenant.workload].request;
    // Workloads stand in the order of the file; those that a scenario adds stand behind them.
    if (tenant.workload >= spec.tenants.size() || seen[tenant.workload]) continue;
    seen[tenant.workload] = true;
    if (any_takes(fleet, tenant.region, request)) continue;
    std::string message = "a pod requests " + room_text(request) + " and fits no node of " + fleet[tenant.region].name +
                          "; a node has at most " + room_text(largest(fleet, tenant.region));
    constexpr std::int64_t cores = 1000;  // in millicores
    NodeRoom milli = request;
    milli.cpu.value /= cores;
    const bool unlikely = request.cpu.value % cores == 0 && request.cpu.value >= 10 * cores;
    if (unlikely && any_takes(fleet, tenant.region, milli))
      message += " (did you mean `cpu: " + write_cpu(milli.cpu) + "`?)";
    doubts.push_back({path_join(path_join("tenants", tenant.workload), "requests"), message});
  }
  doubt_room(fleet, doubts);
  return doubts;
}

}  // namespace paddock::scenarios
