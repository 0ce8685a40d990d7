// A fleet for tests: one region, three zones, equal nodes, one population. Everything that a test does not set is at
// its default.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/events/infrastructure.hpp"
#include "models/fleet.hpp"
#include "models/world.hpp"

namespace paddock::models {

struct SmallFleet {
  Flavour flavour = Flavour::eks;
  std::string kubernetes = "1.31";
  LostZone lost_zone = LostZone::unreachable;
  std::int64_t nodes = 30, tenants = 10, replicas = 2, databases = 0;
  std::vector<std::string> zones{"a", "b", "c"};
  RolloutSpec rollout;
  TrafficPolicy policy = TrafficPolicy::local;
  ControllerKind kind = ControllerKind::deployment;
  PodManagement pod_management = PodManagement::ordered_ready;
  ApiServerSpec api;
  sim::Distribution watch_s;

  FleetSpec spec() const {
    FleetSpec fleet;
    fleet.fleet = "small";
    RegionSpec region;
    region.zones = zones;
    region.cluster = {
        .kubernetes = kubernetes, .flavour = flavour, .grace = std::nullopt, .api = api, .watch = {{watch_s}}};
    NodeGroupSpec group;
    group.type = "t4g.xlarge";
    group.size = {nodes, 0, 100000};
    group.lost_zone = lost_zone;
    region.nodes.push_back({"general", group});
    if (databases > 0) region.databases.push_back({"pg", DatabaseSpec{.count = databases, .name = "pg-{n}"}});
    HopSpec service;
    service.service = ServiceSpec{.external_traffic_policy = policy};
    region.path.push_back(service);
    fleet.regions.push_back({"here", region});
    TenantSpec tenant;
    tenant.group = "t";
    tenant.count = tenants;
    tenant.replicas = replicas;
    tenant.requests = {{250}, {200 * 1024 * 1024}};
    tenant.rollout = rollout;
    tenant.kind = kind;
    tenant.pod_management = pod_management;
    tenant.probe.readiness = {std::chrono::seconds{30}, std::chrono::seconds{10}, 5, std::chrono::seconds{10}};
    tenant.stop.pre_stop = std::chrono::seconds{15};
    if (databases > 0) tenant.database = DatabaseUseSpec{};
    fleet.tenants.push_back(tenant);
    return fleet;
  }

  std::shared_ptr<const Fleet> make() const { return made(spec()); }
  Run run(std::uint64_t seed = 1) const { return make_run(make(), std::make_shared<const Timeline>(), {seed, 0}); }

  /// Any fleet that can be.
  static std::shared_ptr<const Fleet> made(const FleetSpec& spec) {
    Findings findings;
    auto fleet = std::make_shared<const Fleet>(make_fleet(spec, {}, findings));
    for (const Finding& finding : findings) ADD_FAILURE() << finding.path << ": " << finding.message;
    return fleet;
  }
};

inline BudgetRule keeps(double pods) { return {.min_available = CountOrPercent{false, pods}, .max_unavailable = {}}; }
inline BudgetRule lets_go(CountOrPercent pods) { return {.min_available = {}, .max_unavailable = pods}; }

constexpr TenantId only{0};  // where there is one tenant

inline Run run_of(const FleetSpec& spec, std::uint64_t seed = 1, const Timeline& timeline = {}) {
  return make_run(SmallFleet::made(spec), std::make_shared<const Timeline>(timeline), {seed, 0});
}

/// What happened in a run: the moments of every event of one kind, in seconds.
template <class E>
class Seen {
 public:
  void operator()(const World&, Time now, const sim::EventRecord& record) {
    if (const auto e = record.as<E>()) at_s.push_back(sim::to_seconds(now.time_since_epoch())), events.push_back(*e);
  }
  std::vector<double> at_s;
  std::vector<E> events;
};

/// Runs on and shows every event to each of these.
template <class... Es>
void run_until(Run& run, Time end, Seen<Es>&... seen) {
  run.run_until(end, [&](const World& w, Time now, const sim::EventRecord& record) { (seen(w, now, record), ...); });
}

template <class E>
std::vector<double> moments(Run& run, Time until) {
  Seen<E> seen;
  run.run_until(until, seen);
  return seen.at_s;
}

inline Time at_s(double seconds) { return Time{sim::from_seconds(seconds)}; }

}  // namespace paddock::models
