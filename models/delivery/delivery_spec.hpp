// What a fleet file says about delivery: the repository, the CI runner, the engine, how tenants are cut into stacks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/cloud/api_spec.hpp"
#include "models/cloud/retry_spec.hpp"
#include "models/describe.hpp"

namespace paddock::models {

/// Which stacks a push starts: those that it changes, or all of them every time.
enum class Select : std::uint8_t { changed_stacks, all_stacks };
constexpr std::array<std::string_view, 2> names(Select) { return {"changed-stacks", "all-stacks"}; }

/// A share of all pushes, written "6% of pushes".
struct ShareOfPushes {
  double share = 0;
};
void describe_as_value(Visitor& v, ShareOfPushes& s);

struct RepositorySpec {
  Select select = Select::changed_stacks;
  ShareOfPushes shared_file_change;  // pushes that also touch a file of all stacks, so that every stack runs
};
void describe(Visitor& v, RepositorySpec& s);

enum class RunnerKind : std::uint8_t { github_hosted, self_hosted };
constexpr std::array<std::string_view, 2> names(RunnerKind) { return {"github-hosted", "self-hosted"}; }

struct RunnerSpec {
  RunnerKind kind = RunnerKind::github_hosted;
  std::int64_t concurrent = 20;  // jobs
  DurationDistribution start{sim::Distribution::lognormal_median_p95(6, 30)};
  std::optional<sim::Duration> setup;  // by default 34 s hosted, 8 s self-hosted
};
void describe(Visitor& v, RunnerSpec& s);
/// From the start of a job to the start of the engine.
sim::Duration setup_of(const RunnerSpec& runner);
/// When CI ends a job that still runs: 6 h hosted, 5 days self-hosted (GitHub's limits).
sim::Duration job_limit_of(const RunnerSpec& runner);

enum class EngineKind : std::uint8_t { pulumi };
constexpr std::array<std::string_view, 1> names(EngineKind) { return {"pulumi"}; }

/// Whose numbers the other fields take when the file is silent.
enum class EnginePreset : std::uint8_t { pulumi_2022 };
constexpr std::array<std::string_view, 1> names(EnginePreset) { return {"pulumi-2022"}; }

enum class StateBackend : std::uint8_t { cloud, s3 };
constexpr std::array<std::string_view, 2> names(StateBackend) { return {"cloud", "s3"}; }

/// One pass over the resources, or two of them.
enum class Up : std::uint8_t { update, preview_and_update };
constexpr std::array<std::string_view, 2> names(Up) { return {"update", "preview_and_update"}; }

/// How many changed steps are carried out at once; empty is "unlimited".
struct Parallel {
  std::optional<std::int64_t> limit;
};
void describe_as_value(Visitor& v, Parallel& s);

/// The engine. Letters in brackets are those of docs/models/delivery.md.
struct EngineSpec {
  EngineKind kind = EngineKind::pulumi;
  EnginePreset preset = EnginePreset::pulumi_2022;
  StateBackend state = StateBackend::cloud;
  Up up = Up::update;
  Parallel parallel;
  bool wait_for_rollout = true;
  sim::Duration timeout = std::chrono::seconds{300};              // of one release's rollout
  sim::Duration poll = std::chrono::seconds{2};                   // between two looks at a rollout
  sim::Duration program_start = std::chrono::seconds{5};          // [tp]
  sim::Duration resource_check = std::chrono::milliseconds{120};  // [g]
  std::optional<sim::Duration> release_check;                     // [f]; by default from the chart
  sim::Duration upgrade = std::chrono::seconds{4};                // [h]
  sim::Duration create = std::chrono::seconds{3};                 // of one plain resource
  sim::Duration write = std::chrono::milliseconds{450};           // [w0]
  std::optional<sim::Duration> write_per_megabyte;                // [k]; by default from the state backend
  sim::Bytes state_per_tenant{30'000};                            // [s]
  NamedMap<std::int64_t> lookups{{"eks:DescribeCluster", 1}};     // calls a tenant and pass
  sim::Duration call = std::chrono::milliseconds{50};             // one call that is answered
  RetrySpec retry;
};
void describe(Visitor& v, EngineSpec& s);

enum class Chart : std::uint8_t { pulled, vendored };
constexpr std::array<std::string_view, 2> names(Chart) { return {"pulled", "vendored"}; }

struct PerTenantSpec {
  std::int64_t resources = 8;  // [R]
  std::int64_t releases = 1;
  Chart chart = Chart::pulled;
};
void describe(Visitor& v, PerTenantSpec& s);

/// How tenants are cut into stacks: one | {by: database} | {by: tenant} | {of: 20}.
struct CutSpec {
  enum class Rule : std::uint8_t { one, database, tenant, size };
  Rule rule = Rule::one;
  std::int64_t size = 20;  // tenants of a stack under Rule::size
};
void describe_as_value(Visitor& v, CutSpec& s);

struct StacksSpec {
  CutSpec cut;
  PerTenantSpec per_tenant;
};
void describe(Visitor& v, StacksSpec& s);

struct DeliverySpec {
  RepositorySpec repository;
  RunnerSpec runner;
  EngineSpec engine;
  StacksSpec stacks;
};
void describe(Visitor& v, DeliverySpec& s);

/// The generator's time for one release: 1.2 s when it pulls and renders the chart, 0.2 s when the chart is vendored.
sim::Duration release_check_of(const DeliverySpec& spec);
/// 0.10 s a megabyte to Pulumi Cloud, 0.45 s to S3.
sim::Duration write_per_megabyte_of(const EngineSpec& engine);

}  // namespace paddock::models
