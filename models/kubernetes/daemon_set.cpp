#include "models/kubernetes/daemon_set.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/node.hpp"
#include "sim/check.hpp"

namespace paddock::models {

const Daemon* find_daemon(const Fleet& fleet, GroupId group, const std::string& name) {
  const auto& daemons = fleet[group].daemons;
  const auto at = std::ranges::find(daemons, name, &Daemon::name);
  return at == daemons.end() ? nullptr : &*at;
}

std::uint32_t DaemonSets::take(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, DaemonUpdate update) {
  sim::check(update.at_once > 0, "an update of a DaemonSet takes at least one node at a time");
  const auto id = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back({.what = std::move(update)});
  for (std::int64_t i = 0; i < rows_[id].what.at_once; ++i) begin_next(agenda, fleet, nodes, id);
  return id;
}

/// A node that nobody reaches is left out: its old pod goes and its new one comes when its kubelet is back.
void DaemonSets::begin_next(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, std::uint32_t update) {
  Row& row = rows_[update];
  while (row.next < row.what.nodes.size()) {
    const NodeId node = row.what.nodes[row.next++];
    const NodeRow& machine = nodes[node];
    if (!machine.exists || !nodes.in_touch(node)) continue;
    const Daemon* const daemon = find_daemon(fleet, machine.group, row.what.daemon);
    const auto luck = sim::luck("daemon.start", sim::hash_pair(machine.luck, sim::hash_name(row.what.daemon)));
    const Duration away = daemon->stop + sim::sample_length(daemon->start_s, agenda.draw(luck, update));
    if (daemon->network) {
      if (index_of(node) >= network_back_.size()) network_back_.resize(index_of(node) + 1, Time::min());
      Time& back = network_back_[index_of(node)];
      back = std::max(back, agenda.now() + away);  // of two updates the later end counts
    }
    ++row.away;
    agenda.after(away, DaemonReplaced{node, update});
    return;
  }
}

void DaemonSets::replaced(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, std::uint32_t update) {
  --rows_[update].away;
  begin_next(agenda, fleet, nodes, update);
}

}  // namespace paddock::models
