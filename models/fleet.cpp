#include "models/fleet.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include "models/infrastructure/instance_type.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

/// "{group}-{n:02}" with n = 7 and group = pg: "pg-07".
std::string expand_name(std::string pattern, const std::string& group, std::int64_t n) {
  const auto replace = [&](std::string_view what, const std::string& with) {
    for (auto at = pattern.find(what); at != std::string::npos; at = pattern.find(what, at + with.size()))
      pattern.replace(at, what.size(), with);
  };
  const std::string digits = std::to_string(n);
  replace("{group}", group);
  replace("{n:02}", digits.size() < 2 ? "0" + digits : digits);
  replace("{n:03}", std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits);
  replace("{n}", digits);
  return pattern;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

/// "a" of "eu-central-1a", "-b" of "us-central1-b": without the region's name.
std::string short_zone(const std::string& region, const std::string& zone) {
  return zone.size() > region.size() && zone.starts_with(region) ? zone.substr(region.size()) : zone;
}

/// "eu-central-1a", "us-central1-b"; a word of its own stands behind a dash, and alone where it is the region's.
std::string full_zone(const std::string& region, const std::string& zone) {
  if (zone == region) return zone;
  const bool word = zone.size() > 1 && zone.front() >= 'a' && zone.front() <= 'z';
  return region + (word ? "-" : "") + zone;
}

/// Whether the text is a day of the calendar: 2022-04-30.
bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [](std::string_view digits, auto& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (!number(text.substr(0, 4), year) || !number(text.substr(5, 2), month) || !number(text.substr(8), day))
    return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)).ok();
}

/// Builds a Fleet from a FleetSpec, keeping what it finds wrong.
class FleetMaker {
 public:
  FleetMaker(const FleetSpec& spec, Findings& findings) : spec_(spec), findings_(findings) {}

  Fleet make(const std::vector<TenantSpec>& added) {
    fleet_.name = spec_.fleet;
    named("fleet", spec_.fleet);
    if (spec_.observed && !is_day(*spec_.observed))
      found("observed", "\"" + *spec_.observed + "\" is no day of the calendar, like 2022-04-30");
    fleet_.observed = spec_.observed;
    fleet_.life = spec_.life;
    check_priorities(spec_.priorities, findings_);
    make_plans();
    if (spec_.regions.empty()) found("regions", "a fleet has at least one region");
    for (const auto& [name, region] : spec_.regions) make_region(name, region);
    for (std::size_t i = 0; i < spec_.tenants.size(); ++i)
      make_population(spec_.tenants[i], "tenants[" + std::to_string(i) + "]", true);
    for (std::size_t i = 0; i < added.size(); ++i) make_population(added[i], "added[" + std::to_string(i) + "]", false);
    return std::move(fleet_);
  }

 private:
  void found(std::string path, std::string message) { findings_.push_back({std::move(path), std::move(message)}); }

  void named(std::string path, const std::string& name) {
    if (name.find_first_not_of(" \t") == std::string::npos) found(std::move(path), "a name is empty");
  }

  void make_plans() {
    for (const auto& [name, plan] : spec_.plans) {
      named("plans", name);
      fleet_.plans.push_back({name, plan.weight, slo_of(plan.slo).value_or(Slo{})});
    }
    if (fleet_.plans.empty()) fleet_.plans.push_back({"standard", 1, *slo_of(SloSpec{})});
  }

  void make_region(const std::string& name, const RegionSpec& spec) {
    const std::string path = "regions." + name;
    named("regions", name);
    const auto id = static_cast<RegionId>(fleet_.regions.size());
    fleet_.regions.push_back({name,
                              spec.cluster.flavour,
                              grace_of(spec.cluster),
                              {},
                              path_of(spec.path),
                              spec.cluster.api,
                              spec.cluster.watch.delay.seconds});
    fleet_.regions.back().servers = spec.cluster.servers;
    fleet_.regions.back().server_replacement_s = spec.cluster.server_replacement.seconds;
    if (spec.zones.empty()) found(path + ".zones", "a region has at least one zone");
    if (spec.zones.size() > 16) found(path + ".zones", "a region has at most 16 zones");
    std::set<std::string> seen;
    for (const auto& written : spec.zones) {
      const std::string zone = short_zone(name, written);
      named(path + ".zones", zone);
      if (!seen.insert(zone).second) found(path + ".zones", "zone \"" + zone + "\" is listed twice");
      fleet_.regions.back().zones.push_back(static_cast<ZoneId>(fleet_.zones.size()));
      fleet_.zones.push_back({full_zone(name, zone), zone, id});
    }
    check_hops(spec.path, path + ".path");
    for (const auto& [group, group_spec] : spec.nodes) make_group(id, group, group_spec, path + ".nodes." + group);
    for (const auto& [set, set_spec] : spec.databases) make_databases(id, set, set_spec, path + ".databases." + set);
  }

