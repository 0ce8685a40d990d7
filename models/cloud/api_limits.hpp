// The gates in front of the cloud's APIs: a token bucket for each call, account and region; and, in an outage, no
// answer at all. Limits stand in the fleet (Delivery::apis); this is what is left of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/cloud/token_bucket.hpp"
#include "models/delivery/delivery.hpp"
#include "models/fwd.hpp"

namespace paddock::models {

enum class Gate : std::uint8_t { passed, throttled, refused };

struct GateAnswer {
  Gate gate = Gate::passed;
  std::optional<Because> because;  // of a call turned away: what drained the bucket, or what made the API refuse
};

/// Of one call in one region, since the start of the run.
struct ApiCounts {
  std::int64_t attempts = 0, throttled = 0, refused = 0;
  std::int64_t passed = 0;
  Duration waited{}, longest_wait{};  // of all calls that passed, from the first attempt on
};

class ApiLimits {
 public:
  ApiLimits() = default;
  explicit ApiLimits(const Delivery& delivery) : rows_(delivery.apis.size()) {}

  /// One attempt: takes a token if the API answers and there is one.
  GateAnswer call(const Agenda& agenda, const Delivery& delivery, ApiId api);
  /// A call has passed, so long after its first attempt.
  void passed(ApiId api, Duration waited);

  /// From here on the API refuses every call, until as many `allow` have followed.
  void refuse(const Agenda& agenda, ApiId api);
  void allow(ApiId api);
  /// The same for every API of a region.
  void refuse_all(const Agenda& agenda, const Delivery& delivery, RegionId region);
  void allow_all(const Delivery& delivery, RegionId region);

  const ApiCounts& counts(ApiId api) const { return rows_[index_of(api)].counts; }
  std::size_t size() const { return rows_.size(); }

 private:
  struct Row {
    TokenBucket bucket;
    std::optional<Because> drained_by, refused_by;
    std::uint32_t refusals = 0;  // outages that last, one upon another
    ApiCounts counts;
  };
  std::vector<Row> rows_;  // by ApiId
};

}  // namespace paddock::models
