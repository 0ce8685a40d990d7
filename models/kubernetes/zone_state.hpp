// How the node controller judges a zone, and how fast it then taints nodes. Pure rules, from
// kubernetes/kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go (ComputeZoneState, setLimiterInZone).
#pragma once

#include <cstdint>

#include "models/infrastructure/region_spec.hpp"
#include "sim/time.hpp"

namespace paddock::models {

enum class ZoneState : std::uint8_t { normal, partial_disruption, full_disruption };

struct DisruptionRules {
  double unhealthy_zone_threshold = 0.55;
  double node_eviction_rate_per_s = 0.1;
  double secondary_rate_per_s = 0.01;
  std::int64_t large_cluster_size = 50;  // EKS: 100,000
};
DisruptionRules rules_of(Flavour flavour);

/// Normal; full when no node is ready and some are not; partial when more than two nodes and at least the threshold of
/// all are not ready.
ZoneState zone_state(std::int64_t ready, std::int64_t not_ready, const DisruptionRules& rules);

/// Nodes tainted NoExecute per second in a zone. `other_zone_alive`: some zone of the cluster is not fully disrupted.
double taint_rate_per_s(ZoneState state, std::int64_t zone_nodes, bool other_zone_alive, Flavour flavour,
                        const DisruptionRules& rules);

/// A token bucket with a burst of one node. Costs no events: refills when asked.
class TaintLimiter {
 public:
  explicit TaintLimiter(double rate_per_s = 0.1) : rate_per_s_(rate_per_s) {}

  double rate_per_s() const { return rate_per_s_; }
  /// When the next node may be tainted: now, later, or never (empty).
  std::optional<sim::Time> next(sim::Time now) const;
  /// Requires: next(now) == now.
  void take(sim::Time now);
  /// The zone's state changed. As upstream swaps its limiter: a bucket that was empty stays empty.
  void set_rate(sim::Time now, double rate_per_s);

 private:
  double rate_per_s_;
  std::optional<sim::Time> empty_since_;  // none: a token is there
};

}  // namespace paddock::models
