#include "scenarios/experiment/metrics.hpp"

#include <algorithm>
#include <array>

namespace paddock::scenarios {
namespace {

constexpr std::optional<double> none;

constexpr auto all = std::to_array<Metric>({
    {"tenant.ready_replicas", Entity::tenant, MetricKind::over_time, Unit::count, 0, none,
     "pods of the tenant that Kubernetes calls Ready"},
    {"tenant.zones", Entity::tenant, MetricKind::over_time, Unit::count, 0, none,
     "zones that hold a Ready pod of the tenant: one, and the loss of that zone takes all of them"},
    {"tenant.outage", Entity::tenant, MetricKind::per_entity, Unit::seconds, 0, none,
     "longest time in which a fresh request, without retries, fails with probability of at least 50 % down the "
     "declared "
     "path; of the worst operation unless op chooses"},
    {"tenant.bad_minutes", Entity::tenant, MetricKind::per_entity, Unit::count, 0, none,
     "clock minutes in which more than the plan's share of the tenant's requests failed"},
    {"tenant.availability", Entity::tenant, MetricKind::per_entity, Unit::ratio, 0, 1,
     "1 - bad minutes / minutes, over at least the window of the plan's SLO"},
    {"tenant.budget_spent", Entity::tenant, MetricKind::per_entity, Unit::ratio, 0, none,
     "share of the plan's error budget, for its whole window, that this run used"},
    {"tenant.first_ready", Entity::tenant, MetricKind::per_entity, Unit::seconds, 0, none,
     "for tenants that a step adds: from the step to the first Ready pod"},
    {"deploy.queued", Entity::deploy, MetricKind::per_event, Unit::seconds, 0, none, "from push to job start"},
    {"deploy.sync", Entity::deploy, MetricKind::per_event, Unit::seconds, 0, none, "from job start to job end"},
    {"deploy.lead_time", Entity::deploy, MetricKind::per_event, Unit::seconds, 0, none,
     "from push to the last tenant serving the new version"},
    {"deploy.failed", Entity::deploy, MetricKind::per_event, Unit::count, 0, 1,
     "1 for a job that failed (locked, throttled, rollout timeout), 0 for one that succeeded"},
    {"pod.pending_for", Entity::pod, MetricKind::per_event, Unit::seconds, 0, none,
     "from created to bound; up to the end of the window for pods that still wait"},
    {"pod.start_time", Entity::pod, MetricKind::per_event, Unit::seconds, 0, none,
     "from bound to Ready for the first time"},
    {"node.drain_blocked_for", Entity::node, MetricKind::per_event, Unit::seconds, 0, none,
     "from the first eviction that a budget refuses until the node is empty, or the drain is given up"},
    {"node.ready_after", Entity::node, MetricKind::per_event, Unit::seconds, 0, none,
     "from the call that adds a node to the node being Ready"},
    {"api.throttled", Entity::api, MetricKind::per_entity, Unit::count, 0, none,
     "calls that were throttled or refused"},
    {"api.wait", Entity::api, MetricKind::per_entity, Unit::seconds, 0, none,
     "mean time from a call's first attempt until it passed"},
    {"database.failover", Entity::database, MetricKind::per_event, Unit::seconds, 0, none,
     "from the loss of the writer until writes succeed again; up to the end of the window if they do not"},
});

constexpr auto tenant_labels = std::to_array<std::string_view>(
    {"tenant", "group", "plan", "region", "replicas", "database", "writer_zone", "added", "op"});
constexpr auto deploy_labels = std::to_array<std::string_view>({"stack", "outcome"});
constexpr auto pod_labels = std::to_array<std::string_view>({"tenant", "group", "plan", "region", "zone"});
constexpr auto node_labels = std::to_array<std::string_view>({"region", "zone", "group"});
constexpr auto api_labels = std::to_array<std::string_view>({"api"});
constexpr auto database_labels = std::to_array<std::string_view>({"database", "region"});

}  // namespace

std::span<const Metric> metrics() { return all; }

const Metric* find_metric(std::string_view name) {
  const auto at = std::ranges::find(all, name, &Metric::name);
  return at == all.end() ? nullptr : &*at;
}

std::span<const std::string_view> labels_of(Entity entity) {
  switch (entity) {
    case Entity::tenant:
      return tenant_labels;
    case Entity::deploy:
      return deploy_labels;
    case Entity::pod:
      return pod_labels;
    case Entity::node:
      return node_labels;
    case Entity::api:
      return api_labels;
    case Entity::database:
      return database_labels;
  }
  return {};
}

std::string_view unit_name(Unit unit) { return unit == Unit::seconds ? "s" : unit == Unit::ratio ? "1" : ""; }

}  // namespace paddock::scenarios
