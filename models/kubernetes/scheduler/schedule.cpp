#include "models/kubernetes/scheduler/schedule.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "models/kubernetes/scheduler/trial.hpp"

namespace paddock::models::scheduling {
namespace {

void evaluate(const SchedulerCatalogue& catalogue, const ClusterState& state, const LocalRules& rules, NodeIndex node,
              LocalResult& result) {
  const Profile& profile = catalogue.profile(rules.profile);
  const NodeView view = state.view(node);
  result = {};
  result.version = state.version(node);
  if (const auto rejection = local_filter(rules, profile, view, catalogue)) {
    result.rejected = true;
    result.rejected_by = static_cast<std::uint8_t>(rejection->plugin);
    result.unresolvable = rejection->unresolvable;
    return;
  }
  const auto weighted = [&](Plugin p, auto score) {
    const PluginUse& use = profile.of(p);
    return use.scores ? use.weight * score() : 0;
  };
  std::int64_t score = weighted(Plugin::node_resources_fit, [&] { return fit_score(rules, profile, view); });
  if (balances(rules)) score += weighted(Plugin::balanced_allocation, [&] { return balance_score(rules, view); });
  score += weighted(Plugin::image_locality, [&] { return image_score(rules, view.facts, state); });
  result.score = static_cast<std::int32_t>(score);
  result.preference = static_cast<std::int32_t>(preference(rules, view.facts, catalogue.symbols()));
  result.intolerable_taints = static_cast<std::int32_t>(intolerable_preferences(view.facts, rules.tolerations));
}

/// One cycle at work.
class Cycle {
 public:
  Cycle(const SchedulerCatalogue& catalogue, ClusterState& state, ClassId id, std::optional<NominationId> own)
      : catalogue_(catalogue),
        state_(state),
        id_(id),
        own_(own),
        class_(catalogue.pod_class(id)),
        rules_(catalogue.local(class_.local)),
        profile_(catalogue.profile(class_.profile)),
        across_(catalogue, state, id),
        results_(state.cache().of(class_.local, state.rows())),
        scratch_(state.cache().scratch()) {}

  Decision run(TieLuck luck) {
    if (fits_where_nominated()) return decision_;
    decision_ = {};
    find_feasible();
    if (scratch_.nodes.empty()) return decision_;
    if (scratch_.nodes.size() == 1) {
      decision_.node = scratch_.nodes[0];
      decision_.ties = 1;
      return decision_;
    }
    score();
    choose(luck);
    return decision_;
  }

 private:
  std::vector<NodeIndex> named_nodes() const {
    std::vector<NodeIndex> named;
    for (const Symbol name : *class_.only_nodes)
      if (const auto node = state_.node_named(name)) named.push_back(*node);
    return named;
  }

  void reject(Plugin plugin, bool unresolvable) {
    ++decision_.rejected[static_cast<std::size_t>(plugin)];
    decision_.resolvable += unresolvable ? 0 : 1;
    ++decision_.evaluated;
  }

  /// By what the node alone decides. False: it is out, and why is noted.
  bool passes_alone(NodeIndex node) {
    const LocalResult& local = local_result(catalogue_, state_, rules_, node, results_[node]);
    if (!local.rejected) [[likely]]
      return true;
    reject(static_cast<Plugin>(local.rejected_by), local.unresolvable);
    return false;
  }
  /// By that, and by what stands on others.
  bool passes(NodeIndex node) {
    if (!passes_alone(node)) return false;
    std::optional<Rejection> rejection;
    if (!state_.nominated_on(node).empty())
      rejection = filter_beside_nominated(Trial(catalogue_, state_, across_, id_, node), own_);
    else if (across_.filters())
      rejection = across_.filter(node);
    if (rejection) reject(rejection->plugin, rejection->unresolvable);
    return !rejection;
  }

  bool fits_where_nominated() {
    const auto node = own_ ? state_.node_of(*own_) : std::nullopt;
    if (!node || !passes(*node)) return false;
    decision_.node = node;
    decision_.evaluated = decision_.feasible = decision_.ties = 1;
    return true;
  }

  void find_feasible() {
    auto& [feasible, best, totals, column] = scratch_;
    feasible.clear();
    totals.clear();
    std::vector<NodeIndex> named;
    if (class_.only_nodes) named = named_nodes();
    const std::vector<NodeIndex>& nodes = class_.only_nodes ? named : state_.order();
    const std::size_t n = nodes.size(), all = state_.order().size();
    const std::size_t wanted = nodes_to_find(n, profile_.percentage_of_nodes_to_score.value_or(0));
    const bool alone = !across_.filters() && !state_.anything_nominated();
    std::size_t at = n == 0 ? 0 : state_.start_index() % n;
    for (std::size_t i = 0; i < n; ++i) {
      const NodeIndex node = nodes[at];
      at = at + 1 == n ? 0 : at + 1;
      if (!(alone ? passes_alone(node) : passes(node))) continue;
      if (feasible.size() == wanted) break;  // one more than needed: it stops the search and is left alone
      feasible.push_back(node);
      totals.push_back(results_[node].score);
      intolerable_ |= results_[node].intolerable_taints;
    }
    decision_.feasible = static_cast<std::uint32_t>(feasible.size());
    decision_.evaluated += decision_.feasible;
    if (all > 0) state_.set_start_index((state_.start_index() + decision_.evaluated) % all);
    // Nodes that its affinity does not name are out as well, though never looked at.
    decision_.rejected[static_cast<std::size_t>(Plugin::node_affinity)] += static_cast<std::uint32_t>(all - n);
  }

