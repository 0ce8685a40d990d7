// paddock lint: everything that is wrong with files, without running them.
#include <algorithm>
#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/counted.hpp"
#include "scenarios/experiment/doubts.hpp"
#include "scenarios/language/compose.hpp"

namespace paddock::scenarios::cli {

namespace {

/// "file:line:column: path", as problems have it.
std::string at(const Position& place, const std::string& path) {
  return std::string(place.file_name()) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
         path;
}

/// A budget that lets none of so many pods go.
std::optional<std::string> blocking_doubt(const std::string& whose, const models::BudgetRule& budget,
                                          std::int64_t wanted) {
  if (models::desired_of(budget, wanted) < wanted) return std::nullopt;
  return whose + " has " +
         (budget.max_unavailable ? "max_unavailable " + text_of(*budget.max_unavailable)
                                 : "min_available " + text_of(*budget.min_available)) +
         " of " + counted(wanted, "replica") + ": a drain would block for ever";
}

std::vector<std::string> shared_budget_doubts(const models::Fleet& fleet) {
  std::vector<std::string> doubts;
  for (const auto& [place, tenants] : fleet.shared_budgets) {
    std::int64_t wanted = 0;
    for (const models::TenantId tenant : tenants) wanted += fleet.workload(tenant).replicas;
    for (const models::BudgetRule& budget : fleet.workload(tenants.front()).budgets)
      if (budget.shared == place.second)
        if (auto doubt = blocking_doubt("the shared budget " + in_quotes(place.second), budget, wanted))
          doubts.push_back(*std::move(doubt));
  }
  return doubts;
}

/// What a tenant's budgets will do that nobody wants.
std::vector<std::string> budget_doubts(const models::TenantSpec& tenant) {
  if (!tenant.budget) return {};
  const std::string name = tenant.group.value_or(tenant.name.value_or(""));
  std::vector<std::string> doubts;
  if (tenant.replicas == 0) return {name + " has a budget and no replicas: it protects nothing"};
  if (tenant.budget->all.size() > 1)
    doubts.push_back(name + " has " + std::to_string(tenant.budget->all.size()) +
                     " budgets over the same pods: the eviction API answers 500, and a drain of their nodes fails");
  for (const models::BudgetRule& budget : tenant.budget->all)
    if (auto doubt = budget.shared ? std::nullopt : blocking_doubt(name, budget, tenant.replicas))
      doubts.push_back(*std::move(doubt));
  return doubts;
}

/// A Deployment with volumes that brings new pods before the old ones are gone.
std::optional<std::string> volume_doubt(const models::TenantSpec& tenant) {
  if (!tenant.volume || tenant.kind == models::ControllerKind::stateful_set ||
      models::rollout_of(tenant.rollout, tenant.replicas).surge() == 0)
    return std::nullopt;
  return tenant.group.value_or(tenant.name.value_or("")) +
         " has volumes and a rollout with surge: a new pod waits for the volume of an old one that waits for it; write "
         "`rollout: {max_surge: 0, max_unavailable: 1}`";
}

std::vector<std::string> notes_on_fleet(const std::string& file, const Node& node, const LoadedFleet& loaded) {
  std::vector<std::string> notes{file + ": a fleet of " + counted(loaded.fleet.tenants.size(), "tenant")};
  for (const models::Finding& doubt : doubts_of(loaded.spec, loaded.fleet))
    notes.push_back(at(node_at(node, doubt.path).position, doubt.path) + ": warning: " + doubt.message);
  for (const models::TenantSpec& tenant : loaded.spec.tenants)
    for (const std::string& doubt : budget_doubts(tenant)) notes.push_back(file + ": warning: " + doubt);
  for (const std::string& doubt : shared_budget_doubts(loaded.fleet)) notes.push_back(file + ": warning: " + doubt);
  for (const models::TenantSpec& tenant : loaded.spec.tenants)
    if (const auto doubt = volume_doubt(tenant)) notes.push_back(file + ": warning: " + *doubt);
  std::vector<std::string> said;
  for (const NotModelled& field : loaded.not_modelled) {
    if (std::ranges::find(said, field.name) != said.end()) continue;
    said.push_back(field.name);
    notes.push_back(at(field.place, field.path) + ": note: " + field.name + " is read by no model: " + field.why);
  }
  return notes;
}

void check_day(const Node& node, const LoadedFleet& loaded, const std::string& today, Problems& problems) {
  if (loaded.spec.observed && *loaded.spec.observed > today)
    problems.add(node_at(node, "observed").position, "observed", "found " + in_quotes(*loaded.spec.observed),
                 "a day that is not after today, " + today);
}

/// What is good to know of one file; what is wrong with it goes to problems.
std::vector<std::string> look_at(const std::string& file, const LintOptions& options, Problems& problems) {
  const auto node = load(file, problems);
  if (!node) return {};
  if (node->find("scenario") != nullptr) {
    const auto designs = load_designs(*node, file, {}, problems);
    if (!designs) return {};
    return {file + ": a scenario of " + counted(designs->rows.size(), "row")};
  }
  if (node->find("fleet") != nullptr) {
    const auto loaded = read_fleet(*node, {}, {}, problems);
    if (!loaded) return {};
    check_day(*node, *loaded, today_text(options.today), problems);
    return notes_on_fleet(file, *node, *loaded);
  }
  problems.add(node->position, "", "neither a scenario nor a fleet", "a file with `scenario: NAME` or `fleet: NAME`");
  return {};
}

}  // namespace

int lint_command(const LintOptions& options) {
  Problems problems;
  for (const std::string& file : options.files) {
    Problems own;
    for (const std::string& note : look_at(file, options, own)) std::cout << escaped(note) << "\n";
    problems.add(own);
  }
  return problems.empty() ? 0 : refuse(problems);
}

}  // namespace paddock::scenarios::cli
