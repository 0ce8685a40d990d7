#include "scenarios/experiment/labels.hpp"

#include <algorithm>

namespace paddock::scenarios {

using namespace models;

std::string tenant_label(const Fleet& fleet, TenantId id, std::string_view label) {
  const Tenant& tenant = fleet[id];
  const Workload& workload = fleet.workload(id);
  if (label == "tenant") return tenant.name;
  if (label == "group") return workload.population;
  if (label == "plan") return fleet.plan(id).name;
  if (label == "region") return fleet[tenant.region].name;
  if (label == "replicas") return std::to_string(workload.replicas);
  if (label == "database") return tenant.database ? fleet[*tenant.database].name : "none";
  if (label == "writer_zone") return tenant.database ? fleet[fleet[*tenant.database].writer].name : "none";
  if (label == "added") return tenant.at_start ? "false" : "true";
  return {};
}

bool matches_pattern(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() != '*')
    return !text.empty() && text.front() == pattern.front() && matches_pattern(pattern.substr(1), text.substr(1));
  for (std::size_t skip = 0; skip <= text.size(); ++skip)
    if (matches_pattern(pattern.substr(1), text.substr(skip))) return true;
  return false;
}

bool passes(const LabelFilter& filter, const std::string& value,
            const std::function<std::string(const std::string&)>& resolve) {
  const bool listed = std::ranges::any_of(filter.values, [&](const std::string& written) {
    const std::string wanted = resolve(written);
    return filter.op == LabelOp::matches ? matches_pattern(wanted, value) : wanted == value;
  });
  return filter.op == LabelOp::not_equal ? !listed : listed;
}

bool reads_as_reference(std::string_view text) {
  const auto dot = text.rfind('.');
  constexpr std::string_view kinds[] = {"zone", "region", "node", "database"};
  return dot != std::string_view::npos && std::ranges::find(kinds, text.substr(dot + 1)) != std::end(kinds);
}

std::optional<StepId> referred_step(const std::string& text, const Timeline& timeline) {
  if (!reads_as_reference(text)) return std::nullopt;
  const auto step = std::ranges::find(timeline.steps, text.substr(0, text.rfind('.')), &StepDefinition::name);
  return step == timeline.steps.end() ? std::nullopt
                                      : std::optional(static_cast<StepId>(step - timeline.steps.begin()));
}

std::vector<std::string> referable(Verb verb) {
  if (verb == Verb::lose_zone || verb == Verb::zonal_shift) return {"zone", "region"};
  if (verb == Verb::lose_region) return {"region"};
  if (verb == Verb::fail_over) return {"database"};
  if (verb == Verb::crash_node || verb == Verb::drain_node) return {"node", "zone"};
  return {};
}

std::string resolve_reference(const std::string& text, const RunFacts& facts) {
  const Timeline& timeline = *facts.design.timeline;
  const auto referred = referred_step(text, timeline);
  if (!referred) return text;
  const StepId id = *referred;
  const auto chosen = facts.world.steps[id].chosen;
  if (!chosen) return "nothing";
  const std::string what = text.substr(text.rfind('.') + 1);
  const Fleet& fleet = *facts.design.fleet;
  switch (timeline[id].verb) {
    case Verb::lose_zone:
    case Verb::zonal_shift:
      return what == "zone"     ? fleet.zones[*chosen].name
             : what == "region" ? fleet[fleet.zones[*chosen].region].name
                                : text;
    case Verb::lose_region:
      return what == "region" ? fleet.regions[*chosen].name : text;
    case Verb::fail_over:
      return what == "database" ? fleet.databases[*chosen].name : text;
    case Verb::crash_node:
    case Verb::drain_node: {
      const auto node = static_cast<NodeId>(*chosen);
      if (what == "zone") return fleet[facts.world.nodes[node].zone].name;
      return what == "node" ? facts.world.nodes.name(fleet, node) : text;
    }
    default:
      return text;
  }
}

}  // namespace paddock::scenarios
