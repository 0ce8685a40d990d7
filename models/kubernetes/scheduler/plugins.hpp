// What each plugin says about one node, or about the nodes that are left. One source file a plugin, under plugins/.
// Numbers, rounding and order of evaluation: kube-scheduler v1.34.1, pkg/scheduler/framework/plugins.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/kubernetes/scheduler/catalogue.hpp"
#include "models/kubernetes/scheduler/cluster.hpp"
#include "models/kubernetes/scheduler/node.hpp"

namespace paddock::models::scheduling {

inline constexpr std::int64_t best_score = 100;  ///< of one plugin on one node, before its weight

/// Why a node is out. `unresolvable`: evicting its pods would not help (UnschedulableAndUnresolvable).
struct Rejection {
  Plugin plugin = Plugin::node_unschedulable;
  bool unresolvable = true;
};

// TaintToleration and NodeUnschedulable.
bool tolerates(const std::vector<CompiledToleration>&, const CompiledTaint&);
/// The first taint that keeps pods away and is not tolerated.
std::optional<CompiledTaint> untolerated_taint(const NodeFacts&, const std::vector<CompiledToleration>&);
std::int64_t intolerable_preferences(const NodeFacts&, const std::vector<CompiledToleration>&);
bool keeps_away(const NodeFacts&, const std::vector<CompiledToleration>&, Symbol unschedulable_key, Symbol empty);

// NodeAffinity: what the profile enforces, and that together with what the pod demands.
bool enforced_admits(const LocalRules&, const NodeFacts&, const Symbols&);
bool admitted(const LocalRules&, const NodeFacts&, const Symbols&);
std::int64_t preference(const LocalRules&, const NodeFacts&, const Symbols&);

// NodePorts. True if a port that the pod wants is taken.
bool ports_clash(const LocalRules&, const NodeExtras&, Symbol any_ip);

// NodeResourcesFit.
enum class Fit : std::uint8_t { fits, lacking, too_small };  ///< too_small: the node would not do even when empty
Fit fit(const LocalRules&, const Profile&, const NodeView&, const Symbols&);
std::vector<std::string> fit_reasons(const LocalRules&, const Profile&, const NodeView&, const Symbols&);
/// The resources that the node would not have enough of even when empty.
std::vector<std::string> too_small_in(const LocalRules&, const Profile&, const NodeView&, const Symbols&);
std::int64_t fit_score(const LocalRules&, const Profile&, const NodeView&);
// NodeResourcesBalancedAllocation. Nothing to score if the pod asks for none of its resources.
bool balances(const LocalRules&);
std::int64_t balance_score(const LocalRules&, const NodeView&);

// ImageLocality.
std::int64_t image_score(const LocalRules&, const NodeFacts&, const ClusterState&);

// VolumeBinding and VolumeZone.
bool volumes_admit(const LocalRules&, const NodeFacts&, const Symbols&);
bool volume_zones_admit(const LocalRules&, const NodeFacts&, const SchedulerCatalogue::WellKnown&);

/// All of the above that filter, without what depends on other nodes, in the order of the plugins.
std::optional<Rejection> local_filter(const LocalRules&, const Profile&, const NodeView&, const SchedulerCatalogue&);

/// The change that a trial (preemption, a nominated pod) makes to the counts in one node's domains.
struct TrialCounts {
  std::vector<std::int64_t> hard_spread, affinity, anti_affinity, forbidden;  ///< as the class lists them; or empty
  std::int32_t exclusive_claims = 0;                                          ///< users of the class's own
};

/// VolumeRestrictions, PodTopologySpread and InterPodAffinity for one class at one moment; lives for one call.
class AcrossNodes {
 public:
  AcrossNodes(const SchedulerCatalogue&, const ClusterState&, ClassId);

  /// False: nothing to ask, every node passes.
  bool filters() const { return claims_in_use_ || spread_ || affinity_; }
  std::optional<Rejection> filter(NodeIndex) const;
  std::optional<Rejection> filter(NodeIndex, const TrialCounts&) const;
  std::string reason(NodeIndex, const Rejection&, const TrialCounts* = nullptr) const;

  /// How much a pod of this class counts for the counts that this filter looks at, on this node.
  void count(const PodClass&, NodeIndex, int sign, TrialCounts&) const;
  TrialCounts no_change() const;

  /// Scores before weights, in the order of `nodes`. False: the plugin has nothing to score.
  bool spread_scores(std::span<const NodeIndex> nodes, std::vector<std::int64_t>& scores) const;
  bool affinity_scores(std::span<const NodeIndex> nodes, std::vector<std::int64_t>& scores) const;

 private:
  enum class AffinityFault : std::uint8_t { none, affinity, anti_affinity, others };
  std::optional<Rejection> spread_filter(NodeIndex, const TrialCounts*) const;
  AffinityFault affinity_filter(NodeIndex, const TrialCounts*) const;
  bool near_what_it_likes(NodeIndex, const TrialCounts*) const;

  const SchedulerCatalogue& catalogue_;
  const ClusterState& state_;
  const PodClass& class_;
  const Profile& profile_;
  std::int32_t claims_in_use_ = 0;
  bool spread_ = false, affinity_ = false;
  std::vector<CounterId> forbidden_;  ///< those of class_.forbidden_by that count anything
};

/// 100 * score / the largest, or 100 minus that.
void normalise(std::vector<std::int64_t>& scores, bool reverse);

}  // namespace paddock::models::scheduling
