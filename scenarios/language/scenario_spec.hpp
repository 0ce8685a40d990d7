// What a scenario file says, as it is read: steps, targets, what is expected.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/describe.hpp"
#include "models/tenancy/tenant_spec.hpp"

namespace paddock::scenarios {

/// When a step begins: "20m", {uniform: [20m, 90m]}, "loss + 10m" after another step began.
struct AtSpec {
  std::optional<std::string> step;
  models::DurationDistribution delay;
};
void describe_as_value(models::Visitor& v, AtSpec& s);

/// A share of runs: "20% of runs".
struct ShareOfRuns {
  double share = 1;
};
void describe_as_value(models::Visitor& v, ShareOfRuns& s);

struct LoseSpec {
  std::optional<std::string> zone, region;
};
void describe(models::Visitor& v, LoseSpec& s);

struct CrashSpec {
  std::string node = "any";
  std::optional<std::string> region;
};
void describe(models::Visitor& v, CrashSpec& s);

struct FailOverSpec {
  std::string database;
};
void describe(models::Visitor& v, FailOverSpec& s);

struct RefuseSpec {
  std::string api;
};
void describe(models::Visitor& v, RefuseSpec& s);

struct AddNodesSpec {
  std::string group;
  std::optional<std::string> region;
  std::int64_t count = 1;
};
void describe(models::Visitor& v, AddNodesSpec& s);

enum class AddBy : std::uint8_t { delivery, hand };
constexpr std::array<std::string_view, 2> names(AddBy) { return {"delivery", "hand"}; }

struct AddSpec {
  std::optional<AddNodesSpec> nodes;
  std::vector<models::TenantSpec> tenants;
  AddBy by = AddBy::delivery;
};
void describe(models::Visitor& v, AddSpec& s);

struct PushSpec {
  std::string tenant;  // a name, any, all
  std::optional<std::string> region, database;
  std::optional<sim::Duration> crashes_after;
  bool image_missing = false;
};
void describe(models::Visitor& v, PushSpec& s);

struct SetSpec {
  std::string tenant;  // a name, any, last, largest, all
  std::optional<std::string> region;
  std::int64_t replicas = 1;
};
void describe(models::Visitor& v, SetSpec& s);

struct RestartSpec {
  std::optional<std::string> control_plane;  // a region by name
  std::optional<std::string> daemonset, region;
};
void describe(models::Visitor& v, RestartSpec& s);

struct RollBackSpec {
  std::string tenant;
  std::optional<std::string> region;
};
void describe(models::Visitor& v, RollBackSpec& s);

enum class How : std::uint8_t { power, partition };
constexpr std::array<std::string_view, 2> names(How) { return {"power", "partition"}; }

/// `power`, `partition`, or {partial: 50%}: some of a zone's machines, while the zone itself stands.
struct HowSpec {
  How how = How::power;
  double partial = 1;
};
void describe_as_value(models::Visitor& v, HowSpec& s);

struct DrainSpec {
  std::optional<std::string> node, group, region;
  models::CountOrPercent at_once{false, 1};
  bool replace = false;
};
void describe(models::Visitor& v, DrainSpec& s);

/// An ARC zonal shift: traffic and new pods leave a zone that stands.
struct ZonalShiftSpec {
  std::string away_from;  // a zone, or STEP.zone
  bool cluster = true, balancer = true;
};
void describe(models::Visitor& v, ZonalShiftSpec& s);

struct StepSpec {
  std::string name;
  std::optional<AtSpec> at;
  std::optional<std::string> after;
  std::optional<LoseSpec> lose;
  std::optional<CrashSpec> crash;
  std::optional<FailOverSpec> fail_over;
  std::optional<RefuseSpec> refuse;
  std::optional<AddSpec> add;
  std::optional<PushSpec> push;
  std::optional<DrainSpec> drain;
  std::optional<SetSpec> set;
  std::optional<RollBackSpec> roll_back;
  std::optional<ZonalShiftSpec> zonal_shift;
  std::optional<RestartSpec> restart;
  std::optional<HowSpec> how;
  std::optional<models::DurationDistribution> lasts;  // `for`
  ShareOfRuns in;
};
void describe(models::Visitor& v, StepSpec& s);

/// `any`: whatever verdict the design earns, as long as it earns one.
enum class Expectation : std::uint8_t { pass, fail, any };
constexpr std::array<std::string_view, 3> names(Expectation) { return {"pass", "fail", "any"}; }

/// One expectation for every row, or a list with one for each row of `vary`.
struct ExpectSpec {
  std::vector<Expectation> rows{Expectation::pass};
};
void describe_as_value(models::Visitor& v, ExpectSpec& s);

/// What the run has behind it at time 0.
struct StartSpec {
  sim::Duration aged{};
  bool life_goes_on = false;
};
void describe(models::Visitor& v, StartSpec& s);

/// A scenario file. Targets, watched expressions and `vary` are read from their nodes, where their words have places.
struct ScenarioSpec {
  std::int64_t paddock = 1;
  std::string scenario;
  std::string about;
  std::string fleet;
  StartSpec start;
  sim::Duration horizon = std::chrono::hours{1};
  std::vector<StepSpec> timeline;
  std::vector<std::string> targets, watch;
  models::NamedMap<std::vector<std::string>> vary;
  double confidence = 0.95;
  ExpectSpec expect;
  std::optional<std::string> because;
};
void describe(models::Visitor& v, ScenarioSpec& s);

/// The verbs of a step, for the command line and for messages.
std::vector<std::string> verbs();

}  // namespace paddock::scenarios
