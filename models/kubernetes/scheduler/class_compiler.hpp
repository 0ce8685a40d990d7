// From a pod spec to a pod class: part of the catalogue.
#pragma once

#include "models/kubernetes/scheduler/catalogue.hpp"

namespace paddock::models::scheduling {

/// What a pod asks for, as the scheduler adds it up: containers and sidecars together, or the peak of the init
/// containers with the sidecars started before them; then pod-level requests and overhead.
/// Source: component-helpers/resource/helpers.go, v1.34.
Requests requests_of(const PodSpec&, Symbols&);

/// True for what counts as one of a node's further resources: "vendor/device", "hugepages-2Mi".
bool is_scalar_resource(std::string_view name);
/// What the list says of a resource; nothing said is 0.
ResourceQuantity amount_of(const ResourceList& list, const char* resource);

/// Works on one spec; lives for one call.
class ClassCompiler {
 public:
  ClassCompiler(SchedulerCatalogue& catalogue, const PodSpec& pod) : catalogue_(catalogue), pod_(pod) {}
  PodClass compile();

 private:
  Symbol symbol(std::string_view name) { return catalogue_.symbols_.intern(name); }
  LocalRules local_rules();
  void compile_node_names();
  void refuse(Plugin by, std::string why);

  // Volumes.
  void compile_claims(LocalRules&);
  void compile_bound(const ClaimSpec&, LocalRules&);

  // Spreading.
  void compile_spread();
  std::vector<SpreadRule> spread_rules(const std::vector<SpreadConstraint>&, bool hard, const Selector* selector);
  SpreadRule spread_rule(const SpreadConstraint&, const Selector&, const std::vector<Symbol>& keys);
  Selector selector_of(const SpreadConstraint&);
  Selector default_selector();

  // Affinity between pods.
  void compile_affinity();
  PodPredicate predicate(const PodAffinityTerm&);
  AffinityRule rule(const PodAffinityTerm&, CounterKind, std::vector<PredicateId>);
  void hold(const PodAffinityTerm&, CounterKind, std::int64_t weight);
  void prefer(const PodAffinity&, bool against);

  SchedulerCatalogue& catalogue_;
  const PodSpec& pod_;
  PodClass class_;
};

}  // namespace paddock::models::scheduling
