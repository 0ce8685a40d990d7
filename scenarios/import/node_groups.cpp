#include "scenarios/import/node_groups.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "models/infrastructure/instance_type.hpp"
#include "scenarios/counted.hpp"
#include "scenarios/import/cluster.hpp"
#include "scenarios/import/daemonsets.hpp"
#include "scenarios/language/node.hpp"

namespace paddock::scenarios {

namespace {

using models::NodeGroupSpec;
using models::RegionSpec;

// Machines of one type differ by a few pages of memory; more than this and they are not the same. Assumed.
constexpr std::int64_t alike_percent = 2;
// The catalogue's formula leaves out what firmware and kernel take; nearer than this it is as good as what was seen.
constexpr std::int64_t agrees_percent = 1;

constexpr std::array<std::string_view, 10> group_labels = {"eks.amazonaws.com/nodegroup",
                                                           "alpha.eksctl.io/nodegroup-name",
                                                           "karpenter.sh/nodepool",
                                                           "karpenter.sh/provisioner-name",
                                                           "cloud.google.com/gke-nodepool",
                                                           "kubernetes.azure.com/agentpool",
                                                           "agentpool",
                                                           "kops.k8s.io/instancegroup",
                                                           "doks.digitalocean.com/node-pool",
                                                           "node.kubernetes.io/nodegroup"};

std::string type_of(const KubeNode& node) {
  const auto type = label_of(node.labels, "node.kubernetes.io/instance-type");
  return std::string(type.value_or(label_of(node.labels, "beta.kubernetes.io/instance-type").value_or("")));
}

std::string size_name(const models::AllocatableSpec& room) {
  constexpr std::int64_t gib = std::int64_t{1} << 30;
  return std::to_string((room.cpu.value + 999) / 1000) + "cpu-" + std::to_string((room.memory.value + gib - 1) / gib) +
         "Gi";
}

/// The last word of the taint that makes this node different: "control-plane" of node-role.kubernetes.io/control-plane.
std::string taint_name(const KubeNode& node) {
  for (const KubeTaint& taint : node.taints)
    if (taint.effect != "PreferNoSchedule" && !taint.key.starts_with("node.kubernetes.io/"))
      return taint.key.substr(taint.key.rfind('/') + 1);
  return {};
}

/// Who bought the node; what makes nodes of the same name different stands behind it.
std::string base_name(const KubeNode& node) {
  std::string name;
  for (const std::string_view key : group_labels)
    if (const auto value = label_of(node.labels, key); name.empty() && value) name = *value;
  if (name.empty()) name = type_of(node);
  if (name.empty()) name = size_name(*node.allocatable);
  const std::string taint = taint_name(node);
  return taint.empty() ? name : name + "-" + taint;
}

using Indices = std::vector<std::size_t>;

class RegionMaker {
 public:
  RegionMaker(const Dump& dump, const Places& places, const std::string& name, ImportedRegions& out)
      : dump_(dump), places_(places), name_(name), zones_(places.regions.at(name)), out_(out) {
    region_.zones.assign(zones_.begin(), zones_.end());
  }

  RegionSpec make() {
    std::map<std::string, Indices> by_name;
    for (std::size_t i = 0; i < dump_.nodes.size(); ++i)
      if (places_.kept[i] && places_.of_node[i].region == name_) by_name[base_name(dump_.nodes[i])].push_back(i);
    for (auto& [base, nodes] : by_name) {
      const auto classes = equals(nodes);
      for (std::size_t c = 0; c < classes.size(); ++c)
        add_class(classes.size() == 1 ? base : base + "-" + distinction(classes, c), classes[c]);
    }
    return std::move(region_);
  }

 private:
  const KubeNode& node(std::size_t i) const { return dump_.nodes[i]; }

