#include "scenarios/experiment/design.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "scenarios/counted.hpp"
#include "scenarios/experiment/added_tenants.hpp"
#include "scenarios/experiment/chance.hpp"
#include "scenarios/experiment/doubts.hpp"
#include "scenarios/experiment/scenario_check.hpp"
#include "scenarios/experiment/silence.hpp"
#include "scenarios/experiment/timeline_maker.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// Parts that a fleet file may describe, and which of them it does.
void describe_coverage(const LoadedFleet& made, Design& design) {
  const FleetSpec& spec = made.spec;
  const auto part = [&](std::string_view name, bool there) {
    (there ? design.described : design.not_described).emplace_back(name);
  };
  part("nodes", true);
  part("request path", std::ranges::any_of(spec.regions, [](const auto& r) { return !r.second.path.empty(); }));
  part("databases", std::ranges::any_of(spec.regions, [](const auto& r) { return !r.second.databases.empty(); }));
  part("plans", !spec.plans.empty());
  part("traffic", std::ranges::any_of(spec.tenants, [](const TenantSpec& t) { return !t.traffic.operations.empty(); }));
  part("delivery", spec.delivery.has_value());
  for (const NotModelled& field : made.not_modelled)
    if (std::ranges::find(design.not_modelled, field.name) == design.not_modelled.end())
      design.not_modelled.push_back(field.name);
  for (const Finding& doubt : doubts_of(made.spec, made.fleet))
    design.warnings.push_back(doubt.path + ": " + doubt.message);
  for (Assumption& silent : assumed_of_silence(spec)) design.assumptions.push_back(std::move(silent));
}

/// One scenario tree and one fleet file, made into designs.
class DesignMaker {
 public:
  DesignMaker(const Node& scenario, FleetReader& fleet, FileNames files, const DesignOptions& options,
              Problems& problems)
      : scenario_(scenario), fleet_(fleet), files_(std::move(files)), options_(options), problems_(problems) {}

  std::optional<Designs> make() {
    check_scenario(scenario_, problems_);
    Problems again;  // what check_scenario has said already
    Assumptions ignored;
    const bool good = read(scenario_, spec_, again, ignored);
    if (!problems_.empty()) {
      look_further(good);
      return std::nullopt;
    }
    Designs designs{.scenario = spec_.scenario, .rows = {}};
    const std::vector<Values> vary = varied();
    if (problems_.empty()) add_rows(designs, vary, {});
    check_expectations(designs);
    if (!problems_.empty() && designs.rows.empty()) look_further(true);
    if (!problems_.empty()) return std::nullopt;
    designs.files = files_of(scenario_);
    for (std::string& file : files_of(fleet_.tree())) designs.files.push_back(std::move(file));
    return designs;
  }

 private:
  using Values = std::vector<Setting>;  // of one path
  static constexpr std::size_t most_rows = 10'000;

  /// Something is wrong with the scenario: what else can be known of its fleet, its steps and its targets.
  void look_further(bool read_well) {
    auto made = fleet_with({}, read_well ? added_tenants(spec_, scenario_) : AddedTenants{}, problems_);
    const bool whole = made && read_well;
    Problems again;  // what is wrong with the tenants that steps add hides nothing about the others
    if (!made) made = fleet_with({}, {}, again);
    if (!made) return;
    ScenarioSpec spec = spec_;
    for (StepSpec& step : spec.timeline) {  // one of them, whichever: rows come later
      const auto settle = [](std::string& selector) { selector = choose_each(selector) ? "any" : selector; };
      if (step.lose && step.lose->zone) settle(*step.lose->zone);
      if (step.lose && step.lose->region) settle(*step.lose->region);
      if (step.fail_over) settle(step.fail_over->database);
    }
    Findings findings;
    const Timeline timeline = make_timeline(spec, made->fleet, findings);
    add_findings(std::move(findings), scenario_, problems_);
    const Stage stage{made->fleet, timeline, spec.horizon, whole};
    for (const char* key : {"targets", "watch"}) read_targets(scenario_, key, stage, problems_);
  }

