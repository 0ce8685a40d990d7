// The control plane of each region: API servers, and which of them the leaders of the controllers and of the scheduler
// stand on. A new version replaces the servers one after the other; a leader whose server goes is missed until its
// lease has run out, and in that time no controller or scheduler acts. What runs goes on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

/// Who holds a lease of its own: kube-controller-manager, kube-scheduler.
enum class Leader : std::uint32_t { controllers, scheduler };

class ControlPlanes {
 public:
  ControlPlanes() = default;
  explicit ControlPlanes(const Fleet& fleet);

  /// Begins to replace the servers of a region. Posts ServerReplaced for the first one.
  void begin(Agenda& agenda, const Fleet& fleet, RegionId region, std::optional<StepId> step);
  bool replacing(RegionId region) const { return rows_[index_of(region)].replacing; }
  /// A server is gone and another in its place. Posts the next one, and LeaderElected for each leader that stood on it.
  void replaced(Agenda& agenda, const Fleet& fleet, RegionId region, std::uint32_t server);
  /// The step that asked for the replacement that is over.
  std::optional<StepId> step(RegionId region) const { return rows_[index_of(region)].step; }

  /// When the leader acts: in the past, or when its lease has been taken over.
  Time acts_from(RegionId region, Leader leader) const {
    return rows_[index_of(region)].leaders[static_cast<std::size_t>(leader)].acts_from;
  }

 private:
  struct LeaderRow {
    std::optional<std::uint32_t> server;  // drawn when it first matters
    std::uint32_t draws = 0;              // numbers them
    Time acts_from = Time::min();
  };
  struct Row {
    std::array<LeaderRow, 2> leaders;
    std::optional<StepId> step;
    std::uint32_t replacements = 0;  // of servers so far: numbers their draws
    bool replacing = false;
  };
  void replace(Agenda& agenda, const Fleet& fleet, RegionId region, std::uint32_t server);
  void move_leader(Agenda& agenda, const Fleet& fleet, RegionId region, Leader leader);

  std::vector<Row> rows_;  // by region
};

}  // namespace paddock::models
