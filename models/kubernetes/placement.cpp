#include "models/kubernetes/placement.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "models/events/kubernetes.hpp"
#include "models/infrastructure/node.hpp"
#include "models/kubernetes/pod.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

// kube-scheduler's first back-off of a pod that found no node (pod initial backoff seconds, default 1).
constexpr Duration first_backoff = std::chrono::seconds{1};
constexpr std::size_t max_zones = 16;

}  // namespace

Placement::Placement(const Fleet& fleet) : regions_(fleet.regions.size()) {}

std::optional<NodeId> Placement::pick_in(const Agenda& agenda, const Fleet& fleet, const Nodes& nodes, TenantId tenant,
                                         ZoneId zone, std::uint64_t pod_luck) const {
  auto draw = agenda.draw(sim::luck("scheduler.tie", pod_luck), 0);
  return nodes.roomiest(zone, fleet.workload(tenant).request, draw.bits());
}

std::optional<NodeId> Placement::pick(const Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods,
                                      TenantId tenant, std::uint64_t pod_luck) const {
  const auto& zones = fleet[fleet[tenant].region].zones;
  sim::check(zones.size() <= max_zones, "a region has more than 16 zones");
  std::array<std::int64_t, max_zones> own{};
  for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant) {
    const PodRow& pod = pods[*id];
    if (!pod.node || pod.deleted) continue;
    const auto at = std::ranges::find(zones, nodes[*pod.node].zone) - zones.begin();
    ++own[static_cast<std::size_t>(at)];
  }
  const auto& spread = fleet.workload(tenant).spread;
  const bool hard = spread && spread->when == WhenUnsatisfiable::do_not_schedule;
  const std::int64_t fewest = *std::min_element(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(zones.size()));

  auto tie = agenda.draw(sim::luck("scheduler.tie", pod_luck), 1);
  std::optional<NodeId> best;
  std::int64_t best_own = 0;
  std::uint64_t equals = 0;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    if (hard && own[i] + 1 - fewest > spread->max_skew) continue;
    if (best && own[i] > best_own) continue;
    const auto node = pick_in(agenda, fleet, nodes, tenant, zones[i], pod_luck);
    if (!node) continue;
    const bool better = !best || own[i] < best_own || nodes.room(*node).cpu > nodes.room(*best).cpu;
    const bool equal = best && own[i] == best_own && nodes.room(*node).cpu == nodes.room(*best).cpu;
    equals = better ? 1 : equals + (equal ? 1 : 0);
    // Reservoir sampling over the zones that are equal in all: each is kept with the same probability.
    if (better || (equal && tie.below(equals) == 0)) best = node, best_own = own[i];
  }
  return best;
}

void Placement::room_appeared(Agenda& agenda, RegionId region) {
  RegionQueue& queue = regions_[index_of(region)];
  if (queue.waiting.empty() || queue.retry_posted) return;
  queue.retry_posted = true;
  agenda.after(first_backoff, RoomFreed{region});
}

std::vector<PodId> Placement::unpark(RegionId region) {
  regions_[index_of(region)].retry_posted = false;
  return std::exchange(regions_[index_of(region)].waiting, {});
}

}  // namespace paddock::models
