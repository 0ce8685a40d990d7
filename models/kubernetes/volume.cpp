#include "models/kubernetes/volume.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"
#include "models/kubernetes/pod.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

/// maxWaitForUnmountDuration (kubernetes/kubernetes pkg/controller/volume/attachdetach): after that a volume is taken
/// from a machine that does not answer.
constexpr Duration force_detach = 6min;

}  // namespace

Volumes::Volumes(const Fleet& fleet) : tenants_(fleet.tenants.size()) {
  for (std::size_t t = 0; t < tenants_.size(); ++t) {
    const Workload& workload = fleet.workload(static_cast<TenantId>(t));
    if (workload.volume) tenants_[t].resize(static_cast<std::size_t>(std::max<std::int64_t>(workload.replicas, 1)));
  }
}

std::optional<std::uint32_t> Volumes::replica_of(PodId pod) const {
  if (pod.index >= claims_.size() || claims_[pod.index].generation != pod.generation) return std::nullopt;
  return claims_[pod.index].replica;
}

VolumeRow* Volumes::of(const Pods& pods, PodId pod) {
  const auto replica = replica_of(pod);
  return replica ? &tenants_[index_of(pods[pod].tenant)][*replica] : nullptr;
}

const VolumeRow* Volumes::of(const Pods& pods, PodId pod) const {
  const auto replica = replica_of(pod);
  return replica ? &tenants_[index_of(pods[pod].tenant)][*replica] : nullptr;
}

void Volumes::claim(const Fleet& fleet, const Pods& pods, PodId pod) {
  const TenantId tenant = pods[pod].tenant;
  if (!has(tenant)) return;
  if (pod.index >= claims_.size()) claims_.resize(pod.index + 1);
  if (fleet.workload(tenant).kind == ControllerKind::stateful_set) {  // the volume goes by the name
    const std::uint32_t ordinal = pods[pod].ordinal;
    if (ordinal >= tenants_[index_of(tenant)].size()) tenants_[index_of(tenant)].resize(ordinal + 1);
    claims_[pod.index] = {pod.generation, ordinal};
    return;
  }
  std::vector<std::uint32_t> pods_with(tenants_[index_of(tenant)].size());
  for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant)
    if (const auto replica = replica_of(*id); replica && !pods[*id].deleted) ++pods_with[*replica];
  const auto wanted = std::clamp<std::int64_t>(fleet.workload(tenant).replicas, 1, std::ssize(pods_with));
  const auto fewest = std::min_element(pods_with.begin(), pods_with.begin() + wanted);
  claims_[pod.index] = {pod.generation, static_cast<std::uint32_t>(fewest - pods_with.begin())};
}

std::optional<ZoneId> Volumes::zone_of(const Pods& pods, PodId pod) const {
  const VolumeRow* const volume = of(pods, pod);
  return volume != nullptr ? volume->zone : std::nullopt;
}

void Volumes::provision(const Pods& pods, PodId pod, ZoneId zone) {
  VolumeRow* const volume = of(pods, pod);
  if (volume != nullptr && !volume->zone) volume->zone = zone;
}

void Volumes::stand(const Fleet& fleet, const Pods& pods, PodId pod, ZoneId zone) {
  if (!has(pods[pod].tenant)) return;
  claim(fleet, pods, pod);
  VolumeRow& volume = *of(pods, pod);
  volume.zone = zone;
  volume.attached = pods[pod].node;
}

bool Volumes::awaited(Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod) {
  VolumeRow* const volume = of(pods, pod);
  if (volume == nullptr) return false;
  const NodeId node = pods[pod].node.value();
  if (volume->attached == node) {
    volume->free_at.reset();  // it stays for this pod, whoever else was to have it
    agenda.cancel(volume->comes);
    return false;
  }
  if (volume->attached && volume->free_at.value_or(Time::max()) > agenda.now()) agenda.emit(PodWaitsForVolume{pod});
  if (!volume->next || volume->next == pod) {
    volume->next = pod;
    give(agenda, fleet, pods, pods[pod].tenant, *volume);
  }
  return true;
}

/// The next pod gets the volume as soon as that may be.
void Volumes::give(Agenda& agenda, const Fleet& fleet, const Pods& pods, TenantId tenant, VolumeRow& volume) {
  agenda.cancel(volume.comes);
  for (auto id = pods.first_of(tenant); id && !volume.next; id = pods[*id].next_of_tenant)
    if (pods[*id].held && !pods[*id].deleted && of(pods, *id) == &volume) volume.next = *id;
  if (!volume.next || (volume.attached && !volume.free_at)) return;
  const VolumeSpec& spec = fleet.workload(tenant).volume.value();
  const Time free = std::max(agenda.now(), volume.free_at.value_or(agenda.now()));
  volume.comes = agenda.at(free + drawn(agenda, spec.attach.seconds, "volume.attach", pods[*volume.next]),
                           VolumeAttached{*volume.next});
}

void Volumes::attached(const Pods& pods, PodId pod) {
  VolumeRow& volume = *of(pods, pod);
  volume.attached = pods[pod].node;
  volume.free_at.reset();
  volume.next.reset();
  volume.comes.reset();
}

void Volumes::deleted_out_of_touch(Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod) {
  VolumeRow* const volume = of(pods, pod);
  if (volume == nullptr || volume->attached != pods[pod].node || volume->free_at) return;
  volume->free_at = agenda.now() + force_detach;
  give(agenda, fleet, pods, pods[pod].tenant, *volume);
}

void Volumes::gone(Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod) {
  VolumeRow* const volume = of(pods, pod);
  if (volume == nullptr) return;
  const TenantId tenant = pods[pod].tenant;
  if (volume->next == pod) {
    volume->next.reset();
    return give(agenda, fleet, pods, tenant, *volume);
  }
  if (!volume->attached || volume->attached != pods[pod].node) return;
  for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant)
    if (*id != pod && pods[*id].node == volume->attached && of(pods, *id) == volume) return;  // used there by another
  const VolumeSpec& spec = fleet.workload(tenant).volume.value();
  const Time let_go = agenda.now() + drawn(agenda, spec.detach.seconds, "volume.detach", pods[pod]);
  volume->free_at = volume->free_at ? std::min(*volume->free_at, let_go) : let_go;
  give(agenda, fleet, pods, tenant, *volume);
}

}  // namespace paddock::models
