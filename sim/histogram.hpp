// Where many durations or counts lie, to better than one per cent, in a few kilobytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace paddock::sim {

/// Counts of non-negative integers (say nanoseconds) in log-linear buckets: exact below 256, then 128 buckets to each
/// doubling, so that no bucket is wider than 1/128 of its lowest value. Merging adds integers: exact, in any order.
class Histogram {
 public:
  /// Requires: value >= 0.
  void add(std::int64_t value, std::uint64_t times = 1);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  /// Exact. Empty without observations.
  std::optional<std::int64_t> min() const;
  std::optional<std::int64_t> max() const;

  /// The smallest value that at least the share p of the observations does not exceed (p = 0: the minimum; p = 1: the
  /// maximum), rounded up to the end of its bucket but never beyond the maximum: q <= answer <= q (1 + 1/128). Never
  /// interpolated. Empty without observations. Requires: 0 <= p <= 1.
  std::optional<std::int64_t> quantile(double p) const;
  /// Observations in buckets that end at or below `value`: exact if value < 256 or value + 1 begins a bucket; otherwise
  /// those of value's own bucket are left out.
  std::uint64_t count_at_most(std::int64_t value) const;

  friend bool operator==(const Histogram&, const Histogram&) = default;

  // The layout, for writers and tests.
  static std::size_t bucket_of(std::int64_t value);
  static std::int64_t lowest(std::size_t bucket);
  static std::int64_t highest(std::size_t bucket);
  /// counts()[i] belongs to bucket i; buckets beyond the end are empty.
  const std::vector<std::uint64_t>& counts() const { return counts_; }

 private:
  std::vector<std::uint64_t> counts_;  // as long as the highest bucket used asks for
  std::uint64_t count_ = 0;
  std::int64_t min_ = 0, max_ = 0;
};

}  // namespace paddock::sim
