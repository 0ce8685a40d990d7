// What a fleet file says about the databases that tenants share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/describe.hpp"

namespace paddock::models {

/// How a database survives the loss of its writer. Only Multi-AZ instances are modelled: one standby in another zone.
enum class DatabaseEngine : std::uint8_t { rds_multi_az };
constexpr std::array<std::string_view, 1> names(DatabaseEngine) { return {"rds-multi-az"}; }

/// A set of equal databases: the n-th writes in the n-th zone, round-robin, unless `writer` says where.
struct DatabaseSpec {
  std::int64_t count = 1;
  std::string name = "{group}-{n:02}";
  DatabaseEngine engine = DatabaseEngine::rds_multi_az;
  std::optional<std::string> type;
  std::optional<std::string> writer;  // zone, by its short name
  DurationDistribution failover{sim::Distribution::lognormal_median_p95(80, 118)};
};
void describe(Visitor& v, DatabaseSpec& s);

}  // namespace paddock::models
