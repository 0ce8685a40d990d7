// The EndpointSlice controller of each region: one slice a tenant, written again when its endpoints change.
#pragma once

#include <cstdint>
#include <vector>

#include "models/fwd.hpp"

namespace paddock::models {

class ApiServer;

class EndpointSlices {
 public:
  EndpointSlices() = default;
  explicit EndpointSlices(const Fleet& fleet);

  /// An endpoint of the tenant has changed. True: the slice is written at once. Else it waits for the controller's turn
  /// and takes along what changes until then. Posts EndpointSliceWritten.
  bool write(Agenda& agenda, const Fleet& fleet, ApiServer& api, TenantId tenant);
  /// The write that waited has been made.
  void written(TenantId tenant) { waiting_[index_of(tenant)] = 0; }

 private:
  std::vector<std::uint8_t> waiting_;  // by tenant: a write waits for its turn
};

}  // namespace paddock::models
