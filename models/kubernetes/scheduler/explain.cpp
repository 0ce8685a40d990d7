#include "models/kubernetes/scheduler/explain.hpp"

#include <algorithm>

#include "models/kubernetes/scheduler/trial.hpp"
#include "sim/check.hpp"

namespace paddock::models::scheduling {
namespace {

class Explainer {
 public:
  Explainer(const SchedulerCatalogue& catalogue, const ClusterState& state, ClassId id)
      : catalogue_(catalogue),
        state_(state),
        id_(id),
        class_(catalogue.pod_class(id)),
        rules_(catalogue.local(class_.local)),
        profile_(catalogue.profile(class_.profile)),
        across_(catalogue, state, id) {}

  Explanation run(std::span<const NodeIndex> nodes) {
    result_.refused = class_.refused;
    result_.refused_by = class_.refused_by;
    for (const NodeIndex node : nodes) {
      auto& told = result_.nodes.emplace_back();
      told.node = node;
      filter(told);
      if (!told.rejection) feasible_.push_back(node);
    }
    score();
    result_.larger_in = larger_in(catalogue_, state_, id_);
    if (feasible_.empty()) preempt();
    return std::move(result_);
  }

 private:
  std::string local_reason(const Rejection& rejection, NodeIndex node) const {
    const Symbols& symbols = catalogue_.symbols();
    switch (rejection.plugin) {
      case Plugin::node_unschedulable:
        return "node(s) were unschedulable";
      case Plugin::node_name:
        return "node(s) didn't match the requested node name";
      case Plugin::taint_toleration: {
        const auto taint = untolerated_taint(state_.facts(node), rules_.tolerations);
        return "node(s) had untolerated taint {" + symbols.name(taint->key) + ": " + symbols.name(taint->value) + "}";
      }
      case Plugin::node_affinity:
        return enforced_admits(rules_, state_.facts(node), symbols)
                   ? "node(s) didn't match Pod's node affinity/selector"
                   : "node(s) didn't match scheduler-enforced node affinity";
      case Plugin::node_ports:
        return "node(s) didn't have free ports for the requested pod ports";
      case Plugin::volume_binding:
        return "node(s) had volume node affinity conflict";
      default:
        return "node(s) had no available volume zone";
    }
  }

  std::vector<std::string> reasons(const Rejection& rejection, NodeIndex node, const NodeView& view,
                                   const TrialCounts* trial) const {
    switch (rejection.plugin) {
      case Plugin::node_resources_fit:
        return fit_reasons(rules_, profile_, view, catalogue_.symbols());
      case Plugin::volume_restrictions:
      case Plugin::pod_topology_spread:
      case Plugin::inter_pod_affinity:
        return {across_.reason(node, rejection, trial)};
      default:
        return {local_reason(rejection, node)};
    }
  }

  void filter(NodeExplanation& told) {
    const auto& names = class_.only_nodes;
    if (class_.refused) {
      told.rejection = Rejection{class_.refused_by};
      told.reasons = {*class_.refused};
      return;
    }
    if (names && !std::binary_search(names->begin(), names->end(), state_.facts(told.node).name)) {
      told.rejection = Rejection{Plugin::node_affinity};
      told.reasons = {"node(s) didn't satisfy plugin(s) [NodeAffinity]"};
      return;
    }
    const NodeView view = state_.view(told.node);
    told.rejection = filter_beside_nominated(Trial(catalogue_, state_, across_, id_, told.node), {});
    if (told.rejection) told.reasons = reasons(*told.rejection, told.node, view, nullptr);
  }

  /// Writes a column of scores, one for each feasible node.
  void add(Plugin plugin, const std::vector<std::int64_t>& column) {
    std::size_t i = 0;
    for (auto& told : result_.nodes) {
      if (told.rejection) continue;
      const std::int64_t score = profile_.of(plugin).weight * column[i++];
      told.scores[static_cast<std::size_t>(plugin)] = score;
      told.total += score;
    }
  }

  template <class Score>
  std::vector<std::int64_t> column(Score of_node) const {
    std::vector<std::int64_t> scores;
    for (const NodeIndex node : feasible_) scores.push_back(of_node(node));
    return scores;
  }

