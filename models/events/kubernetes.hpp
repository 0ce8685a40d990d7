// What can happen in a cluster: to its view of nodes, and to pods.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

/// The node controller has waited the grace period for a lease: the node is Unknown.
struct NodeUnknown {
  static constexpr sim::Kind kind{"node.unknown"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const NodeUnknown&);

/// The node controller sees a fresh lease of a node that was Unknown.
struct NodeReady {
  static constexpr sim::Kind kind{"node.ready"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const NodeReady&);

/// The node controller has looked at every node of its cluster and now judges the zones.
struct ZonesJudged {
  static constexpr sim::Kind kind{"zones.judged"};
  static constexpr sim::Rank rank = sim::Rank::tick;
  RegionId region;
};
void react(World&, Agenda&, const ZonesJudged&);

/// A zone's rate limit lets the next node be tainted NoExecute.
struct TaintAllowed {
  static constexpr sim::Kind kind{"taint.allowed"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  ZoneId zone;
};
void react(World&, Agenda&, const TaintAllowed&);

/// The tolerations of pods on a tainted node have run out: of those that have the fleet's n-th.
struct TolerationsOver {
  static constexpr sim::Kind kind{"tolerations.over"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
  std::uint32_t nth = 0;
};
void react(World&, Agenda&, const TolerationsOver&);

/// The cloud controller has learnt that the instance is gone, and deletes the Node object.
struct NodeDeleted {
  static constexpr sim::Kind kind{"node.deleted"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const NodeDeleted&);

/// Pod garbage collection removes the pods of a Node object that is gone.
struct PodsCollected {
  static constexpr sim::Kind kind{"pods.collected"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const PodsCollected&);

/// A Deployment or its pods have changed: its controller looks at it.
struct DeploymentChanged {
  static constexpr sim::Kind kind{"deployment.changed"};
  TenantId tenant;
};
void react(World&, Agenda&, const DeploymentChanged&);

/// The namespace's quota has no room for a pod that the tenant's ReplicaSet creates: said once, until one is admitted.
struct PodRefused {
  static constexpr sim::Kind kind{"pod.refused"};
  TenantId tenant;
};
void react(World&, Agenda&, const PodRefused&);

/// A pod waits for a node.
struct PodQueued {
  static constexpr sim::Kind kind{"pod.queued"};
  PodId pod;
};
void react(World&, Agenda&, const PodQueued&);

/// kube-scheduler takes pods from its queue until none is ready.
struct SchedulerTurn {
  static constexpr sim::Kind kind{"scheduler.turn"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  RegionId region;
};
void react(World&, Agenda&, const SchedulerTurn&);

/// No node takes the pod: said once for each pod. For observers.
struct PodUnschedulable {
  static constexpr sim::Kind kind{"pod.unschedulable"};
  PodId pod;
};
void react(World&, Agenda&, const PodUnschedulable&);

/// The pod is larger than any node: no room that comes free will help, and it is not tried again for any. For
/// observers.
struct PodTooLarge {
  static constexpr sim::Kind kind{"pod.too_large"};
  PodId pod;
};
void react(World&, Agenda&, const PodTooLarge&);

/// A node has room for the pod, and not in the zone where its volume is. For observers.
struct PodHeldByVolume {
  static constexpr sim::Kind kind{"pod.held_by_volume"};
  PodId pod;
};
void react(World&, Agenda&, const PodHeldByVolume&);

/// The pod is bound, and its volume is on another machine, which has not let it go. For observers.
struct PodWaitsForVolume {
  static constexpr sim::Kind kind{"pod.waits_for_volume"};
  PodId pod;
};
void react(World&, Agenda&, const PodWaitsForVolume&);

/// The volume is on the pod's machine: its containers may start.
struct VolumeAttached {
  static constexpr sim::Kind kind{"volume.attached"};
  PodId pod;
};
void react(World&, Agenda&, const VolumeAttached&);

/// The kubelet's eviction manager looks at a node whose memory has run short.
struct PressureSeen {
  static constexpr sim::Kind kind{"node.memory_pressure"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const PressureSeen&);

/// Memory has not been short for 5 min: the condition ends, and with it the taint.
struct PressureOver {
  static constexpr sim::Kind kind{"node.memory_pressure_over"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  NodeId node;
};
void react(World&, Agenda&, const PressureOver&);

/// The kubelet ends a pod, without its grace, because memory is short. Its ReplicaSet brings another.
struct PodEvicted {
  static constexpr sim::Kind kind{"pod.evicted"};
  PodId pod;
};
void react(World&, Agenda&, const PodEvicted&);

/// A pod is deleted for a more important one that found no node and is promised its room.
struct PodPreempted {
  static constexpr sim::Kind kind{"pod.preempted"};
  PodId pod, by;
};
void react(World&, Agenda&, const PodPreempted&);

/// The binding has been written, and the kubelet sees it.
struct PodBound {
  static constexpr sim::Kind kind{"pod.bound"};
  PodId pod;
};
void react(World&, Agenda&, const PodBound&);

/// The kubelet has not got the image, and waits before it pulls again; it pulls again.
struct PullFailed {
  static constexpr sim::Kind kind{"pod.pull_failed"};
  PodId pod;
};
void react(World&, Agenda&, const PullFailed&);
struct PullTried {
  static constexpr sim::Kind kind{"pod.pull_tried"};
  PodId pod;
};
void react(World&, Agenda&, const PullTried&);

/// The main container runs, for the first time or again; its process boots.
struct PodStarted {
  static constexpr sim::Kind kind{"pod.started"};
  PodId pod;
};
void react(World&, Agenda&, const PodStarted&);

/// The process answers, after it took a while for that.
struct PodBooted {
  static constexpr sim::Kind kind{"pod.booted"};
  PodId pod;
};
void react(World&, Agenda&, const PodBooted&);

/// The readiness probe has failed too often in a row.
struct ReadinessFailed {
  static constexpr sim::Kind kind{"pod.readiness_failed"};
  PodId pod;
};
void react(World&, Agenda&, const ReadinessFailed&);

/// So has the liveness probe, or the startup probe: the kubelet kills the container.
struct LivenessFailed {
  static constexpr sim::Kind kind{"pod.liveness_failed"};
  PodId pod;
};
void react(World&, Agenda&, const LivenessFailed&);

/// The process of the main container has ended, by itself or killed.
struct ContainerExited {
  static constexpr sim::Kind kind{"container.exited"};
  PodId pod;
};
void react(World&, Agenda&, const ContainerExited&);

/// A container, or a process that boots, wants to change the schema. It has the lock and changes it; it is through.
struct LockAsked {
  static constexpr sim::Kind kind{"migration.lock_asked"};
  PodId pod;
};
void react(World&, Agenda&, const LockAsked&);
struct MigrationBegan {
  static constexpr sim::Kind kind{"migration.began"};
  PodId pod;
};
void react(World&, Agenda&, const MigrationBegan&);
struct MigrationDone {
  static constexpr sim::Kind kind{"migration.done"};
  PodId pod;
};
void react(World&, Agenda&, const MigrationDone&);

struct PodReady {
  static constexpr sim::Kind kind{"pod.ready"};
  PodId pod;
};
void react(World&, Agenda&, const PodReady&);

/// The pod has been Ready for minReadySeconds. Only where that is not at once.
struct PodAvailable {
  static constexpr sim::Kind kind{"pod.available"};
  PodId pod;
};
void react(World&, Agenda&, const PodAvailable&);

/// A migration that blocks the tenant's requests begins, or is over. For observers.
struct SchemaBlocked {
  static constexpr sim::Kind kind{"tenant.schema_blocked"};
  TenantId tenant;
};
void react(World&, Agenda&, const SchemaBlocked&);

/// The endpoint of a pod has been added, or removed, on every node.
struct EndpointListed {
  static constexpr sim::Kind kind{"endpoint.listed"};
  PodId pod;
};
void react(World&, Agenda&, const EndpointListed&);
struct EndpointGone {
  static constexpr sim::Kind kind{"endpoint.gone"};
  PodId pod;
};
void react(World&, Agenda&, const EndpointGone&);

/// The nodes have heard that a pod is gone: its endpoint was still there when it went.
struct DeadEndpointGone {
  static constexpr sim::Kind kind{"endpoint.dead_gone"};
  TenantId tenant;
};
void react(World&, Agenda&, const DeadEndpointGone&);

/// The write of a tenant's EndpointSlice has waited for its turn: all that has changed by now is in it.
struct EndpointSliceWritten {
  static constexpr sim::Kind kind{"endpoint_slice.written"};
  TenantId tenant;
};
void react(World&, Agenda&, const EndpointSliceWritten&);

/// A call that deletes the pod has waited for its turn and takes effect.
struct PodDeletionDue {
  static constexpr sim::Kind kind{"pod.deletion_due"};
  PodId pod;
};
void react(World&, Agenda&, const PodDeletionDue&);

/// The node controller's call that marks a pod of a node that it has given up as not Ready has waited for its turn.
struct PodMarkedNotReady {
  static constexpr sim::Kind kind{"pod.marked_not_ready"};
  PodId pod;
};
void react(World&, Agenda&, const PodMarkedNotReady&);

/// The pod has got a deletionTimestamp.
struct PodDeleted {
  static constexpr sim::Kind kind{"pod.deleted"};
  PodId pod;
};
void react(World&, Agenda&, const PodDeleted&);

/// The containers have ended.
struct PodStopped {
  static constexpr sim::Kind kind{"pod.stopped"};
  PodId pod;
};
void react(World&, Agenda&, const PodStopped&);

/// The pod object is gone and its room on the node is free.
struct PodGone {
  static constexpr sim::Kind kind{"pod.gone"};
  PodId pod;
};
void react(World&, Agenda&, const PodGone&);

/// A release has written a new version of a tenant's Deployment, or its first one.
struct ReleaseApplied {
  static constexpr sim::Kind kind{"release.applied"};
  TenantId tenant;
  StepId bad_by = no_step;  // the step whose push made the version a bad one
};
void react(World&, Agenda&, const ReleaseApplied&);

/// Somebody sets how many pods a tenant has.
struct ReplicasSet {
  static constexpr sim::Kind kind{"deployment.replicas_set"};
  TenantId tenant;
  std::uint32_t replicas;
};
void react(World&, Agenda&, const ReplicasSet&);

/// Somebody makes the version before the present one the present one.
struct RolledBack {
  static constexpr sim::Kind kind{"deployment.rolled_back"};
  TenantId tenant;
};
void react(World&, Agenda&, const RolledBack&);

/// An update has got no further for progressDeadlineSeconds: kubectl rollout status gives up. Nothing is undone.
struct ProgressDeadlineExceeded {
  static constexpr sim::Kind kind{"deployment.progress_deadline_exceeded"};
  static constexpr sim::Rank rank = sim::Rank::controller;
  TenantId tenant;
};
void react(World&, Agenda&, const ProgressDeadlineExceeded&);

/// What Helm waits for: the new ReplicaSet has its replicas less maxUnavailable Ready.
struct RolloutDone {
  static constexpr sim::Kind kind{"rollout.done"};
  TenantId tenant;
};
void react(World&, Agenda&, const RolloutDone&);

/// Kubernetes' count of Ready pods of a tenant has changed. For observers.
struct ReadyChanged {
  static constexpr sim::Kind kind{"tenant.ready_changed"};
  TenantId tenant;
};
void react(World&, Agenda&, const ReadyChanged&);

}  // namespace paddock::models
