#include "scenarios/experiment/design.hpp"

#include <algorithm>
#include <filesystem>

#include "scenarios/experiment/chance.hpp"
#include "scenarios/experiment/target_check.hpp"
#include "scenarios/experiment/timeline_maker.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

constexpr std::string_view scenario_words[] = {"timeline",   "targets", "watch",  "horizon",
                                               "confidence", "expect",  "because"};

/// Whether a path speaks of the scenario; every other speaks of the fleet.
bool of_scenario(std::string_view path) {
  const std::string_view first = path.substr(0, path.find_first_of(".["));
  return std::ranges::find(scenario_words, first) != std::end(scenario_words);
}

/// The deepest node that the path reaches: where a finding about the path has its place.
const Node& node_at(const Node& root, const std::string& path) {
  const Node* at = &root;
  const auto steps = parse_path(path);
  if (!steps) return root;
  for (const PathStep& step : *steps) {
    const Node* next = nullptr;
    if (const auto* key = std::get_if<std::string>(&step)) next = at->find(*key);
    if (const auto* index = std::get_if<std::size_t>(&step); index && at->is_sequence() && *index < at->items.size())
      next = &at->items[*index];
    if (next == nullptr) break;
    at = next;
  }
  return *at;
}

void add_findings(const Findings& findings, const Node& root, Problems& problems) {
  for (const Finding& finding : findings)
    problems.add(node_at(root, finding.path).position, finding.path, finding.message);
}

/// Parts that a fleet file may describe, and which of them it does.
void describe_coverage(const FleetSpec& spec, Design& design) {
  const auto part = [&](std::string_view name, bool there) {
    (there ? design.described : design.not_described).emplace_back(name);
  };
  part("nodes", true);
  part("request path", std::ranges::any_of(spec.regions, [](const auto& r) { return !r.second.path.empty(); }));
  part("databases", std::ranges::any_of(spec.regions, [](const auto& r) { return !r.second.databases.empty(); }));
  part("plans", !spec.plans.empty());
  part("traffic", std::ranges::any_of(spec.tenants, [](const TenantSpec& t) { return !t.traffic.operations.empty(); }));
  part("delivery", spec.delivery.has_value());
}

/// What is wrong with a scenario whatever its fleet: its words, and the grammar of its targets.
void check_scenario(const Node& scenario, Problems& problems) {
  ScenarioSpec spec;
  Assumptions ignored;
  read(scenario, spec, problems, ignored);
  for (const char* key : {"targets", "watch"}) {
    const Node* const list = scenario.find(key);
    if (list == nullptr || !list->is_sequence()) continue;
    for (std::size_t i = 0; i < list->items.size(); ++i)
      parse_target(list->items[i], path_join(key, i), key == std::string_view("watch"), problems);
  }
}

/// Whether a problem stands in the object that a finding is about: the finding may then only be its echo.
bool is_echo(const Finding& finding, const Problems& problems) {
  const std::string object = finding.path.substr(0, finding.path.find_last_of(".["));
  return std::ranges::any_of(problems.all(), [&](const Problem& problem) { return problem.path.starts_with(object); });
}

using MadeFleet = LoadedFleet;

/// Reads and makes a fleet, with all that is wrong in either way. False: something is.
bool read_fleet(const Node& node, const std::vector<TenantSpec>& added, MadeFleet& made, Problems& problems) {
  Problems own;
  read(node, made.spec, own, made.assumptions);
  Findings findings;
  made.fleet = make_fleet(made.spec, added, findings);
  std::erase_if(findings, [&](const Finding& finding) { return is_echo(finding, own); });
  add_findings(findings, node, own);
  for (const Problem& problem : own.all()) problems.add(problem);
  return own.empty();
}

/// One scenario tree and one fleet file, made into designs.
class DesignMaker {
 public:
  DesignMaker(const Node& scenario, const Node& fleet, FileNames files, const DesignOptions& options,
              Problems& problems)
      : scenario_(scenario), fleet_(fleet), files_(std::move(files)), options_(options), problems_(problems) {}

  std::optional<Designs> make() {
    Assumptions ignored;
    check_scenario(scenario_, problems_);
    Problems again;  // what check_scenario has said already
    if (!read(scenario_, spec_, again, ignored)) {
      make_fleet_of({}, {});  // for its problems
      return std::nullopt;
    }
    if (!problems_.empty()) {
      if (const auto made = make_fleet_of({}, added_tenants(spec_))) {
        Findings findings;
        make_timeline(spec_, made->fleet, findings);
        add_findings(findings, scenario_, problems_);
      }
      return std::nullopt;
    }
    Designs designs{.scenario = spec_.scenario, .rows = {}};
    auto vary = spec_.vary;
    for (const auto& [path, values] : options_.vary) vary.push_back({path, values});
    add_rows(designs, vary, {});
    check_expectations(designs);
    problems_.sort();
    if (!problems_.empty()) return std::nullopt;
    return designs;
  }