  void check_hops(const std::vector<HopSpec>& hops, const std::string& path) {
    const auto once = [&](auto member, const std::string& hop) {
      std::size_t first = hops.size();
      for (std::size_t i = 0; i < hops.size(); ++i) {
        if (!(hops[i].*member).has_value()) continue;
        if (first < i) found(path + "[" + std::to_string(i) + "]", "a second " + hop + "; the path has one at most");
        first = std::min(first, i);
      }
    };
    once(&HopSpec::dns, "dns");
    once(&HopSpec::balancer, "balancer");
    once(&HopSpec::proxy, "proxy");
    once(&HopSpec::service, "service");
  }

  std::optional<ZoneId> zone_of(RegionId region, const std::string& short_name, const std::string& path) {
    for (const ZoneId zone : fleet_[region].zones)
      if (fleet_[zone].short_name == short_name || fleet_[zone].name == short_name) return zone;
    std::vector<std::string> known;
    for (const ZoneId zone : fleet_[region].zones) known.push_back(fleet_[zone].short_name);
    found(path, "no zone \"" + short_name + "\" in " + fleet_[region].name + "; its zones are " + list_of(known));
    return std::nullopt;
  }

  void make_group(RegionId region, const std::string& name, const NodeGroupSpec& spec, const std::string& path) {
    named("regions." + fleet_[region].name + ".nodes", name);
    NodeGroup group{.name = fleet_[region].name + "/" + name, .short_name = name, .region = region};
    if (spec.zones.all) {
      group.zones = fleet_[region].zones;
    } else {
      for (const auto& zone : spec.zones.zones)
        if (const auto id = zone_of(region, zone, path + ".zones")) group.zones.push_back(*id);
      if (spec.zones.zones.empty()) found(path + ".zones", "a node group is in at least one zone");
    }
    group.allocatable = allocatable_of(spec, path);
    group.room = group.allocatable;
    for (const DaemonsetSpec& daemonset : spec.daemonsets) {
      group.daemons.push_back({daemonset.name,
                               {daemonset.requests.cpu, daemonset.requests.memory, 1},
                               daemonset.max_unavailable,
                               daemonset.stop,
                               daemonset.start.seconds,
                               daemonset.network});
      group.room.cpu -= daemonset.requests.cpu;
      group.room.memory -= daemonset.requests.memory;
      group.room.pods -= 1;
    }
    if (group.room.cpu.value < 0 || group.room.memory.value < 0 || group.room.pods < 0)
      found(path + ".daemonsets", "the daemonsets request more than a node has");
    group.lost_zone = spec.lost_zone;
    group.supply = spec.supply;
    group.nodes_at_start = spec.size.now;
    group.max_nodes = spec.size.max;
    group.kubelet = spec.kubelet;
    group.launch_s = spec.launch.seconds;
    group.boot_s = spec.boot.seconds;
    if (spec.size.now < spec.size.min || spec.size.now > spec.size.max)
      found(path + ".size", "now is " + std::to_string(spec.size.now) + ", outside min " +
                                std::to_string(spec.size.min) + " and max " + std::to_string(spec.size.max));
    fleet_.groups.push_back(std::move(group));
  }

  NodeRoom allocatable_of(const NodeGroupSpec& spec, const std::string& path) {
    if (spec.allocatable) return {spec.allocatable->cpu, spec.allocatable->memory, spec.allocatable->pods};
    if (!spec.type) {
      found(path, "a node group has a `type` or an `allocatable`");
    } else if (const auto type = find_instance_type(*spec.type)) {
      return {allocatable_cpu(*type), allocatable_memory(*type), max_pods(*type)};
    } else {
      found(path + ".type", "no instance type \"" + *spec.type + "\" in the catalogue (" +
                                std::to_string(instance_types().size()) +
                                " types, like t4g.xlarge); give `allocatable` instead");
    }
    return {};
  }

