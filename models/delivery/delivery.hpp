// The constant part of delivery: stacks with their tenants, APIs with their buckets, the numbers of the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/delivery/delivery_spec.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

struct FleetSpec;

/// What one program brings up under one lock and one state. Never empty.
struct Stack {
  std::string name;               // "all", "stack-pg-01", "stack-3", or the tenant's
  std::uint64_t entity = 0;       // of its luck: the hash of a name that new regions and stacks leave alone
  std::vector<TenantId> tenants;  // in the order of the file, those that a scenario adds later included
};

/// One throttled call in one region.
struct Api {
  std::string name;  // "eks:DescribeCluster"
  RegionId region{};
  std::int64_t burst = 0;               // calls
  std::int64_t refill_milli_per_s = 0;  // thousandths of a call a second
};

struct Runner {
  std::int64_t concurrent = 0;
  sim::Distribution start_s;
  Duration setup{}, job_limit{};
};

/// What a stack's program asks the cloud for, for each tenant and pass. `api` is the call's row of its first region.
struct Lookup {
  ApiId first_region{};
  std::int64_t calls = 0;
};

struct Engine {
  std::int64_t passes = 1;
  std::optional<std::int64_t> parallel;  // empty: unlimited
  bool wait_for_rollout = true;
  Duration timeout{}, poll{};
  Duration program_start{};
  Duration tenant_check{};  // serial, of one tenant's resources and releases
  Duration upgrade{}, create{};
  Duration write{};             // of a checkpoint of nothing
  Duration write_per_tenant{};  // and what each tenant in the state adds
  Duration call{};
  RetryMode retry = RetryMode::aws_provider;
  std::int64_t attempts = 1;
  std::vector<Lookup> lookups;
  std::vector<std::uint32_t> plain_by_level;  // of a tenant: plain resources whose needs are that deep
};

struct Delivery {
  bool selects_all = false;  // every push runs every stack
  double shared_file_change = 0;
  Runner runner;
  Engine engine;
  std::vector<Stack> stacks;      // none: the fleet file says nothing of delivery
  std::vector<StackId> stack_of;  // of each tenant; empty without stacks
  std::vector<Api> apis;          // by call, and of each call by region

  const Stack& operator[](StackId id) const { return stacks[index_of(id)]; }
  const Api& operator[](ApiId id) const { return apis[index_of(id)]; }
};

/// The rows of a call in every region are neighbours.
constexpr ApiId api_in(ApiId first_region, RegionId region) {
  return ApiId{static_cast<std::uint32_t>(first_region) + static_cast<std::uint32_t>(region)};
}

/// Cuts the tenants into stacks, resolves look-ups and APIs. Requires: regions, databases and tenants of `fleet` are
/// resolved. What cannot be is reported in findings.
Delivery make_delivery(const FleetSpec& spec, const Fleet& fleet, Findings& findings);

}  // namespace paddock::models
