// What a fleet file says about tenants: templates, populations made from them, single ones by name.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/describe.hpp"
#include "models/infrastructure/node_group.hpp"
#include "models/kubernetes/count_or_percent.hpp"
#include "models/kubernetes/disruption_budget.hpp"
#include "models/kubernetes/namespace_limits.hpp"
#include "models/kubernetes/rollout.hpp"
#include "models/kubernetes/stateful_set.hpp"
#include "models/tenancy/container_spec.hpp"

namespace paddock::models {

enum class WhenUnsatisfiable : std::uint8_t { schedule_anyway, do_not_schedule };
constexpr std::array<std::string_view, 2> names(WhenUnsatisfiable) { return {"ScheduleAnyway", "DoNotSchedule"}; }

struct ZoneSpreadSpec {
  std::int64_t max_skew = 1;
  WhenUnsatisfiable when = WhenUnsatisfiable::schedule_anyway;
};
void describe(Visitor& v, ZoneSpreadSpec& s);

struct SpreadSpec {
  std::optional<ZoneSpreadSpec> zone;
};
void describe(Visitor& v, SpreadSpec& s);

struct RolloutSpec {
  CountOrPercent max_surge{true, 0.25};
  CountOrPercent max_unavailable{true, 0.25};
  RolloutStrategy strategy = RolloutStrategy::rolling_update;
  sim::Duration min_ready{};
  sim::Duration progress_deadline = std::chrono::seconds{600};
  std::int64_t history = 10;
};
void describe(Visitor& v, RolloutSpec& s);
/// Surge and unavailable pods where so many are wanted, as the Deployment controller has them.
Rollout rollout_of(const RolloutSpec& rollout, std::int64_t wanted);

struct StopSpec {
  sim::Duration grace = std::chrono::seconds{30};
  sim::Duration pre_stop{};
  sim::Duration shutdown = std::chrono::seconds{1};
};
void describe(Visitor& v, StopSpec& s);

/// How long the pods stay on a node whose taints would have them go. Kubernetes: 300 s, which EKS does not let you
/// change for all pods; a pod's own tolerations are what counts.
struct TolerationsSpec {
  std::optional<sim::Duration> unreachable = std::chrono::seconds{300};  // empty: for ever
};
void describe(Visitor& v, TolerationsSpec& s);

/// One budget, or several over the same pods: the eviction API then refuses with an error of its own.
struct BudgetsSpec {
  std::vector<BudgetRule> all{BudgetRule{}};
};
void describe_as_value(Visitor& v, BudgetsSpec& s);

/// What a pod really uses. Without it, what it requests.
struct UsesSpec {
  std::optional<sim::Distribution> memory_mib;  // drawn once a pod
};
void describe(Visitor& v, UsesSpec& s);

/// A volume for each replica, as a block device that stays in the zone where its first pod was bound.
struct VolumeSpec {
  DurationDistribution attach{sim::Distribution::constant(5)};
  DurationDistribution detach{sim::Distribution::constant(5)};
};
void describe(Visitor& v, VolumeSpec& s);

/// A database by name, a rule for placing tenants on databases, or none.
struct DatabaseUseSpec {
  std::optional<std::string> name;              // this very database
  std::string place = "fill, 20 per database";  // otherwise: fill databases in order, so many tenants on each
  std::int64_t pool = 4;                        // connections a pod
};
void describe_as_value(Visitor& v, DatabaseUseSpec& s);
/// The 20 of "fill, 20 per database"; empty if the phrase is of another form.
std::optional<std::int64_t> tenants_per_database(const DatabaseUseSpec& spec);

enum class Need : std::uint8_t { pod, database };
constexpr std::array<std::string_view, 2> names(Need) { return {"pod", "database"}; }

/// One kind of request. Its rate is either clients that ask every so often, or a rate for the whole tenant.
struct OperationSpec {
  std::optional<sim::Distribution> clients;  // drawn once a tenant
  std::optional<sim::Duration> every;
  double jitter = 0;
  std::optional<double> rate;  // requests/s
  std::vector<Need> needs{Need::pod};
  bool cached_by_client = false;
};
void describe(Visitor& v, OperationSpec& s);

/// The operations by name; `service_time` stands among them.
struct TrafficSpec {
  NamedMap<OperationSpec> operations;
  std::optional<DurationDistribution> service_time;
};
void describe_as_value(Visitor& v, TrafficSpec& s);

/// Which controller keeps the pods.
enum class ControllerKind : std::uint8_t { deployment, stateful_set };
constexpr std::array<std::string_view, 2> names(ControllerKind) { return {"Deployment", "StatefulSet"}; }

struct TemplateSpec {
  ControllerKind kind = ControllerKind::deployment;
  PodManagement pod_management = PodManagement::ordered_ready;
  ResourcesSpec requests;
  ResourcesSpec limits;
  SpreadSpec spread;
  RolloutSpec rollout;
  ProbeSpec probe;
  StartSpec start;
  StopSpec stop;
  TolerationsSpec tolerations;
  std::optional<BudgetsSpec> budget;
  std::optional<QuotaSpec> quota;  // of its namespace
  std::optional<LimitRangeSpec> limit_range;
  std::optional<std::string> priority;  // the name of one of the fleet's priorities
  std::optional<VolumeSpec> volume;
  UsesSpec uses;
  std::optional<DatabaseUseSpec> database;
  TrafficSpec traffic;
};
void describe(Visitor& v, TemplateSpec& s);

/// A population (`group` and `count`), or one tenant by `name`. `like` has been resolved before this is read.
struct TenantSpec : TemplateSpec {
  std::optional<std::string> group;
  std::optional<std::string> name;
  std::int64_t count = 1;
  std::optional<std::string> region;  // needed where the fleet has more than one
  std::optional<std::string> plan;
  std::int64_t replicas = 1;
  NamedMap<std::int64_t> placed;  // replicas by zone at the start, where it was observed; else the scheduler decides
};
void describe(Visitor& v, TenantSpec& s);

}  // namespace paddock::models
