#include "scenarios/experiment/target_check.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "scenarios/experiment/labels.hpp"
#include "scenarios/experiment/observations.hpp"
#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

std::string_view noun_of(Entity entity) {
  constexpr std::string_view nouns[] = {"tenant", "deploy", "pod", "node", "API", "database"};
  return nouns[static_cast<std::size_t>(entity)];
}

bool is_of_tenant(std::string_view label) {
  const auto labels = labels_of(Entity::tenant);
  return label != "op" && std::ranges::find(labels, label) != labels.end();
}

template <class Rows, class Name>
std::set<std::string> names_of(const Rows& rows, Name name) {
  std::set<std::string> names;
  for (const auto& row : rows) names.insert(name(row));
  return names;
}

std::set<std::string> values_of_tenants(const Fleet& fleet, std::string_view label) {
  std::set<std::string> values;
  for (std::size_t i = 0; i < fleet.tenants.size(); ++i)
    values.insert(tenant_label(fleet, static_cast<TenantId>(i), label));
  if (label == "database" || label == "writer_zone") values.insert("none");
  if (label == "added") values = {"false", "true"};
  return values;
}

std::set<std::string> outcomes() {
  std::set<std::string> values{"running"};
  for (const std::string_view name : names(DeployOutcome{})) values.emplace(name);
  return values;
}

/// Every value that this label of such an entity may have in a run on the fleet.
std::set<std::string> known_values(const Fleet& fleet, Entity entity, std::string_view label) {
  if (label == "op") {
    std::set<std::string> values;
    for (const Workload& workload : fleet.workloads)
      for (const Operation& operation : workload.operations) values.insert(operation.name);
    return values;
  }
  if (entity == Entity::deploy)
    return label == "outcome" ? outcomes() : names_of(fleet.delivery.stacks, [](const Stack& s) { return s.name; });
  if (entity == Entity::api) return names_of(fleet.delivery.apis, [](const Api& api) { return api.name; });
  if (entity == Entity::database && label == "database")
    return names_of(fleet.databases, [](const Database& database) { return database.name; });
  if (entity == Entity::database)
    return names_of(fleet.databases, [&](const Database& database) { return fleet[database.region].name; });
  if (label == "zone") {
    auto values = names_of(fleet.zones, [](const Zone& zone) { return zone.name; });
    if (entity == Entity::pod) values.insert("none");  // of a pod that has no node yet
    return values;
  }
  if (entity == Entity::node && label == "group")
    return names_of(fleet.groups, [](const NodeGroup& group) { return group.short_name; });
  if (entity == Entity::node) return names_of(fleet.regions, [](const Region& region) { return region.name; });
  return values_of_tenants(fleet, label);
}

class TargetCheck {
 public:
  TargetCheck(const Target& target, const Position& where, const std::string& path, const Stage& stage,
              Problems& problems)
      : target_(target), where_(where), path_(path), stage_(stage), fleet_(stage.fleet), problems_(problems) {}

  void check() {
    if (target_.window.kind != Window::Kind::whole) check_window();
    bool known = true;
    for (const LabelFilter& filter : target_.labels)
      for (const std::string& value : filter.values) known = check_value(filter, value) && known;
    if (known && stage_.tenants_known && !any_entity())
      problem("no " + noun() + " of the fleet has all of these labels", "labels that some " + noun() + " has");
    if (target_.metric->name == "tenant.availability") check_horizon();
    check_reach();
  }

 private:
  void problem(std::string found, std::string allowed = {}, std::string hint = {}) {
    problems_.add(where_, path_, std::move(found), std::move(allowed), std::move(hint));
  }
  std::string noun() const { return std::string(noun_of(target_.metric->entity)); }

  void check_window() {
    const auto& steps = stage_.timeline.steps;
    const auto step = std::ranges::find(steps, target_.window.step, &StepDefinition::name);
    std::vector<std::string> known;
    known.reserve(steps.size());
    for (const StepDefinition& s : steps) known.push_back(s.name);
    if (step == steps.end())
      problem("no step " + in_quotes(target_.window.step), "steps: " + name_list(known),
              did_you_mean(target_.window.step, known));
    else if (target_.window.kind == Window::Kind::during && !step->lasts_s && !ends_itself(step->verb))
      problem("step " + in_quotes(step->name) + " has no `for`, so nothing is during it",
              "`after " + step->name + "`, or a `for` on the step");
  }

  /// False: there is a problem with this value of a label.
  bool check_value(const LabelFilter& filter, const std::string& value) {
    if (const auto step = referred_step(value, stage_.timeline)) return check_reference(filter, value, *step);
    if (reads_as_reference(value)) {
      problem("no step " + in_quotes(value.substr(0, value.rfind('.'))) + " to refer to", {},
              did_you_mean(value, references()));
      return false;
    }
    if (!stage_.tenants_known) return true;
    if (filter.label == "replicas" && filter.op == LabelOp::not_equal) return true;  // a number, not a name
    const auto all = known_values(fleet_, target_.metric->entity, filter.label);
    const bool known = filter.op == LabelOp::matches
                           ? std::ranges::any_of(all, [&](const auto& v) { return matches_pattern(value, v); })
                           : all.contains(value);
    if (known) return true;
    std::vector<std::string> list(all.begin(), all.end());
    const auto refers = references();
    if (value.find('.') != std::string::npos && filter.op != LabelOp::matches && !did_you_mean(value, refers).empty())
      list.insert(list.end(), refers.begin(), refers.end());
    problem("no " + noun() + " of the fleet has " + filter.label + " " + in_quotes(value),
            list.empty() ? "the fleet has no " + filter.label : name_list(list), did_you_mean(value, list));
    return false;
  }

