#include "models/kubernetes/pod_plan.hpp"

#include <string_view>

#include "models/tenancy/tenant_spec.hpp"

namespace paddock::models {
namespace {

ProbeRules probes_of(const ProbeSpec& spec) {
  ProbeRules rules;
  const ReadinessSpec& ready = spec.readiness;
  rules.readiness = {ready.delay, ready.period, ready.successes, ready.failures, ready.asks == Asks::database};
  if (spec.startup) rules.startup = ProbeRule{spec.startup->delay, spec.startup->period, 1, spec.startup->failures};
  if (spec.liveness)
    rules.liveness = ProbeRule{spec.liveness->delay, spec.liveness->period, 1, spec.liveness->failures,
                               spec.liveness->asks == Asks::database};
  return rules;
}

void add_init(const StartSpec& spec, const std::string& path, PodPlan& plan, Findings& findings) {
  plan.before_s.reserve(spec.init.size() + spec.sidecars.size());
  for (std::size_t i = 0; i < spec.init.size(); ++i) {
    const InitSpec& init = spec.init[i];
    if (init.locks == LockScope::nothing) {
      (plan.migration ? plan.after_s : plan.before_s).push_back(init.runs.seconds);
      if (init.blocks != Blocks::nothing)
        findings.push_back({path + ".init[" + std::to_string(i) + "].blocks",
                            "only what changes the schema blocks requests; give it a lock with `locks`"});
    } else if (plan.migration) {
      findings.push_back({path + ".init[" + std::to_string(i) + "].locks",
                          "a second migration; a pod makes one, by an init container or when it boots"});
    } else {
      plan.migration = Migration{init.runs.seconds, init.locks, init.blocks == Blocks::requests, false};
    }
  }
  for (const SidecarSpec& sidecar : spec.sidecars)
    (plan.migration ? plan.after_s : plan.before_s).push_back(sidecar.starts.seconds);
}

/// What asks a database, and the place where the file says so.
void need_database(const TemplateSpec& spec, const std::string& path, Findings& findings) {
  if (spec.database) return;
  const auto none = [&](const std::string& place, std::string_view what) {
    findings.push_back(
        {path + place, std::string(what) + " a database and the tenants have none; give them `database`"});
  };
  for (std::size_t i = 0; i < spec.start.init.size(); ++i)
    if (spec.start.init[i].locks != LockScope::nothing)
      none(".start.init[" + std::to_string(i) + "].locks", "the init container changes");
  if (spec.start.migration) none(".start.migration", "the process changes");
  if (spec.probe.readiness.asks == Asks::database) none(".probe.readiness.asks", "the probe asks");
  if (spec.probe.liveness && spec.probe.liveness->asks == Asks::database)
    none(".probe.liveness.asks", "the probe asks");
}

}  // namespace

PodPlan pod_plan_of(const TemplateSpec& spec, const std::string& path, Findings& findings) {
  const StartSpec& start = spec.start;
  PodPlan plan;
  if (start.image) plan.image = start.image->size;
  plan.pull_s = start.pull.seconds;
  plan.containers_s = start.containers.seconds;
  plan.boot_s = start.boot.seconds;
  plan.boots = !(start.boot.seconds == sim::Distribution::constant(0));
  plan.probes = probes_of(spec.probe);
  plan.pre_stop = spec.stop.pre_stop;
  plan.shutdown = spec.stop.shutdown;
  plan.grace = spec.stop.grace;
  add_init(start, path + ".start", plan, findings);
  if (start.migration && plan.migration)
    findings.push_back(
        {path + ".start.migration", "a second migration; a pod makes one, by an init container or when it boots"});
  else if (start.migration)
    plan.migration = Migration{start.migration->runs.seconds, start.migration->locks,
                               start.migration->blocks == Blocks::requests, true};
  need_database(spec, path, findings);
  return plan;
}

}  // namespace paddock::models
