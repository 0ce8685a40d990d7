#include "scenarios/experiment/observations.hpp"

#include <algorithm>
#include <iterator>

#include "scenarios/experiment/labels.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

bool tenant_passes(const Target& target, const RunFacts& facts, TenantId tenant) {
  const auto resolve = [&](const std::string& text) { return resolve_reference(text, facts); };
  return std::ranges::all_of(target.labels, [&](const LabelFilter& filter) {
    return filter.label == "op" || passes(filter, tenant_label(*facts.design.fleet, tenant, filter.label), resolve);
  });
}

/// Tenants that the labels choose; those not yet added are not there.
std::vector<TenantId> chosen_tenants(const Target& target, const RunFacts& facts) {
  std::vector<TenantId> chosen;
  for (std::size_t i = 0; i < facts.design.fleet->tenants.size(); ++i) {
    const auto id = static_cast<TenantId>(i);
    const bool added = !facts.design.fleet->tenants[i].at_start;
    // A tenant that comes later has no service to lose before: it is looked at only when a target names it so.
    const bool asked_for = std::ranges::any_of(target.labels, [](const LabelFilter& f) { return f.label == "added"; });
    if (added && !asked_for && target.metric->name != "tenant.first_ready") continue;
    if (tenant_passes(target, facts, id)) chosen.push_back(id);
  }
  return chosen;
}

/// Minimum, maximum, mean, last value or whether a condition ever held, of a step function in a window.
EntityValue over_time(const Target& target, std::uint32_t initial, const std::vector<Change<std::uint32_t>>& changes,
                      Interval window, TenantId tenant) {
  double current = initial;
  std::size_t next = 0;
  for (; next < changes.size() && changes[next].at <= window.from; ++next) current = changes[next].value;
  EntityValue least{static_cast<std::uint32_t>(tenant), current, {window.from, window.from}}, most = least;
  double integral = 0;
  bool ever = false;
  Time since = window.from;
  for (;; ++next) {
    const bool more = next < changes.size() && changes[next].at < window.to;
    const Time until = more ? changes[next].at : window.to;
    integral += current * sim::to_seconds(until - since);
    if (target.condition) ever |= compare(current, *target.condition, target.condition_value);
    if (!more) break;
    current = changes[next].value;
    since = until;
    if (current < least.value) least = {least.entity, current, {since, since}};
    if (current > most.value) most = {most.entity, current, {since, since}};
  }
  switch (target.aggregate) {
    case Aggregate::min:
      return least;
    case Aggregate::max:
      return most;
    case Aggregate::end:
      return {least.entity, current, {since, window.to}};
    case Aggregate::share:
      return {least.entity, ever ? 1.0 : 0.0, window};
    default:
      return {least.entity, integral / sim::to_seconds(window.length()), window};
  }
}

bool operation_passes(const Target& target, const Operation& operation) {
  return std::ranges::all_of(target.labels, [&](const LabelFilter& filter) {
    return filter.label != "op" || passes(filter, operation.name, [](const std::string& text) { return text; });
  });
}

EntityValue outage(const Target& target, const RunFacts& facts, TenantId tenant, Interval window,
                   Stretches& stretches) {
  EntityValue worst{static_cast<std::uint32_t>(tenant), 0, {window.from, window.from}};
  const auto& all = stretches.of(facts.recording, *facts.design.fleet, tenant, window);
  const auto& operations = facts.design.fleet->workload(tenant).operations;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (!operation_passes(target, operations[i])) continue;
    const Interval longest = longest_outage(all, operations[i]);
    const double seconds = sim::to_seconds(longest.length());
    if (seconds > worst.value) worst = {worst.entity, seconds, longest, i};
  }
  return worst;
}

/// The share of an SLO's error budget that bad minutes use up. Requires: the promise is below 100 %.
double spent(double bad_min, const Slo& slo) {
  return bad_min / (sim::to_seconds(slo.window) / 60 * (1 - slo.good_share));
}

