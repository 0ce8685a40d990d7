// How the node controller judges a zone, and how fast it then taints nodes. Pure rules, from
// kubernetes/kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go (ComputeZoneState, setLimiterInZone).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

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

/// A node as the judge counts it. Nodes with the label node.kubernetes.io/exclude-disruption do not count.
struct CountedNode {
  bool ready = true;
  bool excluded = false;
};
struct ZoneCount {
  std::int64_t ready = 0, not_ready = 0;
  std::int64_t nodes() const { return ready + not_ready; }
};
ZoneCount count(std::span<const CountedNode> nodes);

/// What a look at all zones of a cluster says of one.
struct ZoneJudgement {
  ZoneState state = ZoneState::normal;
  double taints_per_s = 0;
  bool takes_taints_back = false;  // NoExecute taints that its nodes have got already
};

/// The zone has nodes and is not fully disrupted. If no zone is alive, upstream stops tainting and takes every taint
/// back: what has failed is more likely the way to the nodes.
bool zone_alive(const ZoneCount& zone, const DisruptionRules& rules);
ZoneJudgement judge_zone(const ZoneCount& zone, bool some_alive, Flavour flavour, const DisruptionRules& rules);

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
