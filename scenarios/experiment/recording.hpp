// What an observer writes down of one run: the changes that metrics are computed from. It stands outside the world and
// never changes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/cloud/api_limits.hpp"
#include "models/fleet.hpp"
#include "models/fwd.hpp"
#include "models/kubernetes/pod.hpp"
#include "models/traffic/path.hpp"
#include "models/world.hpp"

namespace paddock::scenarios {

using models::Duration;
using models::Time;

template <class T>
struct Change {
  Time at{};
  T value{};
};
/// A step function of time: the value from each change on. Later changes at one instant replace earlier ones.
template <class T>
class History {
 public:
  void set(Time at, const T& value) {
    if (!changes_.empty() && changes_.back().at == at)
      changes_.back().value = value;
    else
      changes_.push_back({at, value});
  }
  const std::vector<Change<T>>& changes() const { return changes_; }
  bool empty() const { return changes_.empty(); }

 private:
  std::vector<Change<T>> changes_;
};

/// Something that took a while: from a moment on, for so long, of such an entity.
struct Span {
  Time from{};
  Duration length{};
  std::uint32_t entity = 0;  // a row of the fleet, or of the run's nodes
  std::uint32_t zone = 0;    // of pods and nodes
  bool cut = false;          // the horizon ended it
};

struct StepTimes {
  std::optional<Time> began, over;
};

class Recording {
 public:
  explicit Recording(const models::Fleet& fleet);

  /// At time 0, if the run began before it.
  void begin(const models::World& world);
  /// After each reaction.
  void observe(const models::World& world, Time now, const sim::EventRecord& event);
  /// At the horizon: what still waits is cut there.
  void finish(const models::World& world, Time horizon);

  // Shapes: one history a tenant, region or database of the fleet. A tenant's ready and serving histories are empty
  // until its first change after the start; `at_start` then stands for the whole run.
  std::vector<History<std::uint32_t>> ready;
  std::vector<History<models::EndpointCount>> serving;
  std::vector<History<std::uint32_t>> zones;  // that hold a Ready pod of the tenant
  std::vector<std::uint32_t> ready_at_start, zones_at_start;
  std::vector<models::EndpointCount> serving_at_start;
  std::vector<History<models::Line>> reach;  // of a region
  std::vector<History<std::uint8_t>> database_up;
  std::vector<History<std::uint8_t>> schema_free;  // of a tenant: no migration blocks its requests
  std::vector<StepTimes> steps;
  std::vector<Span> pending, start_times, joins, failovers, first_ready, blocked_drains;
  std::vector<History<models::ApiCounts>> calls;  // of an API of a region, since the start of the run
  Time horizon{};

 private:
  void ready_changed(const models::World& world, Time now, models::TenantId tenant);
  void calls_made(const models::World& world, Time now);
  void joined(const models::World& world, Time now, models::NodeId node);
  void step_began(const models::World& world, Time now, models::StepId step);
  bool observe_drain(const models::World& world, Time now, const sim::EventRecord& event);
  void end_blocked_drain(const models::World& world, models::NodeId node, models::Time now, bool cut);
  void note_launches(const models::World& world, Time now);

  std::vector<std::optional<Time>> asked_at_;             // nodes that were added and are not yet there: when
  std::vector<std::optional<Time>> added_at_;             // tenants that a step adds: when the step began
  std::map<models::NodeId, models::Time> blocked_since_;  // drains that a budget holds up
  std::vector<std::optional<Time>> down_since_;           // databases
};

}  // namespace paddock::scenarios
