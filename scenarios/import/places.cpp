#include "scenarios/import/places.hpp"

#include <algorithm>
#include <array>

#include "scenarios/counted.hpp"

namespace paddock::scenarios {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::string first_label(const KubeNode& node, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const auto value = label_of(node.labels, key); value && !value->empty()) return std::string(*value);
  return {};
}

/// "us-east-1a" of "aws:///us-east-1a/i-03dc801fd988ab620".
std::string zone_in_provider_id(std::string_view id) {
  constexpr std::string_view aws = "aws:///";
  if (!id.starts_with(aws)) return {};
  id.remove_prefix(aws.size());
  return std::string(id.substr(0, id.find('/')));
}

/// "us-east-1" of "us-east-1a", "us-central1" of "us-central1-a".
std::string region_in_zone(std::string_view zone) {
  if (zone.size() < 3 || !is_letter(zone.back())) return {};
  zone.remove_suffix(1);
  if (zone.ends_with('-')) zone.remove_suffix(1);
  return !zone.empty() && is_digit(zone.back()) ? std::string(zone) : std::string();
}

NodePlace place_of(const KubeNode& node) {
  NodePlace place;
  place.region = first_label(node, {"topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"});
  place.zone = first_label(node, {"topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"});
  if (place.zone.empty()) place.zone = zone_in_provider_id(node.provider_id);
  if (place.region.empty()) place.region = region_in_zone(place.zone);
  return place;
}

/// What keeps pods away from a node, in order; what Kubernetes says of sick nodes is not counted.
std::vector<std::pair<std::string, std::string>> guards(const KubeNode& node) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const KubeTaint& taint : node.taints)
    if (taint.effect != "PreferNoSchedule" && !taint.key.starts_with("node.kubernetes.io/"))
      all.emplace_back(taint.key, taint.effect);
  std::sort(all.begin(), all.end());
  return all;
}

/// Nodes that run a pod which did not come with them.
std::vector<bool> serving(const Dump& dump, const Places& places) {
  std::vector<bool> serves(dump.nodes.size());
  for (const KubePod& pod : dump.pods)
    if (const auto at = places.node_by_name.find(pod.node); at != places.node_by_name.end() && !comes_with_node(pod))
      serves[at->second] = true;
  return serves;
}

/// Which nodes the fleet has.
void choose(const Dump& dump, Places& places) {
  const std::vector<bool> serves = serving(dump, places);
  // Pods that pass the taints of one node pass the same taints of another.
  std::set<std::vector<std::pair<std::string, std::string>>> passed{{}};
  for (std::size_t i = 0; i < dump.nodes.size(); ++i)
    if (serves[i]) passed.insert(guards(dump.nodes[i]));
  std::size_t sizeless = 0, sick = 0, away = 0, kept = 0;
  for (std::size_t i = 0; i < dump.nodes.size(); ++i) {
    const KubeNode& node = dump.nodes[i];
    if (!node.allocatable)
      ++sizeless;
    else if (!node.ready)
      ++sick;
    else if (!passed.contains(guards(node)))
      ++away;
    else
      places.kept[i] = true, ++kept;
  }
  if (sizeless > 0) places.notes.push_back(counted(sizeless, "node") + " left out: allocatable is not in the dump");
  if (kept == 0) {
    for (std::size_t i = 0; i < dump.nodes.size(); ++i) places.kept[i] = dump.nodes[i].allocatable.has_value();
    if (sick > 0) places.notes.push_back("no node is Ready: all are taken as if they were");
    return;
  }
  if (sick > 0) places.notes.push_back(counted(sick, "node") + " left out: not Ready");
  if (away > 0) places.notes.push_back(counted(away, "node") + " left out: taints keep the tenants' pods away");
}

}  // namespace

bool comes_with_node(const KubePod& pod) { return pod.owner_kind == "DaemonSet" || pod.owner_kind == "Node"; }

const NodePlace* Places::of_pod(const KubePod& pod) const {
  const auto at = node_by_name.find(pod.node);
  return at != node_by_name.end() && kept[at->second] ? &of_node[at->second] : nullptr;
}

Places find_places(const Dump& dump) {
  Places places;
  places.kept.resize(dump.nodes.size());
  for (std::size_t i = 0; i < dump.nodes.size(); ++i) {
    places.node_by_name.emplace(dump.nodes[i].name, i);
    places.of_node.push_back(place_of(dump.nodes[i]));
  }
  choose(dump, places);
  std::set<std::string> known;
  for (std::size_t i = 0; i < dump.nodes.size(); ++i)
    if (places.kept[i] && !places.of_node[i].region.empty()) known.insert(places.of_node[i].region);
  for (std::size_t i = 0; i < dump.nodes.size(); ++i) {
    NodePlace& place = places.of_node[i];
    // One cluster is in one region: who does not say is where the others are.
    if (place.region.empty()) place.region = known.size() == 1 ? *known.begin() : std::string(unknown_place);
    if (place.zone.starts_with(place.region) && place.zone != place.region) place.zone.erase(0, place.region.size());
    const bool unknown = place.zone.empty();
    if (unknown) place.zone = unknown_place;
    if (!places.kept[i]) continue;
    places.regions[place.region].insert(place.zone);
    if (unknown && !dump.nodes[i].assumed) ++places.without_zone;
  }
  if (places.without_zone > 0)
    places.notes.push_back(counted(places.without_zone, "node") +
                           " without a zone, put into one called \"unknown\": label them (kubectl label node NAME "
                           "topology.kubernetes.io/zone=ZONE) and import again, or give the zones in this file: "
                           "`zones:` of the region, and "
                           "`zones:` of each node group");
  return places;
}

}  // namespace paddock::scenarios
