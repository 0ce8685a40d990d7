#include "scenarios/import/tenant_names.hpp"

#include <map>
#include <set>

namespace paddock::scenarios {

namespace {

constexpr std::string_view no_namespace = "(no namespace)";

std::string space_of(const Workload& workload) {
  return workload.what.space.empty() ? std::string(no_namespace) : workload.what.space;
}

std::optional<std::string> labelled_owner(const Dump& dump, const Workload& workload, const std::string& key) {
  const auto space = dump.spaces.find(workload.what.space);
  const Labels none;
  const Labels* const places[] = {&workload.what.labels, &workload.what.pod_labels,
                                  space != dump.spaces.end() ? &space->second : &none};
  for (const Labels* labels : places)
    if (const auto value = label_of(*labels, key); value && !value->empty()) return std::string(*value);
  return std::nullopt;
}

}  // namespace

std::optional<TenantNaming> parse_tenant_naming(std::string_view text) {
  constexpr std::string_view label = "label:";
  if (text == "namespace") return TenantNaming{};
  if (text.starts_with(label) && text.size() > label.size())
    return TenantNaming{std::string(text.substr(label.size()))};
  return std::nullopt;
}

std::vector<std::string> tenant_names(const Dump& dump, const std::vector<Workload>& workloads,
                                      const TenantNaming& naming, std::size_t& unlabelled) {
  unlabelled = 0;
  std::vector<std::string> owners;
  std::map<std::string, int> size;
  for (const Workload& workload : workloads) {
    auto owner = naming.label ? labelled_owner(dump, workload, *naming.label) : space_of(workload);
    if (!owner) ++unlabelled;
    owners.push_back(owner.value_or(space_of(workload)));
    ++size[owners.back()];
  }
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < workloads.size(); ++i) {
    const KubeWorkload& what = workloads[i].what;
    std::string name = size[owners[i]] == 1 ? owners[i] : owners[i] + "/" + what.name;
    if (taken.contains(name)) name = owners[i] + "/" + space_of(workloads[i]) + "/" + what.name;
    if (taken.contains(name)) name += " (" + workloads[i].kind + ")";
    const std::string stem = name;
    for (int n = 2; !taken.insert(name).second; ++n) name = stem + " " + std::to_string(n);
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace paddock::scenarios
