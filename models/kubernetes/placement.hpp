// Where pods go: the resource filter, the spread over zones, and what waits for room.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fleet.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

class Nodes;
class Pods;

/// Chooses nodes and keeps the pods that found none. Nodes are filtered by room; zones are preferred in the order of
/// how few pods of the tenant they hold; within a zone the node with most free CPU is taken, ties by luck.
class Placement {
 public:
  Placement() = default;
  explicit Placement(const Fleet& fleet);

  /// The node for one more pod of the tenant, whose luck decides ties; none if no node takes it. Looks only.
  std::optional<NodeId> pick(const Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods,
                             TenantId tenant, std::uint64_t pod_luck) const;
  /// The same within one zone.
  std::optional<NodeId> pick_in(const Agenda& agenda, const Fleet& fleet, const Nodes& nodes, TenantId tenant,
                                ZoneId zone, std::uint64_t pod_luck) const;

  /// The pod waits until room appears.
  void park(RegionId region, PodId pod) { regions_[index_of(region)].waiting.push_back(pod); }
  const std::vector<PodId>& waiting_pods(RegionId region) const { return regions_[index_of(region)].waiting; }
  /// Room may have appeared: waiting pods try again after the scheduler's first back-off. Posts RoomFreed once.
  void room_appeared(Agenda& agenda, RegionId region);
  /// Takes all waiting pods of the region, in the order of their parking.
  std::vector<PodId> unpark(RegionId region);

 private:
  struct RegionQueue {
    std::vector<PodId> waiting;
    bool retry_posted = false;
  };
  std::vector<RegionQueue> regions_;
};

}  // namespace paddock::models
