// From a push to the clusters. RolloutDone stands among the reactions of Kubernetes.
#include "models/events/delivery.hpp"

#include "models/events/cloud.hpp"
#include "models/world.hpp"

namespace paddock::models {

// ---- jobs ----

void react(World& w, Agenda& agenda, const DeployStarted& e) { w.pipelines.started(agenda, *w.fleet, e.deploy); }

void react(World& w, Agenda& agenda, const JobReady& e) { w.pipelines.job_ready(agenda, *w.fleet, e.deploy); }

void react(World& w, Agenda& agenda, const JobLimitReached& e) {
  w.pipelines.limit_reached(agenda, *w.fleet, e.deploy);
}

void react(World&, Agenda&, const DeployEnded&) {}

void react(World&, Agenda&, const DeployServed&) {}

// ---- the walk ----

void react(World& w, Agenda& agenda, const ProgramStarted& e) {
  w.pipelines.program_started(agenda, *w.fleet, w.apis, e.deploy);
}

void react(World& w, Agenda& agenda, const CallRetried& e) {
  w.pipelines.call_retried(agenda, *w.fleet, w.apis, e.call);
}

void react(World&, Agenda&, const CallPassed&) {}

void react(World& w, Agenda& agenda, const LookupsDone& e) { w.pipelines.lookups_done(agenda, *w.fleet, e.deploy); }

void react(World& w, Agenda& agenda, const TenantChecked& e) {
  w.pipelines.tenant_checked(agenda, *w.fleet, e.deploy, e.place);
}

// ---- changes ----

void react(World& w, Agenda& agenda, const ResourceBegun& e) { w.pipelines.resource_begun(agenda, *w.fleet, e.change); }

void react(World& w, Agenda& agenda, const ResourceCreated& e) {
  w.pipelines.resource_created(agenda, *w.fleet, e.change);
}

void react(World& w, Agenda& agenda, const ResourceRecorded& e) {
  w.pipelines.resource_recorded(agenda, *w.fleet, e.change);
}

void react(World& w, Agenda& agenda, const ReleaseBegun& e) { w.pipelines.release_begun(agenda, *w.fleet, e.change); }

void react(World& w, Agenda& agenda, const ReleaseSent& e) { w.pipelines.release_sent(agenda, *w.fleet, e.change); }

void react(World& w, Agenda& agenda, const RolloutSeen& e) { w.pipelines.rollout_seen(agenda, *w.fleet, e.change); }

void react(World& w, Agenda& agenda, const RolloutExpired& e) {
  w.pipelines.rollout_expired(agenda, *w.fleet, e.change);
}

void react(World& w, Agenda& agenda, const ReleaseRecorded& e) {
  w.pipelines.release_recorded(agenda, *w.fleet, e.change);
}

}  // namespace paddock::models
