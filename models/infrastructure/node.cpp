#include "models/infrastructure/node.hpp"

#include <algorithm>

#include "models/infrastructure/zone.hpp"
#include "sim/check.hpp"
#include "sim/draw.hpp"

namespace paddock::models {
namespace {

std::string node_name(const Fleet& fleet, const NodeRow& row) {
  const NodeGroup& group = fleet[row.group];
  return fleet[group.region].name + "/" + fleet[row.zone].short_name + "/" + group.short_name + "/" +
         std::to_string(row.ordinal);
}

}  // namespace

Nodes::Nodes(const Fleet& fleet)
    : zones_(fleet.zones.size()), groups_(fleet.groups.size()), counts_(fleet.zones.size() * fleet.groups.size()) {}

NodeId Nodes::add(const Fleet& fleet, const Zones& zones, GroupId group, bool joined) {
  // Away from shifted zones, as long as there is another.
  const bool some_unshifted =
      std::ranges::any_of(fleet[group].zones, [&](ZoneId zone) { return zones.up(zone) && !zones.shifted(zone); });
  std::optional<ZoneId> emptiest;
  std::uint32_t fewest = 0;
  for (const ZoneId zone : fleet[group].zones) {
    if (!zones.up(zone) || (some_unshifted && zones.shifted(zone))) continue;
    const std::uint32_t existing = count(zone, group).existing;
    if (!emptiest || existing < fewest) emptiest = zone, fewest = existing;
  }
  sim::check(emptiest.has_value(), "a node was added to a group none of whose zones is up");

  Count& here = count(*emptiest, group);
  ++here.existing;
  NodeRow row{.group = group, .zone = *emptiest, .ordinal = ++here.ever, .joined = joined};
  row.luck = sim::hash_name(node_name(fleet, row));
  const auto id = static_cast<NodeId>(rows_.size());
  rows_.push_back(row);
  zones_[index_of(*emptiest)].push_back(id);
  return id;
}

std::string Nodes::name(const Fleet& fleet, NodeId id) const { return node_name(fleet, rows_[index_of(id)]); }

void Nodes::stop(NodeId id) {
  NodeRow& row = rows_[index_of(id)];
  sim::check(row.running, "a machine that does not run was stopped");
  row.running = false;
  ++row.failures;
}

void Nodes::cut_off(NodeId id) {
  NodeRow& row = rows_[index_of(id)];
  row.cut_off = true;
  ++row.failures;
}

void Nodes::run(NodeId id) {
  sim::check(!rows_[index_of(id)].running, "a machine that runs was started");
  rows_[index_of(id)].running = true;
}

}  // namespace paddock::models