  void make_databases(RegionId region, const std::string& set, const DatabaseSpec& spec, const std::string& path) {
    for (std::int64_t n = 1; n <= spec.count; ++n) {
      Database database{.name = expand_name(spec.name, set, n), .region = region, .failover_s = spec.failover.seconds};
      const auto& zones = fleet_[region].zones;
      named(path + ".name", database.name);
      if (database.name.find_first_of("{}") != std::string::npos)
        return found(path + ".name", "\"" + spec.name +
                                         "\" has a placeholder that nobody knows; {n}, {n:02}, {n:03} "
                                         "stand for the number, {group} for \"" +
                                         set + "\"");
      if (zones.empty()) return;
      database.writer = zones[static_cast<std::size_t>(n - 1) % zones.size()];
      if (spec.writer)
        if (const auto zone = zone_of(region, *spec.writer, path + ".writer")) database.writer = *zone;
      const auto twin = std::ranges::find_if(
          fleet_.databases, [&](const Database& d) { return d.region == region && d.name == database.name; });
      if (twin != fleet_.databases.end()) {
        found(path + ".name", "two databases of " + fleet_[region].name + " would be called \"" + database.name +
                                  "\"; use {n} in the name");
        return;
      }
      fleet_.databases.push_back(std::move(database));
    }
  }

  void make_population(const TenantSpec& spec, const std::string& path, bool at_start);
  bool room_for(const TenantSpec& spec, const std::string& path);
  void check_shared_budgets(const Workload& workload, RegionId region, const std::string& path);
  std::optional<RegionId> region_of(const TenantSpec& spec, const std::string& path);
  std::uint32_t plan_of(const TenantSpec& spec, const std::string& path);
  std::optional<DatabaseId> place(const DatabaseUseSpec& use, RegionId region, const std::string& path);

  const FleetSpec& spec_;
  Findings& findings_;
  Fleet fleet_;
  std::set<std::string> tenant_names_;
  std::vector<std::int64_t> tenants_on_;  // per database
  std::int64_t pods_ = 0;                 // of all populations so far
};

std::optional<RegionId> FleetMaker::region_of(const TenantSpec& spec, const std::string& path) {
  if (!spec.region) {
    if (fleet_.regions.size() == 1) return RegionId{0};
    found(path, "tenants need a `region` where the fleet has more than one");
    return std::nullopt;
  }
  std::vector<std::string> known;
  for (std::size_t i = 0; i < fleet_.regions.size(); ++i) {
    if (fleet_.regions[i].name == *spec.region) return static_cast<RegionId>(i);
    known.push_back(fleet_.regions[i].name);
  }
  found(path + ".region", "no region \"" + *spec.region + "\"; the fleet has " + list_of(known));
  return std::nullopt;
}

std::uint32_t FleetMaker::plan_of(const TenantSpec& spec, const std::string& path) {
  if (!spec.plan) return 0;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < fleet_.plans.size(); ++i) {
    if (fleet_.plans[i].name == *spec.plan) return static_cast<std::uint32_t>(i);
    known.push_back(fleet_.plans[i].name);
  }
  found(path + ".plan", "no plan \"" + *spec.plan + "\"; the fleet has " + list_of(known));
  return 0;
}

std::optional<DatabaseId> FleetMaker::place(const DatabaseUseSpec& use, RegionId region, const std::string& path) {
  tenants_on_.resize(fleet_.databases.size(), 0);
  const std::int64_t most = tenants_per_database(use).value_or(1);
  std::vector<std::string> known;
  for (std::size_t i = 0; i < fleet_.databases.size(); ++i) {
    const Database& database = fleet_.databases[i];
    if (database.region != region) continue;
    known.push_back(database.name);
    if (use.name ? database.name != *use.name : tenants_on_[i] >= most) continue;
    ++tenants_on_[i];
    return static_cast<DatabaseId>(i);
  }
  if (use.name)
    found(path + ".database",
          "no database \"" + *use.name + "\" in " + fleet_[region].name + "; it has " + list_of(known));
  else
    found(path + ".database", "the databases of " + fleet_[region].name + " are full: " + std::to_string(known.size()) +
                                  " of them, " + std::to_string(most) +
                                  " tenants each; add databases or place more on each");
  return std::nullopt;
}