  /// Nodes with the same room, type and CPU beside each other.
  std::vector<Indices> equals(Indices nodes) const {
    const auto key = [&](std::size_t i) {
      const auto& room = *node(i).allocatable;
      return std::tuple(type_of(node(i)), room.cpu, room.pods, room.memory, i);
    };
    std::sort(nodes.begin(), nodes.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    std::vector<Indices> classes;
    for (const std::size_t i : nodes) {
      const auto alike = [&](std::size_t first) {
        const auto &a = *node(first).allocatable, &b = *node(i).allocatable;
        return type_of(node(first)) == type_of(node(i)) && a.cpu == b.cpu && a.pods == b.pods &&
               b.memory.value - a.memory.value <= a.memory.value / 100 * alike_percent;
      };
      if (classes.empty() || !alike(classes.back().front())) classes.emplace_back();
      classes.back().push_back(i);
    }
    return classes;
  }

  /// The type, if it is the only class of that type; else its number.
  std::string distinction(const std::vector<Indices>& classes, std::size_t c) const {
    const std::string type = type_of(node(classes[c].front()));
    const auto same = std::count_if(classes.begin(), classes.end(),
                                    [&](const Indices& other) { return type_of(node(other.front())) == type; });
    return same == 1 && !type.empty() ? type : std::to_string(c + 1);
  }

  void add_class(const std::string& name, const Indices& nodes) {
    std::map<std::string, Indices> by_zone;
    for (const std::size_t i : nodes) by_zone[places_.of_node[i].zone].push_back(i);
    const auto sizes = std::minmax_element(
        by_zone.begin(), by_zone.end(), [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (sizes.second->second.size() - sizes.first->second.size() <= 1) return add_group(name, nodes, by_zone);
    for (const auto& [zone, of_zone] : by_zone) add_group(name + "-" + zone, of_zone, {{zone, of_zone}});
  }

  /// Zones with one node more come first: that is where the odd nodes of an even spread go.
  models::ZoneSelection selection(const std::map<std::string, Indices>& by_zone) const {
    models::ZoneSelection selected{false, {}};
    for (const auto& [zone, nodes] : by_zone) selected.zones.push_back(zone);
    std::stable_sort(selected.zones.begin(), selected.zones.end(), [&](const std::string& a, const std::string& b) {
      return by_zone.at(a).size() > by_zone.at(b).size();
    });
    if (selected.zones == region_.zones) selected = {true, {}};
    return selected;
  }

  void add_group(const std::string& wanted, const Indices& nodes, const std::map<std::string, Indices>& by_zone) {
    std::string name = wanted;
    for (int n = 2; !names_.insert(name).second; ++n) name = wanted + "-" + std::to_string(n);
    NodeGroupSpec group;
    const KubeNode& first = node(nodes.front());
    if (label_of(first.labels, "eks.amazonaws.com/nodegroup")) group.supply = models::Supply::managed;
    group.size.now = static_cast<std::int64_t>(nodes.size());
    group.size.max = std::max(group.size.max, group.size.now);
    group.zones = selection(by_zone);
    const std::string path = path_join(path_join(path_join("regions", name_), "nodes"), name);
    say(path, first.assumed ? Origin::assumed : Origin::observed,
        first.assumed ? "no node is in the dump: as large as what their pods request" : counted_nodes(nodes));
    set_room(group, nodes, path);
    DaemonsetsOfNodes daemonsets = daemonsets_on(dump_, places_, nodes);
    group.daemonsets = std::move(daemonsets.sets);
    if (!fits(group)) {
      out_.notes.push_back(name + ": its daemonsets request more than its nodes have; they were left out");
      group.daemonsets.clear();
    }
    if (!group.daemonsets.empty()) say(path_join(path, "daemonsets"), Origin::derived, daemonsets.how);
    region_.nodes.emplace_back(name, std::move(group));
  }

  std::string counted_nodes(const Indices& nodes) const {
    const auto cordoned = std::count_if(nodes.begin(), nodes.end(), [&](std::size_t i) { return node(i).cordoned; });
    return counted(nodes.size(), "node") +
           (cordoned > 0 ? ", " + std::to_string(cordoned) + " of them cordoned, which is not modelled" : "") +
           (taint_name(node(nodes.front())).empty() ? "" : ", with taints, which are not modelled");
  }

  void set_room(NodeGroupSpec& group, const Indices& nodes, const std::string& path) {
    const KubeNode& smallest = node(nodes.front());  // they are sorted by memory
    const models::AllocatableSpec room = *smallest.allocatable;
    if (const std::string type = type_of(smallest); !type.empty()) group.type = type;
    const auto known = group.type ? models::find_instance_type(*group.type) : std::nullopt;
    if (known && room.cpu == models::allocatable_cpu(*known) && room.pods == models::max_pods(*known)) {
      const std::int64_t formula = models::allocatable_memory(*known).value;
      if (std::abs(formula - room.memory.value) <= formula / 100 * agrees_percent) return;
    }
    group.allocatable = room;
    if (smallest.assumed) return;
    const bool differ = node(nodes.back()).allocatable->memory != room.memory;
    say(path_join(path, "allocatable"), smallest.from_capacity || differ ? Origin::derived : Origin::observed,
        smallest.from_capacity ? "the capacity, as there is no allocatable"
        : differ               ? "the smallest of its nodes"
                               : "on its nodes");
  }

  static bool fits(const NodeGroupSpec& group) {
    models::AllocatableSpec room;
    if (group.allocatable) {
      room = *group.allocatable;
    } else {
      const auto type = models::find_instance_type(*group.type);
      room = {models::allocatable_cpu(*type), models::allocatable_memory(*type), models::max_pods(*type)};
    }
    for (const auto& set : group.daemonsets)
      room.cpu -= set.requests.cpu, room.memory -= set.requests.memory, --room.pods;
    return room.cpu.value >= 0 && room.memory.value >= 0 && room.pods >= 0;
  }

  void say(std::string path, Origin origin, std::string how) {
    out_.provenance.push_back({std::move(path), origin, std::move(how)});
  }

  const Dump& dump_;
  const Places& places_;
  const std::string& name_;
  const std::set<std::string>& zones_;
  ImportedRegions& out_;
  RegionSpec region_;
  std::set<std::string> names_;
};

}  // namespace

ImportedRegions regions_of(const Dump& dump, const Places& places) {
  ImportedRegions out;
  for (const auto& [name, zones] : places.regions) {
    RegionSpec region = RegionMaker(dump, places, name, out).make();
    region.cluster = cluster_of(dump, places, name, out.provenance);
    out.regions.emplace_back(name, std::move(region));
  }
  return out;
}

}  // namespace paddock::scenarios
