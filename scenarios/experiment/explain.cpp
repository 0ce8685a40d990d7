#include "scenarios/experiment/explain.hpp"

#include <algorithm>
#include <cmath>

#include "scenarios/counted.hpp"
#include "scenarios/experiment/blame.hpp"
#include "scenarios/experiment/counting.hpp"
#include "scenarios/experiment/replication.hpp"
#include "scenarios/experiment/trace.hpp"
#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

constexpr std::size_t most_others = 12;

ChainLink link_of(const TraceEntry& entry) {
  return {sim::to_seconds(entry.at.time_since_epoch()), std::string(entry.kind), entry.subject};
}

/// How far a value lies beyond the limit, in the direction that misses it; negative: on the good side.
double excess(const Target& target, double value) {
  const double beyond = larger_is_worse(target) ? value - target.limit : target.limit - value;
  return target.comparison == Comparison::equal ? std::fabs(beyond) : beyond;
}

/// What a run adds to a miss; more is worse.
double weight_of(const Target& target, const Outcome& outcome) {
  if (outcome.value) return excess(target, *outcome.value);
  if (target.aggregate == Aggregate::percentile)
    return static_cast<double>(
        std::ranges::count_if(outcome.pooled, [&](double value) { return !target.holds(value); }));
  double sum = 0;
  for (const double value : outcome.pooled) sum += excess(target, value);
  return target.aggregate == Aggregate::rate ? sum * outcome.exposure_s : sum;
}

}  // namespace

std::optional<std::size_t> decisive_run(const Target& target, std::size_t index, const std::vector<RunResult>& runs) {
  std::optional<std::size_t> worst;
  double most = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Outcome& outcome = runs[i].outcomes[index];
    if (outcome.value ? target.holds(*outcome.value) : outcome.pooled.empty()) continue;
    const double weight = weight_of(target, outcome);
    if (!worst || weight > most) worst = i, most = weight;
  }
  return worst;
}

Explanation explain(const Design& design, std::size_t index, sim::LuckKey key, std::int64_t run, Pasts& pasts) {
  const Target& target = design.targets[index];
  Explanation explanation{.target = target.text, .run = run};
  Trace trace;
  replay(
      design, key, pasts,
      [&](const World& world, Time now, const sim::EventRecord& event) { trace.observe(world, now, event); },
      [&](const RunFacts& facts) {
        Outcome outcome = evaluate(target, facts);
        const bool larger = target.comparison == Comparison::at_most || target.comparison == Comparison::less;
        std::ranges::stable_sort(outcome.missing, [&](const EntityValue& a, const EntityValue& b) {
          return larger ? a.value > b.value : a.value < b.value;
        });
        if (!outcome.decisive) {
          explanation.summary = "no single entity decides this target";
          return;
        }
        explanation.subject = entity_name(target, facts, outcome.decisive->entity);
        explanation.others_count = std::max<std::int64_t>(static_cast<std::int64_t>(outcome.missing.size()) - 1, 0);
        for (const EntityValue& other : outcome.missing)
          if (other.entity != outcome.decisive->entity && explanation.others.size() < most_others)
            explanation.others.push_back(entity_name(target, facts, other.entity));
        const Blame blame = find_blame(target, facts, trace, *outcome.decisive);
        explanation.summary = blame.summary;
        explanation.causes = blame.causes;
        for (const Cause& cause : causes())
          if (!cause.setting.empty() && std::ranges::find(blame.causes, cause.name) != blame.causes.end())
            explanation.settings.emplace_back(cause.setting);
        if (blame.last != nullptr)
          for (const TraceEntry* entry : trace.chain(*blame.last))
            if (entry->kind != "run.began") explanation.chain.push_back(link_of(*entry));
      });
  return explanation;
}

std::string describe_step(const Design& design, const StepDefinition& step, std::optional<std::uint32_t> chosen) {
  const Fleet& fleet = *design.fleet;
  const std::size_t count = step.objects.size();
  const std::string lost = step.loss == Loss::partition ? " cut off" : " lost";
  switch (step.verb) {
    case Verb::lose_zone:
      return (step.share_of_nodes < 1 ? write_percentage(step.share_of_nodes) + " of " : "") +
             (chosen ? "zone " + fleet.zones[*chosen].name : counted(count, "zone")) + lost;
    case Verb::lose_region:
      return (chosen ? "region " + fleet.regions[*chosen].name : counted(count, "region")) + lost;
    case Verb::crash_node:
      return (step.node.empty() ? "a node" : "node " + step.node) + " crashed";
    case Verb::drain_node:
      return (step.node.empty() ? "a node" : "node " + step.node) + " drained";
    case Verb::drain_group:
      return "nodes of " + (step.objects.empty() ? "nothing" : fleet.groups[step.objects.front()].name) + " drained" +
             (step.replace ? " and replaced" : "");
    case Verb::zonal_shift:
      return "traffic shifted away from " + (chosen ? "zone " + fleet.zones[*chosen].name : "a zone");
    case Verb::fail_over:
      return chosen ? "database " + fleet.databases[*chosen].name + " failed over"
                    : counted(count, "database") + " failed over";
    case Verb::refuse_api:
      return chosen ? "API " + fleet.delivery.apis[*chosen].name + " refused" : counted(count, "API") + " refused";
    case Verb::add_nodes:
      return counted(step.count, "node") + " added to " +
             (step.objects.empty() ? "nothing" : fleet.groups[step.objects.front()].name);
    case Verb::add_tenants:
      return counted(count, "tenant") + " added";
    case Verb::push:
      return (step.exits_after || step.image_missing ? "bad change of " : "change of ") +
             (chosen ? fleet.tenants[*chosen].name : counted(count, "tenant")) + " pushed";
    case Verb::set_replicas:
      return (chosen ? fleet.tenants[*chosen].name : counted(count, "tenant")) + " set to " +
             counted(step.count, "replica");
    case Verb::restart_daemons:
      return "DaemonSet " + step.daemon + " updated";
    case Verb::restart_control_plane:
      return "control plane of " + (step.objects.empty() ? "nothing" : fleet.regions[step.objects.front()].name) +
             " replaced";
    case Verb::roll_back:
      return (chosen ? fleet.tenants[*chosen].name : counted(count, "tenant")) + " rolled back";
  }
  return {};
}

namespace {

/// Where an object of a step is. Requires: the verb is about things that are somewhere, and lists them.
RegionId region_of_object(const Fleet& fleet, Verb verb, std::uint32_t object) {
  switch (verb) {
    case Verb::lose_zone:
    case Verb::zonal_shift:
      return fleet.zones[object].region;
    case Verb::fail_over:
      return fleet.databases[object].region;
    case Verb::add_nodes:
    case Verb::drain_group:
      return fleet.groups[object].region;
    case Verb::add_tenants:
    case Verb::push:
    case Verb::set_replicas:
    case Verb::roll_back:
      return fleet.tenants[object].region;
    default:
      return static_cast<RegionId>(object);
  }
}

}  // namespace

std::vector<std::string> regions_of_step(const Fleet& fleet, const StepDefinition& step) {
  if (step.verb == Verb::refuse_api) return {};
  std::vector<bool> acts(fleet.regions.size(),
                         (step.verb == Verb::crash_node || step.verb == Verb::drain_node) && !step.region);
  if (step.region) acts[index_of(*step.region)] = true;
  for (const std::uint32_t object : step.objects) acts[index_of(region_of_object(fleet, step.verb, object))] = true;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < acts.size(); ++i)
    if (acts[i]) names.push_back(fleet.regions[i].name);
  return names;
}

}  // namespace paddock::scenarios
