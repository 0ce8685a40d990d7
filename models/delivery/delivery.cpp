#include "models/delivery/delivery.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "models/delivery/resource_graph.hpp"
#include "models/fleet.hpp"

namespace paddock::models {

namespace {

/// Where a tenant belongs: the stable name of its stack, and what people call that stack.
struct Place {
  std::string stable;
  std::string name;
};

Place place_of(const Fleet& fleet, const CutSpec& cut, std::size_t tenant) {
  const Tenant& t = fleet.tenants[tenant];
  switch (cut.rule) {
    case CutSpec::Rule::one:
      return {"all", "all"};
    case CutSpec::Rule::tenant:
      return {t.name, t.name};
    case CutSpec::Rule::size: {
      const std::string number = std::to_string(static_cast<std::int64_t>(tenant) / cut.size + 1);
      return {number, "stack-" + number};
    }
    case CutSpec::Rule::database:
      break;
  }
  const std::string& region = fleet[t.region].name;
  if (!t.database) return {region, "stack-no-database"};
  return {region + "/" + fleet[*t.database].name, "stack-" + fleet[*t.database].name};
}

/// Databases of two regions may share a name; then the region goes into the stack's.
void tell_apart(const Fleet& fleet, std::vector<Stack>& stacks) {
  std::map<std::string, int> uses;
  for (const Stack& stack : stacks) ++uses[stack.name];
  for (Stack& stack : stacks)
    if (uses[stack.name] > 1) stack.name += "-" + fleet[fleet[stack.tenants.front()].region].name;
}

void cut_stacks(const Fleet& fleet, const CutSpec& cut, Delivery& delivery) {
  std::map<std::string, StackId> known;
  for (std::size_t i = 0; i < fleet.tenants.size(); ++i) {
    const Place place = place_of(fleet, cut, i);
    const auto [at, is_new] = known.try_emplace(place.stable, static_cast<StackId>(delivery.stacks.size()));
    if (is_new) delivery.stacks.push_back({place.name, sim::hash_name(place.stable), {}});
    delivery.stacks[index_of(at->second)].tenants.push_back(static_cast<TenantId>(i));
    delivery.stack_of.push_back(at->second);
  }
  tell_apart(fleet, delivery.stacks);
}

void add_api(const Fleet& fleet, const std::string& name, const ApiSpec& spec, Delivery& delivery) {
  for (std::size_t region = 0; region < fleet.regions.size(); ++region)
    delivery.apis.push_back({name, static_cast<RegionId>(region), spec.burst, std::llround(spec.refill * 1000)});
}

std::optional<ApiId> find_api(const Delivery& delivery, std::string_view name) {
  const auto at = std::ranges::find(delivery.apis, name, &Api::name);
  if (at == delivery.apis.end()) return std::nullopt;
  return static_cast<ApiId>(at - delivery.apis.begin());
}

void resolve_lookups(const EngineSpec& spec, const Fleet& fleet, Delivery& delivery, Findings& findings) {
  for (const auto& [name, calls] : spec.lookups) {
    if (calls == 0) continue;
    if (!find_api(delivery, name)) {
      const auto known = known_api(name);
      if (!known) {
        findings.push_back({"delivery.engine.lookups." + name,
                            "nothing is known of the limits of " + name + ": describe it under `apis`"});
        continue;
      }
      add_api(fleet, name, *known, delivery);
    }
    if (const auto api = find_api(delivery, name)) delivery.engine.lookups.push_back({*api, calls});
  }
}

Duration times(Duration duration, double factor) { return sim::from_seconds(sim::to_seconds(duration) * factor); }

Engine engine_of(const DeliverySpec& spec) {
  const EngineSpec& s = spec.engine;
  const PerTenantSpec& tenant = spec.stacks.per_tenant;
  const auto resources = tenant_resources(tenant);
  const auto registration = register_resources(resources);
  sim::check(registration.has_value(), "a tenant's resources need each other in a circle");
  Engine engine;
  engine.passes = s.up == Up::update ? 1 : 2;
  engine.parallel = s.parallel.limit;
  engine.wait_for_rollout = s.wait_for_rollout;
  engine.timeout = s.timeout;
  engine.poll = s.poll;
  engine.program_start = s.program_start;
  engine.tenant_check = s.resource_check * tenant.resources + release_check_of(spec) * tenant.releases;
  engine.upgrade = s.upgrade;
  engine.create = s.create;
  engine.write = s.write;
  engine.write_per_tenant = times(write_per_megabyte_of(s), static_cast<double>(s.state_per_tenant.value) / 1e6);
  engine.call = s.call;
  engine.retry = s.retry.mode;
  engine.attempts = attempts_of(s.retry);
  engine.plain_by_level = plain_by_level(resources, *registration);
  return engine;
}

void check_range(const std::string& path, double value, const std::vector<double>& range, Findings& findings) {
  if (range.size() == 2 && (value < range[0] || value > range[1]))
    findings.push_back({path, "the value lies outside the range that is given for it"});
}

void check_ranges(const FleetSpec& spec, Findings& findings) {
  for (const auto& [name, api] : spec.apis) {
    if (!api.range) continue;
    check_range("apis." + name + ".burst", static_cast<double>(api.burst), api.range->burst, findings);
    check_range("apis." + name + ".refill", api.refill, api.range->refill, findings);
  }
}

}  // namespace

Delivery make_delivery(const FleetSpec& spec, const Fleet& fleet, Findings& findings) {
  Delivery delivery;
  check_ranges(spec, findings);
  for (const auto& [name, api] : spec.apis) add_api(fleet, name, api, delivery);
  if (!spec.delivery) return delivery;
  const DeliverySpec& s = *spec.delivery;
  delivery.selects_all = s.repository.select == Select::all_stacks;
  delivery.shared_file_change = s.repository.shared_file_change.share;
  delivery.runner = {s.runner.concurrent, s.runner.start.seconds, setup_of(s.runner), job_limit_of(s.runner)};
  delivery.engine = engine_of(s);
  resolve_lookups(s.engine, fleet, delivery, findings);
  cut_stacks(fleet, s.stacks.cut, delivery);
  return delivery;
}

}  // namespace paddock::models
