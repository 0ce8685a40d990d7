#include "models/kubernetes/node_pressure.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"
#include "models/infrastructure/node.hpp"
#include "models/kubernetes/pod.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

constexpr Duration monitor_every = 10s;  // pkg/kubelet/eviction, monitoringInterval
constexpr Duration transition = 5min;    // evictionPressureTransitionPeriod

}  // namespace

bool evicted_before(const PressedPod& a, const PressedPod& b) {
  const bool a_exceeds = a.usage > a.request, b_exceeds = b.usage > b.request;
  if (a_exceeds != b_exceeds) return a_exceeds;
  if (a.priority != b.priority) return a.priority < b.priority;
  return a.usage - a.request > b.usage - b.request;
}

NodePressure::NodePressure(const Fleet& fleet)
    : modelled_(std::ranges::any_of(fleet.workloads, [](const Workload& w) { return w.memory_mib.has_value(); })) {}

std::int64_t NodePressure::usage_of(const Agenda& agenda, const Fleet& fleet, const Pods& pods, PodId pod) const {
  const Workload& workload = fleet.workload(pods[pod].tenant);
  if (!workload.memory_mib) return workload.request.memory.value;
  const double mib = workload.memory_mib->sample(agenda.draw(sim::luck("pod.memory", pods[pod].luck), 0));
  return static_cast<std::int64_t>(std::max(mib, 0.0) * static_cast<double>(sim::mebibyte.value));
}

/// Allocatable leaves out the hard threshold, so what runs beyond it has crossed the threshold.
bool NodePressure::is_short(const Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods,
                            NodeId node) const {
  std::int64_t left = fleet[nodes[node].group].room.memory.value;  // daemons use what they request
  for (auto id = pods.first_on(node); id; id = pods[*id].next_on_node)
    if (pods[*id].alive) left -= usage_of(agenda, fleet, pods, *id);
  return left < 0;
}

void NodePressure::plan(Agenda& agenda, const Nodes& nodes, NodeId node) {
  auto draw = agenda.draw(sim::luck("kubelet.monitor.phase", nodes[node].luck), 0);
  const Duration phase{static_cast<Duration::rep>(draw.below(static_cast<std::uint64_t>(monitor_every.count())))};
  const Duration since = (agenda.now().time_since_epoch() - phase) % monitor_every;
  const Duration wait = since.count() < 0 ? -since : monitor_every - since;
  rows_[index_of(node)].next = agenda.after(wait, PressureSeen{node});
}

void NodePressure::look(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods, NodeId node) {
  if (!modelled_) return;
  if (index_of(node) >= rows_.size()) rows_.resize(index_of(node) + 1);
  if (!rows_[index_of(node)].next && is_short(agenda, fleet, nodes, pods, node)) plan(agenda, nodes, node);
}

std::optional<PodId> NodePressure::evict(Agenda& agenda, const Fleet& fleet, const Nodes& nodes, const Pods& pods,
                                         NodeId node) {
  Row& row = rows_[index_of(node)];
  row.next.reset();
  if (!nodes.in_touch(node) || !is_short(agenda, fleet, nodes, pods, node)) return std::nullopt;
  std::optional<PodId> first;
  PressedPod first_rank;
  for (auto id = pods.first_on(node); id; id = pods[*id].next_on_node) {
    if (!pods[*id].alive) continue;
    const Workload& workload = fleet.workload(pods[*id].tenant);
    const PressedPod rank{workload.request.memory.value, usage_of(agenda, fleet, pods, *id), workload.priority.value};
    if (!first || evicted_before(rank, first_rank)) first = *id, first_rank = rank;
  }
  plan(agenda, nodes, node);
  agenda.cancel(row.ends);
  row.ends = agenda.after(transition, PressureOver{node});
  return first;
}

}  // namespace paddock::models
