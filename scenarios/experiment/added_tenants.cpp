#include "scenarios/experiment/added_tenants.hpp"

namespace paddock::scenarios {

AddedTenants added_tenants(const ScenarioSpec& scenario, const Node& node) {
  AddedTenants added{.tenants = {}, .paths = {}, .scenario = &node};
  for (std::size_t i = 0; i < scenario.timeline.size(); ++i) {
    const auto& add = scenario.timeline[i].add;
    for (std::size_t k = 0; add && k < add->tenants.size(); ++k) {
      added.tenants.push_back(add->tenants[k]);
      added.paths.push_back("timeline[" + std::to_string(i) + "].add.tenants[" + std::to_string(k) + "]");
    }
  }
  return added;
}

}  // namespace paddock::scenarios
