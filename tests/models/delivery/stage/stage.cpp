#include "tests/models/delivery/stage/stage.hpp"

#include <memory>

#include "models/events/kubernetes.hpp"
#include "sim/check.hpp"

namespace paddock::models {

void react(World& w, Agenda& agenda, const Pushed& e) {
  std::vector<TenantId> changed;
  for (std::uint32_t i = 0; i < e.count; ++i) changed.push_back(static_cast<TenantId>(e.first + i));
  for (const DeployId deploy : w.pipelines.push(agenda, *w.fleet, changed, e.adds != 0)) w.pushed.push_back(deploy);
}

void react(World& w, Agenda& agenda, const ApisRefuse& e) {
  for (std::size_t region = 0; region < w.fleet->regions.size(); ++region) {
    if (e.refuse != 0)
      w.apis.refuse_all(agenda, w.fleet->delivery, static_cast<RegionId>(region));
    else
      w.apis.allow_all(w.fleet->delivery, static_cast<RegionId>(region));
  }
}

void react(World& w, Agenda& agenda, const ReleaseApplied& e) {
  w.applied.push_back(e.tenant);
  agenda.after(w.rollout, RolloutDone{e.tenant});
}

void react(World& w, Agenda& agenda, const RolloutDone& e) { w.pipelines.rollout_done(agenda, *w.fleet, e.tenant); }

Setting plain_setting(std::uint32_t tenants) {
  Setting setting;
  setting.tenants = tenants;
  setting.delivery.runner.start.seconds = sim::Distribution::constant(6);
  setting.delivery.engine.lookups.clear();
  return setting;
}

sim::Run<World> stage(const Setting& setting, sim::LuckKey key) {
  auto fleet = std::make_shared<Fleet>();
  fleet->regions.push_back({.name = "eu-central-1", .zones = {}, .path = {}});
  for (std::uint32_t i = 0; i < setting.databases; ++i)
    fleet->databases.push_back({.name = "pg-" + std::to_string(i + 1), .failover_s = {}});
  for (std::uint32_t i = 0; i < setting.tenants + setting.later; ++i) {
    Tenant tenant;
    tenant.name = "tenant-" + std::to_string(i + 1);
    tenant.at_start = i < setting.tenants;
    if (setting.databases > 0)
      tenant.database = static_cast<DatabaseId>(i * setting.databases / (setting.tenants + setting.later));
    fleet->tenants.push_back(tenant);
  }
  FleetSpec spec;
  spec.delivery = setting.delivery;
  spec.apis = setting.apis;
  Findings findings;
  fleet->delivery = make_delivery(spec, *fleet, findings);
  sim::check(findings.empty(), "the stage's fleet cannot be");
  World world{fleet, Pipelines(*fleet), ApiLimits(fleet->delivery), sim::from_seconds(setting.rollout_s), {}, {}};
  return sim::Run<World>(world, key);
}

void push(sim::Run<World>& run, Pushed what) {
  run.agenda().at(run.now(), what);
  run.run_until(run.now());
}

void finish(sim::Run<World>& run) {
  while (run.step()) {
  }
}

void push_and_finish(sim::Run<World>& run, Pushed what) {
  push(run, what);
  finish(run);
}

const Deploy& deploy(const sim::Run<World>& run, std::size_t n) {
  return run.world().pipelines[run.world().pushed.at(n)];
}
double queued_s(const Deploy& deploy) { return sim::to_seconds(*deploy.started - deploy.pushed); }
double sync_s(const Deploy& deploy) { return sim::to_seconds(*deploy.ended - *deploy.started); }
double total_s(const Deploy& deploy) { return sim::to_seconds(*deploy.ended - deploy.pushed); }

}  // namespace paddock::models
