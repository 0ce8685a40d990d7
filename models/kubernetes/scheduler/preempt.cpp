#include <algorithm>

#include "models/kubernetes/scheduler/schedule.hpp"
#include "models/kubernetes/scheduler/trial.hpp"

namespace paddock::models::scheduling {
namespace {

/// A pod that has not started counts as started now, so last.
constexpr std::int64_t not_started_ns = std::numeric_limits<std::int64_t>::max();

std::int64_t start_ns(const BoundPod& pod) {
  return pod.start ? pod.start->time_since_epoch().count() : not_started_ns;
}

bool more_important(const BoundPod& a, const BoundPod& b) {
  return a.priority != b.priority ? a.priority > b.priority : start_ns(a) < start_ns(b);
}

/// Puts pods whose eviction would break a budget before the others; how many there are. Keeps both in order.
std::size_t violating_first(const SchedulerCatalogue& catalogue, const ClusterState& state,
                            std::vector<BoundPodId>& pods) {
  const auto& budgets = state.budgets();
  if (budgets.empty()) return 0;
  std::vector<std::int64_t> allowed;
  allowed.reserve(budgets.size());
  for (const Budget& b : budgets) allowed.push_back(b.disruptions_allowed);
  std::vector<BoundPodId> violating, others;
  for (const BoundPodId row : pods) {
    const PodClass& pod = catalogue.pod_class(state.pod(row).pod_class);
    bool violates = false;
    for (std::size_t i = 0; i < budgets.size() && !pod.labels.empty(); ++i) {
      const Budget& b = budgets[i];
      if (!std::ranges::binary_search(b.namespaces, pod.namespace_symbol) || b.selector.selects_everything() ||
          !b.selector.matches(pod.labels, catalogue.symbols()) ||
          std::binary_search(b.disrupted.begin(), b.disrupted.end(), row))
        continue;
      violates |= --allowed[i] < 0;
    }
    (violates ? violating : others).push_back(row);
  }
  const std::size_t n = violating.size();
  violating.insert(violating.end(), others.begin(), others.end());
  pods = std::move(violating);
  return n;
}

VictimResult summary(const ClusterState& state, const Victims& victims, NodeIndex node) {
  VictimResult result{.version = state.version(node), .budgets_version = state.budgets_version()};
  result.candidate = !victims.pods.empty();
  if (!result.candidate) return result;
  const VictimRank r = rank(state, victims);
  result.violations = victims.violations;
  result.top_priority = static_cast<std::int32_t>(r.top_priority);
  result.victims = static_cast<std::int32_t>(r.pods);
  result.priority_sum = r.priority_sum;
  result.latest_start_ns = r.earliest_start_ns;
  return result;
}

VictimRank rank_of(const VictimResult& r) {
  return {r.violations, r.top_priority, r.priority_sum, r.victims, r.latest_start_ns};
}

/// The search over nodes.
class Search {
 public:
  Search(const SchedulerCatalogue& catalogue, ClusterState& state, ClassId id, std::optional<NominationId> own)
      : catalogue_(catalogue), state_(state), id_(id), own_(own), across_(catalogue, state, id) {}

  Preemption run(TieLuck luck) {
    find_nodes();
    const std::size_t n = nodes().size();
    if (n == 0) return {};
    const Profile& profile = catalogue_.profile(catalogue_.pod_class(id_).profile);
    const auto share = n * static_cast<std::size_t>(profile.min_candidate_nodes_percentage) / 100;
    const std::size_t enough =
        std::min(n, std::max(share, static_cast<std::size_t>(profile.min_candidate_nodes_absolute)));
    std::size_t at = luck ? one_of(n, *luck) : 0;
    bool sparing = false;  // a candidate that breaks no budget: the search goes on until there is one
    Preemption found;
    for (std::size_t i = 0; i < n && !(sparing && found.candidates >= enough); ++i) {
      const NodeIndex node = nodes()[at];
      at = at + 1 == n ? 0 : at + 1;
      const VictimResult result = result_on(node);
      if (!result.candidate) continue;
      ++found.candidates;
      sparing |= result.violations == 0;
      consider(node, rank_of(result));
    }
    if (best_.empty()) return found;
    const NodeIndex chosen = choose(luck);
    const Victims victims = victims_on(catalogue_, state_, across_, id_, chosen, own_);
    found.node = chosen;
    found.victims = victims.pods;
    found.violations = victims.violations;
    return found;
  }

 private:
  std::vector<NodeIndex>& nodes() { return state_.cache().scratch().nodes; }

  void find_nodes() {
    const PodClass& pod = catalogue_.pod_class(id_);
    const LocalRules& rules = catalogue_.local(pod.local);
    auto& results = state_.cache().of(pod.local, state_.rows());
    nodes().clear();
    for (const NodeIndex node : state_.order()) {
      if (pod.only_nodes &&
          !std::binary_search(pod.only_nodes->begin(), pod.only_nodes->end(), state_.facts(node).name))
        continue;
      const LocalResult& local = local_result(catalogue_, state_, rules, node, results[node]);
      if (local.rejected) {
        if (!local.unresolvable) nodes().push_back(node);
      } else if (across_.filters() || !state_.nominated_on(node).empty()) {
        const auto rejection = filter_beside_nominated(Trial(catalogue_, state_, across_, id_, node), own_);
        if (rejection && !rejection->unresolvable) nodes().push_back(node);
      }
    }
  }

