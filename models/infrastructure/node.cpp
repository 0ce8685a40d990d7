#include "models/infrastructure/node.hpp"

#include <algorithm>

#include "models/infrastructure/zone.hpp"
#include "sim/check.hpp"
#include "sim/draw.hpp"

namespace paddock::models {
namespace {

bool takes(const NodeRoom& room, const NodeRoom& request) {
  return request.cpu <= room.cpu && request.memory <= room.memory && request.pods <= room.pods;
}

std::string node_name(const Fleet& fleet, const NodeRow& row) {
  const NodeGroup& group = fleet[row.group];
  return fleet[group.region].name + "/" + fleet[row.zone].short_name + "/" + group.short_name + "/" +
         std::to_string(row.ordinal);
}

}  // namespace

Nodes::Nodes(const Fleet& fleet) : zones_(fleet.zones.size()) {}

NodeId Nodes::add(const Fleet& fleet, const Zones& zones, GroupId group, bool joined) {
  std::optional<ZoneId> emptiest;
  std::size_t fewest = 0;
  for (const ZoneId zone : fleet[group].zones) {
    if (!zones.up(zone)) continue;
    const auto count = static_cast<std::size_t>(std::ranges::count_if(
        of_zone(zone), [&](NodeId id) { return rows_[index_of(id)].group == group && rows_[index_of(id)].exists; }));
    if (!emptiest || count < fewest) emptiest = zone, fewest = count;
  }
  sim::check(emptiest.has_value(), "a node was added to a group none of whose zones is up");

  const auto ordinal =
      std::ranges::count_if(of_zone(*emptiest), [&](NodeId id) { return rows_[index_of(id)].group == group; });
  ZoneNodes& in_zone = zones_[index_of(*emptiest)];
  NodeRow row{.group = group,
              .zone = *emptiest,
              .ordinal = static_cast<std::uint32_t>(ordinal) + 1,
              .place = static_cast<std::uint32_t>(in_zone.nodes.size()),
              .joined = joined};
  row.luck = sim::hash_name(node_name(fleet, row));
  const auto id = static_cast<NodeId>(rows_.size());
  rows_.push_back(row);
  in_zone.nodes.push_back(id);
  in_zone.rooms.push_back({fleet[group].room, joined});
  return id;
}

std::string Nodes::name(const Fleet& fleet, NodeId id) const { return node_name(fleet, rows_[index_of(id)]); }

void Nodes::stop(NodeId id) {
  NodeRow& row = rows_[index_of(id)];
  sim::check(row.running, "a machine that does not run was stopped");
  row.running = false;
  ++row.failures;
}

void Nodes::run(NodeId id) {
  sim::check(!rows_[index_of(id)].running, "a machine that runs was started");
  rows_[index_of(id)].running = true;
}

const Nodes::Room& Nodes::rooms(NodeId id) const {
  const NodeRow& row = rows_[index_of(id)];
  return zones_[index_of(row.zone)].rooms[row.place];
}
Nodes::Room& Nodes::rooms(NodeId id) {
  const NodeRow& row = rows_[index_of(id)];
  return zones_[index_of(row.zone)].rooms[row.place];
}

void Nodes::set_schedulable(NodeId id, bool schedulable) { rooms(id).schedulable = schedulable; }

void Nodes::reserve(NodeId id, const NodeRoom& request) {
  NodeRoom& room = rooms(id).room;
  sim::check(takes(room, request), "a pod was bound to a node without room for it");
  room.cpu -= request.cpu;
  room.memory -= request.memory;
  room.pods -= request.pods;
}

void Nodes::release(NodeId id, const NodeRoom& request) {
  NodeRoom& room = rooms(id).room;
  room.cpu += request.cpu;
  room.memory += request.memory;
  room.pods += request.pods;
}

std::optional<NodeId> Nodes::roomiest(ZoneId zone, const NodeRoom& request, std::uint64_t tie_break) const {
  const ZoneNodes& in_zone = zones_[index_of(zone)];
  std::optional<MilliCores> most;
  std::uint64_t equals = 0;
  for (const Room& at : in_zone.rooms) {
    if (!at.schedulable || !takes(at.room, request)) continue;
    if (!most || at.room.cpu > *most) most = at.room.cpu, equals = 0;
    equals += at.room.cpu == *most ? 1 : 0;
  }
  if (!most) return std::nullopt;
  std::uint64_t skip = tie_break % equals;
  for (std::size_t i = 0; i < in_zone.rooms.size(); ++i) {
    const Room& at = in_zone.rooms[i];
    if (!at.schedulable || at.room.cpu != *most || !takes(at.room, request)) continue;
    if (skip-- == 0) return in_zone.nodes[i];
  }
  sim::fail_check("the roomiest node vanished");
}

}  // namespace paddock::models
