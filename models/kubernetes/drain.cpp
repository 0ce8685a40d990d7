#include "models/kubernetes/drain.hpp"

#include <algorithm>

#include "models/events/kubernetes.hpp"
#include "models/events/maintenance.hpp"
#include "models/kubernetes/deployment.hpp"
#include "models/kubernetes/pod.hpp"
#include "sim/check.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

constexpr Duration retry_after_refusal = 5s;     // kubectl pkg/drain
constexpr Duration drained_to_terminated = 60s;  // EKS user guide, managed-node-update-behavior
constexpr Duration managed_patience = 15min;     // the same: PodEvictionFailure

}  // namespace

Drains::NodeRow& Drains::row(NodeId node) {
  if (index_of(node) >= rows_.size()) rows_.resize(index_of(node) + 1);
  return rows_[index_of(node)];
}

std::int64_t Drains::surge(const Fleet& fleet, const DrainOrder& order) {
  if (!order.managed || !order.replace) return 0;
  const auto zones = static_cast<std::int64_t>(fleet[order.group].zones.size());
  return std::min(std::max(2 * zones, order.at_once), static_cast<std::int64_t>(order.nodes.size()));
}

void Drains::take(Agenda& agenda, const Fleet& fleet, DrainOrder order) {
  sim::check(order.at_once > 0, "a drain takes at least one node at a time");
  const std::int64_t awaited = surge(fleet, order);
  for (const NodeId node : order.nodes) {
    sim::check(!held(node), "a node was given to two drains");
    row(node).state = NodeState::listed;
  }
  orders_.push_back({.what = std::move(order), .awaited = awaited});
  if (awaited == 0) begin(agenda, static_cast<std::uint32_t>(orders_.size() - 1));
}

void Drains::begin(Agenda& agenda, std::uint32_t order) {
  for (std::int64_t i = 0; i < orders_[order].what.at_once; ++i) begin_next(agenda, order);
}

void Drains::begin_next(Agenda& agenda, std::uint32_t id) {
  OrderRow& order = orders_[id];
  if (order.failed || order.next == order.what.nodes.size()) return;
  const NodeId node = order.what.nodes[order.next++];
  NodeRow& at = row(node);
  at.order = id;
  at.state = NodeState::draining;
  at.blocked = at.empty = false;
  at.cordoned = true;
  agenda.emit(DrainTried{node});
  if (order.what.managed) at.deadline = agenda.after(managed_patience, DrainExpired{node});
}

void Drains::refused(Agenda& agenda, NodeId node) {
  row(node).next_try = agenda.after(retry_after_refusal, DrainTried{node});
  if (!row(node).blocked) agenda.emit(DrainBlocked{node});
  row(node).blocked = true;
}

void Drains::fail(Agenda& agenda, NodeId node) {
  NodeRow& at = row(node);
  if (!at.blocked) agenda.emit(DrainBlocked{node});
  at.blocked = true;
  release(agenda, node);
  abandon(agenda, at.order.value());
  agenda.emit(DrainFailed{node});
}

void Drains::release(Agenda& agenda, NodeId node) {
  NodeRow& at = row(node);
  at.state = NodeState::free;
  agenda.cancel(at.deadline);
  agenda.cancel(at.next_try);
}

void Drains::abandon(Agenda& agenda, std::uint32_t id) {
  OrderRow& order = orders_[id];
  order.failed = true;
  for (; order.next < order.what.nodes.size(); ++order.next) release(agenda, order.what.nodes[order.next]);
}

void Drains::emptied(Agenda& agenda, NodeId node) {
  NodeRow& at = row(node);
  if (at.empty) return;
  at.empty = true;
  agenda.cancel(at.deadline);
  agenda.emit(NodeDrained{node});
}

bool Drains::give_up(Agenda& agenda, NodeId node) {
  NodeRow& at = row(node);
  if (at.state != NodeState::draining || at.empty) return false;
  at.cordoned = false;
  release(agenda, node);
  abandon(agenda, at.order.value());
  return true;
}