  VictimResult result_on(NodeIndex node) {
    // What depends on other nodes is worked out anew; the rest holds until the node or a budget changes.
    if (across_.filters()) return summary(state_, victims_on(catalogue_, state_, across_, id_, node, own_), node);
    VictimResult& known = state_.cache().victims_of(id_, state_.rows())[node];
    if (known.version != state_.version(node) || known.budgets_version != state_.budgets_version())
      known = summary(state_, victims_on(catalogue_, state_, across_, id_, node, own_), node);
    return known;
  }

  void consider(NodeIndex node, const VictimRank& r) {
    if (best_.empty() || preferred(r, best_rank_)) best_.clear(), best_rank_ = r;
    if (r == best_rank_) best_.push_back(node);
  }

  NodeIndex choose(TieLuck luck) const {
    constexpr std::uint64_t other_bits = 0x9E3779B97F4A7C15U;  // so that offset and choice are not the same draw
    if (luck) return best_[one_of(best_.size(), *luck * other_bits)];
    return *std::min_element(best_.begin(), best_.end(), [&](NodeIndex a, NodeIndex b) {
      const Symbols& symbols = catalogue_.symbols();
      return symbols.name(state_.facts(a).name) < symbols.name(state_.facts(b).name);
    });
  }

  const SchedulerCatalogue& catalogue_;
  ClusterState& state_;
  ClassId id_;
  std::optional<NominationId> own_;
  AcrossNodes across_;
  std::vector<NodeIndex> best_;
  VictimRank best_rank_;
};

}  // namespace

Victims victims_on(const SchedulerCatalogue& catalogue, const ClusterState& state, const AcrossNodes& across,
                   ClassId id, NodeIndex node, std::optional<NominationId> own) {
  const std::int32_t priority = catalogue.pod_class(id).priority;
  std::vector<BoundPodId> lower;
  for (const BoundPodId row : state.pods_on(node))
    if (state.pod(row).priority < priority) lower.push_back(row);
  if (lower.empty()) return {};

  Trial trial(catalogue, state, across, id, node);
  for (const BoundPodId row : lower) trial.change(state.pod(row).pod_class, -1);
  if (const auto rejection = filter_beside_nominated(trial, own)) return {.pods = {}, .in_the_way = rejection};

  const auto by_importance = [&](BoundPodId a, BoundPodId b) { return more_important(state.pod(a), state.pod(b)); };
  std::stable_sort(lower.begin(), lower.end(), by_importance);
  const std::size_t violating = violating_first(catalogue, state, lower);
  Victims victims;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const ClassId lower_class = state.pod(lower[i]).pod_class;
    trial.change(lower_class, 1);
    if (!filter_beside_nominated(trial, own)) continue;  // it may stay
    trial.change(lower_class, -1);
    victims.pods.push_back(lower[i]);
    victims.violations += i < violating ? 1 : 0;
  }
  std::stable_sort(victims.pods.begin(), victims.pods.end(), by_importance);
  return victims;
}

VictimRank rank(const ClusterState& state, const Victims& victims) {
  VictimRank r{.violations = victims.violations, .pods = static_cast<std::int64_t>(victims.pods.size())};
  r.top_priority = state.pod(victims.pods.front()).priority;
  r.earliest_start_ns = not_started_ns;
  for (const BoundPodId row : victims.pods) {
    const BoundPod& pod = state.pod(row);
    r.priority_sum += std::int64_t{pod.priority} + (std::int64_t{1} << 31U);  // so that fewer negative ones weigh less
    if (pod.priority == r.top_priority) r.earliest_start_ns = std::min(r.earliest_start_ns, start_ns(pod));
  }
  return r;
}

bool preferred(const VictimRank& a, const VictimRank& b) {
  VictimRank x = a, y = b;  // all of them the less the better, but for the start
  std::swap(x.earliest_start_ns, y.earliest_start_ns);
  return x < y;
}

bool may_preempt(const SchedulerCatalogue& catalogue, const ClusterState& state, ClassId id,
                 std::optional<NominationId> own) {
  const PodClass& pod = catalogue.pod_class(id);
  if (pod.never_preempts) return false;
  const auto node = own ? state.node_of(*own) : std::nullopt;
  if (!node) return true;
  const auto pods = state.pods_on(*node);
  return std::none_of(pods.begin(), pods.end(), [&](BoundPodId row) {
    return state.pod(row).terminating && state.pod(row).priority < pod.priority;
  });
}

Preemption preempt(const SchedulerCatalogue& catalogue, ClusterState& state, ClassId id, TieLuck luck,
                   std::optional<NominationId> own) {
  state.sync(catalogue);
  const PodClass& pod = catalogue.pod_class(id);
  if (pod.never_preempts || pod.refused || !catalogue.profile(pod.profile).of(Plugin::default_preemption).filters)
    return {};
  return Search(catalogue, state, id, own).run(luck);
}

}  // namespace paddock::models::scheduling