/// Beyond what has been tried nothing is made: it would only be slow.
bool FleetMaker::room_for(const TenantSpec& spec, const std::string& path) {
  pods_ += spec.count * std::max<std::int64_t>(spec.replicas, 1);
  if (pods_ <= most_pods) return true;
  found(path, "with these the fleet has " + std::to_string(pods_) +
                  " pods (a tenant without any counts as one); at most " + std::to_string(most_pods));
  return false;
}

/// One budget has one rule, and selects a pod once.
void FleetMaker::check_shared_budgets(const Workload& workload, RegionId region, const std::string& path) {
  std::set<std::string> names;
  for (const BudgetRule& budget : workload.budgets) {
    if (!budget.shared) continue;
    named(path + ".budget.shared", *budget.shared);
    if (!names.insert(*budget.shared).second)
      found(path + ".budget", "the shared budget \"" + *budget.shared + "\" is listed twice");
    const auto known = fleet_.shared_budgets.find({region, *budget.shared});
    if (known == fleet_.shared_budgets.end()) continue;
    const auto& others = fleet_.workload(known->second.front()).budgets;
    if (std::ranges::find(others, budget) == others.end())
      found(path + ".budget", "the shared budget \"" + *budget.shared + "\" has another rule here than with " +
                                  fleet_[known->second.front()].name);
  }
}

void FleetMaker::make_population(const TenantSpec& spec, const std::string& path, bool at_start) {
  if (!room_for(spec, path)) return;
  if (spec.group) named(path + ".group", *spec.group);
  if (spec.name) named(path + ".name", *spec.name);
  const auto region = region_of(spec, path);
  const std::uint32_t plan = plan_of(spec, path);
  const auto workload = static_cast<std::uint32_t>(fleet_.workloads.size());
  fleet_.workloads.push_back(make_workload(spec_, spec, path, findings_));
  auto& known = fleet_.tolerations;
  const auto at = std::ranges::find(known, spec.tolerations.unreachable);
  fleet_.workloads.back().toleration = static_cast<std::uint32_t>(at - known.begin());
  if (at == known.end()) known.push_back(spec.tolerations.unreachable);
  if (!region) return;
  check_shared_budgets(fleet_.workloads.back(), *region, path);
  if (spec.name && spec.count != 1) found(path + ".count", "a tenant with a `name` is one; populations have a `group`");
  std::vector<std::pair<ZoneId, std::int64_t>> placed;
  for (const auto& [zone, replicas] : spec.placed)
    if (const auto id = zone_of(*region, zone, path + ".placed")) placed.emplace_back(*id, replicas);
  for (std::int64_t n = 1; n <= spec.count; ++n) {
    Tenant tenant{.workload = workload, .region = *region, .plan = plan, .placed = placed, .at_start = at_start};
    tenant.name = spec.name ? *spec.name : spec.group.value_or("") + "-" + std::to_string(n);
    if (!tenant_names_.insert(tenant.name).second) {
      found(path, "two tenants would be called \"" + tenant.name + "\"");
      return;
    }
    if (spec.database) {
      tenant.database = place(*spec.database, *region, path);
      if (!tenant.database) return;
    }
    for (const BudgetRule& budget : fleet_.workloads[workload].budgets)
      if (budget.shared)
        fleet_.shared_budgets[{*region, *budget.shared}].push_back(static_cast<TenantId>(fleet_.tenants.size()));
    if (tenant.database && fleet_.workloads[workload].pod.probes.ask_database()) {
      fleet_.probing.resize(fleet_.databases.size());
      fleet_.probing[index_of(*tenant.database)].push_back(static_cast<TenantId>(fleet_.tenants.size()));
    }
    fleet_.tenants.push_back(std::move(tenant));
  }
}

}  // namespace

Fleet make_fleet(const FleetSpec& spec, const std::vector<TenantSpec>& added, Findings& findings) {
  Fleet fleet = FleetMaker(spec, findings).make(added);
  fleet.delivery = make_delivery(spec, fleet, findings);
  if (!findings.empty()) return fleet;
  for (std::size_t r = 0; r < fleet.regions.size(); ++r)
    fleet.catalogues.push_back(make_region_catalogue(fleet, static_cast<RegionId>(r)));
  return fleet;
}

}  // namespace paddock::models
