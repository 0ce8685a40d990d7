#include "scenarios/experiment/timeline_maker.hpp"

#include <algorithm>
#include <map>

#include "scenarios/experiment/bad_version.hpp"
#include "scenarios/experiment/tenant_choice.hpp"
#include "scenarios/experiment/zone_size.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

class TimelineMaker {
 public:
  TimelineMaker(const ScenarioSpec& scenario, const Fleet& fleet, Findings& findings)
      : scenario_(scenario), fleet_(fleet), findings_(findings) {
    while (next_added_ < fleet.tenants.size() && fleet.tenants[next_added_].at_start) ++next_added_;
  }

  Timeline make() {
    timeline_.aged = scenario_.start.aged;
    timeline_.life_goes_on = scenario_.start.life_goes_on;
    for (std::size_t i = 0; i < scenario_.timeline.size(); ++i) {
      path_ = "timeline[" + std::to_string(i) + "]";
      timeline_.steps.push_back(step(scenario_.timeline[i]));
    }
    return std::move(timeline_);
  }

 private:
  void found(const std::string& where, std::string message) {
    findings_.push_back({path_ + where, std::move(message)});
  }

  StepDefinition step(const StepSpec& spec) {
    StepDefinition step{.name = spec.name, .share_of_runs = spec.in.share};
    if (spec.lasts) step.lasts_s = spec.lasts->seconds;
    step.trigger = trigger(spec);
    if (spec.how) {
      step.loss = spec.how->how == How::partition ? Loss::partition : Loss::power;
      step.share_of_nodes = spec.how->partial;
    }
    if (spec.lose && spec.lose->zone) lose_zone(*spec.lose->zone, step);
    if (spec.lose && spec.lose->region) lose_region(*spec.lose->region, step);
    if (spec.crash) crash(*spec.crash, step);
    if (spec.fail_over) fail_over(spec.fail_over->database, step);
    if (spec.refuse) refuse(spec.refuse->api, step);
    if (spec.add) add(*spec.add, step);
    if (spec.push) push(*spec.push, step);
    if (spec.drain) drain(*spec.drain, step);
    if (spec.set) set(*spec.set, step);
    if (spec.roll_back) roll_back(*spec.roll_back, step);
    if (spec.zonal_shift) zonal_shift(*spec.zonal_shift, step);
    if (spec.restart) restart(*spec.restart, step);
    const bool undone = step.verb == Verb::lose_zone || step.verb == Verb::lose_region ||
                        step.verb == Verb::crash_node || step.verb == Verb::refuse_api ||
                        step.verb == Verb::zonal_shift;
    if (step.lasts_s && !undone)
      found(".for", "this verb has no end; `for` goes with lose, crash, refuse and zonal_shift");
    return step;
  }

  Trigger trigger(const StepSpec& spec) {
    Trigger trigger;
    if (spec.at) trigger.delay_s = spec.at->delay.seconds;
    const auto& other = spec.at ? spec.at->step : spec.after;
    if (!other) return trigger;
    trigger.from = spec.at ? Trigger::From::step_begins : Trigger::From::step_over;
    const auto at = std::ranges::find(scenario_.timeline, *other, &StepSpec::name);
    if (at != scenario_.timeline.end()) trigger.step = static_cast<StepId>(at - scenario_.timeline.begin());
    return trigger;  // a step that is not there has been found by order_of_steps
  }

  void lose_zone(const std::string& name, StepDefinition& step) {
    step.verb = Verb::lose_zone;
    find_zone(name, ".lose.zone", "any, each, largest, worst, all", step);
  }

  void find_zone(const std::string& name, const std::string& where, const std::string& words, StepDefinition& step) {
    std::vector<std::string> known;
    std::vector<std::uint32_t> all, named;
    for (std::uint32_t i = 0; i < fleet_.zones.size(); ++i) {
      all.push_back(i);
      known.push_back(fleet_.zones[i].name);
      if (fleet_.zones[i].name == name || fleet_.zones[i].short_name == name) named.push_back(i);
    }
    if (name == "largest")
      step.objects = {*std::ranges::max_element(
          all, {}, [&](std::uint32_t i) { return nodes_of(fleet_, static_cast<ZoneId>(i)); })};
    else if (!choose(name, all, named, step))
      found(where, "no zone \"" + name + "\"; zones are " + name_list(known) + "; or " + words +
                       hint_in_brackets(name, known));
    if (named.size() > 1)
      found(where, "zone \"" + name + "\" is in more than one region; give its full name: " + name_list(known));
  }

