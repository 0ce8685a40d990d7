// What is known of many numbers without keeping them.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

namespace paddock::sim {

/// Count, mean, variance, skewness and extremes of observations. Merging two tallies gives, up to rounding, the tally
/// of all observations; merged in one canonical order the result has fixed bits. Update and merge formulas of central
/// moments: Pebay, Sandia report SAND2008-6212.
class Tally {
 public:
  void add(double x) { merge(Tally(x)); }
  void merge(const Tally& other) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
      *this = other;
      return;
    }
    const auto n_a = static_cast<double>(count_), n_b = static_cast<double>(other.count_), n = n_a + n_b;
    const double delta = other.mean_ - mean_, share_b = n_b / n, between = delta * delta * n_a * share_b;
    third_ += other.third_ + between * delta * (n_a - n_b) / n + 3 * delta * (n_a * other.second_ - n_b * second_) / n;
    second_ += other.second_ + between;
    mean_ += delta * share_b;
    count_ += other.count_;
    if (other.min_ < min_) min_ = other.min_;
    if (other.max_ > max_) max_ = other.max_;
  }

  std::uint64_t count() const { return count_; }
  /// Empty without observations.
  std::optional<double> mean() const { return if_any(mean_); }
  std::optional<double> min() const { return if_any(min_); }
  std::optional<double> max() const { return if_any(max_); }
  /// Unbiased (divided by count - 1). Empty with fewer than 2 observations.
  std::optional<double> variance() const {
    if (count_ < 2) return std::nullopt;
    return second_ / static_cast<double>(count_ - 1);
  }
  std::optional<double> standard_deviation() const {
    if (count_ < 2) return std::nullopt;
    return std::sqrt(*variance());
  }
  /// Third central moment over the cube of the standard deviation, both divided by count. Empty with fewer than 2
  /// observations or no variance.
  std::optional<double> skewness() const {
    if (count_ < 2 || !(second_ > 0)) return std::nullopt;
    return std::sqrt(static_cast<double>(count_)) * third_ / (second_ * std::sqrt(second_));
  }

  friend bool operator==(const Tally&, const Tally&) = default;

  Tally() = default;

 private:
  explicit Tally(double x) : count_(1), mean_(x), min_(x), max_(x) {}
  std::optional<double> if_any(double x) const { return count_ == 0 ? std::nullopt : std::optional(x); }

  std::uint64_t count_ = 0;
  double mean_ = 0, second_ = 0, third_ = 0;  // mean, sums of squared and cubed distances from it
  double min_ = 0, max_ = 0;
};

}  // namespace paddock::sim
