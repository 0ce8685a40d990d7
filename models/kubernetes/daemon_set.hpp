// Rolling updates of DaemonSets: node by node the old pod goes and then the new one comes, as many nodes at once as may
// be without it. The pods themselves are no rows: what matters of them is their room, and on whose nodes no pod can
// start.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class Nodes;
struct Daemon;

/// Nodes whose pod of one DaemonSet is to be replaced, in this order.
struct DaemonUpdate {
  std::optional<StepId> step;  // ends when the last node is done
  std::string daemon;          // its name
  std::vector<NodeId> nodes;
  std::int64_t at_once = 1;  // maxUnavailable
};

/// Rules of kubernetes/kubernetes pkg/controller/daemon/update.go. An update costs an event a node.
class DaemonSets {
 public:
  /// Takes an update and begins with its first nodes. Posts DaemonReplaced. Returns its number.
  std::uint32_t take(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, DaemonUpdate update);
  /// The new pod of a node is Ready, or the node is gone meanwhile: the next node's turn.
  void replaced(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, std::uint32_t update);
  const DaemonUpdate& operator[](std::uint32_t update) const { return rows_[update].what; }
  /// No node that its kubelet answers for is left.
  bool finished(std::uint32_t update) const {
    return rows_[update].next == rows_[update].what.nodes.size() && rows_[update].away == 0;
  }

  /// When pods can start on the node: now, or when the pod that gives them a network is back.
  Time network_back(NodeId node) const {
    return index_of(node) < network_back_.size() ? network_back_[index_of(node)] : Time::min();
  }

 private:
  struct Row {
    DaemonUpdate what;
    std::size_t next = 0;   // node whose turn it is
    std::int64_t away = 0;  // nodes that are without the pod
  };
  void begin_next(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, std::uint32_t update);

  std::vector<Row> rows_;
  std::vector<Time> network_back_;  // by NodeId
};

/// The DaemonSet of this name on the nodes of a group, if it runs there.
const Daemon* find_daemon(const Fleet& fleet, GroupId group, const std::string& name);

}  // namespace paddock::models