  void zonal_shift(const ZonalShiftSpec& spec, StepDefinition& step) {
    step.verb = Verb::zonal_shift;
    step.shifts_cluster = spec.cluster;
    step.shifts_balancer = spec.balancer;
    const std::string where = ".zonal_shift.away_from";
    const std::string& from = spec.away_from;
    const auto earlier = std::ranges::find_if(
        timeline_.steps, [&](const StepDefinition& other) { return other.name + ".zone" == from; });
    if (earlier == timeline_.steps.end()) {
      if (from == "all") return found(where, "a shift is away from one zone; pods and requests need the others");
      return find_zone(from, where, "any, largest, or STEP.zone of a step before this one", step);
    }
    if (earlier->verb != Verb::lose_zone || (earlier->choice == Choice::all && earlier->objects.size() != 1))
      return found(where, "step \"" + earlier->name + "\" is not about one zone");
    step.zone_of = static_cast<StepId>(earlier - timeline_.steps.begin());
    step.objects = earlier->objects;  // one of them
  }

  void lose_region(const std::string& name, StepDefinition& step) {
    step.verb = Verb::lose_region;
    std::vector<std::string> known;
    std::vector<std::uint32_t> all, named;
    for (std::uint32_t i = 0; i < fleet_.regions.size(); ++i) {
      all.push_back(i);
      known.push_back(fleet_.regions[i].name);
      if (fleet_.regions[i].name == name) named.push_back(i);
    }
    const auto tenants_in = [&](std::uint32_t i) {
      return std::ranges::count(fleet_.tenants, static_cast<RegionId>(i), &Tenant::region);
    };
    if (name == "largest")
      step.objects = {*std::ranges::max_element(all, {}, tenants_in)};
    else if (!choose(name, all, named, step))
      found(".lose.region", "no region \"" + name + "\"; regions are " + name_list(known) +
                                "; or any, each, largest, worst, all" + hint_in_brackets(name, known));
  }

  /// Fills objects and choice from `any`, `all` or a name. False: no such name.
  static bool choose(const std::string& name, const std::vector<std::uint32_t>& all,
                     const std::vector<std::uint32_t>& named, StepDefinition& step) {
    if (name == "any") step.choice = Choice::any;
    step.objects = name == "any" || name == "all" ? all : named;
    return !step.objects.empty();
  }

