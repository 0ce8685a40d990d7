#include "scenarios/experiment/tenant_choice.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "scenarios/language/problem.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// Most replicas, then most CPU.
std::pair<std::int64_t, std::int64_t> size_of(const Fleet& fleet, std::uint32_t tenant) {
  const Workload& workload = fleet.workload(static_cast<TenantId>(tenant));
  return {workload.replicas, workload.request.cpu.value};
}

}  // namespace

void choose_tenants(const Fleet& fleet, const std::string& name, const std::optional<std::string>& database,
                    const std::string& where, StepDefinition& step, Findings& findings) {
  std::vector<std::string> known;
  std::vector<std::uint32_t> all, named;
  for (std::uint32_t i = 0; i < fleet.tenants.size(); ++i) {
    const Tenant& tenant = fleet.tenants[i];
    if (!tenant.at_start || (step.region && tenant.region != *step.region)) continue;
    if (database && (!tenant.database || fleet[*tenant.database].name != *database)) continue;
    all.push_back(i);
    known.push_back(tenant.name);
    if (tenant.name == name) named.push_back(i);
  }
  if (all.empty() && name != "each" && name != "worst")
    return findings.push_back({where, database ? "no tenant of the fleet is in this region and on this database"
                                               : "no tenant of the fleet is in this region"});
  if (name == "each" || name == "worst")
    return findings.push_back({where + ".tenant", "`" + name + "` would be a row for each of " +
                                                      std::to_string(all.size()) +
                                                      " tenants; write any, last, largest, all or a name"});
  if (name == "any") step.choice = Choice::any;
  if (name == "last")
    step.objects = {all.back()};
  else if (name == "largest")
    step.objects = {*std::ranges::max_element(all, {}, [&](std::uint32_t i) { return size_of(fleet, i); })};
  else
    step.objects = name == "any" || name == "all" ? all : named;
  if (step.objects.empty())
    findings.push_back({where + ".tenant",
                        "no tenant \"" + name + "\" here; or any, last, largest, all" + hint_in_brackets(name, known)});
}

}  // namespace paddock::scenarios
