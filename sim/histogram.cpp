#include "sim/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/check.hpp"

namespace paddock::sim {

namespace {
// 2^7 buckets to each doubling: the error bound of the header.
constexpr int fine_bits = 7;
constexpr std::size_t fine = std::size_t{1} << fine_bits;
}  // namespace

std::size_t Histogram::bucket_of(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  const int shift = std::max(0, static_cast<int>(std::bit_width(bits)) - (fine_bits + 1));
  return static_cast<std::size_t>(shift) * fine + static_cast<std::size_t>(bits >> shift);
}

std::int64_t Histogram::lowest(std::size_t bucket) {
  if (bucket < 2 * fine) return static_cast<std::int64_t>(bucket);
  const std::size_t shift = bucket / fine - 1;
  return static_cast<std::int64_t>((bucket - shift * fine) << shift);
}

std::int64_t Histogram::highest(std::size_t bucket) {
  const std::size_t shift = bucket < 2 * fine ? 0 : bucket / fine - 1;
  return lowest(bucket) + static_cast<std::int64_t>((std::uint64_t{1} << shift) - 1);
}

void Histogram::add(std::int64_t value, std::uint64_t times) {
  check(value >= 0, "histogram: values are not negative");
  if (times == 0) return;
  const std::size_t bucket = bucket_of(value);
  if (bucket >= counts_.size()) counts_.resize(bucket + 1);
  counts_[bucket] += times;
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = count_ == 0 ? value : std::max(max_, value);
  count_ += times;
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = count_ == 0 ? other.max_ : std::max(max_, other.max_);
  count_ += other.count_;
}

std::optional<std::int64_t> Histogram::min() const { return count_ == 0 ? std::nullopt : std::optional(min_); }
std::optional<std::int64_t> Histogram::max() const { return count_ == 0 ? std::nullopt : std::optional(max_); }

std::optional<std::int64_t> Histogram::quantile(double p) const {
  check(p >= 0 && p <= 1, "histogram: a quantile is between 0 and 1");
  if (count_ == 0) return std::nullopt;
  // 0.07 * 100 is a little more than 7 in binary; the eighth observation is not meant.
  const double wanted = std::ceil(p * static_cast<double>(count_) * (1 - 0x1p-50));
  const std::uint64_t rank = wanted < 1 ? 1 : std::min(count_, static_cast<std::uint64_t>(wanted));
  if (rank == 1) return min_;
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
    seen += counts_[bucket];
    if (seen >= rank) return std::min(max_, highest(bucket));
  }
  fail_check("histogram: counts add up");
}

std::uint64_t Histogram::count_at_most(std::int64_t value) const {
  if (value >= max_) return count_;
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < counts_.size() && highest(bucket) <= value; ++bucket) seen += counts_[bucket];
  return seen;
}

}  // namespace paddock::sim