  std::optional<RegionId> region(const std::optional<std::string>& name, const std::string& where) {
    if (!name) return std::nullopt;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < fleet_.regions.size(); ++i) {
      known.push_back(fleet_.regions[i].name);
      if (known.back() == *name) return static_cast<RegionId>(i);
    }
    found(where, "no region \"" + *name + "\"; regions are " + name_list(known) + hint_in_brackets(*name, known));
    return std::nullopt;
  }

  void crash(const CrashSpec& spec, StepDefinition& step) {
    step.verb = Verb::crash_node;
    step.region = region(spec.region, ".crash.region");
    choose_node(spec.node, ".crash", step);
  }

  /// `any`, `largest` or a name. Which numbers there are is known when the step begins: nodes come and go.
  void choose_node(const std::string& name, const std::string& where, StepDefinition& step) {
    if (name == "any" || name == "largest") {
      step.choice = name == "largest" ? Choice::fullest : Choice::any;
      return;
    }
    step.choice = Choice::named;
    step.node = name;
    const auto number = name.rfind('/') + 1;
    const bool counts = number < name.size() && name[number] != '0' &&
                        name.find_first_not_of("0123456789", number) == std::string::npos;
    std::vector<std::string> known;
    for (const NodeGroup& group : fleet_.groups)
      for (const ZoneId zone : group.zones) {
        known.push_back(fleet_[group.region].name + "/" + fleet_[zone].short_name + "/" + group.short_name + "/");
        if (!counts || name.substr(0, number) != known.back()) continue;
        if (step.region && *step.region != group.region) found(where + ".node", "the node is not in this region");
        step.region = group.region;
        return;
      }
    for (std::string& prefix : known) prefix += "1";
    found(where + ".node",
          "no node \"" + name + "\"; nodes are called like " + name_list(known) + hint_in_brackets(name, known));
  }

  void fail_over(const std::string& name, StepDefinition& step) {
    step.verb = Verb::fail_over;
    std::vector<std::string> known;
    std::vector<std::uint32_t> all, named;
    for (std::uint32_t i = 0; i < fleet_.databases.size(); ++i) {
      all.push_back(i);
      known.push_back(fleet_[fleet_.databases[i].region].name + "/" + fleet_.databases[i].name);
      if (fleet_.databases[i].name == name || known.back() == name) named.push_back(i);
    }
    const auto tenants_on = [&](std::uint32_t i) {
      return std::ranges::count(fleet_.tenants, std::optional(static_cast<DatabaseId>(i)), &Tenant::database);
    };
    if (name == "largest" && !all.empty())
      step.objects = {*std::ranges::max_element(all, {}, tenants_on)};
    else if (!choose(name, all, named, step))
      found(".fail_over.database", "no database \"" + name + "\"; databases are " + name_list(known) +
                                       "; or any, each, largest, worst, all" + hint_in_brackets(name, known));
    if (named.size() > 1)
      found(".fail_over.database", "database \"" + name + "\" is in more than one region; write REGION/" + name);
  }

  void refuse(const std::string& name, StepDefinition& step) {
    step.verb = Verb::refuse_api;
    std::vector<std::string> known;  // one for each account and region that calls it
    for (std::uint32_t i = 0; i < fleet_.delivery.apis.size(); ++i) {
      const std::string& api = fleet_.delivery.apis[i].name;
      if (std::ranges::find(known, api) == known.end()) known.push_back(api);
      if (name == "all" || api == name) step.objects.push_back(i);
    }
    if (step.objects.empty())
      found(".refuse.api", "no API \"" + name + "\" is called by this fleet's delivery; it calls " + name_list(known) +
                               hint_in_brackets(name, known));
  }

  void add(const AddSpec& spec, StepDefinition& step) {
    if (spec.nodes) return add_nodes(*spec.nodes, step);
    step.verb = Verb::add_tenants;
    step.by_delivery = spec.by == AddBy::delivery && !fleet_.delivery.stacks.empty();
    for (const TenantSpec& tenants : spec.tenants)
      for (std::int64_t n = 0; n < tenants.count && next_added_ < fleet_.tenants.size(); ++n)
        step.objects.push_back(static_cast<std::uint32_t>(next_added_++));
  }

  /// Fills the objects with the one group of this name.
  void find_group(const std::string& name, const std::optional<std::string>& region_name, const std::string& where,
                  StepDefinition& step) {
    const auto in = region(region_name, where + ".region");
    std::vector<std::string> known;
    for (std::uint32_t i = 0; i < fleet_.groups.size(); ++i) {
      const NodeGroup& group = fleet_.groups[i];
      known.push_back(group.name);
      if (group.short_name == name && (!in || group.region == *in)) step.objects.push_back(i);
    }
    if (step.objects.empty())
      found(where + ".group",
            "no node group \"" + name + "\"; groups are " + name_list(known) + hint_in_brackets(name, known));
    if (step.objects.size() > 1) found(where, "group \"" + name + "\" is in more than one region; give `region`");
  }

  void drain(const DrainSpec& spec, StepDefinition& step) {
    step.replace = spec.replace;
    step.at_once = spec.at_once.value;
    if (spec.group) {
      step.verb = Verb::drain_group;
      return find_group(*spec.group, spec.region, ".drain", step);
    }
    if (!spec.node) return;  // neither: the reader has said so
    step.verb = Verb::drain_node;
    step.region = region(spec.region, ".drain.region");
    choose_node(*spec.node, ".drain", step);
  }

  void add_nodes(const AddNodesSpec& spec, StepDefinition& step) {
    step.verb = Verb::add_nodes;
    step.count = spec.count;
    find_group(spec.group, spec.region, ".add.nodes", step);
    for (const std::uint32_t i : step.objects) {
      const NodeGroup& group = fleet_.groups[i];
      if (group.nodes_at_start + (added_nodes_[group.name] += spec.count) > group.max_nodes)
        found(".add.nodes.count", "group " + group.name + " would have " +
                                      std::to_string(group.nodes_at_start + added_nodes_[group.name]) +
                                      " nodes and may have " + std::to_string(group.max_nodes));
    }
  }

  void push(const PushSpec& spec, StepDefinition& step) {
    step.verb = Verb::push;
    step.region = region(spec.region, ".push.region");
    if (fleet_.delivery.stacks.empty()) return found(".push", "the fleet has no `delivery` to push to");
    if (spec.database && !knows_database(*spec.database, step.region)) return;
    choose_tenants(fleet_, spec.tenant, spec.database, path_ + ".push", step, findings_);
    if (auto problem = make_bad(spec, fleet_, step)) found(".push" + problem->path, std::move(problem->message));
  }

  void set(const SetSpec& spec, StepDefinition& step) {
    step.verb = Verb::set_replicas;
    step.count = spec.replicas;
    step.region = region(spec.region, ".set.region");
    choose_tenants(fleet_, spec.tenant, {}, path_ + ".set", step, findings_);
    const std::int64_t pods = static_cast<std::int64_t>(step.objects.size()) * spec.replicas;
    if (pods > most_pods)
      found(".set.replicas",
            "these tenants would have " + std::to_string(pods) + " pods; at most " + std::to_string(most_pods));
  }

  void roll_back(const RollBackSpec& spec, StepDefinition& step) {
    step.verb = Verb::roll_back;
    step.region = region(spec.region, ".roll_back.region");
    choose_tenants(fleet_, spec.tenant, {}, path_ + ".roll_back", step, findings_);
  }

  void restart(const RestartSpec& spec, StepDefinition& step) {
    if (spec.control_plane) {
      step.verb = Verb::restart_control_plane;
      if (const auto in = region(spec.control_plane, ".restart.control_plane"))
        step.objects = {static_cast<std::uint32_t>(index_of(*in))};
      return;
    }
    if (!spec.daemonset) return;  // neither: the reader has said so
    step.verb = Verb::restart_daemons;
    step.daemon = *spec.daemonset;
    const auto in = region(spec.region, ".restart.region");
    std::vector<std::string> known;
    for (const NodeGroup& group : fleet_.groups)
      for (const Daemon& daemon : group.daemons) {
        if (in && group.region != *in) continue;
        if (std::ranges::find(known, daemon.name) == known.end()) known.push_back(daemon.name);
        const auto where = static_cast<std::uint32_t>(index_of(group.region));
        if (daemon.name == step.daemon && std::ranges::find(step.objects, where) == step.objects.end())
          step.objects.push_back(where);
      }
    if (step.objects.empty())
      found(".restart.daemonset", "no DaemonSet \"" + step.daemon + "\" on a node group; there are " +
                                      name_list(known) + hint_in_brackets(step.daemon, known));
    if (step.objects.size() > 1)
      found(".restart", "DaemonSet \"" + step.daemon + "\" is in more than one region; give `region`");
  }

  bool knows_database(const std::string& name, std::optional<RegionId> region) {
    std::vector<std::string> known;
    for (const Database& database : fleet_.databases) {
      if (region && database.region != *region) continue;
      if (database.name == name) return true;
      known.push_back(database.name);
    }
    found(".push.database",
          "no database \"" + name + "\"; databases are " + name_list(known) + hint_in_brackets(name, known));
    return false;
  }

  const ScenarioSpec& scenario_;
  const Fleet& fleet_;
  Findings& findings_;
  Timeline timeline_;
  std::string path_;
  std::size_t next_added_ = 0;
  std::map<std::string, std::int64_t> added_nodes_;  // by group, by all steps
};

}  // namespace

