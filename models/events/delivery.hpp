// What can happen on the way from a push to the clusters. A deploy is one run of one stack's pipeline; a change is one
// tenant that it touches.
#pragma once

#include "models/fwd.hpp"

namespace paddock::models {

enum class ChangeId : std::uint32_t {};  // changes are only ever appended

/// A runner has taken the job.
struct DeployStarted {
  static constexpr sim::Kind kind{"deploy.started"};
  DeployId deploy;
};
void react(World&, Agenda&, const DeployStarted&);

/// Checkout, dependencies and login are done: the engine begins.
struct JobReady {
  static constexpr sim::Kind kind{"deploy.job_ready"};
  DeployId deploy;
};
void react(World&, Agenda&, const JobReady&);

/// The stack's program runs and makes its look-ups; once in each pass.
struct ProgramStarted {
  static constexpr sim::Kind kind{"deploy.program_started"};
  DeployId deploy;
};
void react(World&, Agenda&, const ProgramStarted&);

/// Every look-up of the pass has been answered: the walk over the resources begins.
struct LookupsDone {
  static constexpr sim::Kind kind{"deploy.lookups_done"};
  DeployId deploy;
};
void react(World&, Agenda&, const LookupsDone&);

/// The step generator is through with the resources of one tenant, the one at this place of the stack.
struct TenantChecked {
  static constexpr sim::Kind kind{"deploy.tenant_checked"};
  DeployId deploy;
  std::uint32_t place;
};
void react(World&, Agenda&, const TenantChecked&);

/// A new tenant's plain resource has its first checkpoint and is being created; has been created; has its second one.
struct ResourceBegun {
  static constexpr sim::Kind kind{"resource.begun"};
  ChangeId change;
};
void react(World&, Agenda&, const ResourceBegun&);
struct ResourceCreated {
  static constexpr sim::Kind kind{"resource.created"};
  ChangeId change;
};
void react(World&, Agenda&, const ResourceCreated&);
struct ResourceRecorded {
  static constexpr sim::Kind kind{"resource.recorded"};
  ChangeId change;
};
void react(World&, Agenda&, const ResourceRecorded&);

/// A release has its first checkpoint and is being upgraded; is in the cluster's hands; was seen to be rolled out; has
/// waited too long for that; has its second checkpoint.
struct ReleaseBegun {
  static constexpr sim::Kind kind{"release.begun"};
  ChangeId change;
};
void react(World&, Agenda&, const ReleaseBegun&);
struct ReleaseSent {
  static constexpr sim::Kind kind{"release.sent"};
  ChangeId change;
};
void react(World&, Agenda&, const ReleaseSent&);
struct RolloutSeen {
  static constexpr sim::Kind kind{"release.rollout_seen"};
  ChangeId change;
};
void react(World&, Agenda&, const RolloutSeen&);
struct RolloutExpired {
  static constexpr sim::Kind kind{"release.rollout_expired"};
  ChangeId change;
};
void react(World&, Agenda&, const RolloutExpired&);
struct ReleaseRecorded {
  static constexpr sim::Kind kind{"release.recorded"};
  ChangeId change;
};
void react(World&, Agenda&, const ReleaseRecorded&);

/// CI ends a job that has run too long.
struct JobLimitReached {
  static constexpr sim::Kind kind{"deploy.job_limit"};
  DeployId deploy;
};
void react(World&, Agenda&, const JobLimitReached&);

/// The job has ended, well or badly; its row says how. For observers.
struct DeployEnded {
  static constexpr sim::Kind kind{"deploy.ended"};
  DeployId deploy;
};
void react(World&, Agenda&, const DeployEnded&);

/// Every tenant that the deploy changed serves its new version; it may have ended before. For observers.
struct DeployServed {
  static constexpr sim::Kind kind{"deploy.served"};
  DeployId deploy;
};
void react(World&, Agenda&, const DeployServed&);

}  // namespace paddock::models
