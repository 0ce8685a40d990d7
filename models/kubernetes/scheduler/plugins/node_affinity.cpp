#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

bool enforced_admits(const LocalRules& rules, const NodeFacts& node, const Symbols& symbols) {
  return !rules.enforced || any_matches(*rules.enforced, {node.name, node.labels}, symbols);
}

bool admitted(const LocalRules& rules, const NodeFacts& node, const Symbols& symbols) {
  return enforced_admits(rules, node, symbols) && rules.demand.matches({node.name, node.labels}, symbols);
}

std::int64_t preference(const LocalRules& rules, const NodeFacts& node, const Symbols& symbols) {
  std::int64_t sum = 0;
  for (const PreferredTerm& p : rules.preferred)
    if (p.term.matches({node.name, node.labels}, symbols)) sum += p.weight;
  return sum;
}

}  // namespace paddock::models::scheduling
