// Volumes of pods that are bound to a zone, as EBS volumes are: where each one is, and which machine has it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Nodes;
class Pods;

struct VolumeRow {
  std::optional<ZoneId> zone;         // where it was made, with the first pod that was bound; absent: not yet
  std::optional<NodeId> attached;     // to this machine
  std::optional<Time> free_at;        // from when another machine may have it; absent: a pod there may still use it
  std::optional<PodId> next;          // is to have it, on its own machine
  std::optional<sim::EventId> comes;  // VolumeAttached of that pod
};

/// One volume for each replica of the tenants that have any: a new pod takes the volume of a replica that is gone. No
/// event says when a volume is let go; it is known when somebody waits for it.
class Volumes {
 public:
  Volumes() = default;
  explicit Volumes(const Fleet& fleet);

  bool has(TenantId tenant) const { return !tenants_[index_of(tenant)].empty(); }
  /// A new pod takes a volume: that of a replica without a pod, or else with fewest.
  void claim(const Fleet& fleet, const Pods& pods, PodId pod);
  /// Where the pod must be, by its volume; nothing: anywhere.
  std::optional<ZoneId> zone_of(const Pods& pods, PodId pod) const;
  /// The scheduler has decided: a volume that is not made yet is made there.
  void provision(const Pods& pods, PodId pod, ZoneId zone);
  /// A pod that has been serving since before the run began.
  void stand(const Fleet& fleet, const Pods& pods, PodId pod, ZoneId zone);

  /// The kubelet wants the volume. False: it has it already, or there is none. Posts VolumeAttached when it is known
  /// when the volume comes; emits PodWaitsForVolume if another machine still has it.
  bool awaited(Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod);
  void attached(const Pods& pods, PodId pod);

  /// The pod has a deletionTimestamp. Its machine does not answer: the volume is taken from it after 6 min.
  void deleted_out_of_touch(Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod);
  /// The pod is about to go for good.
  void gone(Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod);

 private:
  struct Claim {
    std::uint32_t generation = 0, replica = 0;  // of the PodId; none has generation 0
  };
  std::optional<std::uint32_t> replica_of(PodId pod) const;
  VolumeRow* of(const Pods& pods, PodId pod);
  const VolumeRow* of(const Pods& pods, PodId pod) const;
  void give(Agenda& agenda, const Fleet& fleet, const Pods& pods, TenantId tenant, VolumeRow& volume);

  std::vector<std::vector<VolumeRow>> tenants_;  // by tenant and replica
  std::vector<Claim> claims_;                    // by PodId's index
};

}  // namespace paddock::models
