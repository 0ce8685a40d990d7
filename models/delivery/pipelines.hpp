// From a push to the clusters: a push starts a deploy of every stack that it changes; a runner takes the job; the
// engine locks the stack, looks things up, walks over its resources one after the other and carries out what has
// changed beside the walk; a release waits for its rollout in the cluster. docs/models/delivery.md has the arithmetic.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/cloud/api_limits.hpp"
#include "models/delivery/deploy.hpp"
#include "models/delivery/runners.hpp"
#include "models/delivery/wishes.hpp"
#include "models/fwd.hpp"
#include "sim/table.hpp"

namespace paddock::models {

class Pipelines {
 public:
  Pipelines() = default;
  explicit Pipelines(const Fleet& fleet);

  /// A push that changes these tenants; with `adds`, it makes them list elements of their stacks. One deploy for each
  /// stack that it starts, in the order of the stacks. Requires: the fleet has stacks; without `adds`, the tenants are
  /// list elements already.
  std::vector<DeployId> push(Agenda& agenda, const Fleet& fleet, const std::vector<TenantId>& changed, bool adds,
                             StepId bad_by = no_step);
  /// Somebody added a tenant past the pipelines, and wrote it into the repository as it stands. Harmless if known.
  void adopt(TenantId tenant) { wishes_.adopt(tenant); }
  /// The cluster says that the tenant's rollout is done.
  void rollout_done(Agenda& agenda, const Fleet& fleet, TenantId tenant);
  /// Somebody breaks the lock that an interrupted job has left.
  void unlock(StackId stack) { locks_[index_of(stack)].reset(); }

  const Deploy& operator[](DeployId deploy) const { return deploys_[deploy]; }
  const Change& operator[](ChangeId change) const { return changes_[index_of(change)]; }
  /// Of a deploy that has got its lock: change n of `Deploy::changes`.
  const Change& change(const Deploy& deploy, std::uint32_t n) const { return changes_[deploy.first_change + n]; }
  template <class Visit>
  void for_each_deploy(Visit&& visit) const {
    deploys_.for_each(visit);
  }
  const Runners& runners() const { return runners_; }
  bool locked(StackId stack) const { return locks_[index_of(stack)].has_value(); }

  // What follows is called by reactions, each for the event of its name. A deploy that has ended lets them pass by.

  void started(Agenda& agenda, const Fleet& fleet, DeployId deploy);
  void job_ready(Agenda& agenda, const Fleet& fleet, DeployId deploy);
  void limit_reached(Agenda& agenda, const Fleet& fleet, DeployId deploy);

  void program_started(Agenda& agenda, const Fleet& fleet, ApiLimits& apis, DeployId deploy);
  void call_retried(Agenda& agenda, const Fleet& fleet, ApiLimits& apis, CallId call);
  void lookups_done(Agenda& agenda, const Fleet& fleet, DeployId deploy);
  void tenant_checked(Agenda& agenda, const Fleet& fleet, DeployId deploy, std::uint32_t place);

  void resource_begun(Agenda& agenda, const Fleet& fleet, ChangeId change);
  void resource_created(Agenda& agenda, const Fleet& fleet, ChangeId change);
  void resource_recorded(Agenda& agenda, const Fleet& fleet, ChangeId change);
  void release_begun(Agenda& agenda, const Fleet& fleet, ChangeId change);
  void release_sent(Agenda& agenda, const Fleet& fleet, ChangeId change);
  void rollout_seen(Agenda& agenda, const Fleet& fleet, ChangeId change);
  void rollout_expired(Agenda& agenda, const Fleet& fleet, ChangeId change);
  void release_recorded(Agenda& agenda, const Fleet& fleet, ChangeId change);

 private:
  struct Lock {
    DeployId holder;
    std::optional<Because> because;
  };

  // jobs: pipelines.cpp
  std::vector<StackId> stacks_started_by(Agenda& agenda, const Fleet& fleet,
                                         const std::vector<TenantId>& changed) const;
  DeployId queue_deploy(const Agenda& agenda, StackId stack, std::uint32_t push);
  void place_jobs(Agenda& agenda, const Fleet& fleet);
  void end(Agenda& agenda, const Fleet& fleet, DeployId deploy, DeployOutcome outcome,
           std::optional<Because> because = {});
  void end_if_done(Agenda& agenda, const Fleet& fleet, DeployId deploy);
  bool has_ended(DeployId deploy) const { return deploys_[deploy].ended.has_value(); }

  // the walk: walk.cpp
  void find_changes(const Fleet& fleet, DeployId deploy);
  void begin_pass(Agenda& agenda, const Fleet& fleet, DeployId deploy);
  bool look_up(Agenda& agenda, const Fleet& fleet, ApiLimits& apis, LookupCall call);
  void turned_away(Agenda& agenda, const Fleet& fleet, LookupCall call, const GateAnswer& answer);
  void end_lookups_if_done(Agenda& agenda, DeployId deploy);
  void check_from(Agenda& agenda, const Fleet& fleet, DeployId deploy, std::uint32_t place);
  void end_pass(Agenda& agenda, const Fleet& fleet, DeployId deploy);

  // changes: changes.cpp
  void begin_changes(Agenda& agenda, const Fleet& fleet, DeployId deploy);
  void begin_level(Agenda& agenda, const Fleet& fleet, ChangeId change);
  template <class E>
  void write_then(Agenda& agenda, const Fleet& fleet, const E& event);
  void serves(Agenda& agenda, Change& change);
  Change& row(ChangeId change) { return changes_[index_of(change)]; }
  bool has_ended(ChangeId change) const { return has_ended(changes_[index_of(change)].deploy); }

  sim::Table<Deploy, DeployTag> deploys_;
  std::vector<Change> changes_;
  sim::Table<LookupCall, CallTag> calls_;
  Runners runners_;
  Wishes wishes_;
  std::vector<std::optional<Lock>> locks_;        // by StackId
  std::vector<std::uint32_t> deploys_of_;         // by StackId: how many so far
  std::vector<std::optional<ChangeId>> rolling_;  // by TenantId: whose rollout the cluster works on
};

}  // namespace paddock::models