EntityValue minutes(const Target& target, const RunFacts& facts, TenantId tenant, Interval window,
                    Stretches& stretches) {
  const Fleet& fleet = *facts.design.fleet;
  const auto& all = stretches.of(facts.recording, fleet, tenant, window);
  const Slo& slo = fleet.plan(tenant).slo;
  double bad = 0;
  if (!std::ranges::all_of(all, nothing_fails)) {
    const auto rates = request_rates(fleet, tenant, facts.key);
    bad = static_cast<double>(bad_minutes(all, fleet.workload(tenant), rates, slo.bad_minute_errors));
  }
  const double length_min = sim::to_seconds(window.length()) / 60;
  double value = bad;
  if (target.metric->name == "tenant.availability") value = 1 - bad / length_min;
  if (target.metric->name == "tenant.budget_spent") value = spent(bad, slo);
  return {static_cast<std::uint32_t>(tenant), value, window};
}

Observations of_tenants(const Target& target, const RunFacts& facts, Interval window) {
  Observations result;
  Stretches stretches;
  for (const TenantId tenant : chosen_tenants(target, facts)) {
    const std::size_t i = index_of(tenant);
    if (target.metric->name == "tenant.ready_replicas") {
      result.values.push_back(
          over_time(target, facts.recording.ready_at_start[i], facts.recording.ready[i].changes(), window, tenant));
      continue;
    }
    if (target.metric->name == "tenant.zones") {
      result.values.push_back(
          over_time(target, facts.recording.zones_at_start[i], facts.recording.zones[i].changes(), window, tenant));
      continue;
    }
    if (!has_operation(target, *facts.design.fleet, tenant)) continue;
    EntityValue value = target.metric->name == "tenant.outage" ? outage(target, facts, tenant, window, stretches)
                                                               : minutes(target, facts, tenant, window, stretches);
    if (target.condition) value.value = compare(value.value, *target.condition, target.condition_value) ? 1 : 0;
    result.values.push_back(value);
  }
  result.none_chosen = result.values.empty();
  return result;
}

std::string span_label(const RunFacts& facts, const Span& span, Entity entity, std::string_view label) {
  const Fleet& fleet = *facts.design.fleet;
  if (entity == Entity::database) {
    const Database& database = fleet.databases[span.entity];
    return label == "database" ? database.name : fleet[database.region].name;
  }
  if (entity == Entity::node) {
    const NodeRow& node = facts.world.nodes[static_cast<NodeId>(span.entity)];
    if (label == "group") return fleet[node.group].short_name;
    return label == "zone" ? fleet[node.zone].name : fleet[fleet[node.zone].region].name;
  }
  if (label == "zone") return span.cut ? "none" : fleet.zones[span.zone].name;
  return tenant_label(fleet, static_cast<TenantId>(span.entity), label);
}

/// Things that took a while, those that began in the window.
Observations of_spans(const Target& target, const RunFacts& facts, Interval window, const std::vector<Span>& spans) {
  Observations result;
  const auto resolve = [&](const std::string& text) { return resolve_reference(text, facts); };
  for (const Span& span : spans) {
    if (span.from < window.from || span.from >= window.to) continue;
    const bool chosen = std::ranges::all_of(target.labels, [&](const LabelFilter& filter) {
      return passes(filter, span_label(facts, span, target.metric->entity, filter.label), resolve);
    });
    if (!chosen) continue;
    double value = sim::to_seconds(span.length);
    if (target.condition) value = compare(value, *target.condition, target.condition_value) ? 1 : 0;
    result.values.push_back({span.entity, value, {span.from, span.from + span.length}});
  }
  return result;
}

/// What a deploy metric says of one deploy: a stretch of the run that the horizon may cut; none: it does not apply.
std::optional<Interval> deploy_interval(std::string_view metric, const Deploy& deploy, Time horizon) {
  if (metric == "deploy.queued") return Interval{deploy.pushed, deploy.started.value_or(horizon)};
  if (metric == "deploy.lead_time") {
    if (deploy.changes == 0 && deploy.ended) return std::nullopt;
    return Interval{deploy.pushed, deploy.served.value_or(horizon)};
  }
  if (!deploy.started) return std::nullopt;
  return Interval{*deploy.started, deploy.ended.value_or(horizon)};
}

