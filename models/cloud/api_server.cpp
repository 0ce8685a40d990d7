#include "models/cloud/api_server.hpp"

#include "models/fleet.hpp"

namespace paddock::models {
namespace {

using namespace std::chrono_literals;

constexpr Duration retry_after = 1s;  // what the server answers with 429, and client-go keeps to

/// All of them are users of kube-system or the control plane's own: flow schemas kube-controller-manager,
/// kube-scheduler and kube-system-service-accounts.
constexpr PriorityLevel level_of(ApiClient) { return PriorityLevel::workload_high; }

const ClientRate& rate_of(const ApiServerSpec& api, ApiClient client) {
  return client == ApiClient::scheduler ? api.scheduler : api.controllers;
}

}  // namespace

ApiServer::ApiServer(const Fleet& fleet) : regions_(fleet.regions.size()) {}

Time ApiServer::call(Time now, const Fleet& fleet, RegionId region, ApiClient client) {
  const ApiServerSpec& api = fleet[region].api;
  RegionRow& row = regions_[index_of(region)];
  const PriorityLevel level = level_of(client);
  const std::int64_t seats = nominal_seats(level, api.max_inflight + api.max_mutating_inflight);
  ++row.counts.calls;
  Time arrives = row.clients[static_cast<std::size_t>(client)].next_call(now, rate_of(api, client));
  row.counts.held_back += arrives > now ? 1 : 0;
  for (;;) {
    const auto turn =
        row.levels[static_cast<std::size_t>(level)].take(arrives, api.request, seats, rules_of(level).waiting);
    if (turn.seated) {
      row.counts.queued += turn.when > arrives ? 1 : 0;
      return turn.when;
    }
    ++row.counts.turned_away;
    arrives = turn.when + retry_after;
  }
}

}  // namespace paddock::models
