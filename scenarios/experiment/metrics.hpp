// The metrics that targets may speak of: names that are never mixed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace paddock::scenarios {

/// What a metric is a number of.
enum class Entity : std::uint8_t { tenant, deploy, pod, node, api, database };

enum class MetricKind : std::uint8_t {
  over_time,   // a step function of time for each entity
  per_entity,  // one value for each entity and window
  per_event    // one value for each thing that happened in the window
};

enum class Unit : std::uint8_t { count, seconds, ratio };

struct Metric {
  std::string_view name;
  Entity entity;
  MetricKind kind;
  Unit unit;
  std::optional<double> least, most;  // the range it cannot leave
  std::string_view meaning;
  std::string_view nothing;  // what is so in a run with nothing to measure: "no pod waited for a node"
};

/// All of them, in the order of the reference.
std::span<const Metric> metrics();
const Metric* find_metric(std::string_view name);

/// Labels by which entities of a kind are chosen.
std::span<const std::string_view> labels_of(Entity entity);

/// "s", "" or "1".
std::string_view unit_name(Unit unit);

}  // namespace paddock::scenarios