Observations of_deploys(const Target& target, const RunFacts& facts, Interval window) {
  Observations result;
  const auto same = [](const std::string& text) { return text; };
  facts.world.pipelines.for_each_deploy([&](DeployId, const Deploy& deploy) {
    if (deploy.pushed < window.from || deploy.pushed >= window.to) return;
    const auto interval = deploy_interval(target.metric->name, deploy, facts.recording.horizon);
    if (!interval) return;
    const std::string outcome(deploy.outcome ? names(DeployOutcome{})[static_cast<std::size_t>(*deploy.outcome)]
                                             : "running");
    const std::string& stack = facts.design.fleet->delivery.stacks[index_of(deploy.stack)].name;
    const bool chosen = std::ranges::all_of(target.labels, [&](const LabelFilter& filter) {
      return passes(filter, filter.label == "stack" ? stack : outcome, same);
    });
    if (!chosen) return;
    double value = sim::to_seconds(interval->length());
    if (target.metric->name == "deploy.failed") value = deploy.outcome == DeployOutcome::ok ? 0 : 1;
    if (target.condition) value = compare(value, *target.condition, target.condition_value) ? 1 : 0;
    result.values.push_back({static_cast<std::uint32_t>(deploy.stack), value, *interval});
  });
  return result;
}

/// What was counted before a moment.
ApiCounts counts_before(const History<ApiCounts>& calls, Time at) {
  const auto after = std::ranges::lower_bound(calls.changes(), at, {}, &Change<ApiCounts>::at);
  return after == calls.changes().begin() ? ApiCounts{} : std::prev(after)->value;
}

std::optional<double> api_value(std::string_view metric, const ApiCounts& before, const ApiCounts& after) {
  if (after.attempts == before.attempts) return std::nullopt;
  if (metric == "api.throttled") return static_cast<double>(after.throttled - before.throttled);
  if (metric == "api.refused") return static_cast<double>(after.refused - before.refused);
  if (after.passed == before.passed) return std::nullopt;
  return sim::to_seconds(after.waited - before.waited) / static_cast<double>(after.passed - before.passed);
}

/// APIs that were called in the window.
Observations of_apis(const Target& target, const RunFacts& facts, Interval window) {
  Observations result;
  const auto same = [](const std::string& text) { return text; };
  const auto& apis = facts.design.fleet->delivery.apis;
  for (std::size_t i = 0; i < apis.size(); ++i) {
    const bool chosen =
        std::ranges::all_of(target.labels, [&](const LabelFilter& f) { return passes(f, apis[i].name, same); });
    if (!chosen) continue;
    const auto& calls = facts.recording.calls[i];
    auto value = api_value(target.metric->name, counts_before(calls, window.from), counts_before(calls, window.to));
    if (!value) continue;
    if (target.condition) value = compare(*value, *target.condition, target.condition_value) ? 1 : 0;
    result.values.push_back({static_cast<std::uint32_t>(i), *value, window});
  }
  return result;
}

}  // namespace

Observations observe_metric(const Target& target, const RunFacts& facts, Interval window) {
  const std::string_view name = target.metric->name;
  if (name == "tenant.first_ready") return of_spans(target, facts, window, facts.recording.first_ready);
  if (target.metric->entity == Entity::tenant) return of_tenants(target, facts, window);
  if (target.metric->entity == Entity::deploy) return of_deploys(target, facts, window);
  if (target.metric->entity == Entity::api) return of_apis(target, facts, window);
  if (name == "pod.pending_for") return of_spans(target, facts, window, facts.recording.pending);
  if (name == "pod.start_time") return of_spans(target, facts, window, facts.recording.start_times);
  if (name == "node.ready_after") return of_spans(target, facts, window, facts.recording.joins);
  if (name == "node.drain_blocked_for") return of_spans(target, facts, window, facts.recording.blocked_drains);
  if (name == "database.failover") return of_spans(target, facts, window, facts.recording.failovers);
  return {};
}

bool has_operation(const Target& target, const Fleet& fleet, TenantId tenant) {
  return std::ranges::any_of(fleet.workload(tenant).operations,
                             [&](const Operation& operation) { return operation_passes(target, operation); });
}

std::string entity_name(const Target& target, const RunFacts& facts, std::uint32_t entity) {
  const Fleet& fleet = *facts.design.fleet;
  switch (target.metric->entity) {
    case Entity::tenant:
      return fleet.tenants[entity].name;
    case Entity::pod:
      return "a pod of " + fleet.tenants[entity].name;
    case Entity::node:
      return facts.world.nodes.name(fleet, static_cast<NodeId>(entity));
    case Entity::database:
      return fleet.databases[entity].name;
    case Entity::deploy:
      return fleet.delivery.stacks[entity].name;
    case Entity::api:
      return fleet.delivery.apis[entity].name;
  }
  return {};
}

}  // namespace paddock::scenarios