 private:
  /// Every combination of the varied values, the last path running fastest.
  void add_rows(Designs& designs, const NamedMap<std::vector<std::string>>& vary, Choices choices) {
    if (choices.size() < vary.size()) {
      const auto& [path, values] = vary[choices.size()];
      if (values.empty())
        problems_.add(node_at(scenario_, "vary").position, "vary", "no values for " + in_quotes(path));
      for (const std::string& value : values) {
        Choices more = choices;
        more.emplace_back(path, value);
        add_rows(designs, vary, std::move(more));
      }
      return;
    }
    if (!problems_.empty()) return;
    Node scenario = scenario_;
    std::vector<Setting> of_fleet;
    for (const auto& [path, value] : choices) {
      if (of_scenario(path))
        set_path(scenario, path, value, problems_);
      else
        of_fleet.push_back({path, value});
    }
    add_choices_of_steps(designs, scenario, of_fleet, std::move(choices));
  }

  /// A step with `each` or `worst` becomes one row for each zone, region or database.
  void add_choices_of_steps(Designs& designs, const Node& scenario, const std::vector<Setting>& settings,
                            Choices choices) {
    ScenarioSpec spec;
    Assumptions ignored;
    if (!problems_.empty() || !read(scenario, spec, problems_, ignored)) return;
    for (std::size_t i = 0; i < spec.timeline.size(); ++i) {
      const StepSpec& step = spec.timeline[i];
      const std::string at = "timeline[" + std::to_string(i) + "].";
      if (step.lose && step.lose->zone && is_each(*step.lose->zone, designs))
        return expand(designs, scenario, settings, choices, at + "lose.zone", step.name + ".zone");
      if (step.lose && step.lose->region && is_each(*step.lose->region, designs))
        return expand(designs, scenario, settings, choices, at + "lose.region", step.name + ".region");
      if (step.fail_over && is_each(step.fail_over->database, designs))
        return expand(designs, scenario, settings, choices, at + "fail_over.database", step.name + ".database");
    }
    add_row(designs, scenario, spec, settings, std::move(choices));
  }

  static bool is_each(const std::string& selector, Designs& designs) {
    if (selector == "worst") designs.worst_only = true;
    return selector == "each" || selector == "worst";
  }

  void expand(Designs& designs, const Node& scenario, const std::vector<Setting>& settings, const Choices& choices,
              const std::string& path, const std::string& label) {
    const auto made = make_fleet_of(settings, {});
    if (!made) return;
    std::vector<std::string> names;
    if (path.ends_with("zone")) names = zones_with_nodes(made->fleet);
    if (path.ends_with("region"))
      for (const Region& region : made->fleet.regions) names.push_back(region.name);
    if (path.ends_with("database"))
      for (const Database& database : made->fleet.databases)
        names.push_back(made->fleet[database.region].name + "/" + database.name);
    if (names.empty())
      problems_.add(node_at(scenario, path).position, path, "the fleet has nothing to choose from here");
    for (const std::string& name : names) {
      Node one = scenario;
      set_path(one, path, name, problems_);
      Choices more = choices;
      more.emplace_back(label, name);
      add_choices_of_steps(designs, one, settings, std::move(more));
    }
  }

  std::optional<MadeFleet> make_fleet_of(const std::vector<Setting>& settings, const std::vector<TenantSpec>& added) {
    std::vector<Setting> all = options_.set;
    std::erase_if(all, [](const Setting& setting) { return of_scenario(setting.path); });
    all.insert(all.end(), settings.begin(), settings.end());
    Node node = fleet_;
    for (const Setting& setting : all) set_path(node, setting.path, setting.value, problems_);
    resolve_like(node, problems_);
    MadeFleet made;
    const bool good = read_fleet(node, added, made, problems_);
    return good ? std::optional(std::move(made)) : std::nullopt;
  }

  void add_row(Designs& designs, const Node& scenario, const ScenarioSpec& spec, const std::vector<Setting>& settings,
               Choices choices) {
    auto made = make_fleet_of(settings, added_tenants(spec));
    if (!made) return;
    Findings findings;
    auto timeline = make_timeline(spec, made->fleet, findings);
    add_findings(findings, scenario, problems_);
    if (!findings.empty()) return;
    Design design{.scenario = spec.scenario,
                  .about = spec.about,
                  .fleet_name = made->spec.fleet,
                  .scenario_file = files_.scenario,
                  .fleet_file = files_.fleet,
                  .observed = made->spec.observed,
                  .horizon = spec.horizon,
                  .confidence = spec.confidence,
                  .because = spec.because,
                  .assumptions = std::move(made->assumptions),
                  .choices = std::move(choices)};
    describe_coverage(made->spec, design);
    design.fleet = std::make_shared<const Fleet>(std::move(made->fleet));
    design.timeline = std::make_shared<const Timeline>(std::move(timeline));
    read_targets(scenario, "targets", false, design);
    read_targets(scenario, "watch", true, design);
    design.chance = chance_in(design);
    const auto& expected = spec.expect.rows;
    design.expect = expected[expected.size() == 1 ? 0 : std::min(designs.rows.size(), expected.size() - 1)];
    designs.rows.push_back(std::move(design));
  }

