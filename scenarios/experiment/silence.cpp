#include "scenarios/experiment/silence.hpp"

#include <algorithm>

#include "scenarios/language/emit.hpp"
#include "scenarios/language/writer.hpp"

namespace paddock::scenarios {

using namespace models;

namespace {

/// Notes every value of what is shown to it, the innermost ones only.
class Values final : public NodeWriter {
 public:
  Values(std::string path, std::string why, Assumptions& out)
      : NodeWriter(std::move(path)), why_(std::move(why)), out_(out) {}

 protected:
  void seen(const std::string& path, const Field& field, const Node& node) override {
    if (!field.not_modelled.empty()) return;
    if (!out_.empty() && out_.back().path.starts_with(path + ".")) return;  // its parts have been noted
    const std::string_view known = field.assumed.empty() ? field.source : field.assumed;
    out_.push_back({.path = path,
                    .value = node.is_scalar() ? node.text : flow_text(node),
                    .source = why_ + (known.empty() ? "" : "; " + std::string(known))});
  }

 private:
  std::string why_;
  Assumptions& out_;
};

template <class T>
void note(std::string path, std::string why, Assumptions& out) {
  T value{};
  Values values(std::move(path), std::move(why), out);
  models::visit(values, value);
}

void note_path(const std::string& region, const std::vector<HopSpec>& hops, Assumptions& out) {
  const std::string path = path_join(path_join("regions", region), "path");
  const auto has = [&](auto member) {
    return std::ranges::any_of(hops, [&](const HopSpec& hop) { return (hop.*member).has_value(); });
  };
  if (!has(&HopSpec::dns)) note<DnsSpec>(path_join(path, "dns"), "no DNS is described", out);
  if (!has(&HopSpec::balancer)) note<BalancerSpec>(path_join(path, "balancer"), "no balancer is described", out);
  if (!has(&HopSpec::proxy)) note<ProxySpec>(path_join(path, "proxy"), "no proxies are described", out);
  if (!has(&HopSpec::service)) note<ServiceSpec>(path_join(path, "service"), "no Service is described", out);
}

/// Of the tenants that lack something: one line if they all do, else one each.
void note_tenants(const FleetSpec& spec, const std::string& key, const std::string& value, const std::string& why,
                  bool (*lacks)(const TenantSpec&), Assumptions& out) {
  if (!spec.tenants.empty() && std::ranges::all_of(spec.tenants, lacks))
    return out.push_back({.path = "tenants.*." + key, .value = value, .source = why});
  for (std::size_t i = 0; i < spec.tenants.size(); ++i)
    if (lacks(spec.tenants[i]))
      out.push_back({.path = path_join(path_join("tenants", i), key), .value = value, .source = why});
}

}  // namespace

Assumptions assumed_of_silence(const FleetSpec& spec) {
  Assumptions out;
  for (const auto& [name, region] : spec.regions) note_path(name, region.path, out);
  if (spec.plans.empty())
    note<SloSpec>("plans.standard.slo", "no plan is described", out);
  else
    note_tenants(
        spec, "plan", spec.plans.front().first, "the file says no plan: the first",
        [](const TenantSpec& tenant) { return !tenant.plan.has_value(); }, out);
  note_tenants(
      spec, "traffic", "{request: {needs: [pod]}}", "no traffic is described: one kind of request",
      [](const TenantSpec& tenant) { return tenant.traffic.operations.empty(); }, out);
  return out;
}

}  // namespace paddock::scenarios
