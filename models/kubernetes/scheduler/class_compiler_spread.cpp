#include <algorithm>

#include "models/kubernetes/scheduler/class_compiler.hpp"

namespace paddock::models::scheduling {

void ClassCompiler::compile_spread() {
  const Profile& profile = catalogue_.profiles_[class_.profile];
  if (!pod_.spread.empty()) {
    class_.hard_spread = spread_rules(pod_.spread, true, nullptr);
    class_.soft_spread = spread_rules(pod_.spread, false, nullptr);
    return;
  }
  if (profile.default_spread.empty()) return;
  const Selector selector = default_selector();
  if (selector.selects_everything()) return;
  class_.needs_all_spread_keys = !profile.system_default_spread;
  class_.hard_spread = spread_rules(profile.default_spread, true, &selector);
  class_.soft_spread = spread_rules(profile.default_spread, false, &selector);
}

std::vector<SpreadRule> ClassCompiler::spread_rules(const std::vector<SpreadConstraint>& constraints, bool hard,
                                                    const Selector* selector) {
  std::vector<Symbol> keys;
  for (const auto& c : constraints)
    if (c.do_not_schedule == hard) keys.push_back(symbol(c.topology_key));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (!hard && !class_.needs_all_spread_keys) keys.clear();
  std::vector<SpreadRule> rules;
  for (const auto& c : constraints)
    if (c.do_not_schedule == hard) rules.push_back(spread_rule(c, selector ? *selector : selector_of(c), keys));
  return rules;
}

SpreadRule ClassCompiler::spread_rule(const SpreadConstraint& c, const Selector& selector,
                                      const std::vector<Symbol>& keys) {
  Symbols& symbols = catalogue_.symbols_;
  SpreadRule rule{
      .key = catalogue_.key(symbol(c.topology_key)), .max_skew = c.max_skew, .min_domains = c.min_domains.value_or(1)};
  Scope scope;
  scope.key = rule.key;
  scope.required_keys = keys;
  if (c.honor_node_affinity)
    scope.demand = scheduling::compile(pod_.node_selector, pod_.node_affinity.required, symbols);
  scope.honor_taints = c.honor_node_taints;
  if (c.honor_node_taints) scope.tolerations = catalogue_.locals_[class_.local].tolerations;

  const PodPredicate predicate{{class_.namespace_symbol}, {}, selector};
  const PredicateId id = catalogue_.predicates_.intern(predicate).first;
  rule.self = selector.matches(class_.labels, symbols) ? 1 : 0;
  rule.on_hostname = symbol(c.topology_key) == catalogue_.known_.hostname;
  rule.counter = catalogue_.add_counter({CounterKind::spread, catalogue_.scopes_.intern(scope).first, {id}});
  if (rule.on_hostname)
    rule.on_node = catalogue_.add_counter({CounterKind::spread, catalogue_.scopes_.intern(Scope{}).first, {id}});
  return rule;
}

/// The constraint's selector, narrowed to pods that share the pod's values of matchLabelKeys.
Selector ClassCompiler::selector_of(const SpreadConstraint& c) {
  if (!c.selector) return {};
  LabelSelector narrowed = *c.selector;
  for (const auto& key : c.match_label_keys)
    if (const auto label = pod_.labels.find(key); label != pod_.labels.end())
      narrowed.match_expressions.push_back({key, Operator::in, {label->second}});
  return scheduling::compile(narrowed, catalogue_.symbols_);
}

/// The services that select the pod and the controller that owns it, all together. Nothing found: everything.
/// Source: pkg/scheduler/framework/plugins/helper/spread.go.
Selector ClassCompiler::default_selector() {
  Selector selector{.selects_nothing = false, .requirements = {}};
  const auto add = [&](const std::vector<Requirement>& more) {
    selector.requirements.insert(selector.requirements.end(), more.begin(), more.end());
  };
  if (const auto services = catalogue_.services_.find(class_.namespace_symbol); services != catalogue_.services_.end())
    for (const Selector& service : services->second)
      if (service.matches(class_.labels, catalogue_.symbols_)) add(service.requirements);
  const auto controllers = catalogue_.controllers_.find(class_.namespace_symbol);
  if (pod_.controller && controllers != catalogue_.controllers_.end())
    for (const auto& c : controllers->second)
      if (c.kind == pod_.controller->kind && c.name == pod_.controller->name) add(c.selector.requirements);
  std::sort(selector.requirements.begin(), selector.requirements.end());
  const auto twice = std::unique(selector.requirements.begin(), selector.requirements.end());
  selector.requirements.erase(twice, selector.requirements.end());
  return selector;
}

}  // namespace paddock::models::scheduling
