// What the engine carries out beside its walk. A release: checkpoint, upgrade, wait for the rollout, checkpoint. A new
// tenant's plain resources before it, level by level, each between two checkpoints of its own.
#include "models/delivery/pipelines.hpp"
#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"

namespace paddock::models {

/// Asks for a checkpoint write of the change's deploy; the event follows when it is done.
template <class E>
void Pipelines::write_then(Agenda& agenda, const Fleet& fleet, const E& event) {
  Deploy& deploy = deploys_[row(event.change).deploy];
  const Engine& engine = fleet.delivery.engine;
  const Duration service = engine.write + engine.write_per_tenant * deploy.tenants;
  const QueuedWrite write = deploy.checkpoints.write(agenda.now(), service, agenda.current());
  agenda.at(write.done, event, write.because);
}

/// As many of the changes that the generator has reached as may run at once.
void Pipelines::begin_changes(Agenda& agenda, const Fleet& fleet, DeployId id) {
  const auto& limit = fleet.delivery.engine.parallel;
  Deploy& deploy = deploys_[id];
  while (!deploy.failing && deploy.begun < deploy.reached && (!limit || deploy.running < *limit)) {
    const auto change = static_cast<ChangeId>(deploy.first_change + deploy.begun++);
    ++deploy.running;
    if (row(change).creates)
      begin_level(agenda, fleet, change);
    else
      write_then(agenda, fleet, ReleaseBegun{change});
  }
}

void Pipelines::begin_level(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  const auto& levels = fleet.delivery.engine.plain_by_level;
  Change& c = row(change);
  if (c.level == levels.size()) {
    wishes_.created(c.tenant);
    return write_then(agenda, fleet, ReleaseBegun{change});
  }
  c.open = levels[c.level++];
  for (std::uint32_t i = 0; i < c.open; ++i) write_then(agenda, fleet, ResourceBegun{change});
}

void Pipelines::resource_begun(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (!has_ended(change)) agenda.after(fleet.delivery.engine.create, ResourceCreated{change});
}

void Pipelines::resource_created(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (!has_ended(change)) write_then(agenda, fleet, ResourceRecorded{change});
}

void Pipelines::resource_recorded(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (has_ended(change)) return;
  if (--row(change).open == 0) begin_level(agenda, fleet, change);
}

void Pipelines::release_begun(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (!has_ended(change)) agenda.after(fleet.delivery.engine.upgrade, ReleaseSent{change});
}

void Pipelines::release_sent(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (has_ended(change)) return;
  Change& c = row(change);
  c.sent = agenda.now();
  rolling_[index_of(c.tenant)] = change;
  agenda.emit(ReleaseApplied{c.tenant, wishes_.bad_at(deploys_[c.deploy].push, c.tenant)});
  if (!fleet.delivery.engine.wait_for_rollout) return write_then(agenda, fleet, ReleaseRecorded{change});
  c.deadline = agenda.after(fleet.delivery.engine.timeout, RolloutExpired{change});
}

void Pipelines::rollout_done(Agenda& agenda, const Fleet& fleet, TenantId tenant) {
  const auto change = rolling_[index_of(tenant)];
  if (!change) return;
  rolling_[index_of(tenant)].reset();
  Change& c = row(*change);
  serves(agenda, c);
  if (!c.deadline || has_ended(*change)) return;
  // Helm looks at the rollout at once and then every `poll`; a look at the very end of the timeout is the last one.
  const Engine& engine = fleet.delivery.engine;
  const auto looks = (agenda.now() - *c.sent + engine.poll - Duration{1}) / engine.poll;
  if (engine.poll * looks > engine.timeout) return;
  agenda.cancel(c.deadline);
  agenda.at(*c.sent + engine.poll * looks, RolloutSeen{*change});
}

/// True from the moment the cluster says so, whether the deploy still waits for it or not.
void Pipelines::serves(Agenda& agenda, Change& change) {
  change.served = agenda.now();
  Deploy& deploy = deploys_[change.deploy];
  if (++deploy.serving < deploy.changes) return;
  deploy.served = agenda.now();
  agenda.emit(DeployServed{change.deploy});
}

void Pipelines::rollout_seen(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (!has_ended(change)) write_then(agenda, fleet, ReleaseRecorded{change});
}

void Pipelines::rollout_expired(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (has_ended(change)) return;
  Change& c = row(change);
  c.deadline.reset();
  c.failed = true;
  deploys_[c.deploy].failing = DeployOutcome::rollout_timeout;
  write_then(agenda, fleet, ReleaseRecorded{change});
}

void Pipelines::release_recorded(Agenda& agenda, const Fleet& fleet, ChangeId change) {
  if (has_ended(change)) return;
  Change& c = row(change);
  Deploy& deploy = deploys_[c.deploy];
  c.recorded = true;
  --deploy.running;
  ++deploy.recorded;
  if (!c.failed) wishes_.brought(deploy.push, c.tenant);
  begin_changes(agenda, fleet, c.deploy);
  end_if_done(agenda, fleet, c.deploy);
}

}  // namespace paddock::models