  /// What the file and then the command line vary, each value with its place.
  std::vector<Values> varied() {
    std::vector<Values> all;
    const Node* const vary = scenario_.find("vary");
    for (const auto& [path, values] : spec_.vary) {
      const Node* const list = vary != nullptr ? vary->find(path) : nullptr;
      if (values.empty())
        problems_.add(node_at(scenario_, "vary").position, "vary", "no values for " + in_quotes(path));
      all.emplace_back();
      for (std::size_t i = 0; i < values.size(); ++i)
        all.back().push_back(
            {path, values[i],
             list != nullptr && i < list->items.size() ? list->items[i].position : scenario_.position});
    }
    for (const auto& [path, values] : options_.vary) {
      std::string text = "--vary " + path + "=";
      for (const std::string& value : values) text += (&value == values.data() ? "" : ",") + value;
      all.emplace_back();
      for (const std::string& value : values) all.back().push_back({path, value, on_command_line(text)});
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (!all[i].empty() && !all[k].empty() && all[i].front().path == all[k].front().path)
          problems_.add(all[i].front().written.value_or(scenario_.position), "vary",
                        in_quotes(all[i].front().path) + " is varied twice", "all its values in one list");
    std::size_t rows = 1;
    for (const Values& values : all) {
      if (!values.empty()) known_settings({values.front()}, problems_);
      rows *= std::min(values.size(), most_rows + 1);
      if (rows <= most_rows) continue;
      problems_.add(node_at(scenario_, "vary").position, "vary", "more than " + std::to_string(most_rows) + " rows",
                    "fewer values: every combination is a row");
      break;
    }
    return all;
  }

  /// Every combination of the varied values, the last path running fastest.
  void add_rows(Designs& designs, const std::vector<Values>& vary, const Values& chosen) {
    if (chosen.size() < vary.size()) {
      for (const Setting& value : vary[chosen.size()]) {
        constexpr std::size_t enough = 100;  // problems: a thousand rows say no more
        if (problems_.size() > enough) return;
        Values more = chosen;
        more.push_back(value);
        add_rows(designs, vary, more);
      }
      return;
    }
    Node scenario = scenario_;
    std::vector<Setting> of_fleet;
    Choices choices;
    bool good = true;
    for (const Setting& setting : chosen) {
      choices.emplace_back(setting.path, setting.value);
      if (of_scenario(setting.path))
        good &= set_path(scenario, setting, problems_);
      else
        of_fleet.push_back(setting);
    }
    if (good) add_choices_of_steps(designs, scenario, of_fleet, std::move(choices));
  }

  /// A step with `each` or `worst` becomes one row for each zone, region or database.
  void add_choices_of_steps(Designs& designs, const Node& scenario, const std::vector<Setting>& settings,
                            Choices choices) {
    ScenarioSpec spec;
    Assumptions ignored;
    if (!read(scenario, spec, problems_, ignored)) return;
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

  static bool choose_each(const std::string& selector) { return selector == "each" || selector == "worst"; }

  static bool is_each(const std::string& selector, Designs& designs) {
    if (selector == "worst") designs.worst_only = true;
    return choose_each(selector);
  }

  void expand(Designs& designs, const Node& scenario, const std::vector<Setting>& settings, const Choices& choices,
              const std::string& path, const std::string& label) {
    const auto made = fleet_with(settings, {}, problems_);
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

  std::shared_ptr<const LoadedFleet> fleet_with(const std::vector<Setting>& settings, const AddedTenants& added,
                                                Problems& problems) {
    std::vector<Setting> all = options_.set;
    std::erase_if(all, [](const Setting& setting) { return of_scenario(setting.path); });
    all.insert(all.end(), settings.begin(), settings.end());
    return fleet_.read(all, added, problems);
  }

  void add_row(Designs& designs, const Node& scenario, const ScenarioSpec& spec, const std::vector<Setting>& settings,
               Choices choices) {
    const AddedTenants added = added_tenants(spec, scenario);
    const auto made = fleet_with(settings, added, problems_);
    if (!made) return;
    Findings findings;
    auto timeline = make_timeline(spec, made->fleet, findings);
    const Stage stage{made->fleet, timeline, spec.horizon};
    std::vector<Target> targets = read_targets(scenario, "targets", stage, problems_);
    for (Target& target : read_targets(scenario, "watch", stage, problems_)) targets.push_back(std::move(target));
    const bool good = findings.empty();
    add_findings(std::move(findings), scenario, problems_);
    if (!good) return;
    Design design{.scenario = spec.scenario,
                  .about = spec.about,
                  .fleet_name = made->spec.fleet,
                  .scenario_file = files_.scenario,
                  .fleet_file = files_.fleet,
                  .observed = made->spec.observed,
                  .targets = std::move(targets),
                  .horizon = spec.horizon,
                  .confidence = spec.confidence,
                  .because = spec.because,
                  .assumptions = made->assumptions,
                  .choices = std::move(choices)};
    describe_coverage(*made, design);
    design.fleet = std::shared_ptr<const Fleet>(made, &made->fleet);
    design.timeline = std::make_shared<const Timeline>(std::move(timeline));
    design.chance = chance_in(design);
    const auto& expected = spec.expect.rows;
    design.expect = expected[expected.size() == 1 ? 0 : std::min(designs.rows.size(), expected.size() - 1)];
    designs.rows.push_back(std::move(design));
  }

  void check_expectations(const Designs& designs) {
    const std::size_t expected = spec_.expect.rows.size();
    if (expected != 1 && expected != designs.rows.size() && problems_.empty())
      problems_.add(node_at(scenario_, "expect").position, "expect",
                    counted(expected, "expectation") + " for " + counted(designs.rows.size(), "row"),
                    "one for all rows, or one for each");
  }

  const Node& scenario_;
  FleetReader& fleet_;
  FileNames files_;
  const DesignOptions& options_;
  Problems& problems_;
  ScenarioSpec spec_;
};

/// `like` of tenants that the steps of a scenario add.
void resolve_added(Node& scenario, const Node& fleet, Problems& problems) {
  Node* const timeline = scenario.find("timeline");
  if (timeline == nullptr || !timeline->is_sequence()) return;
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
}

}  // namespace

std::optional<Designs> make_designs(const Node& scenario, FleetReader& fleet, const FileNames& files,
                                    const DesignOptions& options, Problems& problems) {
  Problems own;
  DesignOptions known = options;
  known.set = known_settings(options.set, own);
  Node settled = scenario;
  for (const Setting& setting : known.set)
    if (of_scenario(setting.path)) set_path(settled, setting, own);
  resolve_added(settled, fleet.tree(), own);
  auto designs = DesignMaker(settled, fleet, files, known, own).make();
  own.sort();
  problems.add(own);
  return own.empty() ? std::move(designs) : std::nullopt;
}

std::optional<Designs> load_designs(const Node& scenario, const std::string& scenario_file,
                                    const DesignOptions& options, Problems& problems) {
  namespace fs = std::filesystem;
  const Node* const fleet = scenario.find("fleet");
  if (!options.fleet && (fleet == nullptr || !fleet->is_scalar())) {
    const std::size_t before = problems.size();
    check_scenario(scenario, problems);  // says that it is missing, and everything else
    if (problems.size() == before)
      problems.add(scenario.position, "fleet", "no fleet file", "the path of a fleet file");
    return std::nullopt;
  }
  const std::string file = options.fleet
                               ? *options.fleet
                               : (fs::path(scenario_file).parent_path() / fleet->text).lexically_normal().string();
  std::error_code error;
  std::optional<Node> base;
  if (!options.fleet && fs::status(file, error).type() == fs::file_type::not_found)
    problems.add(fleet->position, "fleet", "found " + in_quotes(fleet->text) + "; there is no file " + in_quotes(file),
                 "the path of a fleet file, relative to this one");
  else
    base = load(file, problems);
  if (!base) check_scenario(scenario, problems);
  if (!base) return std::nullopt;
  FleetReader reader(*base);
  return make_designs(scenario, reader, {scenario_file, file}, options, problems);
}

std::optional<Designs> load_designs(const std::string& scenario_file, const DesignOptions& options,
                                    Problems& problems) {
  const auto scenario = load(scenario_file, problems);
  return scenario ? load_designs(*scenario, scenario_file, options, problems) : std::nullopt;
}

}  // namespace paddock::scenarios
