#include "scenarios/experiment/scenario_check.hpp"

#include <algorithm>
#include <map>

#include "scenarios/experiment/blame.hpp"
#include "scenarios/experiment/fleet_file.hpp"
#include "scenarios/experiment/target_check.hpp"
#include "scenarios/experiment/timeline_maker.hpp"
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

/// `because` names one of the causes that explanations can find.
void check_cause(const Node& scenario, Problems& problems) {
  const Node* const because = scenario.find("because");
  if (because == nullptr || !because->is_scalar()) return;
  std::vector<std::string> known;
  for (const Cause& cause : causes()) known.emplace_back(cause.name);
  if (std::ranges::find(known, because->text) != known.end()) return;
  problems.add(because->position, "because", "no cause " + in_quotes(because->text),
               "a cause of `paddock schema --causes`: " + name_list(known), did_you_mean(because->text, known));
}

}  // namespace

void check_scenario(const Node& scenario, Problems& problems) {
  ScenarioSpec spec;
  Assumptions ignored;
  read(scenario, spec, problems, ignored);
  check_step_names(scenario, problems);
  add_findings(order_of_steps(spec), scenario, problems);
  check_cause(scenario, problems);
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
    check_target(*target, list->items[i].position, path, stage, problems);
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
