#include "models/kubernetes/endpoint_slices.hpp"

#include "models/cloud/api_server.hpp"
#include "models/events/kubernetes.hpp"
#include "models/fleet.hpp"

namespace paddock::models {

EndpointSlices::EndpointSlices(const Fleet& fleet) : waiting_(fleet.tenants.size(), 0) {}

bool EndpointSlices::write(Agenda& agenda, const Fleet& fleet, ApiServer& api, TenantId tenant) {
  if (waiting_[index_of(tenant)] != 0) return false;
  const Time when = api.call(agenda.now(), fleet, fleet[tenant].region, ApiClient::endpoint_slices);
  if (when <= agenda.now()) return true;
  waiting_[index_of(tenant)] = 1;
  agenda.at(when, EndpointSliceWritten{tenant});
  return false;
}

}  // namespace paddock::models
