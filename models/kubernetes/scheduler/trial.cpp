#include "models/kubernetes/scheduler/trial.hpp"

namespace paddock::models::scheduling {

void Trial::change(ClassId id, int sign) {
  const PodClass& pod = catalogue_.pod_class(id);
  take(load_, extras_, catalogue_.local(pod.local), sign);
  if (across_.filters()) across_.count(pod, node_, sign, counts_);
}

std::optional<Rejection> Trial::filter() const {
  const LocalRules& rules = catalogue_.local(class_.local);
  if (const auto local = local_filter(rules, catalogue_.profile(rules.profile), view(), catalogue_)) return local;
  return across_.filters() ? across_.filter(node_, counts_) : std::nullopt;
}

std::optional<Rejection> filter_beside_nominated(const Trial& trial, std::optional<NominationId> own) {
  std::optional<Trial> crowded;
  for (const Nomination& n : trial.nominated()) {
    if (n.priority < trial.priority() || n.id == own) continue;
    if (!crowded) crowded.emplace(trial);
    crowded->change(n.pod_class, 1);
  }
  if (crowded)
    if (const auto rejection = crowded->filter()) return rejection;
  return trial.filter();
}

}  // namespace paddock::models::scheduling