  void check_expectations(const Designs& designs) {
    const std::size_t expected = spec_.expect.rows.size();
    if (expected != 1 && expected != designs.rows.size() && problems_.empty())
      problems_.add(node_at(scenario_, "expect").position, "expect",
                    std::to_string(expected) + " expectations for " + std::to_string(designs.rows.size()) + " rows",
                    "one for all rows, or one for each");
  }

  void read_targets(const Node& scenario, const std::string& key, bool watched, Design& design) {
    const Node* const list = scenario.find(key);
    if (list == nullptr || !list->is_sequence()) return;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const std::string path = path_join(key, i);
      if (auto target = parse_target(list->items[i], path, watched, problems_)) {
        check_target(*target, list->items[i].position, path, design, problems_);
        design.targets.push_back(std::move(*target));
      }
    }
  }

  const Node& scenario_;
  const Node& fleet_;
  FileNames files_;
  const DesignOptions& options_;
  Problems& problems_;
  ScenarioSpec spec_;
};

/// The words of the scenario that are set from outside, and `like` of tenants that its steps add.
bool settle_scenario(Node& scenario, const Node& fleet, const DesignOptions& options, Problems& problems) {
  for (const Setting& setting : options.set)
    if (of_scenario(setting.path)) set_path(scenario, setting.path, setting.value, problems);
  Node* const timeline = scenario.find("timeline");
  if (timeline == nullptr || !timeline->is_sequence()) return problems.empty();
  for (Node& step : timeline->items) {
    Node* const add = step.find("add");
    Node* const tenants = add != nullptr ? add->find("tenants") : nullptr;
    if (tenants == nullptr || !tenants->is_sequence()) continue;
    // Templates stand in the fleet: the list is laid beside them for as long as `like` is worked in.
    Node both{.kind = Node::Kind::mapping, .text = {}, .items = {}, .entries = {}, .position = tenants->position};
    if (const Node* templates = fleet.find("templates"))
      both.entries.push_back({"templates", templates->position, *templates});
    both.entries.push_back({"tenants", tenants->position, *tenants});
    resolve_like(both, problems);
    *tenants = *both.find("tenants");
  }
  return problems.empty();
}

}  // namespace

std::optional<Designs> make_designs(const Node& scenario, const Node& fleet, const FileNames& files,
                                    const DesignOptions& options, Problems& problems) {
  Node settled = scenario;
  if (!settle_scenario(settled, fleet, options, problems)) return std::nullopt;
  return DesignMaker(settled, fleet, files, options, problems).make();
}

std::optional<Designs> load_designs(const Node& scenario, const std::string& scenario_file,
                                    const DesignOptions& options, Problems& problems) {
  std::string fleet_file = options.fleet.value_or("");
  if (!options.fleet) {
    const Node* const fleet = scenario.find("fleet");
    if (fleet == nullptr || !fleet->is_scalar()) {
      const std::size_t before = problems.size();
      check_scenario(scenario, problems);  // says that it is missing, and everything else
      if (problems.size() == before)
        problems.add(scenario.position, "fleet", "no fleet file", "the path of a fleet file");
      return std::nullopt;
    }
    fleet_file = (std::filesystem::path(scenario_file).parent_path() / fleet->text).lexically_normal().string();
  }
  const auto base = load(fleet_file, problems);
  if (!base) check_scenario(scenario, problems);
  return base ? make_designs(scenario, *base, {scenario_file, fleet_file}, options, problems) : std::nullopt;
}

std::optional<Designs> load_designs(const std::string& scenario_file, const DesignOptions& options,
                                    Problems& problems) {
  const auto scenario = load(scenario_file, problems);
  return scenario ? load_designs(*scenario, scenario_file, options, problems) : std::nullopt;
}

std::optional<LoadedFleet> make_fleet_from(const Node& base, const DesignOptions& options, Problems& problems) {
  Node node = base;
  for (const Setting& setting : options.set) set_path(node, setting.path, setting.value, problems);
  resolve_like(node, problems);
  LoadedFleet loaded;
  read_fleet(node, {}, loaded, problems);
  problems.sort();
  return problems.empty() ? std::optional(std::move(loaded)) : std::nullopt;
}

}  // namespace paddock::scenarios