  void add_column(Plugin plugin) {
    const std::int64_t weight = profile_.of(plugin).weight;
    for (std::size_t i = 0; i < scratch_.totals.size(); ++i) scratch_.totals[i] += weight * scratch_.column[i];
  }

  /// A plugin whose raw scores stand among the local results.
  void add_normalised(Plugin plugin, std::int32_t LocalResult::*raw, bool reverse) {
    if (!profile_.of(plugin).scores) return;
    scratch_.column.clear();
    for (const NodeIndex node : scratch_.nodes) scratch_.column.push_back(results_[node].*raw);
    normalise(scratch_.column, reverse);
    add_column(plugin);
  }

  void score() {
    auto& [nodes, best, totals, column] = scratch_;
    if (intolerable_ != 0)
      add_normalised(Plugin::taint_toleration, &LocalResult::intolerable_taints, true);
    else if (profile_.of(Plugin::taint_toleration).scores)  // the best score for all of them
      decision_.total = profile_.of(Plugin::taint_toleration).weight * best_score;
    if (rules_.prefers_nodes) add_normalised(Plugin::node_affinity, &LocalResult::preference, false);
    if (profile_.of(Plugin::pod_topology_spread).scores && across_.spread_scores(nodes, column))
      add_column(Plugin::pod_topology_spread);
    if (profile_.of(Plugin::inter_pod_affinity).scores && across_.affinity_scores(nodes, column))
      add_column(Plugin::inter_pod_affinity);
  }

  const std::string& name_of(NodeIndex node) const { return catalogue_.symbols().name(state_.facts(node).name); }

  void choose(TieLuck luck) {
    auto& [nodes, best, totals, column] = scratch_;
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (totals[i] < most) continue;
      if (totals[i] > most) best.clear();
      most = totals[i];
      best.push_back(nodes[i]);
    }
    decision_.total += most;
    decision_.ties = static_cast<std::uint32_t>(best.size());
    decision_.node = luck ? best[one_of(best.size(), *luck)]
                          : *std::min_element(best.begin(), best.end(),
                                              [&](NodeIndex a, NodeIndex b) { return name_of(a) < name_of(b); });
  }

  const SchedulerCatalogue& catalogue_;
  ClusterState& state_;
  ClassId id_;
  std::optional<NominationId> own_;
  const PodClass& class_;
  const LocalRules& rules_;
  const Profile& profile_;
  AcrossNodes across_;
  std::vector<LocalResult>& results_;
  LocalCache::Scratch& scratch_;
  std::int32_t intolerable_ = 0;  // bits of the raw scores of TaintToleration: 0 if all are 0
  Decision decision_;
};

}  // namespace

std::size_t one_of(std::size_t n, std::uint64_t bits) {
  // The high half of a 128-bit product, from 32-bit halves.
  const std::uint64_t low = (bits & 0xFFFF'FFFFU) * n;
  return static_cast<std::size_t>(((bits >> 32U) * n + (low >> 32U)) >> 32U);
}

std::size_t nodes_to_find(std::size_t nodes, int percentage) {
  constexpr std::size_t least = 100;
  if (nodes < least || percentage >= 100) return nodes;
  auto share = static_cast<std::size_t>(std::max(percentage, 0));
  if (share == 0) share = std::max<std::size_t>(50 - std::min<std::size_t>(nodes / 125, 50), 5);
  return std::max(nodes * share / 100, least);
}

const LocalResult& local_result(const SchedulerCatalogue& catalogue, const ClusterState& state, const LocalRules& rules,
                                NodeIndex node, LocalResult& remembered) {
  if (remembered.version != state.version(node)) [[unlikely]]
    evaluate(catalogue, state, rules, node, remembered);
  return remembered;
}

Decision schedule(const SchedulerCatalogue& catalogue, ClusterState& state, ClassId id, TieLuck luck,
                  std::optional<NominationId> own) {
  state.sync(catalogue);
  const PodClass& pod = catalogue.pod_class(id);
  if (!pod.refused) return Cycle(catalogue, state, id, own).run(luck);
  Decision refused;
  refused.refused = true;
  refused.rejected[static_cast<std::size_t>(pod.refused_by)] = static_cast<std::uint32_t>(state.nodes());
  return refused;
}

std::vector<std::string> larger_in(const SchedulerCatalogue& catalogue, const ClusterState& state, ClassId id) {
  const LocalRules& rules = catalogue.local(catalogue.pod_class(id).local);
  const Profile& profile = catalogue.profile(rules.profile);
  std::map<std::string, std::size_t> nodes_short_of;
  for (const NodeIndex node : state.order()) {
    const auto resources = too_small_in(rules, profile, state.view(node), catalogue.symbols());
    if (resources.empty()) return {};
    for (const std::string& resource : resources) ++nodes_short_of[resource];
  }
  std::vector<std::string> anywhere, everywhere;
  for (const auto& [resource, nodes] : nodes_short_of) {
    anywhere.push_back(resource);
    if (nodes == state.order().size()) everywhere.push_back(resource);
  }
  return everywhere.empty() ? anywhere : everywhere;
}

}  // namespace paddock::models::scheduling
