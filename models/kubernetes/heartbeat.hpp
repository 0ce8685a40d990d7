// What the node controller makes of a node's sign of life when it looks: a lease that is renewed, a status that is
// posted, or neither for too long. From kubernetes/kubernetes pkg/controller/nodelifecycle
// (tryUpdateNodeHealth, monitorNodeHealth).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/time.hpp"

namespace paddock::models {

/// The Ready condition.
enum class Readiness : std::uint8_t { unknown, not_ready, ready };

struct MonitorRules {
  sim::Duration period = std::chrono::seconds{5};          // node-monitor-period: how often the controller looks
  sim::Duration grace = std::chrono::seconds{40};          // node-monitor-grace-period; of a region: grace_of
  sim::Duration startup_grace = std::chrono::seconds{60};  // node-startup-grace-period: before the first status
};

/// A node that nothing has been seen of since `seen` is Unknown at the first look after this moment.
constexpr sim::Time patience_ends(sim::Time seen, sim::Duration grace) { return seen + grace; }

/// The Ready condition with the moments that it carries.
struct PostedStatus {
  Readiness ready = Readiness::ready;
  sim::Time heartbeat{};
};

/// A node as the API server has it at the moment of a look.
struct NodeReport {
  sim::Time created{};
  std::optional<PostedStatus> status;  // empty: the kubelet has never posted one
  std::optional<sim::Time> lease;      // last renewed; empty: there is none
};

/// What the controller remembers of a node between its looks.
struct NodeMemory {
  std::optional<PostedStatus> status;
  std::optional<sim::Time> lease;
  sim::Time seen{};  // of the last sign of life, on the controller's clock
};

/// Conditions that the controller sets to Unknown with Ready.
inline constexpr std::array<std::string_view, 4> silent_conditions{"Ready", "MemoryPressure", "DiskPressure",
                                                                   "PIDPressure"};

struct NodeVerdict {
  std::optional<Readiness> ready;  // after the look; empty: no status yet
  bool silent = false;             // the controller has written Unknown
  bool pods_not_ready = false;     // Ready until now: its pods are marked not Ready
};

/// One look. A controller that has no memory of a node takes what it finds as seen now; of a node without a status it
/// takes the creation, and waits longer.
NodeVerdict look(std::optional<NodeMemory>& memory, const NodeReport& report, sim::Time now, const MonitorRules& rules);

}  // namespace paddock::models
