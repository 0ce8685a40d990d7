#include "scenarios/experiment/scenario_check.hpp"

#include <algorithm>
#include <map>

#include "scenarios/experiment/labels.hpp"
#include "scenarios/language/field_names.hpp"
#include "scenarios/language/reader.hpp"
#include "scenarios/language/scenario_spec.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

std::string_view first_word(std::string_view path) { return path.substr(0, path.find_first_of(".[")); }

void check_step_names(const Node& scenario, Problems& problems) {
  const Node* const timeline = scenario.find("timeline");
  if (timeline == nullptr || !timeline->is_sequence()) return;
  std::map<std::string, Position> first;
  for (std::size_t i = 0; i < timeline->items.size(); ++i) {
    const Node* const name = timeline->items[i].find("name");
    if (name == nullptr || !name->is_scalar()) continue;
    const auto [at, is_new] = first.emplace(name->text, name->position);
    if (!is_new)
      problems.add(name->position, path_join(path_join("timeline", i), "name"),
                   "two steps are called " + in_quotes(name->text) + "; the first stands in line " +
                       std::to_string(at->second.line),
                   "a name of its own for each step");
  }
}

/// Holds one target against the stage.
class TargetCheck {
 public:
  TargetCheck(const Target& target, const Position& where, std::string path, const Stage& stage, Problems& problems)
      : target_(target), where_(where), path_(std::move(path)), stage_(stage), problems_(problems) {}

  void run() {
    if (target_.window.kind != Window::Kind::whole) window();
    if (target_.metric->entity == Entity::tenant && stage_.tenants_known && !any_tenant(target_, stage_.fleet))
      found("no tenant of the fleet has these labels", "labels that some tenant has");
    for (const LabelFilter& filter : target_.labels)
      for (const std::string& value : filter.values) reference(value);
    if (target_.metric->name == "tenant.availability") horizon();
  }

 private:
  void found(std::string what, std::string allowed = {}, std::string hint = {}) {
    problems_.add(where_, path_, std::move(what), std::move(allowed), std::move(hint));
  }

  void window() {
    const auto& steps = stage_.timeline.steps;
    const auto step = std::ranges::find(steps, target_.window.step, &StepDefinition::name);
    std::vector<std::string> known;
    known.reserve(steps.size());
    for (const StepDefinition& s : steps) known.push_back(s.name);
    if (step == steps.end())
      found("no step " + in_quotes(target_.window.step), "steps: " + name_list(known),
            did_you_mean(target_.window.step, known));
    else if (target_.window.kind == Window::Kind::during && !step->lasts_s && !ends_itself(step->verb))
      found("step " + in_quotes(step->name) + " has no `for`, so nothing is during it",
            "`after " + step->name + "`, or a `for` on the step");
  }

  void reference(const std::string& value) {
    const auto dot = value.rfind('.');
    if (dot == std::string::npos || is_reference(value, stage_.timeline)) return;
    const std::string what = value.substr(dot + 1);
    if (what == "zone" || what == "region" || what == "node" || what == "database")
      found("no step " + in_quotes(value.substr(0, dot)) + " to refer to");
  }

  /// Availability is a promise over a window; a shorter run says nothing about it.
  void horizon() {
    for (const Plan& plan : stage_.fleet.plans) {
      if (stage_.horizon >= plan.slo.window) continue;
      const double allowed_s = sim::to_seconds(stage_.horizon) * (1 - plan.slo.good_share);
      return found(
          "the horizon is shorter than the window of plan " + in_quotes(plan.name),
          "a horizon of at least the window, or tenant.budget_spent",
          "over this horizon the plan would allow " + std::to_string(static_cast<std::int64_t>(allowed_s)) + " s");
    }
  }

  const Target& target_;
  const Position& where_;
  std::string path_;
  const Stage& stage_;
  Problems& problems_;
};

}  // namespace

void check_scenario(const Node& scenario, Problems& problems) {
  ScenarioSpec spec;
  Assumptions ignored;
  read(scenario, spec, problems, ignored);
  check_step_names(scenario, problems);
  for (const char* key : {"targets", "watch"}) {
    const Node* const list = scenario.find(key);
    if (list == nullptr || !list->is_sequence()) continue;
    for (std::size_t i = 0; i < list->items.size(); ++i)
      parse_target(list->items[i], path_join(key, i), key == std::string_view("watch"), problems);
  }
}

std::vector<Target> read_targets(const Node& scenario, const std::string& key, const Stage& stage, Problems& problems) {
  std::vector<Target> targets;
  const Node* const list = scenario.find(key);
  if (list == nullptr || !list->is_sequence()) return targets;
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const std::string path = path_join(key, i);
    auto target = parse_target(list->items[i], path, key == "watch", problems);
    if (!target) continue;
    TargetCheck(*target, list->items[i].position, path, stage, problems).run();
    targets.push_back(std::move(*target));
  }
  return targets;
}

bool of_scenario(std::string_view path) {
  constexpr std::string_view words[] = {"timeline", "targets",    "watch",  "vary",
                                        "horizon",  "confidence", "expect", "because"};
  return std::ranges::find(words, first_word(path)) != std::end(words);
}

std::vector<Setting> known_settings(const std::vector<Setting>& settings, Problems& problems) {
  std::vector<std::string> words = field_names<ScenarioSpec>();
  for (std::string& word : field_names<FleetSpec>())
    if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
  std::vector<Setting> known;
  for (const Setting& setting : settings) {
    const std::string word(first_word(setting.path));
    if (std::ranges::find(words, word) != words.end())
      known.push_back(setting);
    else
      problems.add(setting.written.value_or(on_command_line("--set " + setting.path + "=" + setting.value)), {},
                   "unknown key " + in_quotes(word), name_list(words), did_you_mean(word, words));
  }
  return known;
}

}  // namespace paddock::scenarios
