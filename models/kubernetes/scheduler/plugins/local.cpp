#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

std::optional<Rejection> local_filter(const LocalRules& rules, const Profile& profile, const NodeView& node,
                                      const SchedulerCatalogue& catalogue) {
  const auto& known = catalogue.known();
  const Symbols& symbols = catalogue.symbols();
  const auto on = [&](Plugin p) { return profile.of(p).filters; };

  if (on(Plugin::node_unschedulable) && keeps_away(node.facts, rules.tolerations, known.unschedulable, known.empty))
    return Rejection{Plugin::node_unschedulable};
  if (on(Plugin::node_name) && rules.node_name && *rules.node_name != node.facts.name)
    return Rejection{Plugin::node_name};
  if (on(Plugin::taint_toleration) && untolerated_taint(node.facts, rules.tolerations))
    return Rejection{Plugin::taint_toleration};
  if (on(Plugin::node_affinity) && !admitted(rules, node.facts, symbols)) return Rejection{Plugin::node_affinity};
  if (on(Plugin::node_ports) && ports_clash(rules, node.extras, known.any_ip))
    return Rejection{Plugin::node_ports, false};
  if (on(Plugin::node_resources_fit))
    if (const Fit f = fit(rules, profile, node, symbols); f != Fit::fits)
      return Rejection{Plugin::node_resources_fit, f == Fit::too_small};
  if (on(Plugin::volume_binding) && !volumes_admit(rules, node.facts, symbols))
    return Rejection{Plugin::volume_binding};
  if (on(Plugin::volume_zone) && !volume_zones_admit(rules, node.facts, known)) return Rejection{Plugin::volume_zone};
  return std::nullopt;
}

void normalise(std::vector<std::int64_t>& scores, bool reverse) {
  std::int64_t largest = 0;
  for (const auto s : scores) largest = std::max(largest, s);
  for (auto& s : scores) {
    if (largest > 0) s = best_score * s / largest;
    if (reverse) s = best_score - s;
  }
}

}  // namespace paddock::models::scheduling
