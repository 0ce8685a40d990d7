// What a fleet file says about the API server of a region's cluster and about its clients.
#pragma once

#include <chrono>
#include <cstdint>

#include "models/cloud/client_limit.hpp"
#include "models/describe.hpp"

namespace paddock::models {

void describe(Visitor& v, ClientRate& s);

struct ApiServerSpec {
  std::int64_t max_inflight = 400, max_mutating_inflight = 200;  // together the seats that all levels share
  sim::Duration request = std::chrono::milliseconds{10};         // how long one holds its seat
  ClientRate controllers = {20, 30};                             // each controller of kube-controller-manager
  ClientRate scheduler = {50, 100};
};
void describe(Visitor& v, ApiServerSpec& s);

}  // namespace paddock::models
