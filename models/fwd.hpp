// The names that every event and noun may use. No model is defined here.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/agenda.hpp"
#include "sim/id.hpp"
#include "sim/time.hpp"
#include "sim/units.hpp"

namespace paddock::models {

struct World;
struct Fleet;
using Agenda = sim::Agenda<World>;
using sim::Because;
using sim::Bytes;
using sim::Duration;
using sim::MilliCores;
using sim::Time;

// Rows that stand from the start to the end of a run are named by their place in the fleet.
enum class RegionId : std::uint32_t {};
enum class ZoneId : std::uint32_t {};
enum class GroupId : std::uint32_t {};   // a node group
enum class NodeId : std::uint32_t {};    // nodes are only ever appended
enum class TenantId : std::uint32_t {};  // and so are tenants: those added later are known from the start
enum class DatabaseId : std::uint32_t {};
enum class ProxyId : std::uint32_t {};
enum class StackId : std::uint32_t {};
enum class ApiId : std::uint32_t {};
enum class StepId : std::uint32_t {};  // a step of the scenario's timeline
inline constexpr StepId no_step{0xFFFF'FFFF};

// Rows that come and go carry a generation.
using PodId = sim::Id<struct PodTag>;
using DeployId = sim::Id<struct DeployTag>;  // one run of one stack's pipeline

/// The place of a row in its vector.
template <class E>
requires std::is_enum_v<E>
constexpr std::size_t index_of(E id) { return static_cast<std::size_t>(id); }

/// Something that a fleet or scenario says and that cannot be: where, in the path notation of the language
/// ("regions.eu-central-1.zones"), what was found and what is allowed.
struct Finding {
  std::string path;
  std::string message;
};
using Findings = std::vector<Finding>;

}  // namespace paddock::models
