#include "models/cloud/api_limits.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace paddock::models {

GateAnswer ApiLimits::call(const Agenda& agenda, const Delivery& delivery, ApiId api) {
  Row& row = rows_[index_of(api)];
  ++row.counts.attempts;
  if (row.refusals > 0) {
    ++row.counts.refused;
    return {Gate::refused, row.refused_by};
  }
  const BucketSize size{delivery[api].burst, delivery[api].refill_milli_per_s};
  if (!row.bucket.take(agenda.now(), size)) {
    ++row.counts.throttled;
    return {Gate::throttled, row.drained_by};
  }
  if (row.bucket.next_token(agenda.now(), size) > agenda.now()) row.drained_by = agenda.current();
  return {};
}

void ApiLimits::passed(ApiId api, Duration waited) {
  ApiCounts& counts = rows_[index_of(api)].counts;
  ++counts.passed;
  counts.waited += waited;
  counts.longest_wait = std::max(counts.longest_wait, waited);
}

void ApiLimits::refuse(const Agenda& agenda, ApiId api) {
  Row& row = rows_[index_of(api)];
  if (row.refusals++ == 0) row.refused_by = agenda.current();
}

void ApiLimits::allow(ApiId api) {
  Row& row = rows_[index_of(api)];
  sim::check(row.refusals > 0, "an API was allowed that did not refuse");
  --row.refusals;
}

void ApiLimits::refuse_all(const Agenda& agenda, const Delivery& delivery, RegionId region) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (delivery.apis[i].region == region) refuse(agenda, static_cast<ApiId>(i));
}

void ApiLimits::allow_all(const Delivery& delivery, RegionId region) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (delivery.apis[i].region == region) allow(static_cast<ApiId>(i));
}

}  // namespace paddock::models