  void score() {
    if (feasible_.empty()) return;
    const auto on = [&](Plugin p) { return profile_.of(p).scores; };
    if (on(Plugin::taint_toleration)) {
      auto scores = column([&](NodeIndex n) { return intolerable_preferences(state_.facts(n), rules_.tolerations); });
      normalise(scores, true);
      add(Plugin::taint_toleration, scores);
    }
    if (on(Plugin::node_affinity) && rules_.prefers_nodes) {
      auto scores = column([&](NodeIndex n) { return preference(rules_, state_.facts(n), catalogue_.symbols()); });
      normalise(scores, false);
      add(Plugin::node_affinity, scores);
    }
    if (on(Plugin::node_resources_fit))
      add(Plugin::node_resources_fit, column([&](NodeIndex n) { return fit_score(rules_, profile_, state_.view(n)); }));
    if (on(Plugin::balanced_allocation) && balances(rules_))
      add(Plugin::balanced_allocation, column([&](NodeIndex n) { return balance_score(rules_, state_.view(n)); }));
    if (on(Plugin::image_locality))
      add(Plugin::image_locality, column([&](NodeIndex n) { return image_score(rules_, state_.facts(n), state_); }));
    std::vector<std::int64_t> scores;
    if (on(Plugin::pod_topology_spread) && across_.spread_scores(feasible_, scores))
      add(Plugin::pod_topology_spread, scores);
    if (on(Plugin::inter_pod_affinity) && across_.affinity_scores(feasible_, scores))
      add(Plugin::inter_pod_affinity, scores);
    find_best();
  }

  void find_best() {
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    for (const auto& told : result_.nodes)
      if (!told.rejection) most = std::max(most, told.total);
    for (const auto& told : result_.nodes)
      if (!told.rejection && told.total == most) result_.best.push_back(told.node);
  }

  void preempt() {
    if (!profile_.of(Plugin::default_preemption).filters) return;
    auto& told = result_.preemption.emplace();
    if (class_.never_preempts) {
      told.not_eligible = "not eligible due to preemptionPolicy=Never.";
      return;
    }
    for (const auto& node : result_.nodes)
      if (!node.rejection->unresolvable) try_on(node.node, told);
    for (const auto& candidate : told.candidates) {
      const VictimRank r = rank(state_, candidate.victims);
      if (told.best.empty() || preferred(r, best_rank_)) told.best.clear(), best_rank_ = r;
      if (r == best_rank_) told.best.push_back(candidate.node);
    }
  }

  void try_on(NodeIndex node, PreemptionExplanation& told) {
    CandidateExplanation tried{
        .node = node, .victims = victims_on(catalogue_, state_, across_, id_, node), .reasons = {}};
    if (!tried.victims.pods.empty()) {
      told.candidates.push_back(std::move(tried));
      return;
    }
    if (tried.victims.in_the_way)
      tried.reasons = without_lower(node, *tried.victims.in_the_way);
    else
      tried.reasons = {"No preemption victims found for incoming pod"};
    told.others.push_back(std::move(tried));
  }

  /// Why the pod does not fit even without the pods of lower priority.
  std::vector<std::string> without_lower(NodeIndex node, const Rejection& rejection) const {
    Trial trial(catalogue_, state_, across_, id_, node);
    for (const BoundPodId row : state_.pods_on(node))
      if (state_.pod(row).priority < class_.priority) trial.change(state_.pod(row).pod_class, -1);
    return reasons(rejection, node, trial.view(), &trial.counts());
  }

  const SchedulerCatalogue& catalogue_;
  const ClusterState& state_;
  ClassId id_;
  const PodClass& class_;
  const LocalRules& rules_;
  const Profile& profile_;
  AcrossNodes across_;
  std::vector<NodeIndex> feasible_;
  VictimRank best_rank_;
  Explanation result_;
};

}  // namespace

Explanation explain(const SchedulerCatalogue& catalogue, const ClusterState& state, ClassId id) {
  return explain(catalogue, state, id, state.order());
}

Explanation explain(const SchedulerCatalogue& catalogue, const ClusterState& state, ClassId id,
                    std::span<const NodeIndex> nodes) {
  sim::check(state.synced(catalogue), "a state is synced before it is explained");
  return Explainer(catalogue, state, id).run(nodes);
}

}  // namespace paddock::models::scheduling
