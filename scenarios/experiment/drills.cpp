#include "scenarios/experiment/drills.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "models/world.hpp"
#include "scenarios/counted.hpp"
#include "scenarios/experiment/timeline_maker.hpp"
#include "scenarios/import/places.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

Node scalar(std::string text) { return {.kind = Node::Kind::scalar, .quoted = true, .text = std::move(text)}; }
Node number(std::string text) { return {.kind = Node::Kind::scalar, .text = std::move(text)}; }

Node mapping(std::initializer_list<std::pair<std::string, Node>> entries) {
  Node node{.kind = Node::Kind::mapping};
  for (const auto& [key, value] : entries) node.entries.push_back({key, {}, value});
  return node;
}

Node sequence(std::vector<Node> items) { return {.kind = Node::Kind::sequence, .items = std::move(items)}; }

constexpr Duration drill_begins = std::chrono::minutes{5};

/// Tenants that want pods and have none Ready when a drill would begin: no drill may be blamed for them.
std::vector<std::string> tenants_without_pods(const Fleet& fleet) {
  Run run = make_run(std::make_shared<const Fleet>(fleet), std::make_shared<const Timeline>(), {1, 0});
  run.run_until(Time{drill_begins});
  std::vector<std::string> names;
  for (std::size_t i = 0; i < fleet.tenants.size(); ++i)
    if (fleet.workload(static_cast<TenantId>(i)).replicas > 0 &&
        run.world().pods.ready_of(static_cast<TenantId>(i)) == 0)
      names.push_back(fleet.tenants[i].name);
  return names;
}

class DrillMaker {
 public:
  explicit DrillMaker(const Fleet& fleet) : fleet_(fleet), dark_(tenants_without_pods(fleet)) {}

  Drills make() {
    if (!dark_.empty())
      drills_.left_out.push_back(counted(static_cast<std::int64_t>(dark_.size()), "tenant") +
                                 " without a Ready pod before any drill: " + name_list(dark_));
    zones();
    for (std::size_t i = 0; i < fleet_.regions.size(); ++i) {
      const std::string& region = fleet_.regions[i].name;
      const bool has_nodes = std::ranges::any_of(fleet_.groups, [&](const NodeGroup& g) {
        return g.region == static_cast<RegionId>(i) && g.nodes_at_start > 0;
      });
      if (!lives_in(static_cast<RegionId>(i))) {
        if (has_nodes) drills_.left_out.push_back("drills of " + region + ": no tenant has a pod there");
        continue;
      }
      if (has_nodes)
        add("crash the fullest node of " + region, "crash",
            mapping({{"node", scalar("largest")}, {"region", scalar(region)}}), true,
            promises(static_cast<RegionId>(i), drill_outage_limit));
    }
    databases();
    for (std::size_t i = 0; i < fleet_.regions.size(); ++i)
      if (lives_in(static_cast<RegionId>(i)))
        add("lose region " + fleet_.regions[i].name, "lose", mapping({{"region", scalar(fleet_.regions[i].name)}}),
            true, promises(static_cast<RegionId>(i), drill_outage_limit));
    return std::move(drills_);
  }

 private:
  /// Tenants that have Ready pods, among those that a label chooses.
  bool any_with_pods(const auto& chosen) const {
    return std::ranges::any_of(fleet_.tenants, [&](const Tenant& tenant) {
      return chosen(tenant) && fleet_.workloads[tenant.workload].replicas > 0 &&
             std::ranges::find(dark_, tenant.name) == dark_.end();
    });
  }
  bool lives_in(RegionId region) const {
    return any_with_pods([&](const Tenant& tenant) { return tenant.region == region; });
  }

  void zones() {
    const auto names = zones_with_nodes(fleet_);
    for (std::size_t i = 0; i < fleet_.regions.size(); ++i) {
      const Region& region = fleet_.regions[i];
      if (!lives_in(static_cast<RegionId>(i))) continue;
      bool unknown = false;
      for (const ZoneId zone : region.zones) {
        if (std::ranges::find(names, fleet_[zone].name) == names.end()) continue;
        if (fleet_[zone].short_name == unknown_place)
          unknown = true;
        else
          add("lose zone " + fleet_[zone].name, "lose", mapping({{"zone", scalar(fleet_[zone].name)}}), true,
              promises(static_cast<RegionId>(i),
                       has_databases(static_cast<RegionId>(i)) ? drill_outage_limit_of_database : drill_outage_limit));
      }
      if (unknown)
        drills_.left_out.push_back("the loss of a zone of " + region.name +
                                   ": the fleet does not know in which zones nodes are; label the nodes "
                                   "topology.kubernetes.io/zone, or write `zones:` and the node groups' `zones:` into "
                                   "the fleet file");
    }
  }
  bool has_databases(RegionId region) const {
    return std::ranges::any_of(fleet_.databases, [&](const Database& database) { return database.region == region; });
  }

  void databases() {
    for (std::size_t i = 0; i < fleet_.databases.size(); ++i) {
      const Database& database = fleet_.databases[i];
      const bool used = any_with_pods([&](const Tenant& t) { return t.database == static_cast<DatabaseId>(i); });
      if (!used) continue;
      const std::string name = fleet_[database.region].name + "/" + database.name;
      add("fail over " + name, "fail_over", mapping({{"database", scalar(name)}}), false,
          {"max(tenant.outage" + labels({"database=" + database.name, region_label(database.region), lit()}) +
           ") <= " + write_duration(drill_outage_limit_of_database) + " after drill"});
    }
  }

  std::string region_label(RegionId region) const {
    return fleet_.regions.size() > 1 ? "region=" + fleet_[region].name : "";
  }

  /// All but the tenants that were dark before.
  std::string lit() const {
    std::string names;
    for (const std::string& name : dark_) names += (names.empty() ? "" : ", ") + name;
    return dark_.empty() ? "" : "tenant!=[" + names + "]";
  }

  static std::string labels(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts)
      if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
    return text.empty() ? "" : "{" + text + "}";
  }

  std::vector<std::string> promises(RegionId region, Duration outage) const {
    const std::string chosen = labels({"replicas!=0", region_label(region), lit()});
    return {"min(tenant.ready_replicas" + chosen + ") >= 1 during drill",
            "max(tenant.outage" + chosen + ") <= " + write_duration(outage) + " during drill"};
  }

  void add(const std::string& title, const std::string& verb, const Node& object, bool lasts,
           const std::vector<std::string>& targets) {
    Node step = mapping({{"name", scalar("drill")}, {"at", number(write_duration(drill_begins))}, {verb, object}});
    if (lasts) step.entries.push_back({"for", {}, number(write_duration(drill_lasts))});
    std::vector<Node> lines;
    lines.reserve(targets.size());
    for (const std::string& target : targets) lines.push_back(scalar(target));
    drills_.drills.push_back({title, mapping({{"paddock", number("1")},
                                              {"scenario", scalar(title)},
                                              {"fleet", scalar("given")},
                                              {"horizon", number("2h")},
                                              {"timeline", sequence({step})},
                                              {"targets", sequence(lines)}})});
  }

  const Fleet& fleet_;
  std::vector<std::string> dark_;
  Drills drills_;
};

}  // namespace

Drills drills_of(const Fleet& fleet) { return DrillMaker(fleet).make(); }

}  // namespace paddock::scenarios
