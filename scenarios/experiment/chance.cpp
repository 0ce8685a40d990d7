#include "scenarios/experiment/chance.hpp"

#include <algorithm>
#include <array>

namespace paddock::scenarios {

using namespace models;

namespace {

bool is_random(const std::optional<sim::Distribution>& distribution) {
  return distribution && !distribution->is_constant();
}

/// Lengths below zero count as zero, so that two variates of a normal may be equal by chance.
bool has_lots(const sim::Distribution& distribution) {
  return is_random(distribution) && distribution.kind() == sim::DistributionKind::normal;
}

bool has_lots(const Fleet& fleet) {
  const auto any = [](const auto& rows, auto... members) {
    return std::ranges::any_of(rows, [&](const auto& row) { return (has_lots(row.*members) || ...); });
  };
  return any(fleet.groups, &NodeGroup::launch_s, &NodeGroup::boot_s) || any(fleet.databases, &Database::failover_s) ||
         any(fleet.workloads, &Workload::pull_s, &Workload::containers_s) || has_lots(fleet.delivery.runner.start_s) ||
         std::ranges::any_of(fleet.regions,
                             [](const Region& region) { return has_lots(region.path.service.propagation.seconds); });
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
  chance.lots |= has_lots(*design.fleet);
  return chance;
}

}  // namespace paddock::scenarios
