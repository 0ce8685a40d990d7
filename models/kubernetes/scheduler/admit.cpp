#include "models/kubernetes/scheduler/spec.hpp"

namespace paddock::models::scheduling {
namespace {

void requests_from_limits(std::vector<ContainerSpec>& containers) {
  for (ContainerSpec& c : containers) c.requests.insert(c.limits.begin(), c.limits.end());
}

void fold_keys(PodAffinityTerm& term, const std::vector<std::string>& keys, Operator op, const Labels& labels) {
  for (const std::string& key : keys) {
    const auto label = labels.find(key);
    if (label == labels.end()) continue;
    LabelRequirement requirement{key, op, {label->second}};
    auto& expressions = term.selector->match_expressions;
    bool there = false;
    for (const auto& e : expressions) there |= e == requirement;
    if (!there) expressions.push_back(std::move(requirement));
  }
}

void fold_keys(PodAffinityTerm& term, const Labels& labels) {
  if (!term.selector) return;
  fold_keys(term, term.match_label_keys, Operator::in, labels);
  fold_keys(term, term.mismatch_label_keys, Operator::not_in, labels);
}

}  // namespace

PodSpec admit(PodSpec pod) {
  requests_from_limits(pod.containers);
  requests_from_limits(pod.init_containers);
  for (PodAffinity* affinity : {&pod.pod_affinity, &pod.pod_anti_affinity}) {
    for (auto& term : affinity->required) fold_keys(term, pod.labels);
    for (auto& weighted : affinity->preferred) fold_keys(weighted.term, pod.labels);
  }
  return pod;
}

}  // namespace paddock::models::scheduling
