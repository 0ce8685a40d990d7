#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

AcrossNodes::AcrossNodes(const SchedulerCatalogue& catalogue, const ClusterState& state, ClassId id)
    : catalogue_(catalogue),
      state_(state),
      class_(catalogue.pod_class(id)),
      profile_(catalogue.profile(class_.profile)) {
  if (profile_.of(Plugin::volume_restrictions).filters)
    for (const Symbol claim : class_.exclusive_claims) claims_in_use_ += state.users_of(claim);
  spread_ = profile_.of(Plugin::pod_topology_spread).filters && !class_.hard_spread.empty();
  if (!profile_.of(Plugin::inter_pod_affinity).filters) return;
  for (const CounterId counter : class_.forbidden_by)
    if (state.counter(counter).total() > 0) forbidden_.push_back(counter);
  affinity_ = !forbidden_.empty() || !class_.affinity.empty() || !class_.anti_affinity.empty();
}

std::optional<Rejection> AcrossNodes::filter(NodeIndex node) const {
  if (claims_in_use_ > 0) return Rejection{Plugin::volume_restrictions, false};
  if (spread_)
    if (const auto rejection = spread_filter(node, nullptr)) return rejection;
  if (!affinity_) return std::nullopt;
  const AffinityFault fault = affinity_filter(node, nullptr);
  if (fault == AffinityFault::none) return std::nullopt;
  return Rejection{Plugin::inter_pod_affinity, fault == AffinityFault::affinity};
}

std::optional<Rejection> AcrossNodes::filter(NodeIndex node, const TrialCounts& trial) const {
  if (claims_in_use_ + trial.exclusive_claims > 0) return Rejection{Plugin::volume_restrictions, false};
  if (spread_)
    if (const auto rejection = spread_filter(node, &trial)) return rejection;
  if (!affinity_) return std::nullopt;
  const AffinityFault fault = affinity_filter(node, &trial);
  if (fault == AffinityFault::none) return std::nullopt;
  return Rejection{Plugin::inter_pod_affinity, fault == AffinityFault::affinity};
}

std::string AcrossNodes::reason(NodeIndex node, const Rejection& rejection, const TrialCounts* trial) const {
  if (rejection.plugin == Plugin::volume_restrictions)
    return "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode";
  if (rejection.plugin == Plugin::pod_topology_spread)
    return rejection.unresolvable ? "node(s) didn't match pod topology spread constraints (missing required label)"
                                  : "node(s) didn't match pod topology spread constraints";
  switch (affinity_filter(node, trial)) {
    case AffinityFault::affinity:
      return "node(s) didn't match pod affinity rules";
    case AffinityFault::anti_affinity:
      return "node(s) didn't match pod anti-affinity rules";
    case AffinityFault::others:
    case AffinityFault::none:
      break;
  }
  return "node(s) didn't satisfy existing pods anti-affinity rules";
}

TrialCounts AcrossNodes::no_change() const {
  TrialCounts trial;
  if (spread_) trial.hard_spread.assign(class_.hard_spread.size(), 0);
  if (affinity_) {
    trial.affinity.assign(class_.affinity.size(), 0);
    trial.anti_affinity.assign(class_.anti_affinity.size(), 0);
    trial.forbidden.assign(forbidden_.size(), 0);
  }
  return trial;
}

void AcrossNodes::count(const PodClass& pod, NodeIndex node, int sign, TrialCounts& trial) const {
  const auto counts_here = [&](CounterId id) {
    return state_.scope(catalogue_.counter(id).scope).site(node) != no_domain;
  };
  // Here upstream counts what its count of all pods leaves out: terminating pods, and selectors that select everything.
  for (std::size_t i = 0; i < trial.hard_spread.size(); ++i) {
    const CounterId id = class_.hard_spread[i].counter;
    if (counts_here(id) && catalogue_.matches(catalogue_.counter(id), pod)) trial.hard_spread[i] += sign;
  }
  const auto add = [&](CounterId id, std::int64_t& change) {
    if (!counts_here(id)) return;
    for (const CounterLink& link : pod.shares)
      if (link.counter == id) change += sign * link.weight;
  };
  for (std::size_t i = 0; i < trial.affinity.size(); ++i) add(class_.affinity[i].counter, trial.affinity[i]);
  for (std::size_t i = 0; i < trial.anti_affinity.size(); ++i)
    add(class_.anti_affinity[i].counter, trial.anti_affinity[i]);
  for (std::size_t i = 0; i < trial.forbidden.size(); ++i) add(forbidden_[i], trial.forbidden[i]);
  for (const Symbol claim : class_.exclusive_claims)
    trial.exclusive_claims += sign * static_cast<std::int32_t>(std::count(pod.claims.begin(), pod.claims.end(), claim));
}

}  // namespace paddock::models::scheduling
