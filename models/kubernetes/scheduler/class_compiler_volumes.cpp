#include <algorithm>

#include "models/kubernetes/scheduler/class_compiler.hpp"

namespace paddock::models::scheduling {
namespace {

/// Several zones of one volume are written "a__b".
std::vector<Symbol> zones_of(std::string_view text, Symbols& symbols) {
  std::vector<Symbol> zones;
  for (auto at = text.find("__"); at != std::string_view::npos; at = text.find("__")) {
    zones.push_back(symbols.intern(text.substr(0, at)));
    text.remove_prefix(at + 2);
  }
  zones.push_back(symbols.intern(text));
  std::sort(zones.begin(), zones.end());
  return zones;
}

}  // namespace

void ClassCompiler::compile_claims(LocalRules& rules) {
  for (const auto& name : pod_.claims) {
    const auto& claims = catalogue_.claims_;
    const auto found = claims.find({pod_.namespace_name, name});
    if (found == claims.end()) {
      refuse(Plugin::volume_binding, "persistentvolumeclaim \"" + name + "\" not found");
    } else {
      const ClaimSpec* const at = &found->second;
      const Symbol claim = symbol(pod_.namespace_name + "/" + name);
      class_.claims.push_back(claim);
      if (at->read_write_once_pod) class_.exclusive_claims.push_back(claim);
      if (at->bound)
        compile_bound(*at, rules);
      else if (!at->wait_for_first_consumer)
        refuse(Plugin::volume_binding, "pod has unbound immediate PersistentVolumeClaims");
    }
  }
}

void ClassCompiler::compile_bound(const ClaimSpec& claim, LocalRules& rules) {
  const auto& known = catalogue_.known_;
  const std::pair<Symbol, Symbol> zone_labels[] = {{known.beta_zone, known.zone},
                                                   {known.beta_region, known.region},
                                                   {known.zone, known.zone},
                                                   {known.region, known.region}};
  for (const auto& [key, modern] : zone_labels) {
    const auto label = claim.volume_labels.find(catalogue_.symbols_.name(key));
    if (label != claim.volume_labels.end())
      rules.volume_zones.push_back({key, modern, zones_of(label->second, catalogue_.symbols_)});
  }
  if (!claim.volume_node_affinity) return;
  std::vector<NodeTerm> terms;
  for (const auto& term : *claim.volume_node_affinity) terms.push_back(scheduling::compile(term, catalogue_.symbols_));
  rules.volume_demands.push_back(std::move(terms));
}

}  // namespace paddock::models::scheduling