  /// Every reference that the steps allow.
  std::vector<std::string> references() const {
    std::vector<std::string> all;
    for (const StepDefinition& step : stage_.timeline.steps)
      for (const std::string& kind : referable(step.verb)) all.push_back(step.name + "." + kind);
    return all;
  }

  bool check_reference(const LabelFilter& filter, const std::string& value, StepId id) {
    const StepDefinition& step = stage_.timeline[id];
    const std::string kind = value.substr(value.rfind('.') + 1);
    const auto kinds = referable(step.verb);
    if (std::ranges::find(kinds, kind) == kinds.end()) {
      problem("step " + in_quotes(step.name) + " has no " + kind + " to refer to",
              kinds.empty() ? "a name" : step.name + "." + kinds.front());
      return false;
    }
    if (filter.label != kind && !(filter.label == "writer_zone" && kind == "zone")) {
      problem("label " + filter.label + " is no " + kind + ", so " + in_quotes(value) + " is none of its values");
      return false;
    }
    if (step.choice == Choice::all && step.objects.size() > 1) {
      problem("step " + in_quotes(step.name) + " acts on " + std::to_string(step.objects.size()) + " of them, so " +
                  in_quotes(value) + " is not one",
              "names, or a step that chooses one");
      return false;
    }
    return true;
  }

  /// Whether an entity may have all of these labels. References may be to anything.
  bool passes_all(const auto& label_of) const {
    return std::ranges::all_of(target_.labels, [&](const LabelFilter& filter) {
      const bool reference = std::ranges::any_of(
          filter.values, [&](const std::string& v) { return referred_step(v, stage_.timeline).has_value(); });
      const std::optional<std::string> value = label_of(filter.label);
      return reference || !value || passes(filter, *value, [](const std::string& text) { return text; });
    });
  }

  bool any_entity() const {
    if (target_.labels.empty()) return true;
    switch (target_.metric->entity) {
      case Entity::tenant:
      case Entity::pod:
        return any_tenant();
      case Entity::node:
        return std::ranges::any_of(fleet_.groups, [&](const NodeGroup& group) {
          return std::ranges::any_of(group.zones, [&](ZoneId zone) { return node_passes(group, zone); });
        });
      case Entity::database:
        return std::ranges::any_of(fleet_.databases, [&](const Database& database) {
          return passes_all([&](std::string_view label) {
            return std::optional(label == "database" ? database.name : fleet_[database.region].name);
          });
        });
      case Entity::deploy:
      case Entity::api:
        break;  // labels of which each value was found
    }
    return true;
  }

  bool any_tenant() const {
    for (std::size_t i = 0; i < fleet_.tenants.size(); ++i) {
      const auto id = static_cast<TenantId>(i);
      const bool chosen = passes_all([&](std::string_view label) {
        return is_of_tenant(label) ? std::optional(tenant_label(fleet_, id, label)) : std::nullopt;
      });
      const bool asks_for_operation =
          std::ranges::find(target_.labels, "op", &LabelFilter::label) != target_.labels.end();
      if (chosen && (!asks_for_operation || has_operation(target_, fleet_, id))) return true;
    }
    return false;
  }

  bool node_passes(const NodeGroup& group, ZoneId zone) const {
    return passes_all([&](std::string_view label) {
      return std::optional(label == "group"  ? group.short_name
                           : label == "zone" ? fleet_[zone].name
                                             : fleet_[group.region].name);
    });
  }

  /// Availability is a promise over a window; a shorter run says nothing about it.
  void check_horizon() {
    for (const Plan& plan : fleet_.plans) {
      if (stage_.horizon >= plan.slo.window) continue;
      const double allowed_s = sim::to_seconds(stage_.horizon) * (1 - plan.slo.good_share);
      problem("the horizon is shorter than the window of plan " + in_quotes(plan.name),
              "a horizon of at least the window, or tenant.budget_spent",
              "over this horizon the plan would allow " + std::to_string(static_cast<std::int64_t>(allowed_s)) + " s");
      return;
    }
  }

  /// What the run is too short to show cannot fail: no wait in it is longer than the run.
  void check_reach() {
    const Metric& metric = *target_.metric;
    const bool above = target_.comparison == Comparison::at_most || target_.comparison == Comparison::less;
    const bool values = target_.aggregate == Aggregate::min || target_.aggregate == Aggregate::max ||
                        target_.aggregate == Aggregate::mean || target_.aggregate == Aggregate::percentile;
    const double horizon_s = sim::to_seconds(stage_.horizon);
    const bool time = metric.unit == Unit::seconds, minutes = metric.name == "tenant.bad_minutes";
    if (!target_.has_limit || !above || !values || (!time && !minutes)) return;
    const double longest = time ? horizon_s : static_cast<double>(stage_.horizon / std::chrono::minutes{1} + 2);
    if (target_.limit > longest || (target_.limit == longest && target_.comparison == Comparison::at_most))
      problem("a target that cannot fail: the run ends after " + write_duration(stage_.horizon),
              "a limit below the horizon, or a longer horizon");
  }

  const Target& target_;
  const Position& where_;
  const std::string& path_;
  const Stage& stage_;
  const Fleet& fleet_;
  Problems& problems_;
};

}  // namespace

void check_target(const Target& target, const Position& where, const std::string& path, const Stage& stage,
                  Problems& problems) {
  TargetCheck(target, where, path, stage, problems).check();
}

}  // namespace paddock::scenarios
