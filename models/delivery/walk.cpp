// The engine's passes: the program starts and looks things up, then the step generator walks over the tenants of the
// stack one after the other, changed or not. The last pass also begins what has changed.
#include "models/delivery/pipelines.hpp"
#include "models/fleet.hpp"

namespace paddock::models {

void Pipelines::find_changes(const Fleet& fleet, DeployId deploy) {
  Deploy& row = deploys_[deploy];
  row.first_change = static_cast<std::uint32_t>(changes_.size());
  for (const TenantId tenant : fleet.delivery[row.stack].tenants) {
    if (!wishes_.version_at(row.push, tenant)) continue;
    ++row.tenants;
    if (!wishes_.is_behind(row.push, tenant)) continue;
    Change change;
    change.deploy = deploy;
    change.tenant = tenant;
    change.creates = !wishes_.exists(tenant);
    changes_.push_back(change);
    ++row.changes;
  }
}

void Pipelines::begin_pass(Agenda& agenda, const Fleet& fleet, DeployId deploy) {
  agenda.after(fleet.delivery.engine.program_start, ProgramStarted{deploy});
}

void Pipelines::program_started(Agenda& agenda, const Fleet& fleet, ApiLimits& apis, DeployId deploy) {
  if (has_ended(deploy)) return;
  Deploy& row = deploys_[deploy];
  row.quota = {};  // each pass is a program of its own
  row.last_lookup = agenda.now();
  for (const TenantId tenant : fleet.delivery[row.stack].tenants) {
    if (!wishes_.version_at(row.push, tenant)) continue;
    for (const Lookup& lookup : fleet.delivery.engine.lookups) {
      const ApiId api = api_in(lookup.first_region, fleet[tenant].region);
      for (std::int64_t i = 0; i < lookup.calls; ++i) {
        ++row.lookups_open;
        if (!look_up(agenda, fleet, apis, {deploy, api, 0, agenda.now()})) return;
      }
    }
  }
  end_lookups_if_done(agenda, deploy);
}

/// One attempt. False: it was the last one, and the deploy has failed.
bool Pipelines::look_up(Agenda& agenda, const Fleet& fleet, ApiLimits& apis, LookupCall call) {
  Deploy& row = deploys_[call.deploy];
  const GateAnswer answer = apis.call(agenda, fleet.delivery, call.api);
  if (answer.gate != Gate::passed) {
    turned_away(agenda, fleet, call, answer);
    return !has_ended(call.deploy);
  }
  --row.lookups_open;
  row.last_lookup = agenda.now() + fleet.delivery.engine.call;
  row.quota.succeeded(call.turned_away > 0);
  const Duration wait = agenda.now() - call.first;
  apis.passed(call.api, wait);
  agenda.emit(CallPassed{wait, call.api, call.turned_away});
  return true;
}

void Pipelines::turned_away(Agenda& agenda, const Fleet& fleet, LookupCall call, const GateAnswer& answer) {
  const Engine& engine = fleet.delivery.engine;
  Deploy& row = deploys_[call.deploy];
  ++row.turned_away;
  ++call.turned_away;
  const bool refused = answer.gate == Gate::refused;
  if (call.turned_away >= engine.attempts || !row.quota.pay(engine.retry))
    return end(agenda, fleet, call.deploy, refused ? DeployOutcome::api_refused : DeployOutcome::throttled,
               answer.because);
  const auto luck = sim::luck("sdk.back_off", sim::hash_pair(fleet.delivery[row.stack].entity, row.count));
  const auto failure = refused ? CallFailure::refused : CallFailure::throttled;
  const auto wait = back_off(engine.retry, failure, call.turned_away - 1, agenda.draw(luck, row.back_offs++));
  agenda.after(wait, CallRetried{calls_.insert(call)}, answer.because);
}

void Pipelines::call_retried(Agenda& agenda, const Fleet& fleet, ApiLimits& apis, CallId id) {
  const LookupCall call = calls_[id];
  calls_.erase(id);
  if (has_ended(call.deploy)) return;
  if (look_up(agenda, fleet, apis, call)) end_lookups_if_done(agenda, call.deploy);
}

void Pipelines::end_lookups_if_done(Agenda& agenda, DeployId deploy) {
  const Deploy& row = deploys_[deploy];
  if (row.lookups_open == 0) agenda.at(row.last_lookup, LookupsDone{deploy});
}

void Pipelines::lookups_done(Agenda& agenda, const Fleet& fleet, DeployId deploy) {
  if (has_ended(deploy)) return;
  deploys_[deploy].walk_because = agenda.current();
  check_from(agenda, fleet, deploy, 0);
}

/// The generator turns to the next list element at `place` or after it.
void Pipelines::check_from(Agenda& agenda, const Fleet& fleet, DeployId deploy, std::uint32_t place) {
  const Deploy& row = deploys_[deploy];
  const auto& tenants = fleet.delivery[row.stack].tenants;
  while (place < tenants.size() && !wishes_.version_at(row.push, tenants[place])) ++place;
  if (place == tenants.size()) return end_pass(agenda, fleet, deploy);
  agenda.after(fleet.delivery.engine.tenant_check, TenantChecked{deploy, place}, row.walk_because);
}

void Pipelines::tenant_checked(Agenda& agenda, const Fleet& fleet, DeployId deploy, std::uint32_t place) {
  Deploy& row = deploys_[deploy];
  if (row.ended || row.failing) return;
  const bool carries_out = row.pass + 1 == fleet.delivery.engine.passes;
  const bool has_more = carries_out && row.reached < row.changes;
  if (has_more && changes_[row.first_change + row.reached].tenant == fleet.delivery[row.stack].tenants[place]) {
    ++row.reached;
    begin_changes(agenda, fleet, deploy);
  }
  check_from(agenda, fleet, deploy, place + 1);
}

void Pipelines::end_pass(Agenda& agenda, const Fleet& fleet, DeployId deploy) {
  Deploy& row = deploys_[deploy];
  if (++row.pass < fleet.delivery.engine.passes) return begin_pass(agenda, fleet, deploy);
  row.walked = true;
  end_if_done(agenda, fleet, deploy);
}

}  // namespace paddock::models
