#include <algorithm>

#include "models/kubernetes/scheduler/plugins.hpp"

namespace paddock::models::scheduling {

bool ports_clash(const LocalRules& rules, const NodeExtras& node, Symbol any_ip) {
  const auto taken = [&](const Port& wanted) {
    return std::any_of(node.ports.begin(), node.ports.end(), [&](const PortUse& use) {
      return use.port.port == wanted.port && use.port.protocol == wanted.protocol &&
             (use.port.ip == wanted.ip || use.port.ip == any_ip || wanted.ip == any_ip);
    });
  };
  return std::any_of(rules.ports.begin(), rules.ports.end(), taken);
}

}  // namespace paddock::models::scheduling
