#include "models/kubernetes/scheduler/catalogue.hpp"

#include <algorithm>

#include "models/kubernetes/scheduler/class_compiler.hpp"
#include "sim/check.hpp"

namespace paddock::models::scheduling {

SchedulerCatalogue::SchedulerCatalogue(std::vector<Profile> profiles) : profiles_(std::move(profiles)) {
  sim::check(!profiles_.empty(), "a scheduler has at least one profile");
  known_ = {.hostname = symbols_.intern("kubernetes.io/hostname"),
            .zone = symbols_.intern("topology.kubernetes.io/zone"),
            .region = symbols_.intern("topology.kubernetes.io/region"),
            .beta_zone = symbols_.intern("failure-domain.beta.kubernetes.io/zone"),
            .beta_region = symbols_.intern("failure-domain.beta.kubernetes.io/region"),
            .unschedulable = symbols_.intern("node.kubernetes.io/unschedulable"),
            .empty = symbols_.intern(""),
            .any_ip = symbols_.intern("0.0.0.0")};
}

void SchedulerCatalogue::add_namespace(std::string_view name, const Labels& labels) {
  const Symbol symbol = symbols_.intern(name);
  sim::check(!classes_of_.contains(symbol), "a namespace gets its labels before its first pod class");
  namespaces_[symbol] = LabelSet(labels, symbols_);
}

void SchedulerCatalogue::add_service(const ServiceSpec& service) {
  if (!service.selector) return;
  services_[symbols_.intern(service.namespace_name)].push_back(compile(LabelSelector{*service.selector, {}}, symbols_));
}

void SchedulerCatalogue::add_controller(const ControllerSpec& c) {
  controllers_[symbols_.intern(c.namespace_name)].push_back({c.kind, c.name, compile(c.selector, symbols_)});
}

void SchedulerCatalogue::add_claim(const ClaimSpec& claim) {
  claims_.try_emplace({claim.namespace_name, claim.name}, claim);
}

ClassId SchedulerCatalogue::add_class(const PodSpec& pod) {
  if (const auto at = class_ids_.find(pod); at != class_ids_.end()) return at->second;
  PodClass compiled = ClassCompiler(*this, pod).compile();
  const auto id = static_cast<ClassId>(classes_.size());
  const Symbol home = compiled.namespace_symbol;
  classes_.push_back(std::move(compiled));
  class_ids_.emplace(pod, id);
  classes_of_[home].push_back(id);
  for (const CounterId counter : counters_of_[home]) link(id, counter);
  for (const CounterId counter : wide_counters_) link(id, counter);
  return id;
}

KeyId SchedulerCatalogue::key(Symbol label) {
  const auto place = static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), label) - keys_.begin());
  if (place == keys_.size()) keys_.push_back(label);
  return static_cast<KeyId>(place);
}

CounterId SchedulerCatalogue::add_counter(const Counter& counter) {
  const auto [id, fresh] = counters_.intern(counter);
  if (!fresh) return id;
  const PodPredicate& first = predicates_[counter.predicates.front()];
  if (!first.namespace_selector.selects_nothing) {
    wide_counters_.push_back(id);
    for (ClassId c = 0; c < classes_.size(); ++c) link(c, id);
    return id;
  }
  for (const Symbol home : first.namespaces) {
    counters_of_[home].push_back(id);
    for (const ClassId c : classes_of_[home]) link(c, id);
  }
  return id;
}

void SchedulerCatalogue::link(ClassId id, CounterId counter_id) {
  PodClass& pod = classes_[id];
  const Counter& counter = counters_[counter_id];
  if (!matches(counter, pod)) return;
  switch (counter.kind) {
    case CounterKind::spread:
      // A selector that selects everything counts nothing: upstream's countPodsMatchSelector.
      if (!predicates_[counter.predicates.front()].selector.selects_everything())
        pod.spread_shares.push_back({counter_id, 1});
      return;
    case CounterKind::matching:
      pod.shares.push_back({counter_id, 1});
      return;
    case CounterKind::anti_affinity:
      pod.forbidden_by.push_back(counter_id);
      return;
    case CounterKind::affinity:
      if (const auto weight = profiles_[pod.profile].hard_pod_affinity_weight; weight > 0)
        pod.drawn_by.push_back({counter_id, weight});
      return;
    case CounterKind::preferred:
      pod.drawn_by.push_back({counter_id, 1});
      return;
    case CounterKind::preferred_against:
      pod.drawn_by.push_back({counter_id, -1});
      return;
  }
}

bool SchedulerCatalogue::matches(const Counter& counter, const PodClass& pod) const {
  return std::all_of(counter.predicates.begin(), counter.predicates.end(),
                     [&](PredicateId id) { return matches(predicates_[id], pod); });
}

bool SchedulerCatalogue::matches(const PodPredicate& predicate, const PodClass& pod) const {
  const auto& namespaces = predicate.namespaces;
  return (std::binary_search(namespaces.begin(), namespaces.end(), pod.namespace_symbol) ||
          predicate.namespace_selector.matches(namespace_labels(pod.namespace_symbol), symbols_)) &&
         predicate.selector.matches(pod.labels, symbols_);
}

const LabelSet& SchedulerCatalogue::namespace_labels(Symbol name) const {
  static const LabelSet none;
  const auto at = namespaces_.find(name);
  return at == namespaces_.end() ? none : at->second;
}

}  // namespace paddock::models::scheduling
