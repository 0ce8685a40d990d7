// The API server of each region's cluster: the clients that hold themselves back, the seats that they then need.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/cloud/client_limit.hpp"
#include "models/cloud/priority_level.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

/// Who calls. Each controller of kube-controller-manager has a client, and so a limit, of its own.
enum class ApiClient : std::uint8_t {
  replica_sets,
  endpoint_slices,
  node_lifecycle,
  taint_eviction,
  pod_collection,
  scheduler
};
inline constexpr std::size_t api_clients = 6;

/// Of one region, since the start of the run.
struct ApiServerCounts {
  std::int64_t calls = 0;
  std::int64_t held_back = 0;    // by the client's own limit
  std::int64_t queued = 0;       // for a seat
  std::int64_t turned_away = 0;  // 429, once for each time
};

class ApiServer {
 public:
  ApiServer() = default;
  explicit ApiServer(const Fleet& fleet);

  /// When a call takes effect that a client wants to make now: when its limit lets it out and it gets a seat, which is
  /// at once in a quiet cluster. A request that is turned away comes again a second later.
  Time call(Time now, const Fleet& fleet, RegionId region, ApiClient client);

  const ApiServerCounts& counts(RegionId region) const { return regions_[index_of(region)].counts; }

 private:
  struct RegionRow {
    std::array<ClientLimit, api_clients> clients;
    std::array<LevelQueue, level_rules.size()> levels;
    ApiServerCounts counts;
  };
  std::vector<RegionRow> regions_;
};

}  // namespace paddock::models
