#include "scenarios/experiment/trace.hpp"

#include <algorithm>

#include "models/events/cloud.hpp"
#include "models/events/delivery.hpp"
#include "models/events/faults.hpp"
#include "models/events/infrastructure.hpp"
#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "models/events/traffic.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// Fills the subject of an entry from the event, by what its payload names.
class Subject {
 public:
  Subject(const World& world, const sim::EventRecord& event, TraceEntry& entry)
      : world_(world), event_(event), entry_(entry) {}

  void find() {
    zone<ZoneLost, ZoneBack, ZoneCutOff, ZoneReconnected, TaintAllowed>() ||
        node<NodeDown, NodePowered, NodeUp, NodeCutOff, NodeReconnected>() ||
        node<NodeJoined, NodeUnknown, NodeReady, NodeDeleted, NodeTerminated>() ||
        node<PressureSeen, PressureOver, DrainTried, DrainBlocked, DrainFailed, DrainExpired, NodeDrained>() ||
        node<TolerationsOver, PodsCollected>() ||
        tenant<PodRefused, DeploymentChanged, ReleaseApplied, RolloutDone, ReadyChanged, ServingChanged>() ||
        tenant<ReplicasSet, RolledBack, ProgressDeadlineExceeded>() ||
        tenant<EndpointSliceWritten, DeadEndpointGone>() || pod<PodAvailable, NetworkReady>() ||
        node<DaemonReplaced>() || region<ServerReplaced, LeaderElected>() ||
        pod<PodQueued, PodTooLarge, PodUnschedulable, PodPreempted, PodBound>() ||
        pod<PodEvicted, PodHeldByVolume, PodWaitsForVolume, VolumeAttached>() || pod<PodStarted, PodReady>() ||
        pod<EndpointListed, EndpointGone, PodMarkedNotReady, PodDeletionDue, PodDeleted, PodStopped, PodGone>() ||
        tenant<SchemaBlocked>() ||
        pod<PullFailed, PullTried, PodBooted, ReadinessFailed, LivenessFailed, ContainerExited>() ||
        pod<LockAsked, MigrationBegan, MigrationDone>() || database<DatabaseDown, FailoverDone>() ||
        region<PathChanged, DnsSettled, ZonesJudged>() || step<StepDue, StepOver, StepBegan, StepEnded>() ||
        deploy<DeployStarted, JobReady, ProgramStarted, LookupsDone, TenantChecked, JobLimitReached>() ||
        deploy<DeployEnded, DeployServed>() || change<ResourceBegun, ResourceCreated, ResourceRecorded>() ||
        change<ReleaseBegun, ReleaseSent, RolloutSeen, RolloutExpired, ReleaseRecorded>();
  }

 private:
  const Fleet& fleet() const { return *world_.fleet; }

  template <class... Es>
  bool zone() {
    return (try_each<Es>([&](const Es& e) { entry_.subject = fleet()[e.zone].name; }) || ...);
  }
  template <class... Es>
  bool node() {
    return (try_each<Es>([&](const Es& e) { entry_.subject = world_.nodes.name(fleet(), e.node); }) || ...);
  }
  template <class... Es>
  bool tenant() {
    return (try_each<Es>([&](const Es& e) { set_tenant(e.tenant); }) || ...);
  }
  template <class... Es>
  bool pod() {
    return (try_each<Es>([&](const Es& e) {
              if (world_.pods.contains(e.pod))
                set_tenant(world_.pods[e.pod].tenant);
              else
                entry_.subject = "a pod that is gone";
            }) ||
            ...);
  }
  template <class... Es>
  bool database() {
    return (try_each<Es>([&](const Es& e) {
              entry_.database = e.database;
              entry_.subject = fleet()[fleet()[e.database].region].name + "/" + fleet()[e.database].name;
            }) ||
            ...);
  }
  template <class... Es>
  bool region() {
    return (try_each<Es>([&](const Es& e) { entry_.subject = fleet()[e.region].name; }) || ...);
  }
  template <class... Es>
  bool step() {
    return (try_each<Es>([&](const Es& e) { entry_.subject = (*world_.timeline)[e.step].name; }) || ...);
  }
  template <class... Es>
  bool deploy() {
    return (try_each<Es>([&](const Es& e) { set_deploy(e.deploy); }) || ...);
  }
  template <class... Es>
  bool change() {
    return (try_each<Es>([&](const Es& e) {
              set_tenant(world_.pipelines[e.change].tenant);
              entry_.deploy = world_.pipelines[e.change].deploy;
            }) ||
            ...);
  }

  template <class E, class Use>
  bool try_each(const Use& use) {
    const auto e = event_.as<E>();
    if (e) use(*e);
    return e.has_value();
  }

  void set_tenant(TenantId tenant) {
    entry_.tenant = tenant;
    entry_.subject = fleet()[tenant].name;
  }
  void set_deploy(DeployId deploy) {
    entry_.deploy = deploy;
    entry_.subject = fleet().delivery.stacks[index_of(world_.pipelines[deploy].stack)].name;
  }

  const World& world_;
  const sim::EventRecord& event_;
  TraceEntry& entry_;
};

}  // namespace

void Trace::observe(const World& world, Time now, const sim::EventRecord& event) {
  TraceEntry entry{.number = event.number, .because = event.because, .at = now, .kind = event.kind.name};
  Subject(world, event, entry).find();
  const auto number = static_cast<std::size_t>(event.number);
  if (number >= by_number_.size()) by_number_.resize(number + 1 + by_number_.size() / 2, 0);
  entries_.push_back(std::move(entry));
  by_number_[number] = static_cast<std::uint32_t>(entries_.size());
}

const TraceEntry* Trace::find(sim::EventNumber number) const {
  const auto at = static_cast<std::size_t>(number);
  return at < by_number_.size() && by_number_[at] != 0 ? &entries_[by_number_[at] - 1] : nullptr;
}

std::vector<const TraceEntry*> Trace::chain(const TraceEntry& last) const {
  std::vector<const TraceEntry*> links;
  for (const TraceEntry* at = &last; at != nullptr; at = at->because ? find(at->because->event) : nullptr)
    links.push_back(at);
  std::ranges::reverse(links);
  return links;
}

}  // namespace paddock::scenarios
