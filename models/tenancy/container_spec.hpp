// What a fleet file says about the containers of a pod: image, init containers, sidecars, probes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/describe.hpp"

namespace paddock::models {

/// What a probe's endpoint asks before it answers.
enum class Asks : std::uint8_t { nothing, database };
constexpr std::array<std::string_view, 2> names(Asks) { return {"nothing", "database"}; }

struct ReadinessSpec {
  sim::Duration delay{};
  sim::Duration period = std::chrono::seconds{10};
  std::int64_t successes = 1;
  sim::Duration timeout = std::chrono::seconds{1};
  std::int64_t failures = 3;
  Asks asks = Asks::nothing;
};
void describe(Visitor& v, ReadinessSpec& s);

struct LivenessSpec {
  sim::Duration delay{};
  sim::Duration period = std::chrono::seconds{10};
  std::int64_t failures = 3;
  Asks asks = Asks::nothing;
};
void describe(Visitor& v, LivenessSpec& s);

struct StartupSpec {
  sim::Duration delay{};
  sim::Duration period = std::chrono::seconds{10};
  std::int64_t failures = 3;
};
void describe(Visitor& v, StartupSpec& s);

struct ProbeSpec {
  std::optional<StartupSpec> startup;
  ReadinessSpec readiness;
  std::optional<LivenessSpec> liveness;
};
void describe(Visitor& v, ProbeSpec& s);

/// Whose migrations wait for each other: those of the tenant, or of every tenant on its database.
enum class LockScope : std::uint8_t { nothing, tenant, database };
constexpr std::array<std::string_view, 3> names(LockScope) { return {"nothing", "tenant", "database"}; }

/// What a migration holds up while it runs.
enum class Blocks : std::uint8_t { nothing, requests };
constexpr std::array<std::string_view, 2> names(Blocks) { return {"nothing", "requests"}; }

struct InitSpec {
  std::string name;
  DurationDistribution runs;
  LockScope locks = LockScope::nothing;
  Blocks blocks = Blocks::nothing;
};
void describe(Visitor& v, InitSpec& s);

struct SidecarSpec {
  std::string name;
  DurationDistribution starts;
};
void describe(Visitor& v, SidecarSpec& s);

struct MigrationSpec {
  DurationDistribution runs;
  LockScope locks = LockScope::tenant;
  Blocks blocks = Blocks::nothing;
};
void describe(Visitor& v, MigrationSpec& s);

struct ImageSpec {
  sim::Bytes size;
};
void describe(Visitor& v, ImageSpec& s);

/// From bound to a process that answers.
struct StartSpec {
  std::optional<ImageSpec> image;
  DurationDistribution pull{sim::Distribution::constant(2)};
  DurationDistribution containers{sim::Distribution::constant(3)};
  std::vector<InitSpec> init;
  std::vector<SidecarSpec> sidecars;
  DurationDistribution boot{sim::Distribution::constant(0)};
  std::optional<MigrationSpec> migration;
};
void describe(Visitor& v, StartSpec& s);

}  // namespace paddock::models
