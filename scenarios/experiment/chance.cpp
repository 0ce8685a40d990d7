#include "scenarios/experiment/chance.hpp"

#include <algorithm>
#include <array>

namespace paddock::scenarios {

using namespace models;

namespace {

bool is_random(const std::optional<sim::Distribution>& distribution) {
  return distribution && !distribution->is_constant();
}

/// Whether runs may be equal although this length differs between them: what lies below zero counts as zero, and the
/// end of what outlasts the run is not seen.
bool has_lots(const sim::Distribution& length_s, double horizon_s) {
  if (length_s.is_constant()) return false;
  return length_s.kind() == sim::DistributionKind::normal || length_s.quantile(0.99) > horizon_s / 2;
}

bool has_lots(const PodPlan& plan, double horizon_s) {
  const auto any = [&](const std::vector<sim::Distribution>& lengths_s) {
    return std::ranges::any_of(lengths_s, [&](const auto& length_s) { return has_lots(length_s, horizon_s); });
  };
  return has_lots(plan.pull_s, horizon_s) || has_lots(plan.containers_s, horizon_s) ||
         has_lots(plan.boot_s, horizon_s) || any(plan.before_s) || any(plan.after_s) ||
         (plan.migration && has_lots(plan.migration->runs_s, horizon_s));
}

/// The memory of pods is seen in those runs alone in which a node runs short of it.
bool has_lots(const Workload& workload, double horizon_s) {
  const auto& volume = workload.volume;
  return has_lots(workload.pod, horizon_s) || is_random(workload.memory_mib) ||
         (volume && (has_lots(volume->attach.seconds, horizon_s) || has_lots(volume->detach.seconds, horizon_s)));
}

bool has_lots(const Fleet& fleet, double horizon_s) {
  const auto any = [horizon_s](const auto& rows, auto... members) {
    return std::ranges::any_of(rows, [&](const auto& row) { return (has_lots(row.*members, horizon_s) || ...); });
  };
  return any(fleet.groups, &NodeGroup::launch_s, &NodeGroup::boot_s) || any(fleet.databases, &Database::failover_s) ||
         any(fleet.regions, &Region::watch_s, &Region::server_replacement_s) ||
         std::ranges::any_of(fleet.groups, [&](const NodeGroup& g) { return any(g.daemons, &Daemon::start_s); }) ||
         std::ranges::any_of(fleet.workloads, [&](const Workload& w) { return has_lots(w, horizon_s); }) ||
         has_lots(fleet.delivery.runner.start_s, horizon_s) ||
         std::ranges::any_of(fleet.regions, [&](const Region& region) {
           return has_lots(region.path.service.propagation.seconds, horizon_s);
         });
}

/// Machines that fail and zones that are lost once in a long while are not seen in most runs.
bool lives(const Design& design) {
  const LifeSpec& life = design.fleet->life;
  const bool any = life.rollout || life.node_replacement || life.node_failure || life.zone_loss;
  return any && (design.timeline->aged > Duration{} || design.timeline->life_goes_on);
}

/// The number of a tenant's clients weighs its operations; it moves no event.
bool weighs_requests(const Target& target) {
  constexpr auto weighted =
      std::to_array<std::string_view>({"tenant.bad_minutes", "tenant.availability", "tenant.budget_spent"});
  return std::ranges::find(weighted, target.metric->name) != weighted.end();
}

bool draws_clients(const Fleet& fleet) {
  return std::ranges::any_of(fleet.workloads, [](const Workload& workload) {
    return workload.operations.size() > 1 &&
           std::ranges::any_of(workload.operations, [](const Operation& o) { return is_random(o.clients); });
  });
}

bool pushes(const Timeline& timeline) {
  return std::ranges::any_of(timeline.steps, [](const StepDefinition& step) {
    return step.verb == Verb::push || (step.verb == Verb::add_tenants && step.by_delivery);
  });
}

}  // namespace

Chance chance_in(const Design& design) {
  Chance chance;
  for (const StepDefinition& step : design.timeline->steps) {
    chance.steps |= step.share_of_runs < 1 || is_random(step.trigger.delay_s) || is_random(step.lasts_s);
    // A node that is not the fullest is any of those that run then, and `objects` does not name them.
    chance.lots |= step.choice == Choice::any && step.objects.size() != 1;
    chance.lots |= step.share_of_nodes < 1;
  }
  const Delivery& delivery = design.fleet->delivery;
  const bool some_pushes = delivery.shared_file_change > 0 && delivery.shared_file_change < 1 && !delivery.selects_all;
  chance.lots |= some_pushes && pushes(*design.timeline);
  chance.lots |= std::ranges::any_of(design.targets, weighs_requests) && draws_clients(*design.fleet);
  chance.lots |= has_lots(*design.fleet, sim::to_seconds(design.horizon)) || lives(design);
  return chance;
}

}  // namespace paddock::scenarios
