#include "scenarios/experiment/chance.hpp"

#include <algorithm>
#include <array>

namespace paddock::scenarios {

using namespace models;

namespace {

bool is_random(const std::optional<sim::Distribution>& distribution) {
  return distribution && !distribution->is_constant();
}

/// Whether two variates may be equal by chance: 0 or 1, or what is cut off below 0.
bool has_lots(const sim::Distribution& distribution) {
  return is_random(distribution) && (distribution.kind() == sim::DistributionKind::bernoulli ||
                                     distribution.kind() == sim::DistributionKind::normal);
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
    chance.lots |= step.choice == Choice::any && (step.verb == Verb::crash_node || step.objects.size() > 1);
  }
  const Delivery& delivery = design.fleet->delivery;
  if (pushes(*design.timeline)) {
    const bool some_pushes = delivery.shared_file_change > 0 && delivery.shared_file_change < 1;
    chance.lots |= (some_pushes && !delivery.selects_all) || has_lots(delivery.runner.start_s);
  }
  chance.lots |= std::ranges::any_of(design.targets, weighs_requests) && draws_clients(*design.fleet);
  return chance;
}

}  // namespace paddock::scenarios
