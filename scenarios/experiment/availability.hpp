// From histories to what tenants suffered. No request is an event: the probability that a fresh request fails is a
// product of shares, linear in time between changes, and everything here is computed from it exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/fleet.hpp"
#include "scenarios/experiment/recording.hpp"
#include "sim/draw.hpp"

namespace paddock::scenarios {

struct Interval {
  Time from{}, to{};
  Duration length() const { return to - from; }
};

/// A stretch in which nothing changes but the DNS answers that clients hold.
struct Stretch {
  Interval when;
  models::Line reach;         // at `when.from`
  double pod_share = 1;       // of the tenant's endpoints that answer
  double database_share = 1;  // 1: the writer answers the tenant, 0: it does not
  models::EndpointCount endpoints{};
};

/// The stretches of one tenant after the other.
class Stretches {
 public:
  /// Those of one tenant in an interval, in order and without gaps. Good until the next call.
  const std::vector<Stretch>& of(const Recording& recording, const models::Fleet& fleet, models::TenantId tenant,
                                 Interval in);

 private:
  std::vector<Stretch> all_;
};

/// Whether every request succeeds from its beginning to its end.
bool nothing_fails(const Stretch& stretch);

/// The probability that a fresh request of the operation fails at the beginning of a stretch, and how it moves.
models::Line failing(const Stretch& stretch, const models::Operation& operation);

/// The longest time in which a fresh request of the operation fails with probability of at least one half.
Interval longest_outage(const std::vector<Stretch>& stretches, const models::Operation& operation);

/// Clock minutes in which more than `most` of the requests failed. `rates_per_s`: one an operation of the workload;
/// with no requests at all, a fresh request of each operation is judged.
std::int64_t bad_minutes(const std::vector<Stretch>& stretches, const models::Workload& workload,
                         const std::vector<double>& rates_per_s, double most);

/// Requests per second of each operation of a tenant in this run.
std::vector<double> request_rates(const models::Fleet& fleet, models::TenantId tenant, sim::LuckKey key);

}  // namespace paddock::scenarios
