// Nodes: machines. Whether the machine runs is the truth; what Kubernetes believes is node_health's, and what stands on
// it the scheduler's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/fleet.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

class Zones;

struct NodeRow {
  GroupId group{};
  ZoneId zone{};
  std::uint32_t ordinal = 0;   // from 1, within its group and zone: part of its name
  std::uint64_t luck = 0;      // hash of its name
  std::uint32_t failures = 0;  // times it was lost: numbers the draws of its detection
  bool running = true;         // the machine
  bool cut_off = false;        // no network to it
  bool broken = false;         // it crashed, and power alone does not bring it back
  bool exists = true;          // the Node object
  bool joined = true;          // false: asked for and not yet Ready for the first time
};

class Nodes {
 public:
  Nodes() = default;
  explicit Nodes(const Fleet& fleet);

  /// Adds a machine to the group's zone that has fewest; not to one that traffic is shifted away from, if it has
  /// others. Requires: the group has a zone that is up.
  NodeId add(const Fleet& fleet, const Zones& zones, GroupId group, bool joined);

  std::size_t size() const { return rows_.size(); }
  const NodeRow& operator[](NodeId id) const { return rows_[index_of(id)]; }
  /// The nodes of a zone in the order of addition.
  const std::vector<NodeId>& of_zone(ZoneId zone) const { return zones_[index_of(zone)]; }
  std::string name(const Fleet& fleet, NodeId id) const;

  void stop(NodeId id);  // the machine loses power
  void run(NodeId id);   // and has it again
  void cut_off(NodeId id);
  void reconnect(NodeId id) { rows_[index_of(id)].cut_off = false; }
  /// The kubelet hears from the control plane, and is heard.
  bool in_touch(NodeId id) const { return rows_[index_of(id)].running && !rows_[index_of(id)].cut_off; }
  void crash(NodeId id) { rows_[index_of(id)].broken = true; }
  void mend(NodeId id) { rows_[index_of(id)].broken = false; }
  void join(NodeId id) { rows_[index_of(id)].joined = true; }
  void terminate(NodeId id) {
    rows_[index_of(id)].running = false;
    remove_object(id);
  }
  void remove_object(NodeId id) {
    NodeRow& row = rows_[index_of(id)];
    if (row.exists) --count(row.zone, row.group).existing;
    row.exists = false;
  }

 private:
  /// Nodes of one group in one zone.
  struct Count {
    std::uint32_t ever = 0, existing = 0;
  };
  Count& count(ZoneId zone, GroupId group) { return counts_[index_of(zone) * groups_ + index_of(group)]; }

  std::vector<NodeRow> rows_;
  std::vector<std::vector<NodeId>> zones_;
  std::size_t groups_ = 0;
  std::vector<Count> counts_;  // by zone, then group
};

}  // namespace paddock::models