void Drains::gone(Agenda& agenda, NodeId node) {
  const std::uint32_t order = row(node).order.value();
  release(agenda, node);
  ++orders_[order].launched;  // its group has seen to it
  done(agenda, order);
}

void Drains::drained(Agenda& agenda, NodeId node) {
  const std::uint32_t order = row(node).order.value();
  if (orders_[order].what.replace) {
    agenda.after(orders_[order].what.managed ? drained_to_terminated : Duration{}, NodeTerminated{node});
  } else {
    release(agenda, node);
    done(agenda, order);
  }
}

void Drains::done(Agenda& agenda, std::uint32_t order) {
  ++orders_[order].done;
  begin_next(agenda, order);
}

bool Drains::terminated(Agenda& agenda, NodeId node) {
  const std::uint32_t id = row(node).order.value();
  OrderRow& order = orders_[id];
  release(agenda, node);
  if (order.what.managed) done(agenda, id);  // machines that were launched ahead stand in
  return order.launched < order.what.nodes.size();
}

void Drains::launched(NodeId machine, NodeId in_place_of) {
  row(machine).in_place_of = in_place_of;
  ++orders_[row(in_place_of).order.value()].launched;
}

void Drains::launched_ahead(NodeId machine) {
  row(machine).ahead_of = static_cast<std::uint32_t>(orders_.size() - 1);
  ++orders_.back().launched;
}

std::optional<NodeId> Drains::joined(Agenda& agenda, NodeId machine) {
  if (index_of(machine) >= rows_.size()) return std::nullopt;
  if (const auto id = rows_[index_of(machine)].ahead_of) {
    if (--orders_[*id].awaited == 0) begin(agenda, *id);
    return std::nullopt;
  }
  const auto old = rows_[index_of(machine)].in_place_of;
  if (!old) return std::nullopt;
  const std::uint32_t id = row(*old).order.value();
  if (!orders_[id].what.managed) done(agenda, id);
  return old;
}

bool Drains::finished(NodeId node) const {
  const OrderRow& order = orders_[rows_[index_of(node)].order.value()];
  return order.failed || order.done == order.what.nodes.size();
}

BudgetStatus budget_status(const Fleet& fleet, const Deployments& deployments, const Pods& pods, TenantId tenant,
                           std::size_t nth) {
  const BudgetRule& budget = fleet.workload(tenant).budgets.at(nth);
  std::vector<BudgetedPod> selected;
  std::vector<std::optional<std::int64_t>> scales;
  for (const TenantId under : fleet.under(budget, tenant)) {
    const auto controller = static_cast<std::uint32_t>(scales.size());
    scales.emplace_back(deployments[under].replicas);
    for (auto at = pods.first_of(under); at; at = pods[*at].next_of_tenant)
      selected.push_back(
          {.controller = controller, .ready = pods[*at].ready, .deleting = pods[*at].deleted, .evicted_ago = {}});
  }
  return review(budget, selected, scales).status;
}

EvictionAnswer ask_to_evict(const Fleet& fleet, const Deployments& deployments, const Pods& pods, PodId id) {
  const PodRow& pod = pods[id];
  const EvictedPod evicted{.phase = pod.phase == PodPhase::running ? ReportedPhase::running : ReportedPhase::pending,
                           .ready = pod.ready,
                           .terminating = pod.deleted};
  std::vector<EvictionBudget> budgets;
  if (!passes_budgets(evicted)) {
    const auto& over_it = fleet.workload(pod.tenant).budgets;
    budgets.reserve(over_it.size());
    for (std::size_t n = 0; n < over_it.size(); ++n)
      budgets.push_back(
          {.status = budget_status(fleet, deployments, pods, pod.tenant, n), .unhealthy = over_it[n].unhealthy});
  }
  return evict(evicted, budgets, {}, [](EvictedPod&) { return Deletion::done; });
}

bool may_evict(const Fleet& fleet, const Deployments& deployments, const Pods& pods, PodId id) {
  return ask_to_evict(fleet, deployments, pods, id).evicted();
}

}  // namespace paddock::models
