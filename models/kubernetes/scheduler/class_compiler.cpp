#include "models/kubernetes/scheduler/class_compiler.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace paddock::models::scheduling {
namespace {

/// As container runtimes know it: with a tag.
std::string full_image_name(const std::string& image) {
  const auto colon = image.rfind(':');
  const auto slash = image.rfind('/');
  const bool tagged = colon != std::string::npos && (slash == std::string::npos || colon > slash);
  return tagged ? image : image + ":latest";
}

std::int64_t request_of(const Requests& r, const ScoredResource& resource, bool scored) {
  switch (resource.kind) {
    case ScoredResource::Kind::cpu:
      return scored ? r.scored_cpu : r.milli_cpu;
    case ScoredResource::Kind::memory:
      return scored ? r.scored_memory : r.memory;
    case ScoredResource::Kind::ephemeral:
      return r.ephemeral;
    case ScoredResource::Kind::scalar:
      break;
  }
  for (const Amount& a : r.scalars)
    if (a.resource == resource.resource) return a.amount;
  return 0;
}

std::vector<ScoredResource> scored_resources(const std::vector<ResourceWeight>& weights, const Requests& requests,
                                             bool scored, Symbols& symbols) {
  std::vector<ScoredResource> resources;
  for (const auto& [name, weight] : weights) {
    ScoredResource r{.resource = symbols.intern(name), .weight = weight};
    using Kind = ScoredResource::Kind;
    r.kind = name == "cpu"                 ? Kind::cpu
             : name == "memory"            ? Kind::memory
             : name == "ephemeral-storage" ? Kind::ephemeral
                                           : Kind::scalar;
    r.request = request_of(requests, r, scored);
    resources.push_back(r);
  }
  return resources;
}

void append_ports(const std::vector<ContainerSpec>& containers, bool only_sidecars, std::vector<Port>& ports,
                  Symbols& symbols) {
  for (const auto& c : containers)
    for (const auto& p : c.host_ports)
      if (p.port > 0 && (c.sidecar || !only_sidecars))
        ports.push_back({symbols.intern(p.ip.empty() ? "0.0.0.0" : p.ip),
                         symbols.intern(p.protocol.empty() ? "TCP" : p.protocol), p.port});
}

}  // namespace

PodClass ClassCompiler::compile() {
  const auto& profiles = catalogue_.profiles_;
  if (pod_.scheduler_name) {
    const auto at = std::find_if(profiles.begin(), profiles.end(),
                                 [&](const Profile& p) { return p.name == *pod_.scheduler_name; });
    if (at != profiles.end()) class_.profile = static_cast<std::uint32_t>(at - profiles.begin());
  }
  class_.namespace_symbol = symbol(pod_.namespace_name);
  class_.labels = LabelSet(pod_.labels, catalogue_.symbols_);
  class_.priority = pod_.priority;
  class_.never_preempts = pod_.never_preempts;
  compile_node_names();
  class_.local = catalogue_.locals_.intern(local_rules()).first;
  compile_spread();
  compile_affinity();
  return std::move(class_);
}

void ClassCompiler::refuse(Plugin by, std::string why) {
  if (class_.refused || !catalogue_.profiles_[class_.profile].of(by).filters) return;
  class_.refused = std::move(why);
  class_.refused_by = by;
}

/// Names in matchFields narrow the nodes that are looked at; terms that contradict themselves leave none.
void ClassCompiler::compile_node_names() {
  const auto& terms = pod_.node_affinity.required;
  if (!terms || terms->empty() || !catalogue_.profiles_[class_.profile].of(Plugin::node_affinity).filters) return;
  std::vector<Symbol> all;
  for (const auto& term : *terms) {
    std::optional<std::vector<Symbol>> names;
    for (const auto& field : term.match_fields) {
      if (field.op != Operator::in || field.key != "metadata.name") continue;
      std::vector<Symbol> here, both;
      for (const auto& value : field.values) here.push_back(symbol(value));
      std::sort(here.begin(), here.end());
      if (names)
        std::set_intersection(names->begin(), names->end(), here.begin(), here.end(), std::back_inserter(both));
      names = names ? both : here;
    }
    if (!names) return;  // this alternative admits every node
    all.insert(all.end(), names->begin(), names->end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.empty()) refuse(Plugin::node_affinity, "pod affinity terms conflict");
  class_.only_nodes = std::move(all);
}

LocalRules ClassCompiler::local_rules() {
  Symbols& symbols = catalogue_.symbols_;
  const Profile& profile = catalogue_.profiles_[class_.profile];
  LocalRules rules;
  rules.profile = class_.profile;
  rules.requests = requests_of(pod_, symbols);
  rules.fit_resources = scored_resources(profile.fit_resources, rules.requests, true, symbols);
  rules.balanced_resources = scored_resources(profile.balanced_resources, rules.requests, false, symbols);
  append_ports(pod_.containers, false, rules.ports, symbols);
  append_ports(pod_.init_containers, true, rules.ports, symbols);
  if (pod_.node_name) rules.node_name = symbols.intern(*pod_.node_name);
  rules.demand = scheduling::compile(pod_.node_selector, pod_.node_affinity.required, symbols);
  if (profile.added_affinity.required)
    rules.enforced = scheduling::compile(Labels{}, profile.added_affinity.required, symbols).terms;
  for (const auto* affinity : {&pod_.node_affinity, &profile.added_affinity})
    for (const auto& preferred : affinity->preferred) {
      rules.prefers_nodes = true;
      if (preferred.weight != 0)
        rules.preferred.push_back({preferred.weight, scheduling::compile(preferred.preference, symbols)});
    }
  for (const auto& t : pod_.tolerations)
    rules.tolerations.push_back({.key = t.key.empty() ? std::nullopt : std::optional{symbols.intern(t.key)},
                                 .exists = t.exists,
                                 .value = symbols.intern(t.value),
                                 .effect = t.effect});
  for (const auto* containers : {&pod_.init_containers, &pod_.containers})
    for (const auto& c : *containers) rules.images.push_back(symbols.intern(full_image_name(c.image)));
  rules.containers = static_cast<std::int64_t>(pod_.containers.size() + pod_.init_containers.size());
  compile_claims(rules);
  return rules;
}

}  // namespace paddock::models::scheduling
