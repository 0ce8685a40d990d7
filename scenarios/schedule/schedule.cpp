#include "scenarios/schedule/schedule.hpp"

#include "sim/check.hpp"
#include "sim/draw.hpp"

namespace paddock::scenarios {
namespace {

using namespace models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else

TieLuck luck_of(const TieRule& rule, const std::string& pod, std::uint64_t n) {
  if (!rule.random) return std::nullopt;
  return sim::Draw({rule.seed, 0}, sim::luck("schedule.tie", sim::hash_name(pod)), n).bits();
}

Answer answer(PlacedCluster& cluster, const PendingPod& pod, TieLuck luck) {
  const SchedulerCatalogue& catalogue = cluster.catalogue;
  const ClassId id = cluster.catalogue.add_class(pod.spec);
  cluster.state.sync(catalogue);
  const Profile& profile = catalogue.profile(catalogue.pod_class(id).profile);
  const bool samples = profile.percentage_of_nodes_to_score.value_or(0) != 100;
  const Decision decision = schedule(catalogue, cluster.state, id, luck);
  Answer result{.pod = pod.full_name(), .explanation = {}, .chosen = decision.node, .nominated = {}, .evaluated = {}};
  if (samples && decision.node) {
    const std::vector<NodeIndex> kept = cluster.state.cache().scratch().nodes;
    result.explanation = explain(catalogue, cluster.state, id, kept);
  } else {
    result.explanation = explain(catalogue, cluster.state, id);
  }
  if (samples) result.evaluated = decision.evaluated;
  sim::check(decision.node.has_value() == !result.explanation.best.empty(), "a decision and its explanation agree");
  if (decision.node)
    bind_named(cluster, id, *decision.node, pod.full_name(), std::nullopt);
  else
    result.nominated = preempt(catalogue, cluster.state, id, luck).node;
  return result;
}

}  // namespace

std::vector<Answer> schedule_pods(PlacedCluster& cluster, std::span<const PendingPod> pods, const TieRule& ties) {
  std::vector<Answer> answers;
  answers.reserve(pods.size());
  for (const PendingPod& pod : pods)
    answers.push_back(answer(cluster, pod, luck_of(ties, pod.full_name(), answers.size())));
  return answers;
}

}  // namespace paddock::scenarios