Findings order_of_steps(const ScenarioSpec& scenario) {
  Findings findings;
  std::vector<std::string> known;
  for (const StepSpec& step : scenario.timeline)
    if (!step.name.empty() && std::ranges::find(known, step.name) == known.end()) known.push_back(step.name);
  for (std::size_t i = 0; i < scenario.timeline.size(); ++i) {
    const StepSpec& step = scenario.timeline[i];
    const auto& other = step.at ? step.at->step : step.after;
    if (!other) continue;
    const std::string path = "timeline[" + std::to_string(i) + (step.at ? "].at" : "].after");
    const auto at = std::ranges::find(scenario.timeline, *other, &StepSpec::name);
    if (at == scenario.timeline.end())
      findings.push_back(
          {path, "no step \"" + *other + "\"; the steps are " + name_list(known) + hint_in_brackets(*other, known)});
    else if (static_cast<std::size_t>(at - scenario.timeline.begin()) >= i)
      findings.push_back({path, "a step waits for one that stands before it"});
  }
  return findings;
}

Timeline make_timeline(const ScenarioSpec& scenario, const Fleet& fleet, Findings& findings) {
  for (Finding& finding : order_of_steps(scenario)) findings.push_back(std::move(finding));
  return TimelineMaker(scenario, fleet, findings).make();
}

std::vector<std::string> zones_with_nodes(const Fleet& fleet) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < fleet.zones.size(); ++i)
    if (nodes_of(fleet, static_cast<ZoneId>(i)) > 0) names.push_back(fleet.zones[i].name);
  return names;
}

}  // namespace paddock::scenarios
